private import Glibc
public import Models

/// What an operation computed, as a matrix: a row for each token of the sentence.
public struct PassTensor: Equatable, Sendable {
  /// Tokens, T.
  public let rows: Int
  /// What the operation's ``PassOperation/axis`` counts.
  public let columns: Int
  /// Row by row. −∞ is a number that a mask put there; NaN one that was not worked out.
  public let values: [Float]
  /// The size at which colours are full: four root mean squares of the finite values, or the largest if that is less.
  ///
  /// A few numbers of a residual stream can be a hundred times as large as all others; scaled by them, the rest would
  /// be one colour.
  public let limit: Float

  /// A matrix of an operation's numbers.
  ///
  /// - Precondition: `values.count == rows * columns`.
  public init(rows: Int, columns: Int, values: [Float]) {
    precondition(values.count == rows * columns, "\(values.count) numbers for \(rows) × \(columns)")
    (self.rows, self.columns, self.values) = (rows, columns, values)
    var (squares, largest, count) = (Double(0), Float(0), 0)
    for value in values where value.isFinite {
      squares += Double(value) * Double(value)
      largest = max(largest, abs(value))
      count += 1
    }
    let typical = Float((squares / Double(max(1, count))).squareRoot())
    limit = max(min(largest, 4 * typical), .leastNormalMagnitude)
  }

  /// A number.
  public subscript(row: Int, column: Int) -> Float { values[row * columns + column] }

  /// A token's numbers.
  public func row(_ row: Int) -> ArraySlice<Float> { values[row * columns..<(row + 1) * columns] }
}

extension ModelConfiguration {
  /// How many columns an operation's result has for a sentence of so many tokens.
  public func columns(of axis: PassAxis, length: Int) -> Int {
    switch axis {
    case .dimension: width
    case .projection: 3 * headWidth
    case .key: length
    case .headNumber: headWidth
    case .neuron: mlpWidth
    case .vocabulary: logitCount
    }
  }
}

extension Trace {
  /// What an operation computed.
  ///
  /// - Parameters:
  ///   - step: The operation and where it stands.
  ///   - tokens: The tokens of the vocabulary that stand for columns, for logits and probabilities.
  ///   - rows: The rows whose probabilities are worked out; the others are NaN.
  /// - Returns: `nil` where the trace does not hold what it takes.
  public func tensor(of step: PassStep, tokens: [Int32] = [], rows: Range<Int>? = nil) -> PassTensor? {
    switch step.operation {
    case .queryKeyValue: return queriesKeysValues(layer: step.layer, head: step.head)
    case .scores, .scale: return products(step)
    case .mask, .softmax, .mix: return headTensor(step)
    case .logits: return logits(of: tokens)
    case .probabilities: return probabilities(of: tokens, rows: rows ?? 0..<length)
    default:
      return entry(named: step.activation(in: configuration)).map {
        PassTensor(rows: length, columns: $0.shape[1], values: Array(self[$0]))
      }
    }
  }

  private func queriesKeysValues(layer: Int, head: Int) -> PassTensor? {
    let width = configuration.headWidth
    let names = ["q", "k", "v"].map { "blocks.\(layer).attn.hook_\($0)" }
    guard names.allSatisfy({ entry(named: $0) != nil }) else { return nil }
    var values: [Float] = []
    values.reserveCapacity(length * 3 * width)
    for position in 0..<length { for name in names { values += row([position, head], of: name) } }
    return PassTensor(rows: length, columns: 3 * width, values: values)
  }

  /// q·k of every pair, before scaling or after it; nothing is hidden yet.
  private func products(_ step: PassStep) -> PassTensor? {
    guard let all = queriesKeysValues(layer: step.layer, head: step.head) else { return nil }
    let width = configuration.headWidth
    let divisor = step.operation == .scale ? Float(width).squareRoot() : 1
    var values = [Float](repeating: 0, count: length * length)
    all.values.withUnsafeBufferPointer { numbers in
      for query in 0..<length {
        for key in 0..<length {
          let (q, k) = (query * 3 * width, (key * 3 + 1) * width)
          values[query * length + key] = dotProduct(numbers, q, k, count: width) / divisor
        }
      }
    }
    return PassTensor(rows: length, columns: length, values: values)
  }

