internal import ArgumentParser
internal import CursesTerminal
internal import TerminalCanvas

/// `headscope explore`: the screen on which a person looks at a model reading a sentence.
struct ExploreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explore", abstract: "Look at a model reading a sentence (what headscope alone does).")

  /// How large a screen is that is printed because there is no terminal.
  private static let printedSize = ScreenSize(width: 120, height: 40)

  @Argument(help: "The sentence; where not given, The cat sat on the mat, or one of what the model was trained on.")
  var text: String?
  @Option(help: "A second sentence beside it, for models that read pairs.") var pair: String?
  @Option(help: "What an encoder–decoder's decoder reads; its own translation where not given.") var target: String?
  @OptionGroup var modelOption: ModelOption
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var look: LookOptions
  @OptionGroup var film: RecordOption

  func run() throws {
    Terminal.blockSignals()
    try film.check()
    var named = try modelOption.load()
    (named.maxTokens, named.target) = (reading.maxTokens, target)
    let text = text ?? named.opening
    try named.requireMemory(reading: text, pair: pair, budget: reading.budget)
    let terminal: Terminal
    do {
      terminal = try Terminal(isASCII: look.ascii)
    } catch {
      try film.refuse(because: error.fault)
      standardError("headscope: \(error)\n")
      let size = Self.printedSize
      let stage = try Stage(
        named, text: text, pair: pair, memory: reading.budget, settings: look.settings(), width: size.width,
        height: size.height)
      try standardOutput(stage.canvas.plainText(isASCII: look.ascii) + "\n")
      return
    }
    let workshop = TrainingWorkshop.standard(kernels: try machineKernels())
    try ScreenSession(look: look, film: film).run(
      on: terminal, try named.subject(), text: text, pair: pair,
      memoryBudget: max(0, reading.budget - named.weightBytes), training: try workshop.setup(startsAtOnce: false),
      workshop: workshop)
  }
}
