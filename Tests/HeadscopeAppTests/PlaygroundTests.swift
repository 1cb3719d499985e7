import Corpora
import TerminalCanvas
import Testing
import Training

@testable import HeadscopeApp

@Suite("The Playground") struct PlaygroundTests {
  @Test("3 shows it, with its run begun; 1 and 2 lead away")
  func screens() throws {
    var playground = try FakePlayground()
    #expect(playground.orders == [.begin(PlaygroundScript(PlaygroundSettings()), number: 1)])
    #expect(playground.screen.contains("▸ 3 Playground") && playground.screen.contains("circle · 250+250"))
    try playground.press("1")
    #expect(playground.screen.contains("▸ 1 Explore"))
    try playground.press("2")
    #expect(playground.screen.contains("▸ 2 Train"))
    try playground.press("3 3")
    #expect(playground.note == .alreadyOn("Playground") && playground.orders.count == 1)
  }

  @Test("Space plays at the chosen pace and waits; n goes one epoch")
  func playing() throws {
    var playground = try FakePlayground()
    try playground.press("space")
    #expect(playground.orders.last == .play(epochsPerSecond: 60) && playground.screen.contains("▶ training"))
    try playground.press(")")
    #expect(playground.orders.last == .play(epochsPerSecond: 600))
    try playground.press(")")
    #expect(playground.orders.last == .play(epochsPerSecond: nil))
    try playground.press(")")
    #expect(playground.note == .knobEnd)
    try playground.press("space ( ( ( (")
    #expect(playground.orders.last == .pause && playground.state.pace == .slow)
    try playground.press("n n")
    #expect(playground.run?.epochs == 2 && playground.screen.contains("epoch 2"))
    // An older run's news is no news.
    let before = playground.state.report?.script
    playground.report(.running, number: 0)
    #expect(playground.state.report?.script == before && !playground.screen.contains("▶ training"))
  }

  @Test("restart brings the same first weights back, R others, g other points; while playing it plays on")
  func restart() throws {
    var playground = try FakePlayground()
    let first = try #require(playground.run?.network)
    playground.train(20)
    #expect(playground.run?.network != first)
    try playground.press("r")
    #expect(playground.run?.network == first)
    try playground.press("space R")
    #expect(playground.state.settings.seed == 2 && playground.run?.network != first)
    #expect(playground.orders.last == .play(epochsPerSecond: 60))
    let points = playground.run?.training
    try playground.press("g")
    #expect(playground.state.settings.dataSeed == 2 && playground.run?.training != points)
  }

  @Test("features are used or not, and one stays; neurons and layers come and go within their limits")
  func architecture() throws {
    var playground = try FakePlayground()
    try playground.press("left left left")
    #expect(playground.state.selection.layer == .features)
    try playground.press("up up up up up up up down down down down enter")
    #expect(playground.state.settings.features == [.x1, .x2, .product])
    try playground.press("enter")
    #expect(playground.state.settings.features == [.x1, .x2])
    var other = try FakePlayground(.plane)
    try other.press("left up up up enter")
    #expect(other.state.settings.features == [.x2])
    try other.press("down enter")
    #expect(other.note == .playground(.lastFeature) && other.state.settings.features == [.x2])
    playground = try FakePlayground()
    try playground.press("left -")
    #expect(playground.state.settings.layers.map(\.units) == [4, 1])
    try playground.press("-")
    #expect(playground.note == .knobEnd)
    try playground.press("+ + + + + + + +")
    #expect(playground.state.settings.layers.map(\.units) == [4, 8] && playground.note == .knobEnd)
    try playground.press("] ] ] ] ]")
    #expect(playground.state.settings.layers.count == 6 && playground.note == .knobEnd)
    try playground.press("[ [ [ [ [ [ [")
    #expect(playground.state.settings.layers.isEmpty && playground.note == .knobEnd)
    #expect(playground.state.selection == .output)
    try playground.press("-")
    #expect(playground.note == .playground(.chooseLayer))
  }

