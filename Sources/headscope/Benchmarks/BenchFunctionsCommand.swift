internal import ArgumentParser
internal import KernelTypes
internal import StrictJSON
internal import Tensors

/// `headscope bench functions`: the elementary functions, in nanoseconds an element, on numbers that stay in the caches.
struct BenchFunctionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "functions", abstract: "Elementary functions and norms on numbers that stay in the caches.")

  @OptionGroup var options: BenchOptions

  private static let count = 2_048
  /// Rounds of a timing, so that it is long enough for the clock.
  private static let rounds = 64

  func run() throws {
    try options.requireOneThread()
    let kernels = try machineKernels()
    let (x, y, z) = (numbers(), FloatBuffer(count: Self.count), FloatBuffer(count: Self.count))
    let (rows, width) = (Self.count / 128, 128)
    let work: [(name: String, body: () -> Void)] = [
      ("exp", { kernels.exp(x.start, y.start, Self.count) }), ("tanh", { kernels.tanh(x.start, y.start, Self.count) }),
      ("gelu", { kernels.gelu(x.start, y.start, Self.count) }),
      ("gelu_with_slope", { kernels.geluWithSlope(x.start, y.start, z.start, Self.count) }),
      ("softmax", { for row in 0..<rows { kernels.softmax(x.start + row * width, y.start + row * width, width) } }),
      (
        "layer_norm",
        {
          kernels.layerNorm(
            LayerNorm(
              x: x.start, gain: x.start, bias: x.start, y: y.start, mean: z.start, inverseDeviation: z.start + rows,
              rows: rows, width: width, epsilon: 1e-5))
        }
      ),
    ]
    let results = work.map { name, body -> JSONValue in
      let timing = Timing(seconds: options.seconds / Double(work.count)) { for _ in 0..<Self.rounds { body() } }
      let scale = 1e9 / Double(Self.count * Self.rounds)
      return [
        "function": .string(name), "instruction_set": .string(kernels.name),
        "nanoseconds_an_element": [
          "best": .number(rounded(timing.best * scale)), "median": .number(rounded(timing.median * scale)),
        ],
      ]
    }
    switch options.format {
    case .json: print(JSONValue.object(JSONObject([("functions", .array(results))])).text())
    case .table: printTable(results, columns: ["function", "instruction_set", "nanoseconds_an_element"])
    }
  }

  private func numbers() -> FloatBuffer {
    let buffer = FloatBuffer(count: Self.count)
    var generator = SplitMix64(seed: 1)
    for index in 0..<Self.count { buffer.start[index] = Float(generator.normal()) }
    return buffer
  }
}
