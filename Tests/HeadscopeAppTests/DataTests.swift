import Models
import TerminalCanvas
import Testing

@testable import HeadscopeApp

@Suite("Data and pictures") struct DataTests {
  private func file(_ robot: Robot) throws -> NewFile {
    guard case .write(let file) = robot.effects.last else { throw Missing() }
    return file
  }

  private func text(_ file: NewFile) throws -> String {
    guard case .text(let text) = file.contents else { throw Missing() }
    return text
  }

  @Test(
    "y writes the focused panel of the overview",
    arguments: [
      ("", "headscope-heads", "layer,head,mean_entropy,", 32), ("tab", "headscope-pattern-l0h0", "query,", 28),
      ("tab tab", "headscope-pattern-l0h0", "query,query_token,key,key_token,score,weight", 28),
      ("tab tab tab", "headscope-attended-l0h0-q6", "key,key_token,score,weight", 7),
      ("tab tab tab tab", "headscope-next-q6", "rank,id,token,logit,probability", nil),
      ("shift-tab", "headscope-activations-l0", "position,token,norm_in,norm_l0,", 7),
    ] as [(String, String, String, Int?)])
  func panels(keys: String, stem: String, head: String, rows: Int?) throws {
    var robot = Robot()
    try robot.press(keys + " y")
    let file = try file(robot)
    #expect(file.stem == stem && file.suffix == "csv")
    let lines = try text(file).components(by: "\r\n")
    #expect(lines[0].hasPrefix(head))
    #expect(lines.count == (rows ?? robot.state.subject.configuration.vocabularySize) + 1)
    let columns = lines[0].split(separator: ",").count
    // The sentence has no comma in it, the vocabulary has one.
    for line in lines where !line.contains("\"") {
      #expect(line.split(separator: ",", omittingEmptySubsequences: false).count == columns, "\(line)")
    }
  }

  @Test("the rows of a pattern hold what the screen shows")
  func values() throws {
    var robot = Robot()
    try robot.press("tab y")
    let line = try #require(try text(file(robot)).components(by: "\r\n").last)
    #expect(line == "6,mat,6,mat,3.0,0.72727275")
  }

  @Test(
    "fields are quoted as RFC 4180 has it",
    arguments: [
      ("cat", "cat"), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""), ("a\nb", "\"a\nb\""), ("猫", "猫"),
      ("\r", "\"\r\""), (" ", " "), ("", ""),
    ])
  func quoting(text: String, field: String) {
    #expect(DataTable.Cell.text(text).field == field)
    #expect(DataTable("x", columns: [text], rows: []).csv == field + "\r\n")
  }

  @Test("what is no finite number is empty")
  func notFinite() {
    let cells: [DataTable.Cell] = [.number(.nan), .number(-.infinity), .number(-0.5), .whole(3), .none]
    #expect(cells.map(\.field) == ["", "", "-0.5", "3", ""])
  }

  @Test("p writes the screen as it stands, without the note")
  func picture() throws {
    var robot = Robot(width: 120, height: 40)
    try robot.press("k p")
    let file = try file(robot)
    #expect(file.stem == "headscope-explore" && file.suffix == "svg")
    #expect(try text(file) == SVGPresenter(title: "Headscope").picture(robot.state.frame()))
  }

  @Test("the palette writes the whole trace")
  func trace() throws {
    var robot = Robot()
    try robot.press(":")
    robot.type("safetensors")
    try robot.press("enter")
    #expect(try file(robot).contents == .trace(try #require(robot.state.explore.reading).trace))
  }

  @Test("the note says the file's name and size, or why there is none", arguments: Language.allCases)
  func notes(language: Language) {
    var robot = Robot(width: 120, language: language)
    robot.send(.wrote(.written(name: "headscope-heads-3.csv", bytes: 1_234)))
    #expect(robot.status.contains("headscope-heads-3.csv") && robot.status.contains("1.2 kB"))
    robot.send(.wrote(.failed(reason: "headscope-heads-1.csv: creating failed: Permission denied")))
    #expect(robot.status.contains("headscope-heads-1.csv: creating failed: Permission denied"))
  }

  @Test("before the model answers nothing is written, and a note says so")
  func waiting() throws {
    var (state, _) = AppState.start(
      subject: Robot.subject(), text: "The cat", training: FakeTraining.setup(), playground: FakePlayground.setup(),
      width: 80, height: 24)
    #expect(state.update(.input(.key(Key("y")))).isEmpty)
    #expect(state.note == .waiting)
  }

  struct Missing: Error {}
}

extension String {
  /// The parts between line ends, without the empty one behind the last.
  fileprivate func components(by end: Character) -> [Substring] {
    split(separator: end, omittingEmptySubsequences: true)
  }
}
