import KernelTypes
import Kernels
import Testing

@testable import Tensors

/// Analytic against numeric gradients, for every operation of the tape.
@Suite("Pullbacks")
struct GradientTests {
  /// Central differences of a loss in single precision: with a step of 10⁻² rounding leaves about 10⁻⁵, and the third
  /// derivative about 10⁻⁴ of the slope.
  static let relativeTolerance = 5e-3
  static let absoluteTolerance = 3e-4
  static let step: Float = 1e-2

  /// A small network around one operation, ending in a cross-entropy.
  struct Example: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var batch = 2
    var length = 5
    var dropoutKey: UInt64?
    var ignoresOneTarget = false
    var segments: [Int32] = []
    var lengths: [Int] = []
    var smoothing: Float = 0
    let body: @Sendable (inout Network) -> Value
  }

  /// Records operations and their parameters together.
  struct Network {
    var layout = ParameterLayout()
    var operations: [Operation] = []

    mutating func add(_ operation: Operation) -> Value {
      operations.append(operation)
      return Value(index: operations.count - 1)
    }
    mutating func parameter(_ shape: [Int]) -> ParameterID { layout.add("p\(layout.entries.count)", shape: shape) }
    mutating func tokens(_ width: Int) -> Value { add(.tokenEmbedding(table: parameter([7, width]))) }
    mutating func recurrent(_ x: Value, _ cell: RecurrentCell, _ input: Int, _ units: Int) -> Value {
      let gates = cell.gates * units
      let weights = RecurrentParameters(
        inputWeight: parameter([gates, input]), hiddenWeight: parameter([gates, units]), inputBias: parameter([gates]),
        hiddenBias: parameter([gates]))
      return add(.recurrent(x, cell: cell, weights))
    }
    mutating func linear(_ x: Value, _ input: Int, _ output: Int) -> Value {
      add(.linear(x, weight: parameter([input, output]), bias: parameter([output]), order: .inputOutput))
    }
  }

  static let examples: [Example] = [
    Example(testDescription: "token embedding") { $0.tokens(6) },
    Example(testDescription: "position embedding") { network in
      let table = network.parameter([9, 6])
      let positions = network.add(.positionEmbedding(table: table))
      return network.add(.add(network.tokens(6), positions))
    },
    Example(testDescription: "segment embedding", segments: [0, 0, 1, 1, 2, 0, 1, 1, 1, 1]) { network in
      let table = network.parameter([3, 6])
      return network.add(.add(network.tokens(6), network.add(.segmentEmbedding(table: table))))
    },
    Example(testDescription: "sum of a value and a function of it, sharing one gradient") { network in
      let x = network.tokens(6)
      return network.add(.add(x, network.linear(x, 6, 6)))
    },
    Example(testDescription: "sum whose gradients cannot share a place") { network in
      let x = network.tokens(6)
      let y = network.linear(x, 6, 6)
      let sum = network.add(.add(x, y))
      return network.add(.add(network.add(.add(sum, y)), x))
    },
    Example(testDescription: "sum of a value with itself") { network in
      let x = network.tokens(6)
      return network.add(.add(x, x))
    },
    Example(testDescription: "layer norm") { network in
      let (gain, bias) = (network.parameter([6]), network.parameter([6]))
      return network.add(.layerNorm(network.tokens(6), gain: gain, bias: bias, epsilon: 1e-5))
    },
    Example(testDescription: "linear, (in, out)") { network in network.linear(network.tokens(5), 5, 6) },
    Example(testDescription: "linear, (out, in), without bias") { network in
      let x = network.tokens(5)
      return network.add(.linear(x, weight: network.parameter([6, 5]), bias: nil, order: .outputInput))
    },
    Example(testDescription: "GELU") { network in
      let x = network.tokens(6)
      return network.add(.gelu(network.linear(x, 6, 6)))
    },
    Example(testDescription: "exact GELU") { network in
      let x = network.tokens(6)
      return network.add(.gelu(network.linear(x, 6, 6), form: .exact))
    },
    Example(testDescription: "GELU of a value that others read too") { network in
      let x = network.linear(network.tokens(6), 6, 6)
      return network.add(.add(network.add(.gelu(x)), x))
    },
    Example(testDescription: "hyperbolic tangent") { network in
      let x = network.tokens(6)
      return network.add(.tanh(network.linear(x, 6, 6)))
    },
    Example(testDescription: "hyperbolic tangent of a value that others read too, in a sum") { network in
      let x = network.linear(network.tokens(6), 6, 6)
      return network.add(.add(network.add(.tanh(x)), network.add(.add(x, network.add(.tanh(x))))))
    },
    Example(testDescription: "attention") { network in
      let qkv = network.linear(network.tokens(6), 6, 18)
      return network.add(.attention(queryKeyValue: qkv, heads: 2, dropout: 0))
    },
    Example(testDescription: "attention over several blocks of queries", batch: 1, length: 70) { network in
      let qkv = network.linear(network.tokens(6), 6, 18)
      return network.add(.attention(queryKeyValue: qkv, heads: 3, dropout: 0))
    },
    Example(testDescription: "attention of every token to every token") { network in
      let qkv = network.linear(network.tokens(6), 6, 18)
      return network.add(.attention(queryKeyValue: qkv, heads: 2, isCausal: false, dropout: 0))
    },
    Example(testDescription: "attention to the tokens that count", lengths: [3, 5]) { network in
      let qkv = network.linear(network.tokens(6), 6, 18)
      return network.add(.attention(queryKeyValue: qkv, heads: 2, isCausal: false, dropout: 0))
    },
    Example(
      testDescription: "attention to the tokens that count, over several blocks", batch: 1, length: 70, lengths: [66]
    ) { network in
      let qkv = network.linear(network.tokens(6), 6, 18)
      return network.add(.attention(queryKeyValue: qkv, heads: 2, isCausal: false, dropout: 0))
    },
    Example(testDescription: "attention of every token with dropped weights", dropoutKey: 4, lengths: [5, 4]) {
      network in
      let qkv = network.linear(network.tokens(6), 6, 18)
      return network.add(.attention(queryKeyValue: qkv, heads: 2, isCausal: false, dropout: 0.3))
    },
    Example(testDescription: "attention with dropped weights", dropoutKey: 3) { network in
      let qkv = network.linear(network.tokens(6), 6, 18)
      return network.add(.attention(queryKeyValue: qkv, heads: 2, dropout: 0.3))
    },
    Example(testDescription: "RMS norm") { network in
      network.add(.rmsNorm(network.tokens(6), gain: network.parameter([6]), epsilon: 1e-5))
    },
    Example(testDescription: "RMS norm of a value that others read too") { network in
      let x = network.linear(network.tokens(6), 6, 6)
      return network.add(.add(network.add(.rmsNorm(x, gain: network.parameter([6]), epsilon: 1e-5)), x))
    },
    Example(testDescription: "attention whose heads share keys and values, scaled by a number of its own") { network in
      let qkv = network.linear(network.tokens(6), 6, 2 * (6 + 4))
      return network.add(
        .attention(queryKeyValue: qkv, heads: AttentionHeads(6, keyValueCount: 2, scale: 0.4), dropout: 0))
    },
    Example(testDescription: "attention to what counts, heads sharing keys", length: 70, lengths: [66, 70]) { network in
      let qkv = network.linear(network.tokens(6), 6, 2 * (4 + 4))
      return network.add(
        .attention(queryKeyValue: qkv, heads: AttentionHeads(4, keyValueCount: 2), isCausal: false, dropout: 0))
    },
    Example(testDescription: "turned queries and keys") { network in
      let heads = AttentionHeads(4, keyValueCount: 2)
      let qkv = network.linear(network.tokens(6), 6, 4 * (4 + 4))
      let turned = network.add(.rotate(queryKeyValue: qkv, heads: heads, RotaryEmbedding(base: 7)))
      return network.add(.attention(queryKeyValue: turned, heads: heads, dropout: 0))
    },
    Example(testDescription: "gated neurons") { network in
      let x = network.tokens(6)
      let (gate, linear) = (network.linear(x, 6, 5), network.linear(x, 6, 5))
      return network.add(.swiGLU(gate: gate, linear: linear))
    },
    Example(testDescription: "gated neurons on the residual stream") { network in
      let x = network.tokens(5)
      let gated = network.add(.swiGLU(gate: network.linear(x, 5, 6), linear: network.linear(x, 5, 6)))
      return network.add(.add(x, network.linear(gated, 6, 5)))
    },
    Example(testDescription: "Elman cell") { network in network.recurrent(network.tokens(4), .elman, 4, 5) },
    Example(testDescription: "GRU") { network in network.recurrent(network.tokens(4), .gru, 4, 5) },
    Example(testDescription: "LSTM") { network in network.recurrent(network.tokens(4), .lstm, 4, 5) },
    Example(testDescription: "LSTM over one step", length: 1) { network in
      network.recurrent(network.tokens(4), .lstm, 4, 5)
    },
    Example(testDescription: "GRU on an LSTM on an Elman cell, and what others read too") { network in
      let first = network.recurrent(network.tokens(4), .elman, 4, 5)
      let second = network.recurrent(first, .lstm, 5, 5)
      return network.add(.add(network.recurrent(network.add(.add(first, second)), .gru, 5, 5), first))
    },
    Example(testDescription: "GELU of an LSTM") { network in
      network.add(.gelu(network.recurrent(network.tokens(4), .lstm, 4, 5)))
    },
    Example(testDescription: "dropout", dropoutKey: 5) { network in
      let x = network.tokens(6)
      return network.add(.add(x, network.add(.dropout(network.linear(x, 6, 6), rate: 0.4))))
    },
    Example(testDescription: "cross-entropy with a target left out", ignoresOneTarget: true) { $0.tokens(6) },
    Example(testDescription: "cross-entropy with smoothed targets", smoothing: 0.3) { $0.tokens(6) },
  ]

  @Test("the analytic gradient is the numeric one", arguments: examples)
  func gradients(example: Example) throws {
    var network = Network()
    let result = example.body(&network)
    let check = GradientCheck(example, network: network, result: result)
    let analytic = check.analyticGradient()
    #expect(analytic.contains { $0 != 0 })
    for index in check.sampledIndices() {
      let numeric = check.numericGradient(at: index)
      let tolerance = Self.absoluteTolerance + Self.relativeTolerance * abs(numeric)
      #expect(
        abs(Double(analytic[index]) - numeric) <= tolerance,
        "parameter \(index): \(analytic[index]) against \(numeric)")
    }
  }
}

