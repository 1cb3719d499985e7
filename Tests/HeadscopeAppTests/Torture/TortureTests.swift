import Models
import ProgramDriver
import TerminalCanvas
import Testing
import Tokenizers

@testable import HeadscopeApp

/// The app without a terminal, driven as nobody drives it: a sample with every run of the tests, the whole with
/// `make torture` (docs/Torture.md).
@Suite("Torture") struct TortureTests {
  /// A model as large as the sample; a small one where a debug build has to compute.
  static let model =
    TortureLength.isWhole ? Robot.subject() : Robot.subject(context: 12, layers: 3, heads: 2)

  @Test("R23: random keys and mouse events never trap, and whatever they lead to can be drawn", arguments: 0..<8)
  func randomInput(seed: Int) {
    let robots = [
      Robot(subject: Self.model), Robot("", language: .chinese, subject: Self.model),
      Robot(ScreenCase.long, theme: .daylight, subject: Self.model),
      Robot("The", subject: Robot.subject(context: 9, layers: 1, heads: 1)),
      Robot(subject: Robot.subject(context: 12, layers: 3, heads: 4, family: .llama)),
      Robot(subject: Robot.subject(context: 12, layers: 3, heads: 2, family: .distilBERT, hasHead: false)),
      Robot(subject: Robot.subject(context: 12, layers: 3, heads: 4, family: .mbart(encoderLayers: 2))),
      Robot(subject: Robot.subject(context: 12, layers: 3, heads: 2, family: .bert(segments: 2))),
    ]
    var wanderer = Wanderer(seed: UInt64(23 + seed), robot: robots[seed])
    for number in 0..<TortureLength.rounds(sample: 150, whole: 250_000) {
      wanderer.step()
      guard number % 10 == 0 else { continue }
      let frame = wanderer.robot.state.frame()
      #expect(frame.height == wanderer.robot.state.height && frame.width == wanderer.robot.state.width)
    }
  }

  @Test(
    "R14: a screen that was changed step by step is the one that is drawn at once",
    arguments: [ColorDepth.direct, .indexed256, .ansi16, .mono])
  func incremental(depth: ColorDepth) {
    var wanderer = Wanderer(seed: 14, robot: Robot(width: 100, height: 30, subject: Self.model))
    var shown = wanderer.robot.state.frame()
    var presenter = ANSIPresenter(Capability(depth))
    var screen = shown.emulated(depth)
    for number in 0..<TortureLength.rounds(sample: 40, whole: 5_000) {
      wanderer.step()
      let frame = wanderer.robot.state.frame()
      let isResized = frame.width != shown.width || frame.height != shown.height
      if isResized { screen.resize(width: frame.width, height: frame.height) }
      screen.feed(presenter.update(from: isResized ? nil : shown, to: frame).utf8)
      shown = frame
      guard number % 10 == 0 || isResized else { continue }
      if let difference = screen.difference(from: frame.emulated(depth)) {
        Issue.record("after step \(number): \(difference)")
        return
      }
    }
    #expect(screen.violations.isEmpty && screen.overdraws.isEmpty, "\(screen.violations + screen.overdraws)")
  }

  @Test("R15: every small size shows a hint, within its bounds, wherever the app is", arguments: Language.allCases)
  func smallSizes(language: Language) {
    var wanderer = Wanderer(
      seed: 15, robot: Robot(width: 120, height: 40, language: language, subject: Self.model),
      sizes: (80...200, 24...60))
    let sizes = (1...20).flatMap { height in (1...60).map { ($0, height) } }
    for _ in 0..<TortureLength.rounds(sample: 1, whole: 20) {
      for _ in 0..<30 { wanderer.step() }
      for (width, height) in TortureLength.cases(sizes, sampleOf: 60) {
        var canvas = Canvas(width: width, height: height)
        wanderer.robot.state.draw(into: &canvas)
        let screen = expectWithinBounds(canvas)
        #expect(!screen.isBlank, "nothing at \(width) × \(height)")
        if width >= 40, height >= 3 { #expect(screen.text.contains("80 × 24"), "\(screen.text)") }
      }
    }
  }

  @Test("R15: every size from the smallest that suffices is filled within its bounds", arguments: Language.allCases)
  func largeSizes(language: Language) {
    var wanderer = Wanderer(
      seed: 16, robot: Robot(language: language, subject: Self.model), sizes: (80...400, 24...120))
    for _ in 0..<TortureLength.rounds(sample: 3, whole: 1_000) {
      for _ in 0..<20 { wanderer.step() }
      wanderer.resize()
      expectWithinBounds(wanderer.robot.state.frame())
    }
  }

  /// Draws in the order of the cells and checks that no cell lies outside and that the terminal shows what was meant.
  @discardableResult
  private func expectWithinBounds(_ canvas: Canvas, _ place: SourceLocation = #_sourceLocation) -> EmulatedScreen {
    let screen = canvas.emulated(.mono)
    #expect(
      screen.overdraws.isEmpty && screen.violations.isEmpty, "\(screen.overdraws + screen.violations)",
      sourceLocation: place)
    return screen
  }

