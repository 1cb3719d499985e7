import Models
import TerminalCanvas
import Testing

@testable import HeadscopeApp

@Suite("Screens, step by step") struct StepScreenTests {
  static let long = ScreenCase.long
  static let cases: [ScreenCase] = [
    ScreenCase(name: "step-en-80x24", keys: "s", isReal: true),
    ScreenCase(name: "step-en-80x24-scores", keys: "s 2 > > f w", isReal: true),
    ScreenCase(name: "step-en-80x24-long", text: long, keys: "s 1 > > > > > w", isReal: true),
    ScreenCase(name: "step-en-120x40-norm", width: 120, height: 40, keys: "s 1 f", isReal: true),
    ScreenCase(name: "step-en-120x40-projection", width: 120, height: 40, keys: "s 1 > f", isReal: true),
    ScreenCase(name: "step-en-120x40-scores", width: 120, height: 40, keys: "s 1 > > f", isReal: true),
    ScreenCase(name: "step-en-120x40-mask", width: 120, height: 40, keys: "s 1 > > > > tab up up right", isReal: true),
    ScreenCase(name: "step-en-120x40-softmax", width: 120, height: 40, keys: "s 1 > > > > > f", isReal: true),
    ScreenCase(name: "step-en-120x40-residual", width: 120, height: 40, keys: "s 1 < f w", isReal: true),
    ScreenCase(name: "step-en-120x40-whole", text: long, width: 120, height: 40, keys: "s 2 > z", isReal: true),
    ScreenCase(
      name: "step-en-120x40-masked", width: 120, height: 40, keys: "home . . m end s 1 > > > > f", isReal: true),
    ScreenCase(name: "step-en-120x40-off", width: 120, height: 40, keys: "s 1 > > > > > > x f", isReal: true),
    ScreenCase(
      name: "step-zh-120x40-off", text: ScreenCase.chinese, width: 120, height: 40, language: .chinese,
      keys: "home . . m . . m end s 1 > > > > x", isReal: true),
    ScreenCase(
      name: "step-en-120x40-daylight", width: 120, height: 40, theme: .daylight, keys: "s end f", isReal: true),
    ScreenCase(name: "step-en-120x40-deep", width: 120, height: 40, layers: 24, heads: 16, keys: "s 1 7", isReal: true),
    ScreenCase(name: "step-en-200x60-mlp", width: 200, height: 60, keys: "s 3 < < f", isReal: true),
    ScreenCase(name: "step-en-200x60-long", text: long, width: 200, height: 60, keys: "s 3 > > f", isReal: true),
    ScreenCase(name: "step-zh-80x24", text: ScreenCase.chinese, language: .chinese, keys: "s 1 > >", isReal: true),
    ScreenCase(
      name: "step-zh-120x40", text: ScreenCase.chinese, width: 120, height: 40, language: .chinese,
      keys: "s 1 > > > > > > f w", isReal: true),
    ScreenCase(
      name: "step-zh-200x60", text: ScreenCase.chinese, width: 200, height: 60, language: .chinese, keys: "s end f",
      isReal: true),
    // An encoder–decoder's cross-attention: what is asked, and the keys and values that answer.
    ScreenCase(
      name: "step-en-120x40-cross", width: 120, height: 40, layers: 2, heads: 2, family: .bart(encoderLayers: 2),
      keys: "s T T > > f w", isReal: true),
    ScreenCase(
      name: "step-zh-80x24-cross", language: .chinese, layers: 2, heads: 2, family: .bart(encoderLayers: 2),
      keys: "s T T > f w", isReal: true),
  ]

  @Test("drawn as before", arguments: cases)
  func golden(of screen: ScreenCase) throws {
    Golden.expect(try screen.robot().screen, named: screen.name)
  }

  @Test("no line is wider than the screen, and the last holds whole key chips", arguments: cases)
  func fits(_ screen: ScreenCase) throws {
    let robot = try screen.robot()
    #expect(robot.lines.count == screen.height)
    for line in robot.lines { #expect(VisibleText.columns(of: line) <= screen.width) }
  }
}
