import Models
import TerminalCanvas
import Testing

@testable import HeadscopeApp

/// A change whose activations would need more memory than there is isn't made: the sentence and the model stay as they
/// were, and the status line says why.
@Suite("Memory for activations") struct MemoryTests {
  /// A model that would read a hundred thousand tokens if only there were memory for their attention.
  static let subject = Robot.subject(context: 100_000, layers: 1, heads: 1)

  /// The budget with which passes over so many tokens, and the last one's trace besides, just fit.
  private func robot(tokens: Int, language: Language = .english, isReal: Bool = false) -> Robot {
    let bytes = TraceSession.bytes(Self.subject.configuration, length: tokens, traces: 2)
    return Robot(language: language, subject: Self.subject, isReal: isReal, memoryBudget: bytes)
  }

  @Test("a huge paste is refused, and what was there stays", arguments: Language.allCases)
  func paste(language: Language) throws {
    var robot = robot(tokens: 100, language: language)
    robot.send(.input(.paste(Paste(String(repeating: "cat ", count: 100_000)))))
    #expect(robot.state.explore.sentence.text == "The cat sat on the mat")
    #expect(robot.state.explore.editor?.line.text == "The cat sat on the mat")
    #expect(robot.state.explore.generation == 1 && !robot.state.explore.isWaiting)
    // The status line holds all of it, on the smallest screen too.
    let status = robot.status
    #expect(status.contains(language == .english ? "may be used." : "可用。") && status.contains("MB"), "\(status)")
    // The editor goes on as if nothing had been.
    robot.type(" is")
    #expect(robot.state.explore.reading?.tokens.count == 8)
    try robot.press("escape")
    #expect(robot.state.explore.sentence.text == "The cat sat on the mat")
  }

  @Test("typing ends where memory does")
  func typing() throws {
    var robot = robot(tokens: 20)
    try robot.press("e")
    for _ in 0..<40 { robot.type(" cat") }
    let sentence = robot.state.explore.sentence
    #expect((10..<30).contains(sentence.tokens.count))
    #expect(robot.state.explore.editor?.line.text == sentence.text)
    #expect(robot.status.contains("Not done: "))
    #expect(robot.state.explore.reading?.sentence == sentence)
  }

  @Test("a head is switched off only where the intact pass fits too", arguments: ["x", "X", "m"])
  func switching(key: String) throws {
    var robot = robot(tokens: 7)
    try robot.press(key)
    #expect(robot.state.explore.interventions == .none)
    #expect(robot.status.contains("Not done: "))
    robot = self.robot(tokens: 14)
    try robot.press(key)
    #expect(robot.state.explore.interventions != .none)
    #expect(!robot.status.contains("Not done: "))
  }

  @Test("a run of added tokens stops")
  func generating() throws {
    var robot = robot(tokens: 20, isReal: true)
    try robot.press("g")
    // A token that stands for no text ends a run earlier.
    for _ in 0..<50 where !robot.status.contains("Not done: ") { try robot.press("r") }
    #expect(robot.status.contains("Not done: "))
    #expect(!robot.state.explore.generating.isRunning && !robot.state.explore.isWaiting)
    #expect(robot.state.explore.sentence.tokens.count < 30)
    try robot.press("backspace")
    #expect(!robot.status.contains("Not done: "))
  }
}
