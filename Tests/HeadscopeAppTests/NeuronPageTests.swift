import Models
import TerminalCanvas
import Testing

@testable import HeadscopeApp

@Suite("Neuron page") struct NeuronPageTests {
  /// A score summed in another order than the engine's differs by a few roundings of its largest product.
  private static let tolerance: Float = 1e-5

  /// A model whose scores come about in its own way: turned and shared keys, other divisors.
  struct Scoring: Sendable, CustomTestStringConvertible {
    let family: ModelConfiguration.Family
    var scalesAttention = true
    var scalesByLayer = false
    /// What the page says in layer 1.
    let text: String

    var testDescription: String { "\(family), \(text)" }

    func subject() -> Subject {
      let usual = Robot.subject(family: family)
      var configuration = usual.model.configuration
      configuration.variant.scalesAttention = scalesAttention
      configuration.variant.scalesByLayer = scalesByLayer
      return Subject(
        name: usual.name, model: LanguageModel(configuration: configuration, seed: 1), tokenizer: usual.tokenizer)
    }
  }

  @Test(
    "what divides scores is said, and every head's products add up to them",
    arguments: [
      Scoring(family: .gpt2, text: "÷ √8 ="), Scoring(family: .llama, text: "÷ √8 ="),
      Scoring(family: .bert(segments: 2), text: "÷ √8 ="), Scoring(family: .distilBERT, text: "÷ √8 ="),
      Scoring(family: .gpt2, scalesAttention: false, text: "÷ 1 ="),
      Scoring(family: .gpt2, scalesByLayer: true, text: "÷ √8 ÷ 2 ="),
      Scoring(family: .gpt2, scalesAttention: false, scalesByLayer: true, text: "÷ 2 ="),
    ])
  func divisors(_ scoring: Scoring) throws {
    var robot = Robot(width: 120, height: 40, subject: scoring.subject(), isReal: true)
    try robot.press("n")
    let reading = try #require(robot.state.explore.reading)
    for head in 0..<8 {
      let selection = ExploreState.Selection(layer: 1, head: head, query: 5)
      robot.update { $0.explore.selection = selection }
      let product = reading.dotProduct(selection, key: reading.key(selection))
      let size = zip(product.q_E, product.k_E).reduce(Float(1e-6)) { $0 + abs($1.0 * $1.1) }
      #expect(abs(product.sum / product.divisor.value - product.score) <= Self.tolerance * size)
      #expect(robot.screen.contains("\(scoring.text) \(Figure.fixed(product.score, decimals: 2))"))
    }
  }

  @Test("the products add up to the trace's score, and those of all keys to its weights", arguments: [0, 1, 2])
  func products(layer: Int) throws {
    let robot = Robot(isReal: true)
    let reading = try #require(robot.state.explore.reading)
    for head in 0..<8 {
      for query in 0..<reading.trace.length {
        let selection = ExploreState.Selection(layer: layer, head: head, query: query)
        for key in 0...query {
          let product = reading.dotProduct(selection, key: key)
          let size = zip(product.q_E, product.k_E).reduce(Float(1e-6)) { $0 + abs($1.0 * $1.1) }
          #expect(abs(product.sum / product.divisor.value - product.score) <= Self.tolerance * size)
        }
        #expect(!reading.dotProduct(selection, key: reading.trace.length - 1).isVisible || query == 6)
      }
    }
  }

  @Test("what the screen says is what the trace holds")
  func shown() throws {
    var robot = Robot(width: 120, height: 40, isReal: true)
    try robot.press("n")
    let reading = try #require(robot.state.explore.reading)
    let selection = robot.state.explore.selection
    let product = reading.dotProduct(selection, key: reading.key(selection))
    let sum = "Σ q·k = \(Figure.fixed(product.sum, decimals: 2))"
    #expect(robot.screen.contains(sum))
    #expect(robot.screen.contains("÷ √8 = \(Figure.fixed(product.score, decimals: 2))"))
    #expect(robot.screen.contains("softmax → \(Figure.percent(product.weight, decimals: 1))"))
  }

  @Test(
    "keys choose head, key and dimension",
    arguments: [
      ("n ]", 0, 1, nil, 0), ("n ] ] [", 0, 1, nil, 0), ("n { } }", 2, 0, nil, 0),
      ("n home . . . up up ]", 0, 1, 0, 0), ("n right right left", 0, 0, nil, 1),
      ("n tab down down down", 0, 0, nil, 3),
      ("n ] ] ] ] ] ] ] ]", 1, 0, nil, 0),
    ])
  func moves(keys: String, layer: Int, head: Int, key: Int?, dimension: Int) throws {
    var robot = Robot()
    try robot.press("home . . .")
    if key == nil { try robot.press(keys) } else { try robot.press(keys) }
    let explore = robot.state.explore
    #expect([explore.selection.layer, explore.selection.head] == [layer, head])
    #expect(explore.neuron.dimension == dimension)
  }

  @Test("another head keeps the pair of tokens")
  func keepsKey() throws {
    var robot = Robot(isReal: true)
    try robot.press("n end home . . . . up")
    let key = try #require(robot.state.explore.selection.key)
    try robot.press("] } [")
    #expect(robot.state.explore.selection.key == key)
  }

