import Models
import TerminalCanvas
import Testing

@testable import HeadscopeApp

/// Models with many heads, and texts of hundreds of tokens.
@Suite("Zoom and pan") struct ZoomTests {
  static func text(_ tokens: Int) -> String {
    let words = (0..<tokens - 1).map { (place: Int) -> String in Robot.words[(place * 7 + place / 11) % 26] }
    return words.joined(separator: " ")
  }

  private func robot(_ layers: Int, _ heads: Int, tokens: Int = 7, width: Int, height: Int) -> Robot {
    var subject = Robot.subject(context: 512, layers: layers, heads: heads)
    subject = Subject(name: subject.name, model: subject.model, tokenizer: subject.tokenizer)
    return Robot(Self.text(tokens), width: width, height: height, subject: subject)
  }

  private func geometry(_ robot: Robot) throws -> ModelGeometry {
    let view = ExploreView(robot.state, width: robot.state.width, height: robot.state.height)
    let reading = try #require(robot.state.explore.reading)
    return view.modelGeometry(view.scene(reading), in: try #require(view.layout.panels[.model]))
  }

  private func heatmap(_ robot: Robot) throws -> HeatmapGeometry {
    let view = ExploreView(robot.state, width: robot.state.width, height: robot.state.height)
    let reading = try #require(robot.state.explore.reading)
    return view.heatmapGeometry(view.scene(reading), in: try #require(view.layout.panels[.heatmap]))
  }

  @Test(
    "thumbnails become more and smaller, or fewer and larger, around the selected head, and the border says which",
    arguments: [(12, 12), (32, 32)], [(80, 24), (120, 40), (200, 60)])
  func model(model: (Int, Int), size: (Int, Int)) throws {
    let (layers, heads) = model
    var robot = robot(layers, heads, width: size.0, height: size.1)
    try robot.press("j j j j j l l l l l l l")
    var counts: [Int] = []
    // Out to the smallest, then in to the largest.
    for key in ["[", "[", "[", "]", "]", "]", "]", "]", "]", "]", "]"] {
      let geometry = try geometry(robot)
      counts.append(geometry.layers.count * geometry.heads.count)
      #expect(geometry.layers.contains(5) && geometry.heads.contains(7))
      let rect = try #require(ExploreView(robot.state, width: size.0, height: size.1).layout.panels[.model])
      for layer in geometry.layers {
        for head in geometry.heads {
          let place = geometry.rect(layer: layer, head: head)
          #expect(place.x > rect.x && place.maxX <= rect.maxX && place.y > rect.y && place.maxY < rect.maxY)
          #expect(geometry.head(at: place.origin).map { [$0.layer, $0.head] } == [layer, head])
        }
      }
      if counts.last != layers * heads {
        let border = robot.lines[2]
        #expect(border.contains("/\(layers)") && border.contains("/\(heads)"), "\(border)")
      }
      try robot.press(key)
    }
    #expect(counts.max() == counts.prefix(4).max() && counts[3] > counts[counts.count - 1])
    #expect(counts[counts.count - 1] == 1)
    #expect(robot.status.contains("as large as it gets"))
  }

  @Test("small models have nothing to make smaller")
  func small() throws {
    var robot = Robot()
    try robot.press("[")
    #expect(robot.status.contains("as small as it gets") && robot.state.explore.modelZoom == 0)
    try robot.press("] ] [ [ [")
    #expect(robot.state.explore.modelZoom == 0)
  }

  @Test(
    "a long pattern is pooled by its maximum, in steps to a pixel a value and on to numbers",
    arguments: [
      (80, 24), (120, 40), (200, 60),
    ])
  func long(width: Int, height: Int) throws {
    var robot = robot(2, 2, tokens: 500, width: width, height: height)
    try robot.press("tab z")
    var inSight: [Int] = []
    for _ in 0..<12 where robot.state.explore.showsWholePattern {
      let geometry = try heatmap(robot)
      inSight.append(geometry.rows.count)
      let (rows, columns) = geometry.pooling
      let (long, short) = Words.english.pooledBy(rows, columns)
      #expect(robot.screen.contains(long) || robot.screen.contains(short))
      let query = robot.state.explore.selection.query
      // The number at the cursor is exact, whatever is pooled around it.
      let reading = try #require(robot.state.explore.reading)
      let place = robot.state.explore.key(reading, robot.state.explore.selected(reading))
      #expect(geometry.rows.contains(query) && geometry.columns.contains(place))
      let row = reading.trace.pattern(layer: 0, head: 0, query: query)
      #expect(robot.screen.contains(Figure.fixed(row[row.startIndex + place], decimals: 4)))
      try robot.press("]")
    }
    #expect(inSight.count >= 3 && inSight[0] == 500 && !robot.state.explore.showsWholePattern)
    #expect(zip(inSight, inSight.dropFirst()).allSatisfy { $0 > $1 })
    // And back.
    try robot.press("[")
    #expect(try heatmap(robot).pooling == ("1", "1"))
    for _ in 0..<12 { try robot.press("[") }
    let whole = try heatmap(robot)
    #expect(whole.rows == 0..<500 && whole.columns == 0..<500)
    #expect(robot.status.contains("as small as it gets"))
  }

  @Test("a window follows the cursor, and the mouse finds in it what is drawn there")
  func window() throws {
    var robot = robot(2, 2, tokens: 300, width: 120, height: 40)
    try robot.press("tab z ]")
    for keys in ["home", "pagedown", "pagedown", "end", "pageup"] {
      try robot.press(keys)
      let geometry = try heatmap(robot)
      #expect(geometry.rows.contains(robot.state.explore.selection.query))
      for row in geometry.rows {
        let point = Point(geometry.body.x, geometry.pooledLabel(row: row).y)
        let found = try #require(geometry.value(at: point)).row
        #expect(geometry.pooledLabel(row: found).y == point.y && abs(found - row) <= 2 * 5)
      }
      let corner = try #require(geometry.value(at: geometry.body.origin))
      #expect(corner == (geometry.rows.lowerBound, geometry.columns.lowerBound))
    }
  }

  @Test("ten tokens at a time, to the ends")
  func pages() throws {
    var robot = robot(2, 2, tokens: 35, width: 80, height: 24)
    try robot.press("home pagedown")
    #expect(robot.state.explore.selection.query == 10)
    try robot.press("pagedown pagedown pagedown")
    #expect(robot.state.explore.selection.query == 34)
    try robot.press("pagedown")
    #expect(robot.status.contains("last token"))
    try robot.press("pageup pageup pageup pageup")
    #expect(robot.state.explore.selection.query == 0)
  }

  @Test("the head view says which tokens are in sight on either side")
  func lines() throws {
    let robot = robot(2, 2, tokens: 300, width: 120, height: 40)
    #expect(robot.lines.contains { $0.contains("Head view") && $0.contains("/300") })
  }

  @Test(
    "drawn as before",
    arguments: [
      ("heads-12-80x24", 12, 12, 7, 80, 24, "j j l l l"), ("heads-32-80x24", 32, 32, 7, 80, 24, "[ ["),
      ("heads-32-120x40", 32, 32, 7, 120, 40, "j j j l l l ["), ("heads-12-200x60", 12, 12, 7, 200, 60, "] j l"),
      ("heads-32-200x60", 32, 32, 7, 200, 60, "[ ["), ("tokens-500-80x24", 4, 4, 500, 80, 24, "tab z"),
      ("tokens-500-120x40", 4, 4, 500, 120, 40, "tab z ]"), ("tokens-500-200x60", 4, 4, 500, 200, 60, "tab z ] ] ]"),
    ])
  func golden(name: String, layers: Int, heads: Int, tokens: Int, width: Int, height: Int, keys: String) throws {
    var robot = robot(layers, heads, tokens: tokens, width: width, height: height)
    try robot.press(keys)
    Golden.expect(robot.screen, named: name)
  }
}

@Suite("What there is to know of the model") struct InfoTests {
  private func robot(_ unused: Int, language: Language = .english) -> Robot {
    var subject = Robot.subject(name: "some-bert", family: .bert(segments: 2))
    var origin = Subject.Origin(
      folder: "/models/some\u{1B}[31m-bert", unusedTensors: (0..<unused).map { "bert.pooler.dense.\($0)\u{7}" })
    if unused > 0 { (origin.notFinite, origin.otherTask) = ((3, "bert.embeddings"), "BertFor\u{7}Tagging") }
    subject.origin = origin
    return Robot(language: language, subject: subject)
  }

  @Test("all tensors that are not used are listed, and scrolled", arguments: Language.allCases)
  func unused(language: Language) throws {
    var robot = robot(60, language: language)
    try robot.press("I")
    #expect(robot.screen.contains("some-bert") && robot.screen.contains("60") && robot.screen.contains("334,") == false)
    #expect(robot.screen.contains("bert.pooler.dense.0␇") && !robot.screen.contains("dense.59"))
    #expect(robot.screen.contains("bert.embeddings") && robot.screen.contains("BertFor␇Tagging"))
    for _ in 0..<8 { try robot.press("pagedown") }
    #expect(robot.screen.contains("bert.pooler.dense.59␇"))
    #expect(!robot.screen.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    try robot.press("escape")
    #expect(!robot.screen.contains("dense.59"))
    if language == .english {
      try robot.press("I")
      Golden.expect(robot.screen, named: "info-80x24")
    }
  }

  @Test("a file of which everything is used says so")
  func none() throws {
    var robot = robot(0)
    try robot.press("I")
    #expect(robot.screen.contains("Every tensor of the file is used."))
    #expect(robot.screen.contains("2 segments"))
  }
}
