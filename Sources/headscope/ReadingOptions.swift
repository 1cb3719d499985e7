internal import ArgumentParser
internal import Tensors

/// How much of a text is read, and what reading it may take.
struct ReadingOptions: ParsableArguments {
  @Option(help: "Read at most so many tokens of the text.") var maxTokens: Int?
  @Option(
    help: """
      Memory that the model and what it computes may take, such as 2GB; three quarters of the machine's where not given. Where not \
      all of a pass fits, some layers are kept and others computed again when they are looked at.
      """,
    transform: ByteSize.init(parsing:)) var memory: ByteSize?

  /// Bytes that may be used.
  var budget: Int { memory.map(\.bytes) ?? MachineMemory.budget }

  func validate() throws {
    if let maxTokens, maxTokens < 1 { throw UserError("--max-tokens: at least one token has to be read") }
  }
}
