private import Glibc
internal import KernelTypes
public import Models
internal import Tensors

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
  ///
  /// - Parameter attention: Whose heads, where an encoder–decoder's stacks differ.
  public func columns(of axis: PassAxis, length: Int, in attention: AttentionKind = .own) -> Int {
    let headWidth = heads(in: attention).width
    return switch axis {
    case .dimension: width
    case .projection: 3 * headWidth
    case .query: headWidth
    case .keyValue, .queryKey: 2 * headWidth
    case .key: length
    case .headNumber: headWidth
    case .neuron: attention == .source ? ofEncoder.mlpWidth : mlpWidth
    case .gate: (cell?.gates ?? 0) * width
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
    case .queryKeyValue: return parts(["q", "k", "v"], step)
    case .rotation: return parts(["rot_q", "rot_k"], step)
    case .crossQuery: return parts(["q"], step)
    case .crossKeyValue: return parts(["k", "v"], step)
    case .scores, .scale, .crossScores, .crossScale: return products(step)
    case .mask, .softmax, .mix, .crossMask, .crossSoftmax, .crossMix: return headTensor(step)
    case .gates: return gates(step)
    case .logits: return logits(of: tokens)
    case .probabilities: return probabilities(of: tokens, rows: rows ?? 0..<length)
    default:
      return entry(named: step.activation(in: configuration)).map {
        PassTensor(rows: $0.shape[0], columns: $0.shape[1], values: Array(self[$0]))
      }
    }
  }

  /// A head's queries, keys or values of every token, side by side.
  private func parts(_ letters: [String], _ step: PassStep) -> PassTensor? {
    let names = letters.map { "\(step.attentionName(in: configuration)).hook_\($0)" }
    guard names.allSatisfy({ entry(named: $0) != nil }) else { return nil }
    let (width, length) = (configuration.heads(in: step.attention).width, ids(of: step.rows).count)
    var values: [Float] = []
    values.reserveCapacity(length * names.count * width)
    let heads = letters.map { configuration.place(of: step.head, letter: $0) }
    for position in 0..<length {
      for (name, head) in zip(names, heads) { values += row([position, head], of: name) }
    }
    return PassTensor(rows: length, columns: names.count * width, values: values)
  }

  /// Each token's gates and candidate, side by side.
  private func gates(_ step: PassStep) -> PassTensor? {
    let names = step.gateActivations(in: configuration)
    guard names.allSatisfy({ entry(named: $0) != nil }) else { return nil }
    let values = (0..<length).flatMap { position in names.flatMap { row([position], of: $0) } }
    return PassTensor(rows: length, columns: names.count * configuration.width, values: values)
  }

  /// q·k of every pair, before scaling or after it; nothing is hidden yet.
  private func products(_ step: PassStep) -> PassTensor? {
    let isCross = step.operation.isCross
    let (queries, keys) = (PassStep(step, isCross ? .crossQuery : .queryKeyValue), PassStep(step, step.keysOperation))
    let turned = configuration.rotary == nil ? "" : "rot_"
    guard let q = parts([turned + "q"], queries), let k = parts([turned + "k"], keys) else { return nil }
    let width = q.columns
    let factor = [.scale, .crossScale].contains(step.operation) ? configuration.attentionScale(of: step) : 1
    var values = [Float](repeating: 0, count: q.rows * k.rows)
    q.values.withUnsafeBufferPointer { q_QE in
      k.values.withUnsafeBufferPointer { k_KE in
        for query in 0..<q.rows {
          for key in 0..<k.rows {
            values[query * k.rows + key] = dotProduct(q_QE, k_KE, query * width, key * width, count: width) * factor
          }
        }
      }
    }
    return PassTensor(rows: q.rows, columns: k.rows, values: values)
  }

  /// Σ a·b in eight partial sums, so that a thousand tokens' pairs take milliseconds.
  private func dotProduct(
    _ a: UnsafeBufferPointer<Float>, _ b: UnsafeBufferPointer<Float>, _ firstOfA: Int, _ firstOfB: Int, count: Int
  ) -> Float {
    let size = MemoryLayout<Float>.stride
    let (rawA, rawB) = (UnsafeRawBufferPointer(a), UnsafeRawBufferPointer(b))
    var sums = SIMD8<Float>()
    var index = 0
    while index + 8 <= count {
      let x = rawA.loadUnaligned(fromByteOffset: (firstOfA + index) * size, as: SIMD8<Float>.self)
      let y = rawB.loadUnaligned(fromByteOffset: (firstOfB + index) * size, as: SIMD8<Float>.self)
      sums += x * y
      index += 8
    }
    var sum = sums.sum()
    while index < count {
      sum += a[firstOfA + index] * b[firstOfB + index]
      index += 1
    }
    return sum
  }

  private func headTensor(_ step: PassStep) -> PassTensor? {
    guard let entry = entry(named: step.activation(in: configuration)) else { return nil }
    var values: [Float] = []
    let rows = ids(of: step.rows).count
    for position in 0..<rows {
      let place = step.operation.isMix ? [position, step.head] : [step.head, position]
      values += row(place, of: entry.name)
    }
    return PassTensor(rows: rows, columns: values.count / max(1, rows), values: values)
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

extension ModelConfiguration {
  /// Where a head's queries, keys or values stand: keys and values may be shared.
  func place(of head: Int, letter: String) -> Int {
    ["k", "v", "rot_k"].contains(letter) ? keyValueHead(of: head) : head
  }

  /// What scores of an attention are multiplied with.
  func attentionScale(of step: PassStep) -> Float {
    step.attention == .source ? ofEncoder.attentionScale(layer: step.layer) : attentionScale(layer: step.layer)
  }
}

extension PassStep {
  /// Another operation of the same block and head.
  init(_ other: PassStep, _ operation: PassOperation) {
    self.init(operation, of: other.stream, layer: other.layer, head: other.head)
  }

  /// The operation that makes the keys and values of the attention at hand.
  var keysOperation: PassOperation { operation.isCross ? .crossKeyValue : .queryKeyValue }

  /// What stands before the names of its stack's activations.
  private func stackName(in configuration: ModelConfiguration) -> String {
    configuration.encoderLayers == nil ? "" : stream == .source ? "encoder." : "decoder."
  }

  private func blockName(in configuration: ModelConfiguration) -> String {
    "\(stackName(in: configuration))blocks.\(layer)"
  }

  /// What stands before the names of its attention's activations, such as `blocks.0.attn`.
  public func attentionName(in configuration: ModelConfiguration) -> String {
    "\(blockName(in: configuration)).\(operation.isCross ? "cross_attn" : "attn")"
  }

  /// The names of the activations that hold a recurrent cell's gates and candidate, in order.
  public func gateActivations(in configuration: ModelConfiguration) -> [String] {
    (configuration.cell?.gateNames ?? []).map { "\(blockName(in: configuration)).cell.hook_\($0)" }
  }

  /// The name of the activation that holds the result; for scores before the mask, of the one that comes nearest.
  public func activation(in configuration: ModelConfiguration) -> String {
    let isFirst = configuration.normsComeFirst
    let (stack, block) = (stackName(in: configuration), blockName(in: configuration))
    let attention = attentionName(in: configuration)
    return switch operation {
    case .embedding: "\(stack)hook_embed"
    case .segment: "\(stack)hook_typed_embed"
    case .position: configuration.family == .gpt2 ? "blocks.0.hook_resid_pre" : "\(stack)hook_full_embed"
    case .embeddingNorm: "\(stack)blocks.0.hook_resid_pre"
    case .attentionNorm: "\(block).ln1.hook_out"
    case .queryKeyValue, .crossQuery: "\(attention).hook_q"
    case .rotation: "\(attention).hook_rot_q"
    case .crossKeyValue: "\(attention).hook_k"
    case .scores, .scale, .mask, .crossScores, .crossScale, .crossMask: "\(attention).hook_attn_scores"
    case .softmax, .crossSoftmax: "\(attention).hook_pattern"
    case .mix, .crossMix: "\(attention).hook_z"
    case .attentionOutput: "\(block).hook_attn_out"
    case .attentionResidual: isFirst ? "\(block).hook_resid_mid" : "\(block).hook_attn_sum"
    case .crossOutput: "\(block).hook_cross_attn_out"
    case .crossResidual: isFirst ? "\(block).hook_resid_cross" : "\(block).hook_cross_attn_sum"
    case .crossNorm: "\(block).ln_cross.hook_out"
    case .mlpNorm: "\(block).ln2.hook_out"
    case .mlpInput: "\(block).mlp.hook_pre"
    case .mlpLinear: "\(block).mlp.hook_pre_linear"
    case .activation: "\(block).mlp.hook_post"
    case .mlpOutput: "\(block).hook_mlp_out"
    case .mlpResidual: isFirst ? "\(block).hook_resid_post" : "\(block).hook_mlp_sum"
    case .gates: gateActivations(in: configuration).first ?? ""
    case .cell: "\(block).cell.hook_c"
    case .hidden: "\(block).cell.hook_h"
    case .transform, .pooler: "head.hook_pre"
    case .transformActivation, .poolerActivation: "head.hook_post"
    case .finalNorm: "\(stack)ln_final.hook_out"
    case .logits, .probabilities: "logits"
    }
  }
}