  @Test("every knob turns both ways, and the run is the one that the knobs show")
  func knobs() throws {
    var playground = try FakePlayground()
    try playground.press("tab tab tab")
    #expect(playground.state.focus == .controls)
    for knob in PlaygroundKnob.allCases {
      #expect(playground.state.knob == knob)
      let before = playground.state.settings
      let (pace, test, discrete) = (playground.state.pace, playground.state.showsTest, playground.state.isDiscrete)
      try playground.press("right")
      let hasTurned =
        playground.state.settings != before || playground.state.pace != pace || playground.state.showsTest != test
        || playground.state.isDiscrete != discrete
      #expect(hasTurned, "\(knob)")
      #expect(playground.run?.settings == playground.state.settings, "\(knob)")
      try playground.press("left")
      #expect(playground.run?.settings == playground.state.settings, "\(knob)")
      if knob != .problem { try playground.press("down") } else { try playground.press("left down") }
    }
    #expect(playground.note == .listEnd)
  }

  @Test(
    "typed values are taken where they are allowed, and refused with what is",
    arguments: [
      (PlaygroundKnob.noise, "35", "51"), (.share, "42", "5"), (.batch, "7", "0"), (.learningRate, "0.02", "-1"),
      (.regularizationRate, "0.5", "x"), (.dropout, "0.25", "0.9"), (.seed, "77", "-3"), (.dataSeed, "9", "1.5"),
      (.lastEpoch, "300", "-1"), (.testLoss, "0.05", "nan"),
    ])
  func typing(knob: PlaygroundKnob, good: String, bad: String) throws {
    var playground = try FakePlayground()
    try playground.press("tab tab tab")
    while playground.state.knob != knob { try playground.press("down") }
    let before = playground.state.settings
    try playground.press("enter ctrl-u")
    playground.type(bad)
    try playground.press("enter")
    #expect(playground.note == .playground(.badKnob(knob)) && playground.state.settings == before)
    try playground.press("ctrl-u")
    playground.type(good)
    try playground.press("enter")
    #expect(playground.robot.state.overlay == nil && playground.state.settings != before)
    #expect(playground.run?.settings == playground.state.settings)
  }

  @Test("d goes through the data sets, and the problem with them")
  func datasets() throws {
    var playground = try FakePlayground()
    var seen: [PlaneDataset] = []
    for _ in PlaneDataset.allCases {
      seen.append(playground.state.settings.dataset)
      #expect((playground.state.settings.problem == .classification) == playground.state.settings.dataset.hasClasses)
      try playground.press("d")
    }
    #expect(seen == PlaneDataset.allCases)
    try playground.press("D")
    #expect(playground.state.settings.dataset == .multiGaussian && playground.screen.contains("R²"))
  }

  @Test("a weight and a bias are chosen, shown with all their digits, and typed")
  func weights() throws {
    var playground = try FakePlayground(epochs: 3)
    try playground.press(".")
    #expect(playground.state.selection.part == .weight(0))
    let network = try #require(playground.run?.network)
    let index = network.index(layer: 2, unit: 0, input: 0)
    #expect(playground.screen.contains("output · weight of h2.1 = \(network[index])"))
    try playground.press("enter ctrl-u")
    playground.type("nonsense")
    try playground.press("enter")
    #expect(playground.note == .playground(.badNumber))
    try playground.press("ctrl-u")
    playground.type("-2.5")
    try playground.press("enter")
    #expect(playground.run?.network[index] == -2.5)
    #expect(playground.run?.events == [PlaygroundEvent(epoch: 3, change: .parameter(index: index, value: -2.5))])
    try playground.press(", ,")
    #expect(playground.state.selection.part == .bias)
    try playground.press(".")
    #expect(playground.state.selection.part == nil)
    try playground.press("enter")
    #expect(playground.note == .playground(.chooseWeight))
    try playground.press("left left left .")
    #expect(playground.note == .playground(.featuresHaveNoWeights))
  }

