internal import ArgumentParser
internal import Models
internal import Tensors
internal import TerminalCanvas
internal import Tokenizers
private import Wording

/// `headscope generate`: goes on from a text, token by token.
struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate", abstract: "Go on from a text, one token at a time.")

  @Argument(help: "The text to go on from; for an encoder–decoder the text to translate.") var prompt = OpeningText
    .standard
  @OptionGroup var modelOption: ModelOption
  @OptionGroup var sampling: SamplingOptions
  @OptionGroup var ablation: AblationOption
  @Option(help: "Tokens to add at most; the model's end-of-text token ends the text earlier.") var maxTokens = 40

  @OptionGroup var threads: ThreadsOption

  func run() throws {
    guard (1...1_000_000).contains(maxTokens) else {
      throw UserError("--max-tokens \(maxTokens): from 1 to 1,000,000 are allowed")
    }
    let sampler = try sampling.sampler()
    let named = try modelOption.load()
    let tokenizer = try named.requiredTokenizer()
    guard named.model.configuration.isCausal else {
      let what =
        named.model.configuration.isClassifier
        ? "a classifier, which sorts texts and writes none"
        : "an encoder, which fills hidden words in and writes no text"
      throw UserError(
        "\(plain(named.folder)): is \(what); see it with explore, "
          + "or generate with a decoder")
    }
    let interventions = try ablation.interventions(for: named)
    let context = named.model.configuration.contextLength
    let encoding = tokenizer.encode(prompt)
    guard (1...context).contains(encoding.ids.count) else {
      throw UserError("\(counted(encoding.ids.count, "token")): \(plain(named.name)) takes from 1 to \(context)")
    }
    let unknown = encoding.tokens.filter(\.isUnknown).map { quoted($0.source) }
    if !unknown.isEmpty {
      standardError("headscope: \(plain(named.name)) doesn't know \(unknown.prefix(4).joined(separator: ", "))\n")
    }
    let isTranslator = named.model.configuration.encoderLayers != nil
    let source = isTranslator ? encoding.ids.map { Int32($0) } : []
    // A translator's own text begins anew.
    var ids = isTranslator ? try beginning(named) : encoding.ids
    // Tokens that are added never reach beyond the context.
    let capacity = min(context, ids.count + min(maxTokens, context))
    try requireTraceMemory(
      named.model.configuration, length: capacity, sourceLength: isTranslator ? source.count : nil,
      weights: named.weightBytes)

    let rules = named.rules
    if !rules.unheeded.isEmpty {
      standardError(
        "headscope: \(plain(named.name)) asks for \(rules.unheeded.joined(separator: ", ")), which is not done here: "
          + "each token is chosen by itself\n")
    }
    let session = GenerationSession(
      named.model, source: source, capacity: capacity, interventions: interventions, kernels: try machineKernels(),
      threads: threads.count)
    var generator = SplitMix64(seed: sampling.seed)
    var writer = TextStream(tokenizer)
    try writer.write(ids)
    for id in ids.dropLast() { _ = session.read(Int32(id)) }
    let promptLength = isTranslator ? 1 : ids.count
    for _ in 0..<maxTokens {
      guard ids.count <= context, let last = ids.last else {
        try writer.finish(ids)
        return standardError(
          "headscope: \(plain(named.name)) reads at most \(counted(context, "token")); the text ends here\n")
      }
      var logits = session.read(Int32(last))
      guard !logits.contains(where: \.isNaN) else {
        try writer.finish(ids)
        throw UserError(
          "\(plain(named.folder)): what it says after token \(ids.count) is no number; no word can be chosen")
      }
      rules.apply(
        to: &logits, after: ids.map { Int32($0) }, promptLength: promptLength, limit: promptLength + maxTokens)
      let next = sampler.next(logits, using: &generator)
      if rules.ends.contains(next) { break }
      ids.append(Int(next))
      try writer.write(ids)
    }
    try writer.finish(ids)
  }

  /// The tokens that a translator's text begins with.
  private func beginning(_ named: NamedModel) throws -> [Int] {
    guard let bounds = named.bounds else {
      throw UserError(
        "\(plain(named.folder)): says no decoder_start_token_id or bos_token, with which a translation begins")
    }
    return [Int(bounds.begin)]
  }
}

/// Writes a growing sequence of tokens to stdout as text, as far as later tokens can't change it.
private struct TextStream {
  private let tokenizer: Tokenizer
  private var written = 0

  init(_ tokenizer: Tokenizer) { self.tokenizer = tokenizer }

  /// Writes what the tokens add to what was written; the bytes of an unfinished character wait for the rest.
  mutating func write(_ ids: [Int]) throws {
    var text = tokenizer.decode(ids)[...]
    while text.unicodeScalars.last == "\u{FFFD}" { text.unicodeScalars.removeLast() }
    try write(String(text))
  }

  /// Writes what is left and ends the line.
  mutating func finish(_ ids: [Int]) throws {
    try write(tokenizer.decode(ids))
    try standardOutput("\n")
  }

  /// Everything but line ends that would act on a terminal is made visible.
  private mutating func write(_ text: String) throws {
    let scalars = text.unicodeScalars.dropFirst(written)
    written += scalars.count
    let lines = String(String.UnicodeScalarView(scalars)).split(separator: "\n", omittingEmptySubsequences: false)
    let visible = lines.map { "\(VisibleText(String($0)))" }.joined(separator: "\n")
    if !visible.isEmpty { try standardOutput(visible) }
  }
}
