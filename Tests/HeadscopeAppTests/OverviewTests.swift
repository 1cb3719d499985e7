import Analysis
import Models
import Tensors
import TerminalCanvas
import Testing

@testable import HeadscopeApp

@Suite("Details and lenses of the overview") struct OverviewTests {
  @Test("a list that is scrolled counts what is above and what is below apart")
  func counts() throws {
    var robot = Robot(ScreenCase.long)
    try robot.press("tab tab tab")
    #expect(robot.lines.contains { $0.contains(" more: ") && !$0.contains("above") })
    for _ in 0..<10 { try robot.press("down") }
    let line = try #require(robot.lines.first { $0.contains(" above, ") && $0.contains(" more: ") })
    let (above, below) = try (number(before: " above", in: line), number(before: " more", in: line))
    let rows = robot.lines.filter { $0.contains("%  ") && $0.contains("││") }.count
    #expect(above > 0 && below > 0 && above + below < 60 && rows > 0)
    for _ in 0..<70 { try robot.press("down") }
    #expect(robot.lines.contains { $0.contains(" above ") && !$0.contains(" more") })
  }

  private func number(before word: String, in line: String) throws -> Int {
    let start = try #require(line.firstRange(of: word)?.lowerBound)
    return try #require(line[..<start].split(separator: " ").last.flatMap { Int($0) })
  }

  @Test("the three habits are in sight at every size", arguments: [(80, 24), (120, 40), (160, 50), (200, 60)])
  func habits(width: Int, height: Int) {
    for text in ["The cat sat on the mat", ScreenCase.long] {
      let english = Robot(text, width: width, height: height).screen
      #expect(english.contains("itself") && english.contains("before") && english.contains("first"))
      let chinese = Robot(text, width: width, height: height, language: .chinese).screen
      #expect(chinese.contains("自身") && chinese.contains("前一个") && chinese.contains("第一个"))
    }
  }

  @Test("lengths of hundreds beside thousands keep a blank between them", arguments: [(80, 24), (120, 40), (200, 60)])
  func lengths(width: Int, height: Int) throws {
    let small = Robot.subject()
    var model = small.model
    for entry in model.parameters.layout.entries where entry.shape.count == 2 {
      let factor: Float = entry.name.contains("h.3.") ? 300 : 60
      model.parameters[entry] = ArraySlice(model.parameters[entry].map { $0 * factor })
    }
    let subject = Subject(name: small.name, model: model, tokenizer: small.tokenizer)
    let robot = Robot(width: width, height: height, subject: subject, isReal: true)
    let norms = try #require(robot.state.explore.reading).trace.residualNorms().values
    #expect(norms.contains { (100..<999).contains($0) } && norms.contains { $0 > 1000 })
    for word in robot.screen.split(whereSeparator: \.isWhitespace) where word.contains(where: \.isNumber) {
      #expect(word.filter { $0 == "." }.count <= 1, "\(word)")
    }
  }

  @Test("what a weight that is no number spoils reads nan, and what a causal model hides a dot")
  func spoilt() throws {
    let whole = Robot.subject()
    var model = whole.model
    let query = try #require(model.parameters.layout.entries.first { $0.name.contains("h.1.attn.c_attn.weight") })
    model.parameters[query] = ArraySlice([Float.nan] + model.parameters[query].dropFirst())
    var subject = Subject(name: whole.name, model: model, tokenizer: whole.tokenizer)
    var origin = Subject.Origin(folder: "model")
    origin.notFinite = (1, query.name)
    subject.origin = origin
    var robot = Robot(width: 120, height: 40, subject: subject, isReal: true)
    func row(_ token: String) -> String? { robot.lines.first { $0.contains("││ \(token)  ") } }
    #expect(robot.screen.contains("1 weight is no number: nan is what comes of it"))
    #expect(try #require(row("The")).contains("·") && !(try #require(row("The")).contains("nan")))
    try robot.press("[ down")
    #expect(try #require(row("The")).contains("nan") && robot.screen.contains("entropy   nan"))
    Golden.expect(robot.screen, named: "spoilt-120x40")
  }

