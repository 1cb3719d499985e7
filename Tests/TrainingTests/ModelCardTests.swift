import Files
import Testing

@testable import Training

@Suite("A model's card") struct ModelCardTests {
  private static let samples =
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    + "/samples/models/"

  private static func card(_ name: String, _ preset: Preset, changes: [SettingChange] = []) -> ModelCard {
    ModelCard(
      name: name, preset: preset, steps: preset.training.schedule.steps, report: nil,
      command: "headscope train --preset \(preset.name) --precision float16", changes: changes)
  }

  @Test(
    "the samples' cards say of how they were made what the program says",
    arguments: [
      ("cat-decoder", Preset.cat()), ("cat-encoder", .masked()), ("cat-translator", .translate()),
      ("memory-lstm", .memory),
    ])
  func samples(name: String, preset: Preset) throws {
    let text = String(decoding: try readFile(at: Self.samples + name + "/README.md", limit: 100_000), as: UTF8.self)
    let parts = Self.card(name, preset).markdown.split(separator: "\n\n\n## Opened by")
    #expect(parts.count == 2 && text.hasPrefix(parts[0]) && text.hasSuffix(parts[1]))
    // What was measured is written by the same rules.
    let numbers = text.split { !($0.isNumber || $0 == "." || $0 == ",") }
    #expect(numbers.allSatisfy { !$0.allSatisfy(\.isNumber) || $0.count < 4 }, "\(numbers)")
  }

  @Test("counts have thousands separators, and one of a thing is one")
  func counts() {
    var preset = Preset.grok
    preset.training.schedule.steps = 1
    preset.training.schedule.warmup = 1
    preset.training.batch = 2_048
    let change = SettingChange(step: 1_250, name: "batch", from: .number(512), to: .number(2_048))
    let text = Self.card("grok", preset, changes: [change]).markdown
    for part in [
      "\n1 step of 2,048 × 5 tokens", "after 1 step of warm-up,", "1 layer × 4 heads", "- after step 1,250: batch",
    ] {
      #expect(text.contains(part), "\(text)")
    }
  }
}
