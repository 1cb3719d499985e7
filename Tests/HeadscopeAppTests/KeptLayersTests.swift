import Kernels
import Models
import TerminalCanvas
import Testing

@testable import HeadscopeApp

/// A text whose whole trace does not fit into memory is looked at layer by layer.
@Suite("Layers that memory holds") struct KeptLayersTests {
  private static let text = ZoomTests.text(60)

  /// A budget in which so many of 8 layers fit.
  private func robot(
    keeping count: Int, traces: Int = 1, width: Int = 80, height: Int = 24, language: Language = .english
  ) throws -> Robot {
    let subject = Robot.subject(layers: 8, heads: 4)
    let bytes = try #require(TraceSession.layerBytes(subject.configuration, length: 60))
    return Robot(
      Self.text, width: width, height: height, language: language, subject: subject, isReal: true,
      memoryBudget: bytes.bytes(layers: count, traces: traces))
  }

  private func whole(_ robot: Robot) throws -> Trace {
    let session = TraceSession(robot.state.subject.model, kernels: Kernels.naiveKernelSet())
    return session.trace(robot.state.explore.sentence.ids, interventions: robot.state.explore.interventions)
  }

  @Test("the layers in sight are kept, others come when they are chosen, and the screen says which")
  func moving() throws {
    var robot = try robot(keeping: 3)
    var reading = try #require(robot.state.explore.reading)
    #expect(!reading.trace.isWhole && reading.trace.keptLayers == [0, 1, 2])
    #expect(robot.lines[1].contains("layers 0–2 of 8 kept · "))
    #expect(robot.screen.contains("…"))
    let whole = try whole(robot)
    for layer in 0..<8 {
      reading = try #require(robot.state.explore.reading)
      #expect(reading.trace.holds(layer: layer), "\(layer)")
      #expect(reading.trace.keptLayers.count == 3)
      for head in 0..<4 {
        let (kept, all) = (
          reading.trace.pattern(layer: layer, head: head, query: 59), whole.pattern(layer: layer, head: head, query: 59)
        )
        #expect(Array(kept) == Array(all))
      }
      if layer < 7 { try robot.press("j") }
    }
    #expect(robot.lines[1].contains("layers 5–7 of 8 kept · "))
    #expect(!robot.screen.contains("NaN") && !robot.screen.contains("nan"))
  }

  @Test("every page draws, at every step and layer, with one layer in memory", arguments: Language.allCases)
  func pages(language: Language) throws {
    var robot = try robot(keeping: 1, width: 120, height: 40, language: language)
    for page in ["o", "n", "a", "g", "o"] {
      try robot.press(page)
      for key in ["tab", "j", "k", "l", "h", "]", "[", "v", "f", "pageup", "tab", "j", "z"] {
        try robot.press(key)
        #expect(robot.lines.count == 40 && !robot.screen.contains("NaN"))
      }
    }
    try robot.press("s")
    for _ in 0..<40 {
      try robot.press("right")
      let state = robot.state.explore
      #expect(state.holdsLayerInSight(try #require(state.reading)))
      #expect(robot.lines.count == 40)
    }
  }

  @Test("the ledger, which adds up all layers, says what it lacks")
  func ledger() throws {
    var robot = try robot(keeping: 2)
    try robot.press("d")
    #expect(robot.state.explore.page == .overview && robot.status.contains("all layers"))
  }

  @Test("with parts switched off both passes keep the same layers; a shorter text is whole again")
  func switching() throws {
    var robot = try robot(keeping: 2, traces: 2)
    try robot.press("j j j x")
    let reading = try #require(robot.state.explore.reading)
    #expect(reading.trace.keptLayers == reading.intact?.keptLayers && reading.trace.holds(layer: 3))
    let whole = try whole(robot)
    #expect(reading.trace.tensor(named: "logits") == whole.tensor(named: "logits"))
    #expect(reading.trace.tensor(named: "blocks.3.hook_resid_post") == whole.tensor(named: "blocks.3.hook_resid_post"))
    try robot.press("e ctrl-u")
    robot.type("the cat")
    try robot.press("enter")
    #expect(robot.state.explore.reading?.trace.isWhole == true && robot.state.explore.kept == nil)
    #expect(!robot.lines[1].contains("kept"))
  }

  @Test("where not even one layer fits, the change is refused")
  func refused() throws {
    let subject = Robot.subject(layers: 8, heads: 4)
    let bytes = try #require(TraceSession.layerBytes(subject.configuration, length: 60))
    var robot = Robot("the cat", subject: subject, memoryBudget: bytes.bytes(layers: 1) - 1)
    robot.send(.input(.paste(Paste(" " + Self.text))))
    #expect(robot.status.contains("Not done: "))
    #expect(robot.state.explore.reading?.trace.isWhole == true)
  }

  @Test("drawn as before", arguments: [(80, 24), (120, 40), (200, 60)])
  func golden(width: Int, height: Int) throws {
    var robot = try robot(keeping: 2, width: width, height: height)
    try robot.press("j j j")
    Golden.expect(robot.screen, named: "kept-\(width)x\(height)")
  }
}
