import Corpora
import TerminalCanvas
import Testing
import Training

@testable import HeadscopeApp

@Suite("The Playground as a screen: codes, the tour, one example") struct PlaygroundScreenTests {
  @Test("while a new run isn't heard of yet, what the network in sight doesn't have can be chosen without harm")
  func betweenTwoRuns() throws {
    var robot = try FakePlayground(epochs: 3).robot
    for keys in ["", "up", "down", "left", "right", ".", ",", "enter esc", "tab right", "s n", "+", "C esc"] {
      robot.update { $0.playground.selection = PlaygroundSelection(layer: .hidden(5), unit: 7, part: .weight(7)) }
      try robot.press(keys)
      #expect(robot.screen.contains("Playground"))
    }
    #expect(robot.state.playground.report?.network.settings.layers.count == 2)
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