/// One network with seeded parameters, its loss, and both its gradients.
struct GradientCheck {
  private let tape: Tape
  private let losses: Value
  private let feed: Replay.Feed
  private let parameters: [Float]

  init(_ example: GradientTests.Example, network: GradientTests.Network, result: Value) {
    var network = network
    var generator = SplitMix64(seed: 11)
    // The last linear brings any width to 7 classes.
    var widths = Tape(batch: example.batch, length: example.length, layout: network.layout)
    for operation in network.operations { _ = widths.record(operation, name: "x") }
    let head = network.parameter([7, widths[result].width])
    let logits = network.add(.linear(result, weight: head, bias: nil, order: .outputInput))
    losses = network.add(.crossEntropy(logits: logits, smoothing: example.smoothing))
    var tape = Tape(batch: example.batch, length: example.length, layout: network.layout)
    for operation in network.operations { _ = tape.record(operation, name: "x") }
    self.tape = tape

    let ids = (0..<tape.rows).map { _ in Int32.random(in: 0..<7, using: &generator) }
    var targets = (0..<tape.rows).map { _ in Int32.random(in: 0..<7, using: &generator) }
    if example.ignoresOneTarget { targets[1] = CrossEntropy.ignored }
    let count = targets.filter { $0 != CrossEntropy.ignored }.count
    feed = Replay.Feed(
      ids: ids, segments: example.segments, lengths: example.lengths, targets: targets, lossScale: 1 / Float(count),
      dropoutKey: example.dropoutKey)
    parameters = (0..<network.layout.count + KernelSet.slack).map { _ in Float(generator.normal() * 0.7) }
  }

