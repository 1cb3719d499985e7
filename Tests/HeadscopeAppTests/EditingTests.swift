import Models
import TerminalCanvas
import Testing

@testable import HeadscopeApp

@Suite("Editing the sentence") struct EditingTests {
  @Test(
    "keys change the sentence",
    arguments: [
      ("e backspace", "The cat sat on the ma"), ("e ctrl-w", "The cat sat on the "), ("e ctrl-u", ""),
      ("e home delete", "he cat sat on the mat"), ("e left left backspace", "The cat sat on the at"),
      ("e home ctrl-right ctrl-k", "The"), ("e ctrl-left ctrl-left ctrl-w", "The cat sat the mat"),
      ("e home alt-d", " cat sat on the mat"), ("e ctrl-a x", "xThe cat sat on the mat"),
      ("e space a enter", "The cat sat on the mat a"), ("e space a escape", "The cat sat on the mat"),
      ("e q", "The cat sat on the matq"),
    ])
  func edits(keys: String, text: String) throws {
    var robot = Robot()
    try robot.press(keys)
    #expect(robot.state.explore.sentence.text == text)
  }

  @Test("each keystroke that changes the tokens asks for a trace, and the screen follows it")
  func followsKeystrokes() throws {
    var robot = Robot("The cat")
    try robot.press("e")
    robot.type(" is")
    #expect(robot.state.explore.reading?.tokens.map(\.text) == ["<s>", "The", "cat", "is"])
    #expect(robot.state.explore.selection.query == 3)
    #expect(robot.state.explore.generation == 3)
  }

  @Test("typing that leaves the tokens as they are asks for nothing")
  func sameTokens() throws {
    var robot = Robot("The cat")
    try robot.press("e space space")
    #expect(robot.state.explore.generation == 1)
    #expect(robot.state.explore.sentence.text == "The cat  ")
    #expect(!robot.state.explore.isWaiting)
  }

  @Test("answers to older text are dropped")
  func lateAnswers() throws {
    var robot = Robot("The cat")
    robot.answersTraces = false
    try robot.press("e")
    robot.type(" is")
    #expect(robot.unanswered.count == 2)
    let (early, late) = (robot.unanswered[0], robot.unanswered[1])
    robot.answer(late)
    robot.answer(early)
    #expect(robot.state.explore.reading?.trace.ids == late.ids)
    #expect(!robot.state.explore.isWaiting)
  }

  @Test("until the model answers, the last reading stays and the title says so")
  func waiting() throws {
    var robot = Robot("The cat", width: 120)
    robot.answersTraces = false
    try robot.press("e")
    robot.type(" sat")
    #expect(robot.lines.first?.contains("computing…") ?? false)
    #expect(robot.state.explore.reading?.tokens.count == 3)
    try robot.press("escape")
    #expect(!robot.state.explore.isWaiting)
    for request in robot.unanswered { robot.answer(request) }
    #expect(robot.state.explore.reading?.tokens.map(\.text) == ["<s>", "The", "cat"])
  }

  @Test("the query follows the cursor")
  func cursor() throws {
    var robot = Robot("The cat sat")
    try robot.press("e ctrl-left left")
    #expect(robot.state.explore.selection.query == 2)
    try robot.press("home")
    #expect(robot.state.explore.selection.query == 0)
  }

  @Test("a paste is text, never commands, and becomes one line")
  func paste() throws {
    var robot = Robot("The")
    try robot.press("e")
    robot.send(.input(.paste(Paste(" cat\nq\u{1B}[A"))))
    #expect(robot.state.explore.sentence.text == "The cat q\u{1B}[A")
    #expect(robot.effects.isEmpty)
  }

  @Test("a paste without the editor opens it")
  func pasteOpens() {
    var robot = Robot("The cat")
    robot.send(.input(.paste(Paste(" sat"))))
    #expect(robot.state.mode == .editing)
    #expect(robot.state.explore.sentence.text == "The cat sat")
  }

  @Test("a paste beyond the limit is cut with a note")
  func longPaste() throws {
    var robot = Robot("The")
    try robot.press("e")
    robot.send(.input(.paste(Paste(String(repeating: "a ", count: 3000)))))
    #expect(robot.state.explore.sentence.text.unicodeScalars.count == LineEditor.capacity)
    #expect(robot.status.contains("1907 characters left out"))
  }

  @Test("tokens beyond the context are cut visibly")
  func tooManyTokens() throws {
    var robot = Robot("The cat sat on the mat", subject: Robot.subject(context: 5))
    #expect(robot.state.explore.sentence.droppedTokens == 2)
    #expect(robot.lines[1].contains("+2"))
    #expect(robot.lines[1].contains("2 tokens too many: 5 are read."))
    try robot.press("e")
    #expect(robot.lines[1].contains("7 of 5 tokens"))
  }

  @Test("the empty sentence is <s> alone")
  func empty() throws {
    var robot = Robot()
    try robot.press("e ctrl-u enter")
    #expect(robot.state.explore.reading?.tokens.map(\.text) == ["<s>"])
    #expect(robot.screen.contains("no choice"))
  }

  @Test("a tokenizer without special tokens leaves an empty sentence, and the screen says what to do")
  func nothing() throws {
    struct Bare: SubjectTokenizer {
      func tokens(of text: String) -> [Token] {
        text.isEmpty ? [] : [Token(id: 0, text: text, bytes: 0..<text.utf8.count)]
      }
      func spelling(of id: Int32) -> String { "w" }
      func text(of ids: [Int32]) -> String { String(repeating: "w", count: ids.count) }
      func continuation(of text: String, with id: Int32) -> String? { text + "w" }
    }
    let subject = Subject(
      name: "bare",
      model: LanguageModel(
        configuration: ModelConfiguration(vocabularySize: 3, contextLength: 4, width: 2, layers: 1, heads: 1),
        seed: 1),
      tokenizer: Bare())
    var robot = Robot("", subject: subject)
    #expect(robot.screen.contains("press e"))
    try robot.press("j tab up . home e x")
    #expect(robot.state.explore.reading?.tokens.count == 1)
    try robot.press("backspace")
    #expect(robot.state.explore.reading == nil)
  }

  @Test("a click puts the cursor there")
  func click() throws {
    var robot = Robot()
    try robot.press("e")
    let column = try #require(robot.lines[1].firstIndex(of: "c"))
    robot.click(robot.lines[1].distance(from: robot.lines[1].startIndex, to: column), 1)
    robot.type("x")
    #expect(robot.state.explore.sentence.text == "The xcat sat on the mat")
  }

  @Test("unknown words are marked and explained")
  func unknown() {
    let robot = Robot("The blorf sat")
    #expect(robot.lines[1].contains("blorf?"))
    #expect(robot.lines[1].contains("unknown word, read as <unk>"))
  }
}

@Suite("Line editor") struct LineEditorTests {
  @Test("moves and deletes whole characters", arguments: ["e\u{301}x", "👩‍👩‍👧x", "🇨🇳x", "猫x"])
  func wholeCharacters(text: String) {
    var line = LineEditor(text)
    for _ in 0..<2 { _ = line.move(.left) }
    #expect(line.cursor == 0)
    _ = line.delete(.right)
    #expect(line.text == "x")
  }

  @Test("counts the bytes before the cursor")
  func bytes() {
    var line = LineEditor("猫 a")
    #expect(line.cursorByte == 5)
    _ = line.move(.start)
    #expect(line.cursorByte == 0)
    line.moveTo(scalar: 1)
    #expect(line.cursorByte == 3)
  }
}
