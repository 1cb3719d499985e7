import Kernels
import TerminalCanvas
import Training

@testable import HeadscopeApp

/// The Playground with its thread at hand: orders are done at once by a real run, on kernels that give the same bits everywhere.
struct FakePlayground {
  static func setup(_ preset: PlaygroundPreset = .first) -> PlaygroundSetup {
    PlaygroundSetup(kernels: Kernels.naiveKernelSet(), scene: preset.scene, preset: preset)
  }

  private(set) var robot: Robot
  private(set) var run: PlaygroundRun?
  /// What was ordered, in order.
  private(set) var orders: [PlaygroundOrder] = []
  private var number = 0

  init(
    _ preset: PlaygroundPreset = .first, width: Int = 120, height: Int = 40, language: Language = .english,
    epochs: Int = 0
  ) throws {
    robot = Robot(width: width, height: height, language: language, playground: Self.setup(preset))
    try press("3")
    train(epochs)
  }

  var state: PlaygroundState { robot.state.playground }
  var screen: String { robot.screen }
  var note: Note? { robot.state.note }

  /// Presses the keys of a script and does what is ordered.
  mutating func press(_ script: String) throws {
    for key in try Key.script(script) { send(.input(.key(key))) }
  }

  mutating func type(_ text: String) {
    for scalar in text.unicodeScalars { send(.input(.key(Key(scalar)))) }
  }

  mutating func click(_ point: Point) { send(.input(.mouse(Mouse(.press(.left), at: point)))) }

  mutating func send(_ message: Message) {
    robot.send(message)
    while let index = robot.effects.firstIndex(where: { if case .playground = $0 { true } else { false } }) {
      guard case .playground(let order) = robot.takeEffect(at: index) else { return }
      orders.append(order)
      perform(order)
    }
  }

  private mutating func perform(_ order: PlaygroundOrder) {
    switch order {
    case .begin(let script, let number):
      run = Self.remade(script)
      self.number = number
      report(.paused)
    case .recall(let scripts):
      let curves = scripts.map { PlaygroundReport.Recalled(script: $0, curve: Self.remade($0).curve) }
      report(.paused, recalled: curves)
    case .play: report(.running)
    case .pause: report(.paused)
    case .step(let epochs): train(epochs)
    case .change(let change):
      run?.change(change)
      report(.paused)
    }
  }

  /// Trains, and tells.
  mutating func train(_ epochs: Int) {
    for _ in 0..<epochs { _ = run?.epoch() }
    report(.paused)
  }

  private static func remade(_ script: PlaygroundScript) -> PlaygroundRun {
    let run = PlaygroundRun(script.settings, kernels: Kernels.naiveKernelSet())
    _ = run.replay(script.events, to: script.epochs)
    return run
  }

  /// Tells what the run has come to.
  mutating func report(
    _ status: PlaygroundReport.Status, number: Int? = nil, recalled: [PlaygroundReport.Recalled] = []
  ) {
    guard let run else { return }
    send(
      .playground(PlaygroundReport(number: number ?? self.number, status: status, run: run, recalled: recalled)))
  }
}
