import Analysis
import Models
import Testing

@testable import HeadscopeApp

@Suite("Switching off") struct InterventionTests {
  @Test("x switches the selected head off and on; what it adds is gone")
  func head() throws {
    var robot = Robot(isReal: true)
    try robot.press("j l x")
    let place = HeadPlace(layer: 1, head: 1)
    #expect(robot.state.explore.interventions.heads == [place])
    let reading = try #require(robot.state.explore.reading)
    #expect(reading.trace.row([3, 1], of: "blocks.1.attn.hook_z").allSatisfy { $0 == 0 })
    #expect(try #require(reading.intact).row([3, 1], of: "blocks.1.attn.hook_z").contains { $0 != 0 })
    #expect(robot.lines[0].contains("off: L1H1"))
    #expect(robot.status.contains("head 1 is off"))
    try robot.press("x")
    #expect(robot.state.explore.interventions.isEmpty)
    #expect(robot.state.explore.reading?.intact == nil)
  }

  @Test("X switches the layer's MLP off, m hides the token, u undoes all")
  func others() throws {
    var robot = Robot(isReal: true)
    try robot.press("j X , , m")
    #expect(robot.state.explore.interventions.mlps == [1])
    #expect(robot.state.explore.interventions.maskedPositions == [4])
    let trace = try #require(robot.state.explore.reading?.trace)
    #expect(trace.row([5], of: "blocks.1.hook_mlp_out").allSatisfy { $0 == 0 })
    #expect(trace.pattern(layer: 0, head: 0, query: 6).dropFirst(4).first == 0)
    #expect(robot.lines[1].contains("×on"))
    try robot.press("u")
    #expect(robot.state.explore.interventions.isEmpty)
    try robot.press("u")
    #expect(robot.status.contains("Nothing is switched off"))
  }

  @Test("what is off stays off while the sentence is edited")
  func editing() throws {
    var robot = Robot(isReal: true)
    try robot.press("x e")
    robot.type(" .")
    let reading = try #require(robot.state.explore.reading)
    #expect(reading.tokens.count == 8)
    #expect(reading.trace.interventions.heads == [HeadPlace(layer: 0, head: 0)])
    #expect(reading.intact?.ids == reading.trace.ids)
  }
}

@Suite("Lenses") struct LensTests {
  @Test("the wheel turns through every lens and back to the weights")
  func wheel() throws {
    var robot = Robot(isReal: true)
    var seen: [AttentionLens] = []
    for _ in AttentionLens.allCases {
      seen.append(robot.state.explore.attentionLens)
      let lensed = try #require(robot.state.explore.lensed)
      #expect(lensed.lens == robot.state.explore.attentionLens)
      let grid = try #require(lensed.grid(layer: 1, head: 2))
      #expect(grid.count == 49)
      #expect(grid[1].isNaN, "a causal model hides what comes later")
      for value in grid where !value.isNaN && lensed.lens != .log {
        #expect((-1e-6...1.000_01).contains(lensed.position(value)))
      }
      try robot.press("v")
    }
    #expect(seen == AttentionLens.allCases)
    #expect(robot.state.explore.attentionLens == .raw)
    try robot.press("V")
    #expect(robot.state.explore.attentionLens == .rollout)
  }

  @Test("a lens stays while the sentence changes")
  func editing() throws {
    var robot = Robot(isReal: true)
    try robot.press("v v e")
    robot.type(" .")
    #expect(robot.state.explore.lensed?.lens == .sinkRemoved)
    #expect(robot.state.explore.lensed?.grid(layer: 0, head: 0)?.count == 64)
  }
}

@Suite("What a stranger found") struct StrangerTests {
  @Test("playing stops where somebody went to the last step by hand")
  func playback() throws {
    var robot = Robot(isReal: true)
    try robot.press("s space end")
    let ticket = robot.state.explore.step.playback.ticket
    robot.send(.woke(ticket: ticket))
    #expect(!robot.state.explore.step.playback.isOn)
    #expect(robot.screen.contains("61 of 61"))
  }

  @Test("a page's name in the title can be clicked")
  func titleClick() {
    var robot = Robot(width: 120)
    // What stands before it is one column wide each.
    let before = robot.lines[0].split(separator: " n neurons", omittingEmptySubsequences: false)[0].count
    robot.click(before + 3, 0)
    #expect(robot.state.explore.page == .neuron)
  }

  @Test("the ledger's sum is never cut", arguments: [80, 120, 200])
  func sum(width: Int) throws {
    var robot = Robot(width: width, height: width == 80 ? 24 : 40, isReal: true)
    try robot.press("d")
    let sum = try #require(robot.state.explore.ledger.comparison).now.sum
    let figure = ExploreView(robot.state, width: width, height: 40).signed(sum)
    #expect(robot.screen.contains("add up to \(figure) "))
  }

  @Test("no token stands twice before and after")
  func effect() throws {
    var robot = Robot(isReal: true)
    for keys in ["d", "X", "m"] {
      try robot.press(keys)
      let reading = try #require(robot.state.explore.reading)
      let view = ExploreView(robot.state, width: 80, height: 24)
      let last = reading.trace.length - 1
      let (before, now) = (reading.reference.nextTokens(after: last), reading.trace.nextTokens(after: last))
      for count in 0...8 {
        let tokens = view.effectTokens(before, now, count: count)
        #expect(Set(tokens).count == tokens.count && tokens.count == count)
      }
    }
  }

  @Test("a head that is off brings nothing through the lens of value norms")
  func lens() throws {
    var robot = Robot(isReal: true)
    try robot.press("v v v x")
    let grid = try #require(robot.state.explore.lensed?.grid(layer: 0, head: 0))
    #expect(grid.allSatisfy { $0.isNaN || $0 == 0 })
  }
}
