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
    // The first arrow puts it into the middle.
    #expect(cursor == PlanePlace(x: 0.5, y: 0.25))
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
    playground.click(Point(geometry.columns[2].units[1].maxX + 1, geometry.columns[2].units[1].y))
    #expect(playground.state.selection.layer == .output && playground.state.selection.part == .weight(1))
    let weights = view.weightPlaces(
      try #require(playground.run?.network), in: try #require(view.layout.panels[.neuron]))
    let bias = try #require(weights.first { $0.part == .bias })
    playground.click(bias.line.origin)
    #expect(playground.state.selection == PlaygroundSelection(layer: .output, unit: 0, part: .bias))
    let knobs = view.knobPlaces(in: try #require(view.layout.panels[.controls]))
    let batch = try #require(knobs.first { $0.knob == .batch })
    playground.click(batch.rect.origin)
    #expect(playground.state.knob == .batch && playground.state.settings.batch == 10)
    playground.click(batch.rect.origin)
    #expect(playground.state.settings.batch == 11)
    playground.send(.input(.mouse(Mouse(.wheel(1), at: batch.rect.origin))))
    #expect(playground.state.settings.batch == 10)
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
}
