import Analysis
import Models
import TerminalCanvas
import Testing

@testable import HeadscopeApp

@Suite("A classifier on the Explore screen") struct ClassifierTests {
  private static func robot(_ language: Language = .english, width: Int = 120, height: Int = 40) -> Robot {
    Robot(
      "The cat sat on the mat.", width: width, height: height, language: language,
      subject: Robot.subject(
        layers: 2, heads: 2, name: "judge", family: .bert(segments: 2), labels: ["negative", "positive"]),
      isReal: true)
  }

  @Test("its verdict stands in the words of its labels, at the first token, whatever is chosen")
  func verdict() throws {
    var robot = Self.robot()
    #expect(robot.state.explore.selection.query == 0)
    for keys in ["", ". . ."] {
      try robot.press(keys)
      #expect(robot.screen.contains("Verdict") && robot.screen.contains("at “[CLS]”"))
      #expect(robot.screen.contains("negative ") && robot.screen.contains("positive "))
    }
  }

  @Test("its steps end with pooler, tangent, a score for each label and the verdict", arguments: Language.allCases)
  func steps(language: Language) throws {
    var robot = Self.robot(language, width: 80, height: 24)
    try robot.press("s f")
    let words = robot.state.words.step
    var names: [String] = []
    for index in 0..<robot.state.subject.configuration.stepCount {
      if index > 0 { try robot.press(">") }
      let name = words.name(robot.state.explore.step.operation)
      #expect(robot.screen.contains("▐\(name)▌"), "\(name)")
      #expect(robot.lines.contains { $0.contains("│ = ") || $0.contains(" = ") }, "\(name)")
      names.append(name)
    }
    #expect(names.suffix(4) == [.pooler, .poolerActivation, .logits, .probabilities].map { words.name($0) })
  }

  @Test("every page draws it", arguments: ["n", "a", "d", "d r b j", "o", "s { ] f w"])
  func pages(keys: String) throws {
    var robot = Self.robot()
    try robot.press(keys)
    #expect(robot.lines.count == 40 && robot.screen.contains("judge"))
  }

  @Test("while it is trained, its words are labels and verdicts, and no next token", arguments: Language.allCases)
  func trained(language: Language) {
    let (all, own) = (
      Words.table(for: language), Words.table(for: language, of: Self.robot(language).state.subject.configuration)
    )
    let next = language == .english ? "next" : "下一个词元"
    #expect(all.train.taken.sentence(.forward).contains(next) && !own.train.taken.sentence(.forward).contains(next))
    #expect(own.train.taken.sentence(.loss).contains(language == .english ? "the right label" : "正确标签"))
    #expect(own.train.title(.predictions) == own.verdict && own.train.title(.loss) == all.train.title(.loss))
    #expect(own.key(.trainSample).help != all.key(.trainSample).help && own.key(.quit).help == all.key(.quit).help)
  }

  @Test("the ledger adds up to a label's score")
  func ledger() throws {
    var robot = Self.robot()
    try robot.press("d")
    let comparison = try #require(robot.state.explore.ledger.comparison)
    #expect(abs(comparison.now.sum - comparison.now.whole) < 1e-4)
    #expect(robot.screen.contains("negative") || robot.screen.contains("positive"))
  }
}
