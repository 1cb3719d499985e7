import Analysis
import KernelTypes
import Models
import Tensors
import TerminalCanvas
import Testing

@testable import HeadscopeApp

@Suite("Stepping through") struct StepTests {
  static func robot(
    _ text: String = "The cat sat on the mat", width: Int = 120, height: Int = 40, language: Language = .english,
    layers: Int = 4, heads: Int = 8, family: ModelConfiguration.Family = .gpt2
  ) throws -> Robot {
    var robot = Robot(
      text, width: width, height: height, language: language,
      subject: Robot.subject(layers: layers, heads: heads, family: family), isReal: true)
    try robot.press("s")
    return robot
  }

  @Test(
    "keys go from operation to operation, layer to layer, head to head",
    arguments: [
      ("", PassOperation.embedding, 0, 0), ("right right", .attentionNorm, 0, 0), ("l l l h", .attentionNorm, 0, 0),
      ("> > > > <", .queryKeyValue, 0, 0), ("> > ]", .attentionNorm, 1, 0), ("> > ] ] [", .attentionNorm, 1, 0),
      ("]", .attentionNorm, 0, 0), ("end", .probabilities, 0, 0), ("end [", .mlpResidual, 3, 0),
      ("2", .attentionNorm, 2, 0), ("> > > > } }", .scores, 0, 2), ("> > > > } } {", .scores, 0, 1),
      ("end home", .embedding, 0, 0), ("3 > > > 1", .scale, 1, 0), ("end < < <", .mlpResidual, 3, 0),
    ])
  func moves(keys: String, operation: PassOperation, layer: Int, head: Int) throws {
    var robot = try StepTests.robot()
    try robot.press(keys)
    #expect(robot.state.explore.step.operation == operation)
    if operation.isInBlock { #expect(robot.state.explore.selection.layer == layer) }
    if operation.isPerHead { #expect(robot.state.explore.selection.head == head) }
  }

  @Test("two digits go to a layer beyond the ninth", arguments: [("1 7", 17), ("2 3 5", 5), ("9 9", 9), ("4 0", 0)])
  func digits(keys: String, layer: Int) throws {
    var robot = try StepTests.robot(layers: 24, heads: 2)
    try robot.press(keys)
    #expect(robot.state.explore.selection.layer == layer)
  }

  @Test(
    "a key that can't act says why",
    arguments: [
      ("<", "begins here"), ("end >", "ends here"), ("9", "no layer 9"), ("[", "first layer"), ("end ]", "last layer"),
      ("}", "All heads share"), ("tab left", "first number"), ("tab end right", "last number"),
      ("backspace", "No input was followed"), ("enter tab enter enter", "training has set"), ("- - - -", "slower"),
      ("+ + + +", "faster"), (".", "last token"),
    ])
  func reasons(keys: String, reason: String) throws {
    var robot = try StepTests.robot()
    try robot.press(keys)
    #expect(robot.status.contains(reason), "\(robot.status)")
  }

  @Test(
    "every operation of every layer draws, in both languages, with and without formula", arguments: Language.allCases,
    [
      ModelConfiguration.Family.gpt2, .llama, .bert(segments: 2), .distilBERT, .bart(encoderLayers: 1),
      .mbart(encoderLayers: 1),
    ])
  func everyOperation(language: Language, family: ModelConfiguration.Family) throws {
    var robot = try StepTests.robot(width: 80, height: 24, language: language, layers: 2, heads: 2, family: family)
    let words = robot.state.words.step
    let facts = StepWords.Facts(
      query: "cat", key: "sat", tokens: 7, keys: 7, width: 16, heads: 2, headWidth: 8, neurons: 64,
      vocabulary: 380, normsFollow: ![.gpt2, .llama, .mbart(encoderLayers: 1)].contains(family),
      seesAll: family != .gpt2, guessesPlace: family != .gpt2, activation: family == .llama ? .swiGLU : .gelu(.tanh))
    for index in 0..<robot.state.subject.model.configuration.stepCount {
      if index > 0 { try robot.press(">") }
      let operation = robot.state.explore.step.operation
      #expect(robot.state.explore.currentStep.index(in: robot.state.subject.model.configuration) == index)
      let title = words.title(operation, facts)
      for text in [words.name(operation), title] { #expect(!text.isEmpty) }
      #expect(robot.screen.contains(title), "\(operation)")
      #expect(robot.screen.contains("▐\(words.name(operation))▌"), "\(operation)")
      try robot.press("f")
      #expect(robot.lines.dropFirst(7).contains { $0.contains("│ = ") || $0.contains(" = ") }, "\(operation)")
      try robot.press("f w w w w tab right down tab")
      #expect(robot.lines.count == 24)
      try robot.press("tab")
    }
  }

  @Test("words differ between the languages, and say the same of every operation")
  func words() {
    let facts = StepWords.Facts(
      query: "cat", key: "sat", tokens: 7, keys: 5, width: 128, heads: 8, headWidth: 16, neurons: 512,
      vocabulary: 333, normsFollow: false, seesAll: false, guessesPlace: false)
    for operation in PassOperation.allCases {
      let (english, chinese) = (StepWords.english, StepWords.chinese)
      for pair in [
        (english.sentence(operation, facts), chinese.sentence(operation, facts)),
        (english.analogy(operation, facts), chinese.analogy(operation, facts)),
        (english.shape(operation, facts), chinese.shape(operation, facts)),
      ] {
        #expect(!pair.0.isEmpty && !pair.1.isEmpty && pair.0 != pair.1, "\(operation)")
        #expect(pair.1.unicodeScalars.contains { $0.value >= 0x4E00 }, "\(operation)")
      }
      // Whatever numbers an English sentence names, the Chinese one names as well.
      let digits = english.shape(operation, facts).filter(\.isNumber)
      #expect(chinese.shape(operation, facts).filter(\.isNumber) == digits, "\(operation)")
    }
  }

  @Test(
    "what a formula shows works out to the number that the panel shows",
    arguments: [
      ModelConfiguration.Family.gpt2, .llama, .bert(segments: 2), .distilBERT, .recurrent(.elman), .recurrent(.gru),
      .recurrent(.lstm),
    ])
  func formulas(family: ModelConfiguration.Family) throws {
    var robot = try StepTests.robot(layers: 2, heads: 2, family: family)
    var random = SplitMix64Source(seed: 3)
    for index in 0..<robot.state.subject.configuration.stepCount {
      if index > 0 { try robot.press(">") }
      for _ in 0..<6 {
        let reading = try #require(robot.state.explore.reading)
        var state = robot.state
        state.explore.selection.query = random.below(reading.tokens.count)
        let view = ExploreView(state, width: 120, height: 40)
        let scene = view.scene(reading)
        let result = try #require(state.explore.stepResult(reading))
        let column = random.below(result.tensor.columns)
        let shown = result.tensor[scene.selection.query, column]
        let place = result.query == nil ? column : Int(result.tokens[column])
        let derivation = try #require(
          robot.state.subject.model.derivation(
            of: result.step, row: scene.selection.query, column: place, in: reading.trace))
        guard shown.isFinite else {
          #expect(derivation.recomputed == Double(shown))
          continue
        }
        #expect(abs(derivation.recomputed - Double(shown)) <= 1e-4 * max(1, abs(Double(shown))), "\(result.step)")
        let formula = try #require(
          view.formula(scene, result, column: view.state.step.column(result, reading, scene.selection)))
        #expect(!formula.rule.isEmpty && formula.result.value.isFinite)
      }
    }
  }

  @Test("every token that m hides is named where the mask is explained", arguments: Language.allCases)
  func masked(language: Language) throws {
    var robot = try StepTests.robot(language: language)
    try robot.press("1 > > > >")
    #expect(!robot.screen.contains(" m "))
    try robot.press(", m , m . .")
    let facts = StepWords.Facts(
      query: "mat", key: "mat", tokens: 7, keys: 7, width: 64, heads: 8, headWidth: 8, neurons: 96,
      vocabulary: 45, normsFollow: false, seesAll: false, guessesPlace: false,
      masked: ["on", "the"])
    let sentence = robot.state.words.step.sentence(.mask, facts)
    #expect(sentence.contains("“on”") && sentence.contains("“the”"))
    let view = ExploreView(robot.state, width: 120, height: 40)
    let shown = view.stepFacts(view.scene(try #require(robot.state.explore.reading)), column: nil)
    #expect(shown.masked == ["on", "the"])
    #expect(robot.screen.contains("“on”"))
  }

  @Test(
    "a result of zeros has no scale; a head or an MLP that is off says so", arguments: ["1 > > > > > > x", "1 } < <"])
  func zeros(keys: String) throws {
    var robot = try StepTests.robot()
    try robot.press(keys)
    if robot.state.explore.step.operation != .mix { try robot.press("2 X") }
    #expect(robot.screen.contains("all are 0"))
    #expect(!robot.screen.contains("e-38"))
    #expect(robot.screen.contains("× off"))
    #expect(robot.screen.contains("× mix") || robot.screen.contains("× MLP out"))
  }

  @Test("what rounds to 0 is told from 0")
  func nearZero() {
    let view = ExploreView(Robot().state, width: 80, height: 24)
    for (value, cell, vector) in [
      (0, "0", "0"), (0.004, "~0", "~0"), (-1e-20, "~0", "~0"), (0.006, ".01", ".01"), (-0.03, "-.03", "-.03"),
    ] as [(Float, String, String)] {
      #expect(view.cellNumber(value) == cell)
      #expect(view.signedNumber(value) == vector)
    }
  }

  @Test("without colour the scale shows the marks that the numbers have")
  func mono() throws {
    var robot = try StepTests.robot()
    let legend = try #require(robot.lines.first { $0.contains("╰─ -") })
    #expect(legend.contains("▄▄▃▂▁ ░▒▓██") || legend.contains("▄▃▂▁ ░▒▓█"), "\(legend)")
    try robot.press("z")
    let marks = robot.lines.dropFirst(10).joined()
    for mark in "▁▂▃▄░▒▓█" { #expect(marks.contains(mark), "\(mark)") }
  }

  @Test("an input can be followed to the operation that made it, and back")
  func follow() throws {
    var robot = try StepTests.robot()
    try robot.press("1 > > w")  // Scores of layer 1.
    #expect(robot.state.explore.step.operation == .scores)
    #expect(robot.state.explore.step.source == 0)
    try robot.press("w enter")  // The key's numbers.
    #expect(robot.state.explore.step.operation == .queryKeyValue)
    #expect(robot.state.explore.selection.layer == 1)
    #expect((8..<16).contains(robot.state.explore.step.columns[.projection] ?? 0))
    try robot.press("backspace")
    #expect(robot.state.explore.step.operation == .scores)
    // From the end to the beginning: every followed input leads further back.
    try robot.press("end")
    var index = Int.max
    while index > 0 {
      let now = robot.state.explore.currentStep.index(in: robot.state.subject.configuration)
      #expect(now < index)
      guard now < index, now > 0 else { break }
      index = now
      try robot.press("enter")
      if robot.state.explore.currentStep.index(in: robot.state.subject.configuration) == now {
        try robot.press("enter")
      }
    }
    #expect(robot.state.explore.step.operation == .embedding)
  }

  @Test("a click on a station goes there, on a number chooses it, on an input lights it")
  func clicks() throws {
    var robot = try StepTests.robot()
    try robot.press("> > > > w")
    let line = try #require(robot.lines.firstIndex { $0.contains("│ softmax │") })
    let x = try #require(column(of: "softmax", in: robot.lines[line]))
    robot.click(x + 1, line)
    #expect(robot.state.explore.step.operation == .softmax)
    let view = ExploreView(robot.state, width: 120, height: 40)
    let rect = try #require(view.layout.panels[.operation])
    let reading = try #require(robot.state.explore.reading)
    let scene = view.scene(reading)
    let result = try #require(view.stepResult(scene))
    let geometry = try #require(view.operationGeometry(scene, result, in: rect))
    let cell = geometry.rect(row: 3, column: 2)
    robot.click(cell.x + 1, cell.y)
    #expect(robot.state.explore.selection.query == 3)
    #expect(robot.state.explore.step.columns[.key] == 2)
    #expect(robot.state.explore.focus == .operation)
  }

  private func column(of text: String, in line: String) -> Int? {
    line.range(of: text).map { VisibleText.columns(of: String(line[..<$0.lowerBound])) }
  }
}

extension StringProtocol {
  /// Where a text stands; the standard library has it only with Foundation.
  fileprivate func range(of text: String) -> Range<Index>? {
    indices.lazy.compactMap { start in
      self[start...].hasPrefix(text) ? start..<self.index(start, offsetBy: text.count) : nil
    }.first
  }
}

@Suite("Playing the pass") struct PlaybackTests {
  private func wake(_ robot: Robot) -> (milliseconds: Int, ticket: Int)? {
    if case .wake(let milliseconds, let ticket) = robot.effects.last { return (milliseconds, ticket) }
    return nil
  }

  @Test("Space plays step by step to the end, and from the end from the beginning")
  func plays() throws {
    var robot = try StepTests.robot(layers: 1, heads: 1)
    try robot.press("space")
    var steps = 0
    while robot.state.explore.step.playback.isOn, steps < 100 {
      let alarm = try #require(wake(robot))
      #expect(alarm.milliseconds == 1000)
      robot.send(.woke(ticket: alarm.ticket))
      steps += 1
    }
    #expect(steps == robot.state.subject.configuration.stepCount - 1)
    #expect(robot.state.explore.step.operation == .probabilities)
    let asked = robot.effects.count
    try robot.press("space")
    #expect(robot.state.explore.step.operation == .embedding)
    #expect(robot.effects.count == asked + 1)
  }

  @Test("while nothing plays nothing wakes the program; an old alarm moves nothing")
  func quiet() throws {
    var robot = try StepTests.robot()
    try robot.press("> > f w ] + -")
    #expect(robot.effects.isEmpty)
    try robot.press("space")
    let alarm = try #require(wake(robot))
    try robot.press("space")
    let (step, count) = (robot.state.explore.currentStep, robot.effects.count)
    robot.send(.woke(ticket: alarm.ticket))
    #expect(robot.state.explore.currentStep == step)
    #expect(robot.effects.count == count)
  }

  @Test("a change of speed counts at once, and makes the alarm before it void")
  func speed() throws {
    var robot = try StepTests.robot()
    try robot.press("space")
    let old = try #require(wake(robot))
    try robot.press("+")
    let new = try #require(wake(robot))
    #expect(new.milliseconds == 500)
    robot.send(.woke(ticket: old.ticket))
    #expect(robot.state.explore.step.operation == .embedding)
    robot.send(.woke(ticket: new.ticket))
    #expect(robot.state.explore.step.operation == .position)
  }

  @Test("under the help the pass stands still; leaving the page ends it")
  func pauses() throws {
    var robot = try StepTests.robot()
    try robot.press("space ?")
    robot.send(.woke(ticket: try #require(wake(robot)).ticket))
    #expect(robot.state.explore.step.operation == .embedding)
    try robot.press("escape")
    robot.send(.woke(ticket: try #require(wake(robot)).ticket))
    #expect(robot.state.explore.step.operation == .position)
    try robot.press("o")
    #expect(!robot.state.explore.step.playback.isOn)
  }
}

@Suite("Any size, any model, step by step") struct StepRobustnessTests {
  @Test(
    "odd models and sentences draw at every size",
    arguments: [(1, 1, 1), (2, 3, 40), (48, 1, 2)], [ModelConfiguration.Family.gpt2, .bart(encoderLayers: 3)])
  func oddModels(shape: (layers: Int, heads: Int, tokens: Int), family: ModelConfiguration.Family) throws {
    let (layers, heads, tokens) = shape
    let text = (0..<tokens).map { Robot.words[$0 % Robot.words.count] }.joined(separator: " ")
    var robot = try StepTests.robot(text, layers: layers, heads: heads, family: family)
    for keys in ["end", "[ w", "f", "T T >", "0 > > >", "z", "w w", "tab end", "f tab up"] {
      try robot.press(keys)
      for (width, height) in [(80, 24), (109, 29), (110, 60), (200, 24), (30, 5)] {
        robot.send(.input(.resize(width: width, height: height)))
        #expect(robot.lines.count == height)
      }
    }
  }

  @Test("a trace without the inside of the model says so")
  func handmade() throws {
    var robot = Robot()
    try robot.press("s > > >")
    #expect(robot.screen.contains("does not hold"))
    try robot.press("f w enter tab right tab down space + end z")
    #expect(robot.lines.count == 24)
  }

  /// An encoder–decoder translates anew with each change, so it gets fewer keys.
  @Test(
    "random keys and clicks never trap",
    arguments: [
      (ModelConfiguration.Family.gpt2, 3000), (.bart(encoderLayers: 3), 1500), (.bart(encoderLayers: 1), 1500),
    ])
  func random(family: ModelConfiguration.Family, count: Int) throws {
    var generator = SplitMix64Source(seed: 21)
    let names = [
      "left", "right", "up", "down", "tab", "<", ">", "[", "]", "{", "}", "0", "1", "2", "7", "f", "w", "enter",
      "backspace", "z", "space", "+", "-", ",", ".", "home", "end", "s", "o", "x", "X", "m", "u", "e", "escape", "?",
      "T", "n", "a", "d", "r", "v", "y",
    ]
    let keys = try names.map { try #require(Key(named: $0)) }
    var robot = try StepTests.robot("The cat sat on", layers: 2, heads: 2, family: family)
    for step in 0..<count {
      switch generator.below(12) {
      case 0...1: robot.click(generator.below(120), generator.below(40))
      case 2: robot.send(.woke(ticket: robot.state.explore.step.playback.ticket))
      case 3 where generator.below(20) == 0:
        robot.send(.input(.paste(Paste(["the dog", " ", ""][generator.below(3)]))))
      default: robot.send(.input(.key(keys[generator.below(keys.count)])))
      }
      if step % 50 == 0 { #expect(robot.lines.count == 40) }
    }
  }
}
