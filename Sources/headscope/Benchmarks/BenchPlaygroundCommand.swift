internal import ArgumentParser
internal import Corpora
internal import KernelTypes
internal import StrictJSON
internal import Tensors
internal import Training

/// `headscope bench playground`: epochs of the Playground, and the pictures of what its neurons compute, in microseconds; and
/// what the same core makes of a matrix product, by which figures of different machines may be compared.
struct BenchPlaygroundCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "playground", abstract: "Epochs and pictures of the Playground's networks.")

  @OptionGroup var options: BenchOptions

  func run() throws {
    try options.requireOneThread()
    let kernels = try machineKernels()
    let networks = PlaygroundBench.networks
    let seconds = options.seconds / Double(3 * networks.count + 1)
    let rows = networks.map { PlaygroundBench($0, kernels).report(seconds: seconds) }
    let gflops = Self.product(kernels, seconds: seconds)
    switch options.format {
    case .json:
      let report: JSONValue = [
        "instruction_set": .string(kernels.name), "playground": .array(rows), "gflops_256x256x256": gflops,
      ]
      print(report.text())
    case .table:
      printTable(rows, columns: ["network", "epoch_us", "epoch_and_pictures_us", "pictures_us"])
      printTable([["product": "256x256x256", "gflops": gflops]], columns: ["product", "gflops"])
    }
  }

  /// Operations a second of a product of matrices of 256 by 256, on this core.
  private static func product(_ kernels: KernelSet, seconds: Double) -> JSONValue {
    let size = 256
    let (a, b, c) = (
      FloatBuffer(count: size * size), FloatBuffer(count: size * size), FloatBuffer(count: size * size)
    )
    let scratch = FloatBuffer(count: kernels.matmulScratch)
    let timing = Timing(seconds: seconds) {
      kernels.matmul(
        Matmul(
          rows: size, columns: size, depth: size, a: a.start, aRowStride: size, b: b.start, bRowStride: size,
          c: c.start, cRowStride: size), scratch.start)
    }
    return timing.rate(of: 2 * Double(size * size * size), per: 1e9)
  }
}

/// A network that learns the circle, 250 points in batches of 10 by gradient descent, with its pictures: each node's
/// thumbnail and a large one of the output.
private struct PlaygroundBench {
  /// Layers between the features and the output, and the features.
  typealias Network = (name: String, features: [PlaneFeature], units: [Int])

  static let networks: [Network] = [
    ("2-4-2-1", [.x1, .x2], [4, 2]), ("2-8-8-8-1", [.x1, .x2], [8, 8, 8]),
    ("7-8-8-8-8-8-8-1", PlaneFeature.allCases, [8, 8, 8, 8, 8, 8]),
  ]
  private static let thumbnail = (width: 16, height: 8)
  private static let boundary = (width: 100, height: 100)
  /// Epochs of a timing, so that it is long enough for the clock.
  private static let rounds = 10

  private let name: String
  private let run: PlaygroundRun
  private let maps: PlaygroundMaps

  init(_ network: Network, _ kernels: KernelSet) {
    var settings = PlaygroundSettings()
    settings.features = network.features
    settings.layers = network.units.map { PlaygroundSettings.Layer(units: $0) }
    name = network.name
    run = PlaygroundRun(settings, kernels: kernels)
    maps = PlaygroundMaps(kernels: kernels)
  }

  func report(seconds: Double) -> JSONValue {
    [
      "network": .string(name), "epoch_us": microseconds(seconds) { run.epoch() },
      "epoch_and_pictures_us": microseconds(seconds) {
        run.epoch()
        draw()
      }, "pictures_us": microseconds(seconds, draw),
    ]
  }

  private func draw() {
    let network = run.network
    _ = maps.maps(of: network, width: Self.thumbnail.width, height: Self.thumbnail.height)
    _ = maps.output(of: network, width: Self.boundary.width, height: Self.boundary.height)
  }

  private func microseconds(_ seconds: Double, _ body: () -> Void) -> JSONValue {
    let timing = Timing(seconds: seconds) { for _ in 0..<Self.rounds { body() } }
    let scale = 1e6 / Double(Self.rounds)
    return ["best": .number(rounded(timing.best * scale)), "median": .number(rounded(timing.median * scale))]
  }
}
