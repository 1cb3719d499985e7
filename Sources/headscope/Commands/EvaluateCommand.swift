internal import ArgumentParser
internal import Corpora
internal import Models
internal import StrictJSON
internal import Tensors
internal import Tokenizers
internal import Training
private import Wording

/// `headscope evaluate`: how well a model predicts what it has not learnt from.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Loss, perplexity, accuracy, exact match and agreement on held-out texts, or on a text of one's own.",
    discussion: """
      A model is scored on held-out texts of what it was trained on: the built-in grammar, or a preset's exercises, told by \
      its tokenizer's words; a classifier on labelled sentences. With --corpus it is scored on a text file, in stretches of its context.
      """)

  @OptionGroup var modelOption: ModelOption
  @Option(help: "Score the model on this text file, in UTF-8 and of any size.") var corpus: String?
  @Flag(help: "The test split instead of the validation split.") var test = false
  @OptionGroup var threads: ThreadsOption
  @Option(help: "table or json.") var format = OutputFormat.table

  func run() throws {
    let named = try modelOption.load()
    let facts = try corpus.map { try scores(of: named, onText: $0) } ?? scores(of: named)
    switch format {
    case .json: print(JSONValue.object(JSONObject(facts)).text())
    case .table:
      let width = facts.map(\.0.count).max() ?? 0
      for (name, value) in facts {
        print(name + String(repeating: " ", count: width - name.count + 2) + value.text())
      }
    }
  }

  /// On the text file.
  private func scores(of named: NamedModel, onText path: String) throws -> [(String, JSONValue)] {
    let tokenizer = try named.requiredTokenizer()
    guard named.model.configuration.continuesTexts else {
      throw UserError(
        "--corpus: \(plain(named.name)) is \(named.model.configuration.kindInWords), which doesn't predict a text word by "
          + "word")
    }
    guard !test else { throw UserError("--test: is for what a model was trained on, and --corpus brings a text") }
    let text = try TextCorpus(path: path, tokenizer: tokenizer)
    try checkVocabulary(named, tokenizer)
    // No text has more tokens than bytes.
    let length = min(named.model.configuration.contextLength, text.bytes.count)
    try requireMemory(
      Evaluation.bytes(named.model.configuration, length: length, threads: threads.crew().threads),
      for: "scoring up to \(counted(length, "token")) at once", otherwise: "give a shorter text")
    var progress = ReadingProgress(of: path, isSilent: false)
    let interrupt = Interrupt()
    let evaluation = try text.evaluation(of: named.model, kernels: try machineKernels(), crew: threads.crew()) {
      share in
      progress.show(share)
      return interrupt.signal == nil
    }
    progress.finish()
    guard let evaluation else { throw ExitCode(128 + (interrupt.signal ?? 2)) }
    return [
      ("tokens", .integer(evaluation.tokens)), ("loss", .measured(evaluation.loss)),
      ("perplexity", .measured(evaluation.perplexity)), ("accuracy", .measured(evaluation.accuracy)),
    ]
  }

  private func checkVocabulary(_ named: NamedModel, _ tokenizer: Tokenizer) throws {
    guard tokenizer.vocabularySize > named.model.configuration.vocabularySize else { return }
    throw UserError(
      "\(plain(named.folder)): the tokenizer has \(grouped(tokenizer.vocabularySize)) tokens, and the model knows "
        + grouped(named.model.configuration.vocabularySize))
  }

  /// On held-out texts of what the model was trained on.
  private func scores(of named: NamedModel) throws -> [(String, JSONValue)] {
    let tokenizer = try named.requiredTokenizer()
    let vocabulary = (0..<tokenizer.vocabularySize).map { tokenizer.token($0) ?? "" }
    if named.model.configuration.isClassifier { return try verdicts(of: named, tokenizer, vocabulary) }
    if named.model.configuration.encoderLayers != nil { return try translations(of: named, tokenizer, vocabulary) }
    let exercises = named.exercises
    let missing = exercises == nil ? DocumentEncoder.missingWords(in: vocabulary) : []
    guard missing.isEmpty else {
      throw UserError(
        "\(plain(named.folder)): its tokenizer lacks \(counted(missing.count, "word")) of the built-in grammar, such as "
          + "\(quoted(missing[0])); give a text with --corpus")
    }
    try checkVocabulary(named, tokenizer)
    let (encoder, crew) = (DocumentEncoder(vocabulary: vocabulary), threads.crew())
    let length = named.model.configuration.contextLength
    let split = test ? Split.test : .validation
    let texts =
      exercises.map { HeldOutExamples($0, split, contextLength: length, encoder: encoder) }
      ?? HeldOutExamples(split, contextLength: length, encoder: encoder, crew: crew)
    guard !texts.examples.isEmpty else {
      throw UserError(
        "\(plain(named.folder)): reads at most \(counted(length, "token")), fewer than any held-out document")
    }
    let kernels = try machineKernels()
    guard exercises == nil else {
      let evaluation = Evaluation(of: named.model, on: texts.examples, kernels: kernels, crew: crew)
      return facts(evaluation, texts.entropy) + evaluation.closer.map { ($0.name, .measured($0.value)) }
    }
    let report = GrammarReport(of: named.model, on: texts, encoder: encoder, kernels: kernels, crew: crew)
    let agreement = report.agreement.sorted { $0.key.rawValue < $1.key.rawValue }
    return facts(report.evaluation, report.entropy) + [("agreement", .measured(report.agreementShare))]
      + agreement.map { ("agreement_\(snakeCase($0.key.rawValue))", .measured($0.value.share)) }
  }

  /// A classifier's, on labelled documents.
  private func verdicts(
    of named: NamedModel, _ tokenizer: Tokenizer, _ vocabulary: [String]
  ) throws -> [(String, JSONValue)] {
    let (found, labels) = (named.model.configuration.labels, SentimentSet.labels.map(\.rawValue))
    guard found == labels else {
      throw UserError(
        "\(plain(named.folder)): sorts into \(found.prefix(4).map { quoted($0) }.joined(separator: ", ")); evaluate has "
          + "texts for the labels \(labels.joined(separator: ", "))")
    }
    let missing = DocumentEncoder.missingWords(in: vocabulary)
    guard missing.isEmpty else {
      throw UserError(
        "\(plain(named.folder)): its tokenizer lacks \(counted(missing.count, "word")) of the built-in labelled texts, such "
          + "as \(quoted(missing[0]))")
    }
    try checkVocabulary(named, tokenizer)
    let texts = HeldOutExamples(
      judged: test ? .test : .validation, contextLength: named.model.configuration.contextLength,
      encoder: DocumentEncoder(vocabulary: vocabulary))
    let evaluation = Evaluation(
      of: named.model, on: texts.examples, kernels: try machineKernels(), crew: threads.crew())
    return [
      ("documents", .integer(evaluation.sequences)), ("loss", .measured(evaluation.loss)),
      ("accuracy", .measured(evaluation.accuracy)),
    ]
  }

  /// A translator's, on documents with their Chinese.
  private func translations(
    of named: NamedModel, _ tokenizer: Tokenizer, _ vocabulary: [String]
  ) throws -> [(String, JSONValue)] {
    let missing = DocumentEncoder.missingWords(in: vocabulary, translates: true)
    guard missing.isEmpty else {
      throw UserError(
        "\(plain(named.folder)): its tokenizer lacks \(counted(missing.count, "word")) of the built-in parallel text, such "
          + "as \(quoted(missing[0])); evaluate works on encoder–decoders trained on that text")
    }
    try checkVocabulary(named, tokenizer)
    let (encoder, split, kernels) = (
      DocumentEncoder(vocabulary: vocabulary), test ? Split.test : .validation, try machineKernels()
    )
    let texts = HeldOutExamples(
      translating: split, count: 1_000, contextLength: named.model.configuration.contextLength, encoder: encoder)
    guard !texts.examples.isEmpty else {
      throw UserError("\(plain(named.folder)): its context is too short for any held-out document")
    }
    let evaluation = Evaluation(of: named.model, on: texts.examples, kernels: kernels, crew: threads.crew())
    let untrained = LanguageModel(configuration: named.model.configuration, seed: 1)
    let alignment = AlignmentReport(
      of: named.model, untrained: untrained, on: split, encoder: encoder, kernels: kernels)
    let best = alignment.best
    return facts(evaluation, nil) + [
      ("alignment", .measured(best?.share ?? 0)),
      ("alignment_head", best.map { .string("\($0.place.layer).\($0.place.head)") } ?? .null),
      ("alignment_fixed_offset", .measured(alignment.fixedOffset.share)),
      ("alignment_untrained", .measured(alignment.untrained)),
    ] + alignment.blocks.enumerated().map { ("alignment_block_\($0)", .measured($1)) }
  }

  private func facts(_ evaluation: Evaluation, _ entropy: Double?) -> [(String, JSONValue)] {
    [
      ("documents", .integer(evaluation.sequences)), ("loss", .measured(evaluation.loss)),
      ("perplexity", .measured(evaluation.perplexity)), ("accuracy", .measured(evaluation.accuracy)),
      ("exact_match", .measured(evaluation.exactMatch)), ("loss_per_document", .measured(evaluation.lossPerSequence)),
      ("entropy_per_document", entropy.map { .measured($0) } ?? .null),
      ("entropy_ratio", entropy.map { .measured(evaluation.lossPerSequence / $0) } ?? .null),
    ]
  }

  private func snakeCase(_ name: String) -> String {
    name.reduce(into: "") { $0 += $1.isUppercase ? "_" + $1.lowercased() : String($1) }
  }
}

extension JSONValue {
  /// A measured figure with four significant digits; what isn't finite as a string, since JSON has no number for it.
  static func measured(_ value: Double) -> JSONValue {
    value.isFinite ? .number(rounded(value)) : .string(value.isNaN ? "NaN" : value > 0 ? "Infinity" : "-Infinity")
  }
}
