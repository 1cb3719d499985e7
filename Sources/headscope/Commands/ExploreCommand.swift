internal import ArgumentParser
internal import CursesTerminal
internal import TerminalCanvas

/// `headscope explore`: the screen on which a person looks at a model reading a sentence.
struct ExploreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explore", abstract: "Look at a model reading a sentence (what headscope alone does).")

  /// The sentence that everything begins with.
  static let standardText = "The cat sat on the mat"
  /// And the one for an encoder.
  static let maskedText = "The cat [MASK] on the mat."
  /// And the one for a classifier: the dog is not happy, and the boys are no dogs.
  static let judgedText = "The dog near the sad boys is not happy."
  /// How large a screen is that is printed because there is no terminal.
  private static let printedSize = ScreenSize(width: 120, height: 40)

  @Argument(help: "The sentence.") var text = Self.standardText
  @OptionGroup var modelOption: ModelOption
  @OptionGroup var look: LookOptions

  func run() throws {
    Terminal.blockSignals()
    let named = try modelOption.load()
    try named.requireMemory(reading: text)
    let terminal: Terminal
    do {
      terminal = try Terminal(isASCII: look.ascii)
    } catch {
      standardError("headscope: \(error)\n")
      let size = Self.printedSize
      let stage = try Stage(named, text: text, settings: look.settings(), width: size.width, height: size.height)
      try standardOutput(stage.canvas.plainText(isASCII: look.ascii) + "\n")
      return
    }
    let workshop = TrainingWorkshop.standard(kernels: try machineKernels())
    try ScreenSession(look: look).run(
      on: terminal, try named.subject(), text: text, training: try workshop.setup(startsAtOnce: false),
      workshop: workshop)
  }
}
