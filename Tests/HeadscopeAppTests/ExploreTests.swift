import TerminalCanvas
import Testing

@testable import HeadscopeApp

@Suite("Exploring") struct ExploreTests {
  @Test(
    "keys move through heads, cells, tokens and candidates",
    arguments: [
      ("j j l l l", 2, 3, 6), ("tab up up", 0, 0, 4), ("tab tab up right", 0, 1, 5), (", ,", 0, 0, 4),
      ("home .", 0, 0, 1), ("tab tab tab tab tab right right up", 2, 0, 5), ("l l h k", 0, 1, 6),
    ])
  func moves(keys: String, layer: Int, head: Int, query: Int) throws {
    var robot = Robot()
    try robot.press(keys)
    let selection = robot.state.explore.selection
    #expect([selection.layer, selection.head, selection.query] == [layer, head, query])
  }

  @Test(
    "a key that can't act says why",
    arguments: [
      ("k", "first layer"), ("h", "first head"), ("j j j j", "last layer"), (".", "last token"),
      ("home ,", "first token"), ("tab home right", "cannot look ahead"), ("#", "# has no meaning here"),
      ("1", "This is the screen Explore"),
      ("tab tab tab tab up", "likeliest"), ("e end right", "end of the sentence"), ("e home left", "beginning"),
      ("z", "fits with its numbers"),
    ])
  func reasons(keys: String, reason: String) throws {
    var robot = Robot()
    try robot.press(keys)
    #expect(robot.status.contains(reason))
  }

  @Test("a note stands until the next key")
  func noteGoes() throws {
    var robot = Robot()
    try robot.press("k")
    #expect(robot.state.note != nil)
    try robot.press("l")
    #expect(robot.state.note == nil)
  }

  @Test("the strongest key is selected until another one is chosen")
  func strongest() throws {
    var robot = Robot()
    #expect(robot.screen.contains("“mat” looks at “mat” 73%"))
    try robot.press("tab left left")
    #expect(robot.screen.contains("“mat” looks at “on” 5%"))
    try robot.press("shift-tab l")
    #expect(robot.screen.contains("“mat” looks at “the” 73%"))
  }

  @Test("predictions follow the selected token and rank the one that comes next in the text")
  func predictions() throws {
    var robot = Robot()
    try robot.press("tab tab tab tab")
    #expect(robot.screen.contains("end of the text"))
    try robot.press("home")
    #expect(robot.screen.contains("in the text: “The”, no. "))
  }

  @Test("quit and suspend are effects")
  func effects() throws {
    var robot = Robot()
    try robot.press("ctrl-z ctrl-c q")
    #expect(robot.effects == [.suspend, .quit, .quit])
  }

  @Test("ramps go round")
  func ramps() throws {
    var robot = Robot(width: 160, height: 40)
    try robot.press("c")
    #expect(robot.lines.first?.contains("viridis") ?? false)
    try robot.press("c c c")
    #expect(robot.lines.first?.contains("magma") ?? false)
  }

  @Test("the help shows every key of every mode")
  func help() throws {
    var robot = Robot(width: 120, height: 400)
    try robot.press("?")
    for section in Keymap.Section.all {
      for row in Keymap.rows(in: section) {
        // A long one goes on in the next line.
        #expect(robot.screen.contains(robot.state.words.key(row.topic).help.prefix(40)))
      }
    }
    try robot.press("q")
    #expect(robot.state.overlay == nil)
    #expect(robot.effects.isEmpty)
  }
}

@Suite("Mouse") struct MouseTests {
  @Test("a click on a thumbnail, a cell, a chip or a panel chooses it")
  func clicks() throws {
    var robot = Robot(width: 120, height: 40)
    let view = ExploreView(robot.state, width: 120, height: 40)
    let reading = try #require(robot.state.explore.reading)
    let scene = view.scene(reading)
    let model = try #require(view.layout.panels[.model])
    let geometry = ModelGeometry(panel: model, tokens: 7, layerCount: 4, headCount: 8, selection: scene.selection)
    let thumbnail = geometry.rect(layer: 2, head: 5)
    robot.click(thumbnail.x + 1, thumbnail.y + 1)
    #expect(robot.state.explore.selection.layer == 2 && robot.state.explore.selection.head == 5)

    let heatmap = try #require(view.layout.panels[.heatmap])
    let cell = view.heatmapGeometry(scene, in: heatmap).rect(row: 4, column: 2)
    robot.click(cell.x, cell.y)
    #expect(robot.state.explore.selection.query == 4 && robot.state.explore.selection.key == 2)
    #expect(robot.state.explore.focus == .heatmap)

    let chip = try #require((0..<120).first { view.token(at: Point($0, 1)) == 3 })
    robot.click(chip, 1)
    #expect(robot.state.explore.selection.query == 3)

    let details = try #require(view.layout.panels[.details])
    robot.click(details.x + 1, details.y + 1)
    #expect(robot.state.explore.focus == .details)
  }

  @Test("a click on what the model hides says why")
  func hiddenCell() throws {
    var robot = Robot(width: 120, height: 40)
    let view = ExploreView(robot.state, width: 120, height: 40)
    let reading = try #require(robot.state.explore.reading)
    let scene = view.scene(reading)
    let cell = view.heatmapGeometry(scene, in: try #require(view.layout.panels[.heatmap])).rect(row: 1, column: 5)
    robot.click(cell.x + 1, cell.y)
    #expect(robot.status.contains("cannot look ahead"))
  }

  @Test("the wheel moves in the panel under the pointer and leaves the focus")
  func wheel() throws {
    var robot = Robot(width: 120, height: 40)
    let model = try #require(ExploreView(robot.state, width: 120, height: 40).layout.panels[.model])
    try robot.press("tab")
    robot.send(.input(.mouse(Mouse(.wheel(1), at: Point(model.x + 5, model.y + 5)))))
    #expect(robot.state.explore.selection.layer == 1)
    #expect(robot.state.explore.focus == .heatmap)
  }
}