  @Test(
    "R24: hostile names, words and texts become visible signs in every depth of colour", arguments: ColorDepth.allCases)
  func hostileText(depth: ColorDepth) {
    var hostile = HostileText(seed: 24)
    let rounds = TortureLength.rounds(sample: 1, whole: 125)
    for number in 0..<rounds {
      // Ten texts a round in each field: the model's name, its words, the sentence, what is pasted.
      let words = (0..<40).map { _ in hostile.next() }
      let subject = Self.subject(words: Array(Set(words).subtracting(["<s>", "<unk>"])).sorted(), name: hostile.next())
      let robot = Robot(
        (0..<3).map { _ in hostile.next() }.joined(separator: " "), width: 120, height: 40, subject: subject)
      var wanderer = Wanderer(seed: UInt64(number), robot: robot, sizes: (80...160, 24...50))
      for _ in 0..<10 {
        wanderer.send(.input(.key(Key("e"))))
        wanderer.send(.input(.paste(Paste(hostile.next()))))
        for _ in 0..<5 { wanderer.step() }
        let screen = wanderer.robot.state.frame().emulated(depth)
        let bad = screen.violations.filter {
          !$0.contains("can't be seen") || $0.contains("U+20") || $0.contains("U+fe")
        }
        #expect(bad.isEmpty, "round \(number): \(bad)")
      }
    }
  }

  @Test("R27: a Train screen that is drawn for a day takes no more memory")
  func longRun() throws {
    var robot = try Robot.training(steps: 0)
    /// Hands over reports, answers what is asked and draws each; the most memory that was taken, in kB.
    func draw(_ ticks: Range<Int>) throws -> Int {
      var most = 0
      for tick in ticks {
        let steps = (tick * 20 + 1)...(tick * 20 + 20)
        robot.send(.training(FakeTraining.report(steps: steps, hasModel: tick.isMultiple(of: 30))))
        robot.answerProbes()
        robot.forgetEffects()
        _ = robot.state.frame()
        if tick.isMultiple(of: 10) { most = max(most, try ProcessFigures.kilobytes()) }
      }
      return most
    }
    // Every curve is full after that.
    let warmUp = TortureLength.rounds(sample: 250, whole: 8_640)
    let end = warmUp + TortureLength.rounds(sample: 50, whole: 86_400)
    let before = try draw(0..<warmUp)
    #expect(robot.state.train.history.points.count <= TrainingHistory.capacity)
    let after = try draw(warmUp..<end)
    #expect(robot.state.train.history.points.count <= TrainingHistory.capacity)
    #expect(robot.state.train.stepsDone == 20 * end)
    // In a sample other tests take memory beside this one.
    if TortureLength.isWhole { #expect(after - before < 1_024, "\(before) kB grew to \(after) kB") }
  }

  private static func subject(words: [String], name: String) -> Subject {
    let tokenizer = Tokenizer.wordLevel(words: words)
    return Subject(
      name: name,
      model: LanguageModel(
        configuration: ModelConfiguration(
          vocabularySize: tokenizer.vocabularySize, contextLength: 64, width: 16, layers: 2, heads: 2, mlpWidth: 32),
        seed: 1),
      tokenizer: tokenizer)
  }
}
