public import Analysis
public import ArgumentParser
internal import Corpora
internal import HeadscopeApp
internal import Models
internal import StrictJSON
internal import Tokenizers
internal import Training
private import Wording

/// `headscope heads`: what each head is good for: its roles on many texts, or on a sentence by switching it off.
struct HeadsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "heads",
    abstract: "What a model's heads are good for: roles with baselines, or a ranking by ablation.",
    discussion: """
      Without a sentence, every head is measured on held-out texts: previous token, first tokens, induction, and on the \
      built-in grammar the grammatical relations. A role is a head's own where the 95 % interval of its score lies above \
      every baseline. With a sentence, heads are ranked by what changes when each is switched off.
      """)

  @Argument(help: "The sentence; what the model expects after it, an encoder in the place of its mask, is looked at.")
  var text: String?
  @Option(help: "Held-out texts that roles are measured on.") var texts = 300
  @Option(help: "With a sentence: read at most so many of its tokens.") var maxTokens: Int?
  @OptionGroup var modelOption: ModelOption
  @OptionGroup var ablation: AblationOption
  @Option(help: "What to rank by: loss of the sentence, logit or probability of the expected token.")
  var by = HeadAblation.Measure.logit
  @Option(help: "table or json.") var format = OutputFormat.table

  func run() throws {
    if let maxTokens, maxTokens < 1 { throw UserError("--max-tokens: at least one token has to be read") }
    let named = try modelOption.load()
    try named.requireHeads()
    guard named.model.configuration.encoderLayers == nil else { return try showAlignment(of: named) }
    if let text { try rank(text, named) } else { try showRoles(of: named) }
  }

  private func rank(_ text: String, _ named: NamedModel) throws {
    let tokenizer = try named.requiredTokenizer()
    let ids = tokenizer.encode(text).ids.prefix(maxTokens ?? .max).map { Int32($0) }
    let configuration = named.model.configuration
    guard (1...configuration.contextLength).contains(ids.count) else {
      throw UserError(
        "\(counted(ids.count, "token")): \(plain(named.name)) takes from 1 to \(configuration.contextLength)")
    }
    guard configuration.hasHead else {
      throw UserError(
        "\(plain(named.name)) has no head for words, so switching heads off changes nothing that it says; "
          + "without a text, heads reports what they look at")
    }
    guard by != .loss || !configuration.isClassifier else {
      throw UserError(
        "--by loss: \(plain(named.name)) judges a text and predicts none of its words; give logit or probability")
    }
    let base = try ablation.interventions(for: named)
    try requireTraceMemory(configuration, length: ids.count, weights: named.weightBytes)

    let session = TraceSession(named.model, kernels: try machineKernels(), threads: ThreadsOption.processorCount)
    let trace = session.trace(ids, interventions: base)
    let position = try position(of: text, in: ids, tokenizer, named)
    guard let ranking = HeadAblation.run(session, ids, base: base, position: position) else { return }
    let heads = ranking.ranked(by: by).map { row($0, trace) }
    switch format {
    case .json:
      let report: JSONValue = [
        "token": .string(answer(ranking.token, of: named, tokenizer)), "token_id": .integer(Int(ranking.token)),
        "position": .integer(ranking.position), "ranked_by": .string(by.rawValue),
        "intact": [
          "loss": loss(ranking.intact.loss), "logit": .measured(Double(ranking.intact.logit)),
          "probability": .measured(Double(ranking.intact.probability)),
        ],
        "heads": .array(heads),
      ]
      print(report.text())
    case .table:
      printTable(
        heads,
        columns: ["head"] + (configuration.isClassifier ? [] : ["loss"])
          + ["logit", "probability", "entropy", "distance", "previous_token", "self", "sink"])
    }
  }

  /// How what the model says reads: a token, or a classifier's label.
  private func answer(_ id: Int32, of named: NamedModel, _ tokenizer: Tokenizer) -> String {
    let labels = named.model.configuration.labels
    return labels.indices.contains(Int(id)) ? labels[Int(id)] : tokenizer.token(Int(id)) ?? ""
  }

  /// Where the model says what it expects.
  private func position(of text: String, in ids: [Int32], _ tokenizer: Tokenizer, _ named: NamedModel) throws -> Int {
    guard !named.model.configuration.isCausal else { return ids.count - 1 }
    guard !named.model.configuration.isClassifier else { return 0 }
    guard let mask = tokenizer.maskID, let position = ids.firstIndex(of: mask) else {
      throw UserError(
        "\(quoted(text)): \(plain(named.name)) is an encoder, which guesses hidden words; put [MASK] in a word's place")
    }
    return position
  }

  /// A head's line: what changes without it, and where it looks (docs/Notation.md).
  /// The loss of a sentence's words; null of a classifier, which predicts none.
  private func loss(_ loss: Float) -> JSONValue { loss.isNaN ? .null : .measured(Double(loss)) }

  private func row(_ effect: HeadAblation.Effect, _ trace: Trace) -> JSONValue {
    let (layer, head) = (effect.place.layer, effect.place.head)
    let shares = trace.attentionShares(layer: layer, head: head)
    func share(_ path: KeyPath<AttentionShares, Float>) -> JSONValue {
      shares.map { .measured(Double($0[keyPath: path])) } ?? .null
    }
    return [
      "head": .string("\(layer).\(head)"), "loss": loss(effect.loss),
      "logit": .measured(Double(effect.logit)), "probability": .measured(Double(effect.probability)),
      "entropy": trace.entropy(layer: layer, head: head).map { .measured(Double($0)) } ?? .null,
      "distance": .measured(Double(trace.distance(layer: layer, head: head))),
      "previous_token": share(\.previous), "self": share(\.itself), "sink": share(\.first),
    ]
  }
}