  @Test("the cursor reads off what the chosen neuron computes there")
  func cursor() throws {
    var playground = try FakePlayground(epochs: 30)
    try playground.press("tab left right right up")
    let cursor = try #require(playground.state.cursor)
    #expect(cursor == PlanePlace(x: 0.5, y: 0.25) || cursor == PlanePlace(x: 0.25, y: 0.25))
    let network = try #require(playground.run?.network)
    let point = PlanePoint(x: cursor.x, y: cursor.y, target: 0)
    let output = network.outputs(at: [point], kernels: playground.state.setup.kernels)[0]
    #expect(playground.screen.contains("→ \(PlaygroundView.figure(output))"))
  }

  @Test("points are drawn and taken away by keys and by the mouse; the last one stays")
  func drawing() throws {
    var playground = try FakePlayground()
    try playground.press("tab enter")
    #expect(playground.note == .playground(.chooseBrush))
    let count = try #require(playground.run?.training.count)
    try playground.press("x enter")
    #expect(playground.run?.training.count == count + 1)
    #expect(playground.run?.training.last == PlanePoint(x: 0, y: 0, target: 1))
    try playground.press("x right enter")
    #expect(playground.run?.training.last?.target == -1 && playground.screen.contains("draw ○"))
    let view = PlaygroundView(playground.robot.state, width: 120, height: 40)
    let map = PlaygroundView.mapRect(in: Panel.interior(of: try #require(view.layout.panels[.map])))
    playground.click(Point(map.x, map.y))
    let corner = try #require(playground.run?.training.last)
    #expect(corner.x < -5.5 && corner.y > 5.5 && corner.target == -1)
    try playground.press("x enter")
    #expect(playground.run?.training.count == count + 2 && playground.run?.training.contains(corner) == false)
    // Where there is none nothing is taken away, and what was drawn outlives a restart.
    playground.click(Point(map.maxX - 1, map.y))
    #expect(playground.note == .playground(.noPointHere) && playground.run?.training.count == count + 2)
    try playground.press("r")
    #expect(playground.run?.training.count == count + 2)
  }

  @Test("the mouse chooses neurons, lines and knobs; a feature's second click uses it")
  func mouse() throws {
    var playground = try FakePlayground(epochs: 5)
    let view = PlaygroundView(playground.robot.state, width: 120, height: 40)
    let rect = try #require(view.layout.panels[.network])
    let geometry = view.networkGeometry(playground.state.settings, in: rect)
    for column in geometry.columns {
      for (unit, box) in column.units.enumerated() {
        #expect(geometry.selection(at: box.origin) == PlaygroundSelection(layer: column.layer, unit: unit))
      }
    }
    let second = geometry.columns[1].units[2]
    playground.click(second.origin)
    #expect(playground.state.selection == PlaygroundSelection(layer: .hidden(0), unit: 2))
    let squared = geometry.columns[0].units[2]
    playground.click(squared.origin)
    #expect(playground.state.settings.features == [.x1, .x2])
    playground.click(squared.origin)
    #expect(playground.state.settings.features == [.x1, .x2, .x1Squared])
    // Right beside the output the line of its second weight ends.
    let output = geometry.columns[3].units[0]
    playground.click(Point(geometry.columns[2].units[1].maxX + 1, geometry.columns[2].units[1].y))
    #expect(playground.state.selection.layer == .output && playground.state.selection.part == .weight(1))
    #expect(output.width > 0)
    let knobs = view.knobPlaces(in: try #require(view.layout.panels[.controls]))
    let batch = try #require(knobs.first { $0.knob == .batch })
    playground.click(batch.rect.origin)
    #expect(playground.state.knob == .batch && playground.state.settings.batch == 10)
    playground.click(batch.rect.origin)
    #expect(playground.state.settings.batch == 11)
    playground.send(.input(.mouse(Mouse(.wheel(1), at: batch.rect.origin))))
    #expect(playground.state.settings.batch == 10)
  }

  @Test(
    "the code on the screen makes the same screen on another one", arguments: [PlaygroundPreset.first, .sparse, .hills])
  func code(preset: PlaygroundPreset) throws {
    var playground = try FakePlayground(preset, epochs: 12)
    try playground.press("T v a n ) . enter ctrl-u")
    playground.type("0.25")
    try playground.press("enter n b R n n tab left left tab tab down C")
    guard case .code(let code) = playground.robot.state.overlay else {
      Issue.record("no code is shown")
      return
    }
    try playground.press("esc")
    var other = try FakePlayground()
    // Over several lines, with the box around them, as a mouse copies it.
    let middle = code.index(code.startIndex, offsetBy: 40)
    other.send(.input(.paste(Paste("│ \(code[..<middle]) │\r\n│ \(code[middle...]) │"))))
    #expect(other.run?.network == playground.run?.network && other.run?.curve == playground.run?.curve)
    #expect(other.state.beside == playground.state.beside && other.state.beside.first?.curve != nil)
    #expect(other.state.scene == playground.state.scene)
    #expect(other.robot.lines.dropLast() == playground.robot.lines.dropLast())
    #expect(other.note != .playground(.roundedOtherwise))
  }

  @Test("a code that is none is refused with a line, and one that another machine rounded otherwise is told")
  func wrongCodes() throws {
    var playground = try FakePlayground(epochs: 4)
    let script = playground.state.report?.script
    for text in ["", "hello", "hs1-", "hs1-AAAA", "hs1-!!", "\u{1B}[2Jhs1-"] {
      playground.send(.input(.paste(Paste(text))))
      guard case .playground(.badCode(let reason))? = playground.note else {
        Issue.record("“\(text)” was taken")
        continue
      }
      #expect(reason.contains("code"))
      try playground.press("esc")
    }
    #expect(playground.state.report?.script == script)
    var scene = try #require(playground.state.scene)
    scene.checksum = (scene.checksum ?? 0) ^ 1
    playground.send(.input(.paste(Paste(PlaygroundCode.text(of: scene)))))
    #expect(playground.note == .playground(.roundedOtherwise))
  }

  @Test("a screen with one example on its way comes back too")
  func walkInCode() throws {
    var playground = try FakePlayground(.xorHidden, epochs: 7)
    try playground.press("s . n n n C")
    guard case .code(let code) = playground.robot.state.overlay else {
      Issue.record("no code is shown")
      return
    }
    try playground.press("esc")
    var other = try FakePlayground()
    other.send(.input(.paste(Paste(code))))
    #expect(other.robot.lines == playground.robot.lines)
  }

  @Test("who leaves lets the run wait, and comes back to it playing")
  func leaving() throws {
    var playground = try FakePlayground()
    try playground.press("space 1")
    #expect(playground.orders.last == .pause)
    try playground.press("3")
    #expect(playground.orders.last == .play(epochsPerSecond: 60))
    try playground.press("2")
    #expect(playground.orders.last == .pause)
  }

  @Test("+ and - turn knobs nowhere but among them")
  func noBlindTurns() throws {
    var playground = try FakePlayground(epochs: 5)
    try playground.press("tab +")
    #expect(playground.state.settings == PlaygroundSettings() && playground.note == .playground(.chooseLayer))
    try playground.press("s +")
    #expect(playground.state.settings == PlaygroundSettings() && playground.run?.epochs == 5)
  }

  @Test("a kept curve stays beside the next runs, five at most, until it is forgotten")
  func keptCurves() throws {
    var playground = try FakePlayground()
    try playground.press("b")
    #expect(playground.note == .playground(.nothingToKeep))
    playground.train(3)
    try playground.press("b b b b b b")
    #expect(playground.note == .playground(.tooManyKept) && playground.state.beside.count == 5)
    try playground.press("d")
    #expect(playground.state.beside.allSatisfy { $0.curve != nil })
    try playground.press("B")
    #expect(playground.state.beside.isEmpty)
    playground.train(2)
    #expect(playground.state.beside.isEmpty)
  }

  @Test(
    "the tour goes through all its stops, each drawn without a fault in both languages", arguments: Language.allCases)
  func tour(language: Language) throws {
    var playground = try FakePlayground(width: 80, height: 24, language: language)
    for preset in PlaygroundPreset.allCases {
      #expect(playground.state.preset == preset && playground.state.settings == preset.settings)
      #expect(playground.robot.lines[1].contains("/13"))
      #expect(!playground.robot.lines[1].contains("…"))
      try playground.press(">")
    }
    #expect(playground.state.preset == .first)
    try playground.press("<")
    #expect(playground.state.preset == .hills)
    try playground.press("m up enter")
    #expect(playground.state.preset == .plane)
  }

  @Test("one example goes forwards neuron by neuron, to the loss, and back; its numbers are the network's")
  func walk() throws {
    var playground = try FakePlayground(epochs: 10)
    try playground.press("s")
    let network = try #require(playground.run?.network)
    let stages = PlaygroundWalk.stages(of: network.settings)
    #expect(stages.count == 7 + 1 + 7 + 1)
    let example = PlaygroundExample(
      network, at: try #require(playground.run?.training[0]), kernels: playground.state.setup.kernels)
    for stage in stages {
      switch stage {
      case .forward(let layer, let unit):
        #expect(playground.screen.contains("= \(PlaygroundView.precise(example.layers[layer].activations[unit]))"))
      case .loss: #expect(playground.screen.contains("\(PlaygroundView.precise(example.loss)) = "))
      case .backward(let layer, let unit):
        #expect(playground.screen.contains(PlaygroundView.precise(example.layers[layer].sumGradients[unit])))
        #expect(
          playground.screen.contains("= \(PlaygroundView.precise(example.layers[layer].weightGradients[unit][0]))"))
      case .update: #expect(playground.screen.contains("The update"))
      }
      try playground.press("n")
    }
    #expect(playground.note == .listEnd)
    try playground.press("backspace .")
    #expect(playground.state.walk.example == 1 && playground.screen.contains("example 2/250"))
    try playground.press("o")
    #expect(playground.state.page == .network)
  }

  @Test("files: the network as JSON, the points as CSV")
  func files() throws {
    var playground = try FakePlayground(epochs: 2)
    try playground.press("w y")
    let files = playground.robot.effects.compactMap { effect -> NewFile? in
      if case .write(let file) = effect { file } else { nil }
    }
    #expect(files.map(\.stem) == ["headscope-network", "headscope-points"])
    #expect(files.map(\.suffix) == ["json", "csv"])
    guard case .text(let points) = files.last?.contents else {
      Issue.record("no points")
      return
    }
    #expect(points.split(separator: "\n").count == 501)
  }

  @Test(
    "drawn screens",
    arguments: [
      ("first-80x24", PlaygroundPreset.first, 80, 24, "", Language.english),
      ("first-120x40", .first, 120, 40, "left . T", .english),
      ("hills-200x60", .hills, 200, 60, "left left", .english),
      ("depth-120x40", .spiralDepth, 120, 40, "tab up right x", .english),
      ("sparse-80x24", .sparse, 80, 24, "left", .english),
      ("map-80x24", .xorHidden, 80, 24, "tab v", .english),
      ("overfit-zh-120x40", .overfit, 120, 40, "T", .chinese),
      ("map-zh-80x24", .regularized, 80, 24, "tab", .chinese),
      ("walk-forward-120x40", .first, 120, 40, "s n n n n", .english),
      ("walk-backward-120x40", .first, 120, 40, "s n n n n n n n n n n", .english),
      ("walk-loss-zh-80x24", .first, 80, 24, "s n n n n n n n tab", .chinese),
      ("walk-80x24", .first, 80, 24, "s n n", .english),
      ("tour-120x40", .first, 120, 40, "m down", .english),
      ("code-80x24", .first, 80, 24, "C", .english),
    ])
  func screens(
    name: String, preset: PlaygroundPreset, width: Int, height: Int, keys: String, language: Language
  ) throws {
    var playground = try FakePlayground(preset, width: width, height: height, language: language, epochs: 60)
    try playground.press(keys)
    Golden.expect(playground.screen, named: "playground-\(name)")
  }
}
