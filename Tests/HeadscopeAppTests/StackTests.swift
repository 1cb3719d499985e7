import Analysis
import Kernels
import Models
import Tensors
import TerminalCanvas
import Testing
import Tokenizers

@testable import HeadscopeApp

/// An encoder–decoder on the Explore screen.
@Suite("The parts of an encoder–decoder") struct StackTests {
  private static func robot(
    layers: Int = 2, encoderLayers: Int = 3, target: String = "", memoryBudget: Int = .max
  ) -> Robot {
    let tokenizer = Tokenizer.translator(words: Robot.words)
    let model = LanguageModel(
      configuration: ModelConfiguration(
        vocabularySize: tokenizer.vocabularySize, contextLength: 24, width: 16, layers: layers, heads: 2,
        mlpWidth: 24, family: .bart(encoderLayers: encoderLayers)),
      seed: 1)
    var subject = Subject(name: "translator", model: model, tokenizer: tokenizer)
    subject.target = tokenizer.encode(target, addSpecialTokens: false).ids.map { Int32($0) }
    return Robot(
      "The cat sat", width: 120, height: 40, subject: subject, isReal: true, memoryBudget: memoryBudget)
  }

  @Test func `a given target is what the decoder reads, whatever the source is changed to`() throws {
    var robot = Self.robot(target: "猫坐在垫子上")
    func tokens() -> [String] { robot.state.explore.shown.tokens.map(\.text) }
    #expect(tokens() == ["<s>", "The", "cat", "sat", "</s>", "<s>", "猫", "坐", "在", "垫子", "上"])
    try robot.press("e ctrl-u d o g s enter")
    #expect(tokens() == ["<s>", "dogs", "</s>", "<s>", "猫", "坐", "在", "垫子", "上"])
    #expect(robot.screen.contains("垫子"))
  }

  @Test func `T turns from cross-attention to encoder, decoder and back; each shows its own tokens and layers`() throws
  {
    var robot = Self.robot()
    let written = robot.state.explore.shown.tokens.count
    #expect(robot.state.subject.stack == .cross && written > 6 && robot.screen.contains("2 layers × 2 heads"))
    #expect(robot.state.explore.selection.query == written - 2)
    try robot.press("T")
    #expect(robot.state.explore.shown.tokens.map(\.text) == ["<s>", "The", "cat", "sat", "</s>"])
    #expect(robot.screen.contains("3 layers × 2 heads") && robot.screen.contains("only read"))
    try robot.press("down down j T")
    #expect(robot.state.explore.shown.tokens.count == written - 5 && robot.state.explore.selection.layer < 2)
    try robot.press("n")
    #expect(robot.state.explore.page == .neuron)
    try robot.press("T")
    #expect(robot.state.subject.stack == .cross && robot.state.explore.page == .neuron)
  }

