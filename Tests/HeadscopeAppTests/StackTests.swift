import Kernels
import Models
import TerminalCanvas
import Testing
import Tokenizers

@testable import HeadscopeApp

/// An encoder–decoder on the Explore screen.
@Suite("The parts of an encoder–decoder") struct StackTests {
  private static func robot(memoryBudget: Int = .max) -> Robot {
    let tokenizer = Tokenizer.translator(words: Robot.words)
    let model = LanguageModel(
      configuration: ModelConfiguration(
        vocabularySize: tokenizer.vocabularySize, contextLength: 24, width: 16, layers: 2, heads: 2, mlpWidth: 24,
        family: .bart(encoderLayers: 3)),
      seed: 1)
    return Robot(
      "The cat sat", width: 120, height: 40, subject: Subject(name: "translator", model: model, tokenizer: tokenizer),
      isReal: true, memoryBudget: memoryBudget)
  }

  @Test func `T turns from cross-attention to encoder, decoder and back; each shows its own tokens and layers`() throws
  {
    var robot = Self.robot()
    let written = robot.state.explore.shown.tokens.count
    #expect(robot.state.subject.stack == .cross && written > 6 && robot.screen.contains("2 layers × 2 heads"))
    #expect(robot.state.explore.selection.query == written - 2)
    try robot.press("T")
    #expect(robot.state.explore.shown.tokens.map(\.text) == ["<s>", "The", "cat", "sat", "</s>"])
    #expect(robot.screen.contains("3 layers × 2 heads") && robot.screen.contains("only read"))
    try robot.press("down down j T")
    #expect(robot.state.explore.shown.tokens.count == written - 5 && robot.state.explore.selection.layer < 2)
    try robot.press("n")
    #expect(robot.state.explore.page == .neuron)
    try robot.press("T")
    #expect(robot.state.subject.stack == .cross && robot.state.explore.page == .overview)
  }

  @Test func `an edited sentence is translated anew`() throws {
    var robot = Self.robot()
    try robot.press("e")
    for key in [" ", "o", "n"] { try robot.press(key == " " ? "space" : key) }
    try robot.press("enter")
    #expect(robot.state.explore.whole?.sourceIDs.count == 6 && !robot.state.explore.isWaiting)
  }

  @Test func `Escape brings the sentence back with its translation`() throws {
    var robot = Self.robot()
    let before = robot.state.explore.shown
    try robot.press("e x x escape")
    #expect(robot.state.explore.shown == before && !robot.state.explore.isWaiting)
    try robot.press("T")
    #expect(robot.state.explore.shown.tokens.count == 5)
  }

  @Test func `a source whose translation doesn't fit into memory is refused`() throws {
    let configuration = Self.robot().state.subject.model.configuration
    // What is on the screen already takes memory too, so that the longest source can't have all of this.
    var robot = Self.robot(memoryBudget: TraceSession.translationBytes(configuration, sourceLength: 24))
    robot.send(.input(.paste(Paste(String(repeating: "cat ", count: 20)))))
    #expect(robot.state.explore.sentence.text == "The cat sat" && robot.status.contains("may be used."))
  }

  @Test func `what knows nothing of parts says so`() throws {
    var robot = Self.robot()
    for key in ["s", "a", "d", "g", "x", "X", "m"] {
      try robot.press(key)
      #expect(robot.state.note == .notOfStacks && robot.state.explore.page == .overview, "\(key)")
    }
    var plain = Robot()
    try plain.press("T")
    #expect(plain.state.note == .noStacks)
  }
}
