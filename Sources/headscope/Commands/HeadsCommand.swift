public import Analysis
public import ArgumentParser
internal import HeadscopeApp
internal import Models
internal import StrictJSON
internal import Tokenizers
private import Wording

/// `headscope heads`: what each head is good for on a sentence, by switching it off.
struct HeadsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "heads", abstract: "Rank a model's heads by what changes when each is switched off.")

  @Argument(help: "The sentence; what the model expects after it, an encoder in the place of its mask, is looked at.")
  var text = ExploreCommand.standardText
  @OptionGroup var modelOption: ModelOption
  @OptionGroup var ablation: AblationOption
  @Option(help: "What to rank by: loss of the sentence, logit or probability of the expected token.")
  var by = HeadAblation.Measure.logit
  @Option(help: "table or json.") var format = OutputFormat.table

  func run() throws {
    let named = try modelOption.load()
    let tokenizer = try named.requiredTokenizer()
    let ids = tokenizer.encode(text).ids.map { Int32($0) }
    let configuration = named.model.configuration
    guard (1...configuration.contextLength).contains(ids.count) else {
      throw UserError(
        "\(counted(ids.count, "token")): \(plain(named.name)) takes from 1 to \(configuration.contextLength)")
    }
    let base = try ablation.interventions(for: named)
    try requireTraceMemory(configuration, length: ids.count)

    let session = TraceSession(named.model, kernels: try machineKernels())
    let trace = session.trace(ids, interventions: base)
    let position = try position(in: ids, tokenizer, named)
    guard let ranking = HeadAblation.run(session, ids, base: base, position: position) else { return }
    let heads = ranking.ranked(by: by).map { row($0, trace) }
    switch format {
    case .json:
      let report: JSONValue = [
        "token": .string(tokenizer.token(Int(ranking.token)) ?? ""), "token_id": .integer(Int(ranking.token)),
        "position": .integer(ranking.position), "ranked_by": .string(by.rawValue),
        "intact": [
          "loss": .measured(Double(ranking.intact.loss)), "logit": .measured(Double(ranking.intact.logit)),
          "probability": .measured(Double(ranking.intact.probability)),
        ],
        "heads": .array(heads),
      ]
      print(report.text())
    case .table:
      printTable(
        heads,
        columns: ["head", "loss", "logit", "probability", "entropy", "distance", "previous_token", "self", "sink"])
    }
  }

  /// Where the model says what it expects.
  private func position(in ids: [Int32], _ tokenizer: Tokenizer, _ named: NamedModel) throws -> Int {
    guard !named.model.configuration.isCausal else { return ids.count - 1 }
    guard let mask = tokenizer.maskID, let position = ids.firstIndex(of: mask) else {
      throw UserError(
        "\(quoted(text)): \(plain(named.name)) is an encoder, which guesses hidden words; put [MASK] in a word's place")
    }
    return position
  }

  /// A head's line: what changes without it, and where it looks (docs/Notation.md).
  private func row(_ effect: HeadAblation.Effect, _ trace: Trace) -> JSONValue {
    let (layer, head) = (effect.place.layer, effect.place.head)
    let shares = trace.attentionShares(layer: layer, head: head)
    func share(_ path: KeyPath<AttentionShares, Float>) -> JSONValue {
      shares.map { .measured(Double($0[keyPath: path])) } ?? .null
    }
    return [
      "head": .string("\(layer).\(head)"), "loss": .measured(Double(effect.loss)),
      "logit": .measured(Double(effect.logit)), "probability": .measured(Double(effect.probability)),
      "entropy": trace.entropy(layer: layer, head: head).map { .measured(Double($0)) } ?? .null,
      "distance": .measured(Double(trace.distance(layer: layer, head: head))),
      "previous_token": share(\.previous), "self": share(\.itself), "sink": share(\.first),
    ]
  }
}

extension HeadAblation.Measure: ExpressibleByArgument {}