  @Test("lines, details and the sentence's remark show what the lens shows", arguments: AttentionLens.allCases)
  func lens(_ lens: AttentionLens) throws {
    var robot = Robot(width: 120, height: 40, isReal: true)
    let turns = try #require(AttentionLens.allCases.firstIndex(of: lens))
    for _ in 0..<turns { try robot.press("v") }
    let reading = try #require(robot.state.explore.reading)
    let scene = ExploreView(robot.state, width: 120, height: 40).scene(reading)
    let row = scene.lensedRow
    let strongest = try #require(row.indices.filter { !row[$0].isNaN }.max { row[$0] < row[$1] })
    #expect(scene.key == strongest)
    let keys = robot.state.explore.attendedKeys(reading, scene.selection)
    #expect(keys.first?.position == strongest && keys.first?.weight == row[strongest])
    #expect(keys.count == row.filter { !$0.isNaN }.count)
    guard lens != .raw else { return #expect(robot.lines[1].contains("looks at")) }
    let name = Words.english.lens(lens).name
    #expect(robot.lines[1].contains("\(name): “mat” → "))
    #expect(robot.lines[1].contains(scene.lensed.figure(row[strongest])))
    // The heatmap, the head view and the details say so.
    #expect(robot.screen.split(separator: name).count > 4)
    // Other pages know no lenses.
    try robot.press("n")
    #expect(robot.lines[1].contains("looks at"))
  }

  @Test("without the first key a row's measures are those of the row in sight")
  func measures() throws {
    var robot = Robot(isReal: true)
    try robot.press("v v")
    let reading = try #require(robot.state.explore.reading)
    let scene = ExploreView(robot.state, width: 80, height: 24).scene(reading)
    let measures = scene.lensed.measures(reading.trace, scene.selection)
    let row = scene.lensedRow.dropFirst()
    let reach = zip(row, 1...).reduce(Float(0)) { $0 + $1.0 * Float(6 - $1.1) }
    #expect(abs(measures.distance - reach) < 1e-5)
    #expect(measures.distance != reading.trace.distance(layer: 0, head: 0, query: 6))
    #expect((0...1).contains(try #require(measures.entropy)))
  }

  @Test("a pooled heatmap says so", arguments: [(80, 24), (120, 40)])
  func pooled(width: Int, height: Int) throws {
    for language in Language.allCases {
      var robot = Robot(ScreenCase.long, width: width, height: height, language: language)
      try robot.press("tab z j")
      let words = Words.table(for: language)
      // Thumbnails, and the heatmap with the number of values in a pixel.
      #expect(robot.screen.contains(words.pooled), "\(language)")
      let view = ExploreView(robot.state, width: width, height: height)
      let reading = try #require(robot.state.explore.reading)
      let geometry = view.heatmapGeometry(view.scene(reading), in: try #require(view.layout.panels[.heatmap]))
      let (long, short) = words.pooledBy(geometry.pooling.rows, geometry.pooling.columns)
      #expect(robot.screen.contains(long) || robot.screen.contains(short), "\(language)")
    }
  }
}

@Suite("Lenses that take long") struct LongLookTests {
  @Test("the weights stand in until the grids come, and a long sentence's thumbnails are pooled")
  func pending() throws {
    let text = Array(repeating: "cat", count: 299).joined(separator: " ")
    var robot = Robot(text, subject: Robot.subject(context: 300, layers: 4, heads: 8))
    #expect(!robot.state.explore.lensWork.isUnderWay)
    let lensed = try #require(robot.state.explore.lensed)
    let reading = try #require(robot.state.explore.reading)
    #expect(lensed.side == LensedReading.largestSide && reading.trace.length == 300)
    // Pooling never loses the strongest value.
    let grid = try #require(lensed.grid(layer: 1, head: 5))
    let rows = (0..<300).map { lensed.row(layer: 1, head: 5, query: $0) }
    #expect(grid.count == 256 * 256)
    #expect(grid.filter { !$0.isNaN }.max() == rows.joined().filter { !$0.isNaN }.max())
    let waiting = LensedReading(rowsOf: reading.trace)
    #expect(waiting.grid(layer: 0, head: 0) == nil && waiting.row(layer: 1, head: 5, query: 299).count == 300)
    // The lens turns at once; its grids come later, and late ones are dropped.
    let before = robot.state.explore.lensWork.generation
    try robot.press("v")
    #expect(robot.state.explore.lensed?.lens == .log)
    robot.send(.lensed(waiting, nil, generation: before))
    #expect(robot.state.explore.lensed?.lens == .log)
  }

  @Test("thumbnails wait, numbers don't")
  func waiting() throws {
    let subject = Robot.subject(context: 300, layers: 4, heads: 8)
    let text = Array(repeating: "cat", count: 299).joined(separator: " ")
    let ids = Array(repeating: Int32(4), count: 300)
    var (state, _) = AppState.start(
      subject: subject, text: text, training: FakeTraining.setup(), playground: FakePlayground.setup(), width: 80,
      height: 24)
    let sentence = state.explore.sentence.ids
    let trace = HandmadeTrace.trace(of: sentence.isEmpty ? ids : sentence, configuration: subject.configuration)
    let effects = state.update(.traced(trace, intact: nil, generation: state.explore.generation))
    guard case .attention(let request) = effects.last else {
      Issue.record("no request for the grids")
      return
    }
    let screen = state.frame().plainText()
    #expect(screen.contains("computing") && screen.contains("entropy"))
    #expect(state.update(request.answer(from: subject.model)).isEmpty)
    #expect(!state.frame().plainText().contains("computing"))
  }
}

@Suite("Hints of the last line") struct HintTests {
  /// The middle of a text on the last line.
  private func place(of text: String, in robot: Robot) throws -> Int {
    let start = try #require(robot.status.firstRange(of: text)?.lowerBound)
    return VisibleText.columns(of: String(robot.status[..<start])) + VisibleText.columns(of: text) / 2
  }

  @Test("a click on a hint does what its key does", arguments: Language.allCases)
  func click(language: Language) throws {
    var robot = Robot(width: 120, height: 40, language: language)
    let words = Words.table(for: language)
    try robot.press("l h")  // The welcome goes.
    robot.click(try place(of: words.key(.edit).hint, in: robot), 39)
    #expect(robot.state.mode == .editing)
    robot.click(try place(of: words.key(.restore).hint, in: robot), 39)
    #expect(robot.state.mode == .page(.overview))
    robot.click(try place(of: words.key(.help).hint, in: robot), 39)
    #expect(robot.state.mode == .help)
    robot.click(try place(of: words.key(.closeHelp).hint, in: robot), 39)
    #expect(robot.state.overlay == nil)
    robot.click(try place(of: words.key(.quit).hint, in: robot), 39)
    #expect(robot.effects == [.quit])
  }

  @Test("of several keys on a chip the one under the pointer is pressed")
  func severalKeys() throws {
    var robot = Robot(width: 120, height: 40)
    try robot.press("l h")
    let chip = try place(of: "<>", in: robot)
    let before = robot.state.explore.lines.threshold
    robot.click(chip, 39)
    #expect(robot.state.explore.lines.threshold > before)
    robot.click(chip - 1, 39)
    #expect(robot.state.explore.lines.threshold == before)
    let arrows = try place(of: "←↓↑→", in: robot)
    robot.click(arrows - 1, 39)
    #expect(robot.state.explore.selection.layer == 1)
    robot.click(arrows + 1, 39)
    #expect(robot.state.explore.selection.head == 1)
  }

  @Test("a click beside the hints does nothing, and dragging over one presses it once")
  func beside() throws {
    var robot = Robot(width: 120, height: 40)
    try robot.press("l h")
    let lens = try place(of: "lens", in: robot)
    robot.send(.input(.mouse(Mouse(.press(.left), at: Point(lens, 39)))))
    robot.send(.input(.mouse(Mouse(.drag(.left), at: Point(lens, 39)))))
    #expect(robot.state.explore.attentionLens == .log)
    robot.click(0, 39)
    #expect(robot.state.explore.attentionLens == .log)
  }
}
