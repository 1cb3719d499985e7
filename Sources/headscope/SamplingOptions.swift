internal import ArgumentParser
internal import Models
internal import Tensors
private import Wording

/// How the next token is chosen.
struct SamplingOptions: ParsableArguments {
  @Option(help: "Below 1 sharpens the chances, above 1 evens them out; 0 takes the likeliest token.")
  var temperature = 1.0
  @Option(help: "Choose among the K likeliest tokens; 0 for all.") var topK = 0
  @Option(help: "Choose among the likeliest tokens that reach this share together.") var topP = 1.0
  @Option(help: "The same seed draws the same text.") var seed: UInt64 = 1

  /// The sampler that the options describe.
  func sampler() throws -> Sampler {
    try check("temperature", temperature, 0...1_000)
    try check("top-k", topK, 0...4_194_304)
    try check("top-p", topP, 0...1)
    return Sampler(temperature: temperature, topK: topK == 0 ? nil : topK, topP: topP)
  }

  private func check<Number: Comparable>(_ name: String, _ value: Number, _ range: ClosedRange<Number>) throws {
    guard !range.contains(value) else { return }
    throw UserError("--\(name) \(value): from \(written(range.lowerBound)) to \(written(range.upperBound)) are allowed")
  }

  private func written(_ bound: some Comparable) -> String {
    (bound as? Int ?? (bound as? Double).map { Int($0) }).map { grouped($0) } ?? "\(bound)"
  }
}
