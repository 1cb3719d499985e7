internal import ArgumentParser
private import Glibc
internal import TerminalCanvas

/// `headscope explore`: the screen on which a person looks at a model reading a sentence.
struct ExploreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explore", abstract: "Look at a model reading a sentence (this is what headscope alone does).")

  /// The sentence that everything begins with.
  static let standardText = "The cat sat on the mat"

  @Argument(help: "The sentence.") var text = Self.standardText
  @OptionGroup var modelOption: ModelOption
  @OptionGroup var look: LookOptions

  func run() throws {
    let named = try modelOption.load()
    let stage = try Stage(named, text: text, settings: look.settings, width: 120, height: 40)
    print(stage.canvas.plainText())
  }
}
