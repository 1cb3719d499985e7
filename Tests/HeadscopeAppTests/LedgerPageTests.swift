import Analysis
import Models
import Testing

@testable import HeadscopeApp

@Suite("The ledger's page") struct LedgerPageTests {
  @Test("the parts add up to the logit, whatever is switched off")
  func sum() throws {
    var robot = Robot(isReal: true)
    for keys in ["d", "x", "X", "m", "b", "l", "l", "z", ","] {
      try robot.press(keys)
      let comparison = try #require(robot.state.explore.ledger.comparison)
      for ledger in [comparison.now] + [comparison.before].compactMap({ $0 }) {
        #expect(abs(ledger.sum - ledger.whole) <= 1e-4 * max(1, abs(ledger.whole)))
      }
      #expect(comparison.entries.count == comparison.now.entries.count)
    }
  }

  @Test("the list follows the token asked about, its order and what is compared")
  func keys() throws {
    var robot = Robot(isReal: true)
    try robot.press("d")
    let first = try #require(robot.state.explore.ledger.comparison)
    let sizes = first.entries.map { abs($0.amount) }
    #expect(sizes == sizes.sorted(by: >))
    try robot.press("z")
    #expect(robot.state.explore.ledger.comparison?.entries.first?.part == .tokenEmbedding)
    try robot.press("b")
    #expect(robot.state.explore.ledger.comparison?.now.other != nil)
    try robot.press("b right")
    #expect(robot.state.explore.ledger.comparison?.now.token != first.now.token)
    try robot.press("left left")
    #expect(robot.state.explore.ledger.comparison?.now.token == first.now.token)
    #expect(robot.status.contains("likeliest"))
  }

  @Test("moving to a head in the list selects it, and x switches it off with its place kept")
  func selection() throws {
    var robot = Robot(isReal: true)
    try robot.press("d z j j")
    #expect(robot.state.explore.selection.layer == 0 && robot.state.explore.selection.head == 0)
    try robot.press("x")
    let comparison = try #require(robot.state.explore.ledger.comparison)
    #expect(comparison.now.amount(of: .head(HeadPlace(layer: 0, head: 0))) == 0)
    #expect(try #require(comparison.before).amount(of: .head(HeadPlace(layer: 0, head: 0))) != 0)
    #expect(robot.screen.contains("L0 · H0 ×"))
  }

  @Test("r ranks every head by what switching it off does")
  func ranking() throws {
    var robot = Robot(isReal: true)
    try robot.press("d r")
    let result = try #require(robot.state.explore.ranking.result)
    #expect(result.effects.count == 32)
    #expect(robot.state.explore.ranking.progress == nil)
    let reading = try #require(robot.state.explore.reading)
    #expect(robot.state.explore.isCurrent(result, reading))
    // The strongest effect, measured again by switching that head off.
    let effect = try #require(result.ranked(by: .probability).first)
    let before = reading.trace.nextTokens(after: result.position).probability(of: result.token) ?? .nan
    try robot.press("tab tab up")
    robot.click(75, 14)
    var again = Robot(isReal: true)
    try again.press("d")
    for _ in 0..<effect.place.layer { try again.press("o j d") }
    for _ in 0..<effect.place.head { try again.press("o l d") }
    try again.press("x")
    let after = try #require(again.state.explore.reading).trace.nextTokens(after: result.position)
    #expect(abs((after.probability(of: result.token) ?? .nan) - before - effect.probability) < 1e-6)
  }

  @Test("an effect that reads as nothing has no bar and no sign")
  func nothing() throws {
    // A small untrained model hardly changes its mind: effects on the probability are below a tenth of a per cent.
    var robot = Robot(isReal: true)
    try robot.press("d r")
    let result = try #require(robot.state.explore.ranking.result)
    let small = result.effects.filter { abs(result.amount($0)) < 0.05 }
    #expect(!small.isEmpty && small.contains { result.amount($0) != 0 })
    try robot.press("tab tab end")
    let rows = robot.lines.filter { $0.contains(/H\d [^│]*│[^│]*0\.0 │$/) }
    #expect(!rows.isEmpty, "\(robot.screen)")
    for row in rows { #expect(row.contains(/H\d +│ +0\.0 │$/), "\(row)") }
  }

  @Test("a small model's heads are ranked by themselves, again after each change")
  func byItself() throws {
    var robot = Robot(isReal: true)
    #expect(robot.state.explore.ranking.result == nil)
    for keys in ["d", "right", "x", "m", "u", ",", "b", "e backspace enter"] {
      try robot.press(keys)
      let reading = try #require(robot.state.explore.reading)
      #expect(robot.state.explore.isCurrent(try #require(robot.state.explore.ranking.result), reading), "\(keys)")
      #expect(robot.state.explore.ranking.progress == nil)
    }
    let generation = robot.state.explore.ranking.generation
    try robot.press("j k z z o")
    #expect(robot.state.explore.ranking.generation == generation, "nothing changed that it depends on")
  }

  @Test("a large model's heads are ranked on demand, and an old ranking says so")
  func onDemand() throws {
    var robot = Robot(ScreenCase.long, subject: Robot.subject(layers: 12, heads: 12), isReal: true)
    try robot.press("d")
    #expect(robot.state.explore.ranking.generation == 0 && robot.screen.contains("r switches every head off"))
    robot = Robot("cat", subject: Robot.subject(layers: 18, heads: 16), isReal: true)
    try robot.press("d r")
    #expect(robot.state.explore.ranking.result != nil)
    try robot.press("right")
    #expect(robot.screen.contains("r ranks again"))
  }

  @Test("compared with another token, heads are ranked by the lead that the ledger shows")
  func lead() throws {
    var robot = Robot(width: 120, height: 40, isReal: true)
    try robot.press("d b")
    let result = try #require(robot.state.explore.ranking.result)
    let now = try #require(robot.state.explore.ledger.comparison).now
    #expect(result.other == now.other && result.other != nil)
    #expect(abs(result.intact.logit - now.whole) < 1e-4)
    let effect = try #require(result.ranked(by: .logit).first)
    #expect(robot.screen.contains("Δ(logit “"))
    try robot.press("b")
    #expect(robot.screen.contains("Δp(“"))
    // Measured again: the lead with that head off.
    var again = Robot(isReal: true)
    try again.press("d b o")
    for _ in 0..<effect.place.layer { try again.press("j") }
    for _ in 0..<effect.place.head { try again.press("l") }
    try again.press("x d")
    let after = try #require(again.state.explore.ledger.comparison).now
    #expect(abs(after.whole - now.whole - effect.logit) < 1e-4)
  }

  @Test("the figure above the list is never cut", arguments: [(80, 24), (120, 40)], Language.allCases)
  func head(size: (width: Int, height: Int), language: Language) throws {
    var robot = Robot(width: size.width, height: size.height, language: language, isReal: true)
    try robot.press("d b")
    for _ in 0..<8 {
      let whole = try #require(robot.state.explore.ledger.comparison).now.whole
      let figure = ExploreView(robot.state, width: size.width, height: size.height).signed(whole)
      #expect(robot.lines[3].contains("= \(figure) "))
      try robot.press("right")
    }
  }

  @Test("a late ranking is dropped")
  func late() throws {
    var robot = Robot(isReal: true)
    try robot.press("d r")
    let result = try #require(robot.state.explore.ranking.result)
    let generation = robot.state.explore.ranking.generation
    try robot.press("right r")
    let newer = robot.state.explore.ranking.result
    robot.send(.ranked(result, ids: [1], generation: generation))
    #expect(robot.state.explore.ranking.result == newer)
  }
}
