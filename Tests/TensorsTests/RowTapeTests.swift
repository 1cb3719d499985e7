import KernelTypes
import Testing

@testable import Tensors

/// Tapes that are told rows of numbers and compared with numbers: every activation's pullback, and the squared error's, against
/// numeric gradients.
@Suite("Tapes of rows of numbers")
struct RowTapeTests {
  /// What stands between two layers.
  enum Function: String, CaseIterable, Sendable {
    case relu, leakyReLU, sigmoid, tanh, gelu, nothing

    func operation(_ x: Value) -> Operation? {
      switch self {
      case .relu: .relu(x)
      case .leakyReLU: .relu(x, slope: 0.01)
      case .sigmoid: .sigmoid(x)
      case .tanh: .tanh(x)
      case .gelu: .gelu(x, form: .exact)
      case .nothing: nil
      }
    }
  }

  private static let rows = 5
  /// Numbers in a row of the input, and of the result.
  private static let (input, result) = (3, 2)

  /// A tape of layers with functions between, seeded parameters and rows.
  private struct Example {
    let tape: Tape
    let losses: Value
    let feed: Replay.Feed
    let parameters: [Float]

    init(_ functions: [Function], dropout: Float) {
      var (layout, generator) = (ParameterLayout(), SplitMix64(seed: 2))
      let widths = [input] + functions.indices.map { 4 + $0 } + [RowTapeTests.result]
      let handles = zip(widths, widths.dropFirst()).map { from, to in
        (layout.add("w\(from)", shape: [to, from]), layout.add("b\(from)", shape: [to]))
      }
      var tape = Tape(batch: rows, length: 1, layout: layout)
      var x = tape.record(.input(width: input), name: "x")
      for (index, (weight, bias)) in handles.enumerated() {
        x = tape.record(.linear(x, weight: weight, bias: bias, order: .outputInput), name: "x")
        guard index < functions.count else { break }
        if let operation = functions[index].operation(x) { x = tape.record(operation, name: "x") }
        if dropout > 0 { x = tape.record(.dropout(x, rate: dropout), name: "x") }
      }
      losses = tape.record(.squaredError(x), name: "x")
      self.tape = tape
      feed = Replay.Feed(
        inputs: (0..<rows * input).map { _ in Float(generator.normal()) },
        targetValues: (0..<rows * result).map { _ in Float(generator.normal()) }, lossScale: 1 / Float(rows),
        dropoutKey: 7)
      parameters = (0..<layout.count + KernelSet.slack).map { _ in Float(generator.normal() * 0.7) }
    }

    func loss(_ kernels: KernelSet, changing index: Int? = nil, by change: Float = 0) -> Double {
      var changed = parameters
      if let index { changed[index] += change }
      let replay = Replay(tape, for: .evaluation, kernels: kernels)
      changed.withUnsafeBufferPointer { buffer in
        if let start = buffer.baseAddress { replay.forward(parameters: start, feed: feed) }
      }
      return replay.values(of: losses).reduce(0) { $0 + Double($1) } * Double(feed.lossScale)
    }

    func gradient(_ kernels: KernelSet) -> [Float] {
      let (replay, gradient) = (Replay(tape, for: .training, kernels: kernels), FloatBuffer(count: tape.layout.count))
      parameters.withUnsafeBufferPointer { buffer in
        guard let start = buffer.baseAddress else { return }
        replay.forward(parameters: start, feed: feed)
        replay.backward(parameters: start, feed: feed, parameterGradients: gradient.start)
      }
      return gradient.values
    }
  }

  @Test(
    "each activation's gradient is the numeric one, alone and in a deep network",
    arguments: KernelSet.available.map(\.name))
  func gradients(set: String) throws {
    let kernels = try KernelSet.forMachine(named: set)
    let deep: [Function] = [.tanh, .relu, .gelu, .sigmoid, .leakyReLU, .nothing]
    let networks: [([Function], Float)] = Function.allCases.map { ([$0], 0) } + [(deep, 0), (deep, 0.3)]
    for (functions, dropout) in networks {
      let example = Example(functions, dropout: dropout)
      let analytic = example.gradient(kernels)
      #expect(analytic.contains { $0 != 0 })
      for index in example.tape.layout.entries.flatMap(\.range) {
        // Small enough that few of the sums cross a ReLU's kink.
        let step: Float = 5e-3
        let numeric =
          (example.loss(kernels, changing: index, by: step) - example.loss(kernels, changing: index, by: -step))
          / Double(2 * step)
        #expect(
          abs(Double(analytic[index]) - numeric) <= 1.5e-3 + 5e-3 * abs(numeric),
          "\(functions.map(\.rawValue)), parameter \(index): \(analytic[index]) against \(numeric)")
      }
    }
  }

  @Test("the squared error of a row is half the sum over its numbers")
  func squaredError() {
    var tape = Tape(batch: 2, length: 1, layout: ParameterLayout())
    let x = tape.record(.input(width: 2), name: "x")
    let losses = tape.record(.squaredError(x), name: "losses")
    let replay = Replay(tape, for: .evaluation, kernels: .forThisMachine)
    [Float](repeating: 0, count: KernelSet.slack).withUnsafeBufferPointer { none in
      guard let start = none.baseAddress else { return }
      replay.forward(
        parameters: start, feed: Replay.Feed(inputs: [1, 2, 3, 4], targetValues: [0, 0, 3, 2], lossScale: 1))
    }
    #expect(Array(replay.values(of: losses)) == [2.5, 2])
  }
}
