internal import ArgumentParser
internal import Checkpoints
internal import KernelTypes
internal import Models
internal import StrictJSON
internal import Tensors
internal import Training

private import var Glibc.RUSAGE_SELF
private import func Glibc.getrusage
private import struct Glibc.rusage

/// `headscope bench load`: how long a model's folder takes to become a model in memory, and how much memory at its highest.
struct BenchLoadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "load", abstract: "Opening a model's folder, its files in the system's cache.")

  @OptionGroup var options: BenchOptions
  @OptionGroup var modelOption: ModelOption

  func run() throws {
    try options.requireOneThread()
    let folder = try modelOption.name.folder()
    let before = Self.highestMemory()
    let format = modelOption.precision
    let first = try loadModel(
      folder: folder, tokenizer: .ifPresent, format: format, converting: .by(machineKernels()))
    let highest = Self.highestMemory() - before
    let weights = first.model.parameters.layout.parameterCount * format.bytes
    let clock = ContinuousClock()
    var seconds: [Double] = []
    let start = clock.now
    repeat {
      let begin = clock.now
      let loaded = try loadModel(
        folder: folder, tokenizer: .ignored, format: format, converting: .by(machineKernels()))
      seconds.append((clock.now - begin).seconds)
      precondition(loaded.model.configuration == first.model.configuration)
    } while (clock.now - start).seconds < options.seconds
    seconds.sort()
    let report: JSONValue = [
      "shape": .string(first.model.configuration.summary), "weight_bytes": .integer(weights),
      "milliseconds": [
        "best": .measured(seconds[0] * 1_000), "median": .measured(seconds[seconds.count / 2] * 1_000),
      ],
      "highest_memory_bytes": .integer(highest),
      "highest_memory_of_weights": .measured(Double(highest) / Double(max(1, weights))),
    ]
    switch options.format {
    case .json: print(report.text())
    case .table:
      printTable(
        [report],
        columns: ["shape", "weight_bytes", "milliseconds", "highest_memory_bytes", "highest_memory_of_weights"])
    }
  }

  /// The most memory that the program has had, in bytes.
  private static func highestMemory() -> Int {
    var usage = rusage()
    guard getrusage(Int32(RUSAGE_SELF.rawValue), &usage) == 0 else { return 0 }
    return usage.ru_maxrss * 1_024
  }
}
