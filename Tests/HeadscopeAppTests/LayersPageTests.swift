import Analysis
import Models
import Tensors
import TerminalCanvas
import Testing

@testable import HeadscopeApp

@Suite("Layers page") struct LayersPageTests {
  @Test("stages and layers move together")
  func stages() throws {
    var robot = Robot(isReal: true)
    try robot.press("a")
    #expect(robot.state.explore.stage == 0)
    try robot.press("down down")
    #expect(robot.state.explore.selection.layer == 0)
    try robot.press("down")
    #expect(robot.state.explore.selection.layer == 1)
    try robot.press("]")
    #expect(robot.state.explore.stage == 6)
    try robot.press("o k a")
    #expect(robot.state.explore.stage == 4)
  }

  @Test("the lens ends in what the model says")
  func lens() throws {
    var robot = Robot(isReal: true)
    try robot.press("a")
    let explore = robot.state.explore
    let trace = try #require(explore.reading?.trace)
    for position in 0..<trace.length {
      let last = try #require(explore.logitLens.reading(stage: 8, position: position))
      #expect(last.top == trace.nextTokens(after: position).top(5))
      #expect(last.rank == 1)
      #expect(explore.logitLens.reading(stage: 9, position: position) == nil)
    }
  }

  @Test("the lens is read on its page alone, once a sentence, and again for another one")
  func lensOnDemand() throws {
    var state = Robot(isReal: true).state
    func press(_ key: Unicode.Scalar) -> [Effect] { state.update(.input(.key(Key(key)))) }
    let before = press("n")
    #expect(before.isEmpty)
    let effects = press("a")
    guard case .lens(let request) = effects.first, effects.count == 1 else {
      Issue.record("\(effects.count) effects")
      return
    }
    #expect(request.positions == 0..<7)
    let later = press("r") + state.update(request.answer(from: state.subject.model, kernels: .forThisMachine))
    let lens = LogitLens(request.trace, state.subject.model)
    let back = press("o") + press("a") + state.update(.lensRead(lens, generation: 99))
    #expect(later.isEmpty && back.isEmpty)
  }

  @Test("a large model is read a few positions at a time, the query's first")
  func chunks() {
    let configuration = ModelConfiguration(
      vocabularySize: 50_257, contextLength: 64, width: 768, layers: 12, heads: 12)
    let trace = Trace(configuration: configuration, ids: Array(repeating: 1, count: 20), activations: [])
    var lens = LensReadings()
    let first = lens.next(for: trace, generation: 1, around: 7)
    let underWay = lens.next(for: trace, generation: 1, around: 7)
    let afterwards = lens.next(for: trace, generation: 2, around: 3)
    #expect([first, underWay, afterwards] == [7..<8, nil, 3..<4])
  }

  @Test("r goes round the measures and brings the residual stream on a small screen")
  func measures() throws {
    var robot = Robot(isReal: true)
    try robot.press("a r")
    #expect(robot.state.explore.focus == .residual)
    for measure in ResidualMeasure.allCases.dropFirst() {
      #expect(robot.screen.contains(robot.state.words.layers.measure(measure)))
      try robot.press("r")
    }
    #expect(robot.screen.contains("length ‖h‖"))
  }