  @Test func `a written token's dot products with the source are those of cross-attention`() throws {
    var robot = Self.robot()
    try robot.press("j n")
    let (reading, selection) = (try #require(robot.state.explore.reading), robot.state.explore.selection)
    let row = selection.query - 5
    #expect(reading.keyOrder(selection, byWeight: false) == Array(0..<5))
    let layer = selection.layer
    let scores = reading.pass.row([selection.head, row], of: "decoder.blocks.\(layer).cross_attn.hook_attn_scores")
    for key in 0..<5 {
      let product = reading.dotProduct(selection, key: key)
      #expect(abs(product.sum / product.divisor.value - scores[scores.startIndex + key]) < 1e-5)
      #expect(product.score == scores[scores.startIndex + key])
    }
    // The source's own tokens look by the encoder's attention.
    for _ in 0...row { try robot.press(",") }
    let own = robot.state.explore.selection
    let scoresOfSource = reading.pass.row([own.head, own.query], of: "encoder.blocks.\(layer).attn.hook_attn_scores")
    #expect(own.query == 4)
    let product = reading.dotProduct(own, key: 2)
    #expect(abs(product.sum / product.divisor.value - scoresOfSource[scoresOfSource.startIndex + 2]) < 1e-5)
  }

  @Test func `a pinned head stays in the picture of its own stack`() throws {
    var robot = Self.robot()
    try robot.press("T j j b")
    let pins = robot.state.explore.lines.pins
    #expect(pins.map(\.layer) == [2])
    try robot.press("T")
    #expect(robot.state.explore.lines.pins.isEmpty && robot.lines.count == 40)
    try robot.press("T T")
    #expect(robot.state.subject.stack == .encoder && robot.state.explore.lines.pins == pins)
  }

  @Test func `an empty text breaks no page`() throws {
    var robot = Self.robot()
    try robot.press("e")
    for _ in 0..<20 { try robot.press("backspace") }
    try robot.press("enter")
    for key in ["s", "T", "d", "a", "x", "m", "o"] {
      try robot.press(key)
      #expect(robot.lines.count == 40, "\(key)")
    }
  }

  @Test(arguments: [(1, 3), (3, 1), (2, 2)])
  func `every page draws, whichever stack has more blocks`(layers: Int, encoderLayers: Int) throws {
    var robot = Self.robot(layers: layers, encoderLayers: encoderLayers)
    for key in ["o", "n", "a", "d", "s"] {
      for _ in 0..<3 {
        for movement in ["T", key, "j", "j", "j", "k", "]", "]", "l", "h", "h", "tab", "down", "right"] {
          try robot.press(movement)
          #expect(robot.lines.count == 40, "\(key) \(movement)")
        }
      }
    }
  }

  @Test func `an edited sentence is translated anew`() throws {
    var robot = Self.robot()
    try robot.press("e")
    for key in [" ", "o", "n"] { try robot.press(key == " " ? "space" : key) }
    try robot.press("enter")
    #expect(robot.state.explore.whole?.trace.sourceIDs.count == 6 && !robot.state.explore.isWaiting)
  }

  @Test func `Escape brings the sentence back with its translation`() throws {
    var robot = Self.robot()
    let before = robot.state.explore.shown
    try robot.press("e x x escape")
    #expect(robot.state.explore.shown == before && !robot.state.explore.isWaiting)
    try robot.press("T")
    #expect(robot.state.explore.shown.tokens.count == 5)
  }

  @Test func `a source whose translation doesn't fit into memory is refused`() throws {
    let configuration = Self.robot().state.subject.model.configuration
    // What is on the screen already takes memory too, so that the longest source can't have all of this.
    var robot = Self.robot(memoryBudget: TraceSession.translationBytes(configuration, sourceLength: 24))
    robot.send(.input(.paste(Paste(String(repeating: "cat ", count: 20)))))
    #expect(robot.state.explore.sentence.text == "The cat sat" && robot.status.contains("may be used."))
  }

  @Test func `the step-through goes through the encoder, then the decoder with its cross-attention`() throws {
    var robot = Self.robot()
    let written = robot.state.explore.reading?.stacks?.written.count ?? 0
    try robot.press("s")
    #expect(robot.state.explore.currentStep == PassStep(.embedding, of: .source))
    let count = 3 + 3 * 14 + 3 + 2 * 24 + 2
    #expect(robot.screen.contains("encoder · in") && robot.screen.contains("1 of \(count)"))
    var (stacks, sizes): ([ModelStack], Set<[Int]>) = ([], [])
    for _ in 1..<robot.state.subject.model.configuration.stepCount {
      try robot.press(">")
      let explore = robot.state.explore
      let step = explore.currentStep
      if stacks.last != step.stack { stacks.append(step.stack) }
      #expect(robot.state.subject.stack == step.stack)
      let reading = try #require(explore.reading)
      let result = try #require(explore.stepResult(reading))
      #expect(result.tensor.rows == (step.rows == .source ? 5 : written), "\(step)")
      if step.operation.axis == .key { sizes.insert([result.tensor.rows, result.tensor.columns]) }
      // The chosen token is a row, and is said to be where its number stands.
      let token = reading.tokens(of: step.rows)[explore.row(reading)].text
      #expect(robot.screen.contains("“\(token)” "), "\(step)")
    }
    #expect(stacks == [.encoder, .decoder, .cross, .decoder, .cross, .decoder])
    #expect(sizes == [[5, 5], [written, written], [written, 5]])
    #expect(robot.screen.contains("decoder · out"))
  }

  @Test func `each stream's token stays chosen from stack to stack, and inputs lead from one to the other`() throws {
    var robot = Self.robot()
    try robot.press("s l l h . . , T T")
    let explore = robot.state.explore
    #expect(explore.currentStep.operation == .crossQuery)
    let row = explore.row(try #require(explore.reading))
    // Scores, made of a query and a key; the key is the source's.
    try robot.press("> > w w enter")
    var now = robot.state.explore
    #expect(now.currentStep.operation == .crossKeyValue)
    #expect(try #require(now.reading).stream(at: now.selection.query) == .source)
    // Of the encoder's last stream.
    try robot.press("enter")
    now = robot.state.explore
    #expect(now.currentStep == PassStep(.mlpNorm, of: .source, layer: 2))
    #expect(robot.state.subject.stack == .encoder)
    try robot.press("backspace backspace")
    now = robot.state.explore
    let reading = try #require(now.reading)
    #expect(now.currentStep.operation == .crossScores && now.row(reading) == row)
  }

  @Test func `a click in cross-attention's numbers chooses a written token and a word of the source`() throws {
    var robot = Self.robot()
    try robot.press("s T T > >")
    let view = ExploreView(robot.state, width: 120, height: 40)
    let scene = view.scene(try #require(robot.state.explore.reading))
    let result = try #require(view.stepResult(scene))
    let rect = try #require(view.layout.panels[.operation])
    let geometry = try #require(view.operationGeometry(scene, result, in: rect))
    let row = try #require(geometry.rows.first) + 1
    let cell = geometry.rect(row: row, column: 3)
    robot.click(cell.x + 1, cell.y)
    #expect(robot.state.explore.row(scene.reading) == row && robot.state.explore.step.columns[.key] == 3)
    // A chip of the source is a key, one of what is written a row.
    robot.update { $0.select(query: 1) }
    #expect(robot.state.explore.row(scene.reading) == row && robot.state.explore.step.columns[.key] == 1)
  }

  @Test func `the decoder's stages are read as words, cross-attention's among them; the encoder says why it has none`()
    throws
  {
    var robot = Self.robot()
    try robot.press("a")
    #expect(robot.state.subject.stack == .decoder && robot.state.note == .stack(.decoder))
    #expect(robot.screen.contains("L1 +cross") && robot.screen.contains("if it stopped there"))
    let reading = try #require(robot.state.explore.reading)
    #expect(reading.stages.count == 7)
    #expect(robot.state.explore.logitLens.reading(stage: 6, position: 1)?.rank == 1)
    for _ in 0..<4 {
      try robot.press("r")
      #expect(robot.lines.count == 40)
    }
    try robot.press("T T a")
    #expect(robot.state.subject.stack == .encoder && robot.state.explore.page == .layers)
    #expect(robot.screen.contains("The encoder says no word"))
    #expect(robot.state.explore.reading?.stages.count == 7)
  }

  @Test func `the ledger of a written token adds up, heads of cross-attention included, and all heads are ranked`()
    throws
  {
    var robot = Self.robot()
    try robot.press("d")
    let explore = robot.state.explore
    #expect(robot.state.subject.stack == .decoder)
    let ledger = try #require(explore.ledger.comparison).now
    #expect(abs(ledger.sum - ledger.whole) <= 1e-4 * max(1, abs(ledger.whole)))
    #expect(ledger.amount(of: .head(HeadPlace(layer: 1, head: 1, attention: .cross))) != nil)
    #expect(robot.screen.contains("L1 · cross H1"))
    let ranking = try #require(explore.ranking.result)
    #expect(ranking.effects.count == (3 + 2 + 2) * 2)
    // A head that is chosen in the ranking is the one that is switched off, whichever attention it belongs to.
    try robot.press("tab tab down down")
    let place = ranking.ranked(by: .probability)[2].place
    let before = ranking.ranked(by: .probability)[2]
    #expect(robot.state.explore.selectedHead(robot.state.subject) == place)
    try robot.press("x")
    #expect(robot.state.explore.interventions.heads == [place])
    let comparison = try #require(robot.state.explore.ledger.comparison)
    let change = comparison.now.whole - (comparison.before?.whole ?? .nan)
    #expect(abs(change - before.logit) < 1e-4)
  }

  @Test func `heads and MLPs of each stack are switched off, and words of the source masked`() throws {
    var robot = Self.robot()
    let written = try #require(robot.state.explore.whole).trace.ids
    try robot.press("x")
    let head = robot.state.explore.selection
    #expect(
      robot.state.explore.interventions.heads == [HeadPlace(layer: head.layer, head: head.head, attention: .cross)])
    try robot.press("m")
    #expect(robot.state.note == .masksSource)
    try robot.press("T x X")
    #expect(robot.state.explore.interventions.heads.contains { $0.attention == .source })
    #expect(robot.state.explore.interventions.sourceMLPs.count == 1)
    for _ in 0..<4 { try robot.press("m ,") }
    #expect(robot.state.explore.interventions.maskedPositions.count == 4)
    try robot.press("m")
    #expect(robot.state.note == .lastOfSource && robot.screen.contains("×cat"))
    try robot.press("T x")
    #expect(robot.state.explore.interventions.heads.count == 3)
    let whole = try #require(robot.state.explore.whole)
    // What was written stays, so that the two can be compared.
    #expect(whole.trace.ids == written && whole.trace.interventions == robot.state.explore.interventions)
    #expect(try #require(whole.intact).tensor(named: "logits") != whole.trace.tensor(named: "logits"))
    try robot.press("u")
    #expect(robot.state.explore.whole?.intact == nil)
  }

  @Test func `a text that lost all its words but masked ones shows one of them again`() throws {
    var robot = Self.robot()
    try robot.press("T home m . m")
    #expect(robot.state.explore.interventions.maskedPositions == [0, 1])
    try robot.press("e")
    for _ in 0..<20 { try robot.press("backspace") }
    #expect(robot.state.explore.sentence.tokens.map(\.text) == ["<s>", "</s>"])
    #expect(robot.state.explore.interventions.maskedPositions == [0] && !robot.state.explore.isWaiting)
  }

  @Test func `what knows nothing of parts says so`() throws {
    var robot = Self.robot()
    try robot.press("g")
    #expect(robot.state.note == .writesByItself && robot.state.explore.page == .overview)
    var plain = Robot()
    try plain.press("T")
    #expect(plain.state.note == .noStacks)
  }
}