  func analyticGradient() -> [Float] {
    let replay = Replay(tape, for: .training, kernels: naiveKernelSet())
    let gradient = FloatBuffer(count: tape.layout.count)
    parameters.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      replay.forward(parameters: start, feed: feed)
      replay.backward(parameters: start, feed: feed, parameterGradients: gradient.start)
    }
    return gradient.values
  }

  /// (loss(p + h) − loss(p − h)) / 2h
  func numericGradient(at index: Int) -> Double {
    let h = GradientTests.step
    return (loss(adding: h, at: index) - loss(adding: -h, at: index)) / Double(2 * h)
  }

  private func loss(adding change: Float, at index: Int) -> Double {
    var changed = parameters
    changed[index] += change
    let replay = Replay(tape, for: .evaluation, kernels: naiveKernelSet())
    changed.withUnsafeBufferPointer { buffer in
      if let start = buffer.baseAddress { replay.forward(parameters: start, feed: feed) }
    }
    return replay.values(of: losses).reduce(0) { $0 + Double($1) } * Double(feed.lossScale)
  }

  /// Every parameter of a small network, a seeded choice of a larger one.
  func sampledIndices() -> [Int] {
    let all = tape.layout.entries.flatMap { Array($0.range) }
    guard tape.length > 20 else { return all }
    var generator = SplitMix64(seed: 5)
    return Array(all.shuffled(using: &generator).prefix(60))
  }
}
