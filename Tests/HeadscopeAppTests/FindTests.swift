import TerminalCanvas
import Testing

@testable import HeadscopeApp

@Suite("Search") struct FindTests {
  @Test(
    "a name goes to its head, letters go to the token at or behind the query",
    arguments: [
      ("L1H6", 1, 6, 6), ("l3h0", 3, 0, 6), ("2.5", 2, 5, 6), ("L2", 2, 0, 6), ("L2H", 2, 0, 6), ("cat", 0, 0, 2),
      ("AT", 0, 0, 6), ("sat", 0, 0, 3), ("l9h9", 0, 0, 6), ("zebra", 0, 0, 6),
    ])
  func goes(typed: String, layer: Int, head: Int, query: Int) throws {
    var robot = Robot()
    try robot.press("/")
    robot.type(typed)
    let selection = robot.state.explore.selection
    #expect([selection.layer, selection.head, selection.query] == [layer, head, query])
    try robot.press("enter")
    #expect(robot.state.overlay == nil)
    #expect(robot.state.explore.selection.query == query)
  }

  @Test("arrows go from find to find and round; Escape brings back what was looked at")
  func arrows() throws {
    var robot = Robot()
    try robot.press("home /")
    robot.type("at")
    #expect(robot.state.explore.selection.query == 2)
    try robot.press("down")
    #expect(robot.state.explore.selection.query == 3)
    try robot.press("down down")
    #expect(robot.state.explore.selection.query == 2)
    try robot.press("escape")
    #expect(robot.state.explore.selection.query == 0 && robot.state.overlay == nil)
  }

  @Test("what is not found is said, and nothing moves")
  func notFound() throws {
    var robot = Robot()
    try robot.press("/")
    robot.type("zebra")
    #expect(robot.screen.contains("No token and no head reads like this."))
    try robot.press("enter")
    #expect(robot.status.contains("“zebra” is not found."))
    #expect(robot.state.explore.selection.query == 6)
  }

  @Test("Chinese words are found, and a click takes a find")
  func click() throws {
    var robot = Robot("那 只 猫 坐 在 垫子 上 。", language: .chinese)
    try robot.press("/")
    robot.type("垫")
    #expect(robot.state.explore.selection.query == 6)
    try robot.press("ctrl-u")
    robot.type("L0H")
    let row = try #require(robot.lines.firstIndex { $0.contains("L0 · H3") })
    robot.click(10, row)
    #expect(robot.state.explore.selection.head == 3 && robot.state.overlay == nil)
  }

  @Test("an empty sentence has nothing to find, and any size draws")
  func empty() throws {
    var robot = Robot("")
    try robot.press("/ x down up enter / a")
    for (width, height) in [(80, 24), (300, 25), (81, 90), (10, 3)] {
      robot.send(.input(.resize(width: width, height: height)))
      #expect(robot.lines.count == height)
    }
  }
}
