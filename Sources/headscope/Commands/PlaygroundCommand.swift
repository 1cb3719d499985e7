internal import ArgumentParser
internal import CursesTerminal
internal import HeadscopeApp
internal import TerminalCanvas
internal import Training

/// `headscope playground`: a small network that learns points of the plane.
struct PlaygroundCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "playground", abstract: "Play with a small network that learns points of the plane.")

  @OptionGroup var options: PlaygroundOptions
  @Flag(help: "Wait for Space; where not given, it trains at once.") var paused = false
  @OptionGroup var modelOption: ModelOption
  @OptionGroup var look: LookOptions
  @OptionGroup var film: RecordOption

  func run() throws {
    Terminal.blockSignals()
    try film.check()
    let kernels = try machineKernels()
    let (scene, preset) = try options.scene()
    let named = try modelOption.load()
    let setup = PlaygroundSetup(
      kernels: kernels, scene: scene, preset: preset, opensFirst: true, playsAtOnce: !paused && options.state == nil)
    let terminal: Terminal
    do {
      terminal = try Terminal(isASCII: look.ascii)
    } catch {
      try film.refuse(because: error.fault)
      standardError("headscope: \(error)\n")
      let stage = try Stage(
        named, text: named.opening, settings: look.settings(), playground: setup, width: 120, height: 40)
      try standardOutput(stage.canvas.plainText(isASCII: look.ascii) + "\n")
      return
    }
    let workshop = TrainingWorkshop.standard(kernels: kernels)
    try ScreenSession(look: look, film: film).run(
      on: terminal, try named.subject(), text: named.opening, training: try workshop.setup(startsAtOnce: false),
      workshop: workshop, playground: setup)
  }
}
