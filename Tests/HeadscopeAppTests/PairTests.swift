import Models
import TerminalCanvas
import Testing

@testable import HeadscopeApp

@Suite("Two texts side by side") struct PairTests {
  static let (first, second) = ("The cat sat on the mat", "it was warm")

  private func robot(
    _ text: String = first, _ pair: String? = second, width: Int = 80, height: Int = 24, segments: Int = 2
  ) -> Robot {
    Robot(
      text, pair: pair, width: width, height: height,
      subject: Robot.subject(layers: 2, heads: 4, name: "cat-encoder", family: .bert(segments: segments)), isReal: true)
  }

  @Test("the model reads [CLS] A [SEP] B [SEP] with its segments")
  func segments() throws {
    let robot = robot()
    let reading = try #require(robot.state.explore.reading)
    #expect(reading.tokens.count { $0.text == "[SEP]" } == 2)
    #expect(reading.sentence.secondStart == 8)
    #expect(reading.trace.segments == [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1])
    #expect(robot.lines[1].contains("A┃[CLS]") && robot.lines[1].contains("B┃it"))
    // What is computed depends on them.
    let joined = self.robot(segments: 1)
    #expect(joined.state.explore.reading?.trace.segments == [])
    #expect(joined.lines[1].contains("B┃it"))
    #expect(joined.state.explore.reading?.sentence.ids == reading.sentence.ids)
  }

  @Test("the filter leaves one direction in sight, everywhere, and names it")
  func filter() throws {
    var robot = robot(width: 120, height: 40)
    let whole = try #require(robot.state.explore.lensed)
    for filter in PairFilter.allCases.dropFirst() + [.all] {
      try robot.press("f")
      #expect(robot.state.explore.pairFilter == filter)
      let lensed = try #require(robot.state.explore.lensed)
      for query in 0..<12 {
        let (all, shown) = (
          whole.row(layer: 1, head: 2, query: query), lensed.shownRow(layer: 1, head: 2, query: query)
        )
        #expect(lensed.row(layer: 1, head: 2, query: query) == all)
        let grid = try #require(lensed.grid(layer: 1, head: 2))[query * 12..<(query + 1) * 12]
        for key in 0..<12 {
          let isShown: Bool =
            switch filter {
            case .all: true
            case .firstToFirst: query < 8 && key < 8
            case .firstToSecond: query < 8 && key >= 8
            case .secondToFirst: query >= 8 && key < 8
            case .secondToSecond: query >= 8 && key >= 8
            }
          #expect(isShown ? shown[key] == all[key] : shown[key].isNaN)
          #expect(isShown ? grid[grid.startIndex + key] == all[key] : grid[grid.startIndex + key].isNaN)
        }
      }
      let named = robot.lines.filter { $0.contains(filter.name) }
      #expect(filter == .all ? named.isEmpty : named.count >= 3, "\(robot.screen)")
    }
  }

  @Test("a sentence without a second one has nothing to filter")
  func oneText() throws {
    var robot = robot(Self.first, nil)
    try robot.press("f")
    #expect(robot.status.contains("press e, then Tab"))
    #expect(robot.state.explore.pairFilter == .all)
  }

  @Test("either text is edited, and a second one added and taken away")
  func editing() throws {
    var robot = robot(Self.first, nil)
    try robot.press("e tab")
    #expect(robot.lines[1].contains("edit B"))
    robot.type("it was")
    #expect(robot.state.explore.sentence.second == "it was")
    #expect(robot.state.explore.reading?.trace.segments.suffix(3) == [1, 1, 1])
    try robot.press("tab")
    #expect(robot.lines[1].contains("edit A"))
    robot.type(" and")
    try robot.press("enter")
    #expect(robot.state.explore.sentence.text == Self.first + " and")
    #expect(robot.state.explore.sentence.second == "it was")
    // The text of the selected token is the one that e edits.
    try robot.press("end e")
    #expect(robot.lines[1].contains("edit B"))
    try robot.press("ctrl-u enter")
    #expect(robot.state.explore.sentence.second == nil)
    #expect(robot.state.explore.reading?.trace.segments == [])
    try robot.press("e tab")
    robot.type("warm")
    try robot.press("escape")
    #expect(robot.state.explore.sentence.second == nil)
  }

  @Test("a model of one text says so")
  func decoder() throws {
    let tokenizer = OneTextTokenizer()
    var robot = Robot(
      subject: Subject(name: "gpt", model: Robot.subject().model, tokenizer: tokenizer))
    try robot.press("e tab")
    #expect(robot.status.contains("one text alone"))
    try robot.press("escape f")
    #expect(robot.status.contains("one text alone"))
  }

  @Test(
    "drawn as before",
    arguments: [
      (80, 24, "f f", false), (120, 40, "f f f", false), (200, 60, "f f", false), (80, 24, "", true),
      (120, 40, "f f f f", true),
    ])
  func golden(width: Int, height: Int, keys: String, isChinese: Bool) throws {
    let subject = Robot.subject(layers: 4, heads: 8, name: "cat-encoder", family: .bert(segments: 2))
    var robot = Robot(
      isChinese ? "那 只 猫 坐 在 垫子 上" : Self.first, pair: isChinese ? "今天 天气 很 好" : Self.second, width: width,
      height: height, language: isChinese ? .chinese : .english, subject: subject, isReal: true)
    try robot.press("j l " + keys)
    Golden.expect(robot.screen, named: "pair-\(isChinese ? "zh" : "en")-\(width)x\(height)")
  }

  /// As a tokenizer without a template.
  private struct OneTextTokenizer: SubjectTokenizer {
    func tokens(of text: String) -> [Token] { text.utf8.map { Token(id: Int32($0) % 8, text: String($0)) } }
    func spelling(of id: Int32) -> String { "\(id)" }
    func text(of ids: [Int32]) -> String { "" }
    func continuation(of text: String, with id: Int32) -> String? { nil }
  }
}