extension HeadsCommand {
  /// Of a translator, how well each head of cross-attention finds the word that is being translated.
  private func showAlignment(of named: NamedModel) throws {
    guard text == nil, ablation.isEmpty else {
      throw UserError(
        "\(plain(named.name)): is an encoder–decoder, whose heads are not ranked by ablation; without a sentence, its "
          + "cross-attention is measured")
    }
    let tokenizer = try named.requiredTokenizer()
    let vocabulary = (0..<tokenizer.vocabularySize).map { tokenizer.token($0) ?? "" }
    let missing = DocumentEncoder.missingWords(in: vocabulary, translates: true)
    guard missing.isEmpty, tokenizer.vocabularySize <= named.model.configuration.vocabularySize else {
      throw UserError(
        "\(plain(named.folder)): its tokenizer lacks words of the built-in parallel text, on which cross-attention is "
          + "measured" + (missing.first.map { ", such as \(quoted($0))" } ?? ""))
    }
    let report = AlignmentReport(
      of: named.model, untrained: LanguageModel(configuration: named.model.configuration, seed: 1), on: .validation,
      count: texts, encoder: DocumentEncoder(vocabulary: vocabulary), kernels: try machineKernels())
    let rows = report.scores.map { score -> JSONValue in
      [
        "head": .string("\(score.place.layer).\(score.place.head)"), "alignment": .measured(score.share),
        "fixed_offset": .measured(report.fixedOffset.share), "untrained": .measured(report.untrained),
        "earned": .bool(score.share > max(report.fixedOffset.share, report.untrained)), "words": .integer(report.words),
      ]
    }
    switch format {
    case .json: print(JSONValue.object(["cross_attention": .array(rows)]).text())
    case .table: printTable(rows, columns: ["head", "alignment", "fixed_offset", "untrained", "earned", "words"])
    }
  }

  private func showRoles(of named: NamedModel) throws {
    guard (1...10_000).contains(texts) else { throw UserError("--texts \(texts): from 1 to 10,000 are allowed") }
    guard ablation.isEmpty else {
      throw UserError("--ablate: is for a sentence; roles are measured on the whole network")
    }
    let texts = try roleTexts(for: named)
    try requireTraceMemory(
      named.model.configuration, length: texts.map(\.ids.count).max() ?? 1, weights: named.weightBytes)
    var progress = ReadingProgress(of: "\(counted(texts.count, "text")) of \(named.name)", isSilent: false)
    let interrupt = Interrupt()
    let untrained = LanguageModel(configuration: named.model.configuration, seed: 1)
    let roles = HeadRoles(
      of: named.model, untrained: untrained, on: texts, kernels: try machineKernels()
    ) { share in
      progress.show(share)
      return interrupt.signal == nil
    }
    progress.finish()
    guard let roles else { throw ExitCode(128 + (interrupt.signal ?? 2)) }
    switch format {
    case .json:
      print(
        JSONValue.object([
          "texts": .integer(texts.count), "roles": .array(roles.scores.map(\.report)),
        ]).text())
    case .table:
      printTable(
        roles.best.map(\.report),
        columns: ["role", "looks_from", "head", "score", "low", "high", "baseline", "at", "earned", "count"])
    }
  }

  /// The grammar's documents where the model knows its words, and random words said twice.
  private func roleTexts(for named: NamedModel) throws -> [RoleText] {
    let tokenizer = try named.requiredTokenizer()
    let context = named.model.configuration.contextLength
    let known = (0..<min(tokenizer.vocabularySize, named.model.configuration.vocabularySize))
    let vocabulary = known.map { tokenizer.token($0) ?? "" }
    let words = known.filter { !tokenizer.isSpecial($0) && tokenizer.token($0) != nil }.map { Int32($0) }
    let begin = tokenizer.encode("").tokens.first.map { Int32($0.id) }
    let repetitions = RoleText.repetitions(max(texts / 10, 1), of: words, begin: begin, contextLength: context)
    guard DocumentEncoder.missingWords(in: vocabulary).isEmpty else {
      guard !repetitions.isEmpty else {
        throw UserError(
          "\(plain(named.folder)): reads at most \(counted(context, "token")), too few to measure heads on")
      }
      return repetitions
    }
    return RoleText.documents(
      texts, .validation, contextLength: context, encoder: DocumentEncoder(vocabulary: vocabulary)) + repetitions
  }
}

extension HeadRoleScore {
  fileprivate var report: JSONValue {
    var end = JSONValue.null
    if case .relation(_, let from) = role { end = .string(from.rawValue) }
    var object = JSONObject([
      ("role", .string(role.name)), ("looks_from", end), ("head", .string("\(place.layer).\(place.head)")),
      ("score", .measured(score)), ("low", .measured(interval.lowerBound)), ("high", .measured(interval.upperBound)),
    ])
    for (name, value) in baselines { object[name] = .measured(value) }
    if let best {
      object["baseline"] = .string(best.name)
      object["at"] = .measured(best.value)
    }
    object["earned"] = .bool(isEarned)
    object["count"] = .integer(count)
    return .object(object)
  }
}

extension HeadAblation.Measure: ExpressibleByArgument {}