  @Test("rows sort by what they show, panel by panel")
  func sorting() throws {
    var robot = Robot(isReal: true)
    try robot.press("n w")
    let reading = try #require(robot.state.explore.reading)
    let selection = robot.state.explore.selection
    let order = reading.keyOrder(selection, byWeight: true)
    let weights = order.map { reading.dotProduct(selection, key: $0).weight }
    #expect(weights == weights.sorted(by: >))
    #expect(robot.status.contains("Keys by weight"))
    try robot.press("tab w")
    #expect(robot.status.contains("Dimensions by the size"))
    let product = reading.dotProduct(selection, key: reading.key(selection))
    let sizes = product.dimensionsByProduct.map { abs(product.products_E[$0]) }
    #expect(sizes == sizes.sorted(by: >))
    #expect(robot.state.explore.neuron.keysByWeight && robot.state.explore.neuron.dimensionsByProduct)
  }

  @Test(
    "a key that can't act says why",
    arguments: [
      ("n [", "first head"), ("n {", "first layer"), ("n left", "first dimension"), ("n home up", "first token"),
      ("n home down", "cannot look ahead"), ("n tab right right right right right right right", "last token"),
      ("n n", "This is the screen"),
    ])
  func reasons(keys: String, reason: String) throws {
    var robot = Robot(isReal: true)
    try robot.press(keys)
    #expect(robot.status.contains(reason))
  }

  @Test("a click chooses a key and a dimension", arguments: [(80, 24), (120, 40), (200, 60)])
  func clicks(width: Int, height: Int) throws {
    var robot = Robot(width: width, height: height, isReal: true)
    try robot.press("n")
    let view = ExploreView(robot.state, width: width, height: height)
    let reading = try #require(robot.state.explore.reading)
    let scene = view.scene(reading)
    let keys = view.keysGeometry(scene, in: try #require(view.layout.panels[.keys]))
    let cell = keys.product(2, 5)
    robot.click(cell.x, cell.y)
    #expect(robot.state.explore.selection.key == 2)
    #expect(robot.state.explore.neuron.dimension == 5)
    let dimensions = view.dimensionsGeometry(scene, in: try #require(view.layout.panels[.dimensions]))
    let entry = dimensions.entry(3)
    robot.click(entry.x + 4, entry.y)
    #expect(robot.state.explore.neuron.dimension == 3)
    #expect(robot.state.explore.focus == .dimensions)
  }

  @Test("cells and entries lie inside their panels, whatever the sizes")
  func geometry() {
    var generator = SplitMix64Source(seed: 3)
    for _ in 0..<2_000 {
      let panel = Rect(x: 3, y: 2, width: 80 + generator.below(160), height: 8 + generator.below(50))
      let (count, width) = (1 + generator.below(80), 1 + generator.below(130))
      let (place, dimension) = (generator.below(count), generator.below(width))
      let keys = KeysGeometry(
        panel: panel, labelWidth: 1 + generator.below(8), count: count, place: place, headWidth: width,
        dimension: dimension)
      #expect(keys.rows.contains(place) && keys.dimensions.contains(dimension))
      for cell in [keys.key(place, dimension), keys.product(place, dimension), keys.figures(place).share] {
        #expect(panel.inset(dx: 1, dy: 1).intersection(cell) == cell)
      }
      let list = DimensionsGeometry(panel: panel, count: width, place: dimension)
      #expect(list.places.contains(dimension))
      #expect(panel.inset(dx: 1, dy: 1).intersection(list.entry(dimension)) == list.entry(dimension))
    }
  }

  @Test("what comes later, what is masked and a head that is off have words and marks of their own")
  func hidden() throws {
    var robot = Robot(width: 120, height: 40, isReal: true)
    try robot.press("home . . m end n ,")
    let row = { (token: String) in try #require(robot.lines.dropFirst(4).first { $0.contains(" \(token) ") }) }
    #expect(try row("mat").contains("later") && row("mat").contains("·"))
    #expect(try row("cat").contains("masked") && row("cat").contains("×"))
    #expect(try !row("sat").contains("masked"))
    #expect(!robot.screen.contains("× head off"))
    try robot.press("x")
    #expect(robot.screen.contains("× head off"))
  }

  @Test("scales below the keys are whole or left out, whatever the caption takes", arguments: Language.allCases)
  func scales(language: Language) throws {
    let small = Robot.subject()
    let wide = ModelConfiguration(
      vocabularySize: small.configuration.vocabularySize, contextLength: 64, width: 64, layers: 1, heads: 2)
    let subject = Subject(
      name: "wide", model: LanguageModel(configuration: wide, seed: 1), tokenizer: small.tokenizer)
    for width in 80...130 {
      var robot = Robot(ScreenCase.long, width: width, language: language, subject: subject, isReal: true)
      try robot.press("n")
      let border = try #require(robot.lines.first { $0.hasPrefix("╰") })
      let scales = border.matches(of: /-\S+ [▄▃▂▁ ░▒▓█]{7} [0-9.]+ [─ ]/).count
      #expect(border.matches(of: /q⊙k|q[,、] k|q、k/).count == scales && (1...2).contains(scales), "\(border)")
      #expect(border.contains(language == .english ? "of 60" : "60"), "\(border)")
    }
  }

  @Test("a trace without queries and keys says so")
  func notCaptured() throws {
    var robot = Robot()
    try robot.press("n")
    #expect(robot.screen.contains("holds no queries and keys"))
  }
}
