import TerminalCanvas
import Testing

@testable import HeadscopeApp

@Suite("Head view") struct HeadViewTests {
  @Test("pinned heads keep their colours, and a freed colour is taken again")
  func colours() {
    var lines = LinesState()
    let taken = (0..<LinesState.capacity).map { lines.togglePin(layer: 1, head: $0) }
    let ninth = lines.togglePin(layer: 2, head: 0)
    #expect(taken.allSatisfy { $0 } && !ninth)
    #expect(lines.pins.map(\.color) == Array(0..<LinesState.capacity))
    let again = [lines.togglePin(layer: 1, head: 3), lines.togglePin(layer: 2, head: 0)]
    #expect(again == [true, true])
    #expect(lines.pin(layer: 2, head: 0)?.color == 3)
    #expect(lines.pin(layer: 1, head: 4)?.color == 4)
  }

  @Test("the picture names its heads and gives each a column beside the tokens")
  func legend() throws {
    var robot = Robot(width: 120, height: 40)
    try robot.press("b l l j b h")
    #expect(robot.screen.contains("━L0·H0"))
    #expect(robot.screen.contains("━L1·H2"))
    #expect(robot.screen.contains("▸L1·H1"))
    #expect(robot.screen.contains("3 heads"))
    try robot.press("B")
    #expect(!robot.screen.contains("━L0·H0"))
    #expect(robot.status.contains("2 heads unpinned"))
  }

  @Test("lines of pinned heads are drawn in their colours")
  func lineColours() throws {
    var robot = Robot(width: 120, height: 40)
    try robot.press("b l")
    let view = ExploreView(robot.state, width: 120, height: 40)
    let reading = try #require(robot.state.explore.reading)
    let scene = view.scene(reading)
    let geometry = view.linesGeometry(scene, in: try #require(view.layout.panels[.lines]))
    let canvas = robot.state.frame()
    // Head 0 looks at the token itself: a straight line of the first series colour from every token to itself.
    let row = geometry.query(6).y
    let theme = Theme.midnight
    let expected = theme.panel.mixed(with: theme.series[0], 0.5 + 0.5 * 16 / 22)
    let colours = (geometry.field.x..<geometry.field.maxX).map { canvas[$0, row].foreground }
    #expect(colours.contains(expected))
  }

  @Test("a higher threshold draws fewer lines, and the border says which")
  func threshold() throws {
    var robot = Robot(width: 120, height: 40)
    func dots() -> Int { robot.screen.unicodeScalars.filter { (0x2801...0x28FF).contains($0.value) }.count }
    var last = dots()
    #expect(robot.screen.contains("from 5%"))
    for share in ["10%", "15%", "20%"] {
      try robot.press(">")
      #expect(robot.screen.contains("from \(share)"))
      #expect(dots() <= last)
      last = dots()
    }
    try robot.press("> > > > > >")
    #expect(robot.status.contains("no higher"))
    try robot.press("< < < < < < < < < < < <")
    #expect(robot.status.contains("half a per cent"))
  }

  @Test("one token's lines alone")
  func alone() throws {
    var robot = Robot(width: 120, height: 40)
    try robot.press("home . . i")
    let view = ExploreView(robot.state, width: 120, height: 40)
    let reading = try #require(robot.state.explore.reading)
    let scene = view.scene(reading)
    let geometry = view.linesGeometry(scene, in: try #require(view.layout.panels[.lines]))
    let canvas = robot.state.frame()
    for token in [4, 5, 6] {
      let start = canvas[geometry.field.x, geometry.query(token).y].scalar ?? " "
      #expect(!(0x2801...0x28FF).contains(start.value))
    }
    #expect(robot.screen.contains("“cat” alone"))
    try robot.press("i")
    #expect(robot.status.contains("all tokens"))
  }

  @Test("nine pins are one too many, and the status line says so")
  func tooMany() throws {
    var robot = Robot()
    try robot.press("b l b l b l b l b l b l b l b j b")
    #expect(robot.status.contains("8 heads are pinned"))
    try robot.press("k b j b")
    #expect(robot.state.explore.lines.pins.count == 8)
  }
}