  @Test("measures are what they say: lengths, cosines, what norms read and give")
  func measured() throws {
    let reading = try #require(Robot(isReal: true).state.explore.reading)
    let lengths = reading.measured(.length, component: 0)
    let norms = reading.trace.residualNorms()
    let cosines = reading.measured(.cosine, component: 0)
    let normed = reading.measured(.normed, component: 0)
    #expect(lengths.count == 9 && normed.count == 9)
    for position in 0..<7 {
      for layer in 0...4 { #expect(abs(lengths[2 * layer][position] - norms[position, layer]) < 1e-5) }
      #expect(cosines[0][position].isNaN)
      #expect(cosines.dropFirst().allSatisfy { (-1.0001...1.0001).contains($0[position]) })
      // A fresh model's norms have gain 1 and bias 0: what leaves them has length √D.
      #expect(normed.allSatisfy { abs($0[position] - 8) < 0.1 })
    }
  }

  @Test("neurons stand by strength above a threshold, and follow layer and token until one is chosen")
  func neurons() throws {
    var robot = Robot(isReal: true)
    try robot.press("a < < < tab tab")
    func view() -> ExploreView { ExploreView(robot.state, width: 80, height: 24) }
    func scene() throws -> ExploreView.Scene { view().scene(try #require(robot.state.explore.reading)) }
    let list = view().neuronList(try scene())
    #expect(list.count == 96)
    #expect(zip(list, list.dropFirst()).allSatisfy { abs($0.activation) >= abs($1.activation) })
    #expect(view().neuron(try scene()) == list[0].neuron)
    try robot.press("down down")
    #expect(robot.state.explore.layers.neuron == list[2].neuron)
    try robot.press(",")
    #expect(robot.state.explore.layers.neuron == list[2].neuron)
    try robot.press("w")
    #expect(view().neuronList(try scene()).map(\.neuron) == Array(0..<96))
  }

  @Test(
    "a key that can't act says why",
    arguments: [
      ("a up", "first stage"), ("a down down down down down down down down down", "last stage"), ("a [", "first layer"),
      ("a < < < <", "listed already"), ("a tab r r left", "first component"), ("a < < < tab tab up", "begins here"),
      ("a end right", "last token"),
    ])
  func reasons(keys: String, reason: String) throws {
    var robot = Robot(isReal: true)
    try robot.press(keys)
    #expect(robot.status.contains(reason))
  }

  @Test("a click chooses stage, token, component and neuron", arguments: [(80, 24), (120, 40), (200, 60)])
  func clicks(width: Int, height: Int) throws {
    var robot = Robot(width: width, height: height, isReal: true)
    try robot.press("a < < <")
    var view: ExploreView { ExploreView(robot.state, width: width, height: height) }
    func scene() throws -> ExploreView.Scene {
      view.scene(try #require(robot.state.explore.reading))
    }
    let cell = view.lensGeometry(try scene(), in: try #require(view.layout.panels[.lens])).cell(5, 4)
    robot.click(cell.x + 1, cell.y)
    #expect(robot.state.explore.selection.query == 4)
    #expect(robot.state.explore.selection.layer == 2)
    #expect(robot.state.explore.stage == 5)

    let neurons = view.neuronsGeometry(
      try scene(), view.neuronList(try scene()), in: try #require(view.layout.panels[.neurons]))
    let third = view.neuronList(try scene())[2].neuron
    robot.click(neurons.neuron(2).x + 3, neurons.neuron(2).y)
    #expect(robot.state.explore.layers.neuron == third)
    robot.click(neurons.token(3).x + 3, neurons.token(3).y)
    #expect(robot.state.explore.selection.query == 3)

    try robot.press("tab tab r r")
    let components = view.residualGeometry(try scene(), in: try #require(view.layout.panels[.residual])).cell(2, 9)
    robot.click(components.x, components.y)
    #expect(robot.state.explore.layers.component == 9)
  }

  @Test("an MLP that is off has a cross in the place of its plus, and so has attention with every head off")
  func off() throws {
    var robot = Robot(subject: Robot.subject(layers: 2, heads: 2), isReal: true)
    try robot.press("a X")
    #expect(robot.screen.contains("L0 ×MLP") && robot.screen.contains("L1 +MLP"))
    #expect(robot.screen.contains("L0 × off"))
    try robot.press("x")
    #expect(robot.screen.contains("L0 +attn"))
    try robot.press("o l a x")
    #expect(robot.screen.contains("L0 ×attn"))
  }

  @Test("of a long sentence what is near the query is read, and more when one goes elsewhere")
  func reach() {
    let configuration = ModelConfiguration(
      vocabularySize: 40, contextLength: 1024, width: 8, layers: 1, heads: 1)
    let trace = Trace(configuration: configuration, ids: Array(repeating: 1, count: 1000), activations: [])
    var lens = LensReadings()
    let first = lens.next(for: trace, generation: 1, around: 5000)
    #expect(first?.contains(999) == true)
  }

  @Test("a trace without stages says so")
  func notCaptured() throws {
    var robot = Robot()
    try robot.press("a")
    #expect(robot.screen.contains("holds no stages"))
  }
}

@Suite("Pages inside the model, any size, any input") struct InsideRobustnessTests {
  @Test("random keys, clicks and sizes never trap", arguments: [(1, 1, 1), (3, 2, 9), (2, 5, 33)])
  func random(layers: Int, heads: Int, context: Int) throws {
    var generator = SplitMix64Source(seed: UInt64(layers * 100 + heads))
    let names = [
      "left", "right", "up", "down", "tab", "shift-tab", "n", "a", "o", "r", "w", "[", "]", "{", "}", "<", ">", "b",
      "B",
      "i", "+", "-", ",", ".", "home", "end", "c", "?", "escape", "e", "x", "enter", "backspace",
    ]
    let keys = try names.map { try #require(Key(named: $0)) }
    var robot = Robot(subject: Robot.subject(context: context, layers: layers, heads: heads), isReal: true)
    for step in 0..<1_500 {
      switch generator.below(16) {
      case 0...2:
        let point = Point(generator.below(210), generator.below(70))
        let action: Mouse.Action = generator.below(3) == 0 ? .wheel(generator.below(3) - 1) : .press(.left)
        robot.send(.input(.mouse(Mouse(action, at: point))))
      case 3:
        robot.send(.input(.resize(width: 78 + generator.below(150), height: 22 + generator.below(50))))
      default: robot.send(.input(.key(keys[generator.below(keys.count)])))
      }
      if step % 20 == 0 { #expect(robot.state.frame().height == robot.state.height) }
    }
  }
}