  /// Σ a·b in eight partial sums, so that a thousand tokens' pairs take milliseconds.
  private func dotProduct(_ numbers: UnsafeBufferPointer<Float>, _ a: Int, _ b: Int, count: Int) -> Float {
    let (raw, size) = (UnsafeRawBufferPointer(numbers), MemoryLayout<Float>.stride)
    var sums = SIMD8<Float>()
    var index = 0
    while index + 8 <= count {
      let x = raw.loadUnaligned(fromByteOffset: (a + index) * size, as: SIMD8<Float>.self)
      let y = raw.loadUnaligned(fromByteOffset: (b + index) * size, as: SIMD8<Float>.self)
      sums += x * y
      index += 8
    }
    var sum = sums.sum()
    while index < count {
      sum += numbers[a + index] * numbers[b + index]
      index += 1
    }
    return sum
  }

  private func headTensor(_ step: PassStep) -> PassTensor? {
    guard let entry = entry(named: step.activation(in: configuration)) else { return nil }
    var values: [Float] = []
    for position in 0..<length {
      let place = step.operation == .mix ? [position, step.head] : [step.head, position]
      values += row(place, of: entry.name)
    }
    return PassTensor(rows: length, columns: values.count / max(1, length), values: values)
  }

  private func logits(of tokens: [Int32]) -> PassTensor? {
    guard entry(named: "logits") != nil else { return nil }
    let values = (0..<length).flatMap { position in
      let row = logits(position: position)
      return tokens.map { row[row.startIndex + Int($0)] }
    }
    return PassTensor(rows: length, columns: tokens.count, values: values)
  }

  private func probabilities(of tokens: [Int32], rows: Range<Int>) -> PassTensor? {
    guard entry(named: "logits") != nil else { return nil }
    var values = [Float](repeating: .nan, count: length * tokens.count)
    for position in rows {
      let all = nextTokens(after: position).probabilities
      for (column, token) in tokens.enumerated() { values[position * tokens.count + column] = all[Int(token)] }
    }
    return PassTensor(rows: length, columns: tokens.count, values: values)
  }

  /// The tokens of the vocabulary that a position's logits favour, best first; of equal ones the lower id.
  public func likeliestTokens(after position: Int, atMost count: Int) -> [Int32] {
    let row = logits(position: position)
    // The order of the bits of a float, with those of negatives turned over, is the order of its values.
    var keys = row.enumerated().map { id, value in
      let bits = value.bitPattern
      let ascending = bits & 0x8000_0000 == 0 ? bits | 0x8000_0000 : ~bits
      return UInt64(~ascending) << 32 | UInt64(id)
    }
    keys.sort()
    return keys.prefix(count).map { Int32(truncatingIfNeeded: $0) }
  }
}

extension PassStep {
  /// The name of the activation that holds the result; for scores before the mask, of the one that comes nearest.
  public func activation(in configuration: ModelConfiguration) -> String {
    let isDecoder = configuration.isCausal
    let block = "blocks.\(layer)"
    return switch operation {
    case .embedding: "hook_embed"
    case .segment: "hook_typed_embed"
    case .position: isDecoder ? "blocks.0.hook_resid_pre" : "hook_full_embed"
    case .embeddingNorm: "blocks.0.hook_resid_pre"
    case .attentionNorm: "\(block).ln1.hook_out"
    case .queryKeyValue: "\(block).attn.hook_q"
    case .scores, .scale, .mask: "\(block).attn.hook_attn_scores"
    case .softmax: "\(block).attn.hook_pattern"
    case .mix: "\(block).attn.hook_z"
    case .attentionOutput: "\(block).hook_attn_out"
    case .attentionResidual: isDecoder ? "\(block).hook_resid_mid" : "\(block).hook_attn_sum"
    case .mlpNorm: "\(block).ln2.hook_out"
    case .mlpInput: "\(block).mlp.hook_pre"
    case .activation: "\(block).mlp.hook_post"
    case .mlpOutput: "\(block).hook_mlp_out"
    case .mlpResidual: isDecoder ? "\(block).hook_resid_post" : "\(block).hook_mlp_sum"
    case .transform, .pooler: "head.hook_pre"
    case .transformActivation, .poolerActivation: "head.hook_post"
    case .finalNorm: "ln_final.hook_out"
    case .logits, .probabilities: "logits"
    }
  }
}
