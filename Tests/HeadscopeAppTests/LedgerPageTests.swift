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
    // Another token is asked about: the ranking says that it is of the old one.
    try robot.press("tab right")
    #expect(robot.screen.contains("r ranks again"))
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
