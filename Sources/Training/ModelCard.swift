internal import Corpora
internal import Models
internal import Tensors
internal import Wording

/// The README.md of a model's folder, as Hugging Face shows it: what the model is, how it was made, what it can do.
public struct ModelCard: Sendable {
  /// The folder's name.
  public let name: String
  /// How it was made.
  public let preset: Preset
  /// Steps that were done.
  public let steps: Int
  /// What it knows of the grammar; nil where it has learnt from something else.
  public let report: RunReport?
  /// How well a translator's cross-attention follows the words; nil for other models.
  public let alignment: AlignmentReport?
  /// The best head of each role on held-out documents; empty where that was not measured.
  public let roles: [HeadRoleScore]
  /// The command that makes it again, but for the changes.
  public let command: String
  /// Settings that were changed on the way.
  public let changes: [SettingChange]
  /// The model that the run began with, if not an untrained one.
  public let base: String?
  /// The file of token ids that it has learnt from, if any.
  public let tokenIDs: String?
  /// The text that it has learnt from, if any.
  public let corpus: String?

  /// All of it.
  public init(
    name: String, preset: Preset, steps: Int, report: RunReport?, alignment: AlignmentReport? = nil,
    roles: [HeadRoleScore] = [],
    command: String, changes: [SettingChange] = [],
    base: String? = nil, tokenIDs: String? = nil, corpus: String? = nil
  ) {
    self.name = name
    self.preset = preset
    self.steps = steps
    self.report = report
    self.alignment = alignment
    self.roles = roles
    self.command = command
    self.changes = changes
    self.base = base
    self.tokenIDs = tokenIDs
    self.corpus = corpus
  }

  /// Markdown with Hugging Face's front matter.
  public var markdown: String {
    let (model, training) = (preset.model, preset.training)
    let count = ModelParameters(model).layout.parameterCount
    return """
      ---
      license: apache-2.0
      \(language)library_name: \(library)
      pipeline_tag: \(kind.task)
      ---
      # \(name)

      \(kind.name) formulas, small enough to be looked at whole: \(sizes), width \(grouped(model.width)), context \(grouped(model.contextLength)), \(counted(model.vocabularySize, "token")),
      \(counted(count, "parameter")). \(origin)

      ## Made by
      ```sh
      \(command)
      ```
      \(counted(steps, "step")) of \(batches) tokens\(documents), \(optimizer), learning rate
      \(training.schedule.peak) after \(counted(training.schedule.warmup, "step")) of warm-up, then \(training.schedule.shape.rawValue);
      gradient clipped at \(training.clip); seed \(training.seed).\(frozen)\(smoothing)
      \(changeList)
      \(figures)
      \(roleTable)## Opened by
      \(openedBy)\(tokenIDs == nil ? around : "")

      """
  }

  /// The line that says it; none for a text of which nothing is known.
  private var language: String {
    if preset.translates { return "language: [en, zh]\n" }
    return corpus != nil ? "" : "language: \(preset.exercises?.isChinese ?? false ? "zh" : "en")\n"
  }

  private var isEncoder: Bool { !preset.model.isCausal }

  /// What it was made of.
  private var origin: String {
    let beginning = base.map { "Trained by Headscope from \(plain($0)) on" } ?? "Trained from scratch by Headscope on"
    if let tokenIDs { return beginning + "\nthe token ids in \(plain(tokenIDs))." }
    if let corpus { return beginning + "\nthe text \(plain(corpus))." }
    if preset.translates {
      return beginning + " pairs of sentences from its own grammar, in simple\nEnglish and Chinese."
    }
    if preset.classifies {
      let count = preset.documents ?? SentimentBatches.standardCount
      return beginning + "\n\(counted(count, "labelled sentence")) of its own grammar of simple English."
    }
    if let exercises = preset.exercises { return beginning + "\n\(exercises.title)." }
    return beginning + " sentences of its own grammar of simple English"
      + (base == nil ? "; it has read\nnothing else." : ".")
  }

  /// What it knows; nothing where that was not measured.
  private var figures: String {
    switch report {
    case .grammar(let report): grammarFigures(report)
    case .other(let evaluation, let entropy, let milestones): otherFigures(evaluation, entropy, milestones)
    case nil: ""
    }
  }

  private func otherFigures(_ evaluation: Evaluation, _ entropy: Double?, _ milestones: [Milestone]) -> String {
    let unit = preset.classifies ? "text" : "token asked for"
    var rows = [
      ("validation loss, nats a \(unit) (\(counted(evaluation.sequences, "text")))", fixed(evaluation.loss))
    ]
    if let entropy { rows.append(("the same texts' own entropy, nats a token", fixed(entropy))) }
    let right = preset.classifies ? "texts sorted right" : "tokens asked for and predicted right"
    rows.append((right, percent(evaluation.accuracy)))
    if corpus == nil, preset.exercises != .repeats, !preset.classifies {
      let whole =
        preset.translates ? "documents translated exactly, word by word (greedy)" : "answers that are right as a whole"
      rows.append((whole, percent(evaluation.exactMatch)))
    }
    if let alignment, let best = alignment.best {
      rows.append(
        ("aligned words found by cross-attention of head \(best.place.layer).\(best.place.head)", percent(best.share)))
      rows.append(
        ("the same by the best fixed offset (\(alignment.fixedOffset.offset))", percent(alignment.fixedOffset.share)))
      rows.append(("the same by the best head before training", percent(alignment.untrained)))
    }
    if let share = evaluation.trainingAccuracy { rows.append(("the same of what it has learnt from", percent(share))) }
    for (distance, share) in evaluation.accuracyByDistance.sorted(by: { $0.key < $1.key }) {
      rows.append(("the same after \(counted(distance, "word"))", percent(share)))
    }
    if let score = evaluation.inductionScore { rows.append(("induction score of the best head", fixed(score))) }
    rows += milestones.map { milestone in
      let words = milestone.summary.split(separator: " at ")
      return (words.dropLast().joined(separator: " at "), "\(words.last ?? "")")
    }
    return """
      ## Figures
      On \(scored) that it has not learnt from.

      | measure | figure |
      |---|---|
      \(rows.map { "| \($0) | \($1) |" }.joined(separator: "\n"))

      """
  }

  /// What it was scored on.
  private var scored: String {
    if preset.translates { return "pairs" }
    if preset.classifies { return "labelled sentences" }
    return corpus == nil ? "exercises" : "a part of the text"
  }

  private func grammarFigures(_ report: GrammarReport) -> String {
    """
    ## Figures
    On documents that are not in the training split.

    | measure | figure |
    |---|---|
    | validation loss, nats a \(isEncoder ? "hidden word" : "token") (\(counted(report.evaluation.sequences, "document"))) | \(fixed(report.evaluation.loss)) |
    \(documentRows(report))| \(isEncoder ? "hidden words" : "tokens") predicted right | \(percent(report.evaluation.accuracy)) |
    \(agreementRows(report))
    | agreement, all | \(percent(report.agreementShare)) |

    Agreement: a prompt such as “The cats near the dog” counts as right where the verb's agreeing form is likelier than the
    other\(isEncoder ? ", in its place in the sentence" : ""); the last noun is always of the other number.

    """
  }

  /// What its heads are good for; nothing where that was not measured.
  private var roleTable: String {
    guard !roles.isEmpty else { return "" }
    let rows = roles.map { role -> String in
      var name = role.role.name
      if case .relation(_, let end) = role.role { name += " (from the \(end.rawValue))" }
      let interval = "\(percent(role.interval.lowerBound)) to \(percent(role.interval.upperBound))"
      let baselines = role.baselines.map { "\($0.name.replacing("_", with: " ")) \(percent($0.value))" }
      return
        "| \(name.replacing("_", with: " ")) | \(role.place.layer).\(role.place.head) | \(percent(role.score)) | \(interval) | "
        + "\(baselines.joined(separator: ", ")) | \(role.isEarned ? "yes" : "no") |"
    }
    return """
      ## What its heads are good for
      The best head of each role, as layer.head, on held-out documents and on random words said twice. A role is a head's own
      where its 95 % interval lies above every baseline.

      | role | head | score | 95 % interval | baselines | its own |
      |---|---|---:|---|---|---|
      \(rows.joined(separator: "\n"))


      """
  }

  /// What a decoder's loss is measured by.
  private func documentRows(_ report: GrammarReport) -> String {
    guard let entropy = report.entropy, let ratio = report.entropyRatio else { return "" }
    return """
      | validation loss, nats a document | \(fixed(report.evaluation.lossPerSequence)) |
      | the same documents' own entropy, −ln p under the grammar, nats a document | \(fixed(entropy)) |
      | loss as a multiple of that entropy | \(fixed(ratio)) |

      """
  }

  private var batches: String {
    let training = preset.training
    let accumulated = training.accumulation > 1 ? "\(grouped(training.accumulation)) × " : ""
    return accumulated + "\(grouped(training.batch)) × \(grouped(training.length))"
  }

  private var documents: String {
    preset.classifies ? "" : preset.documents.map { " from \(counted($0, "document"))" } ?? ""
  }

  private var frozen: String {
    let parts = preset.training.frozenNames.map { Int($0) == nil ? "the \($0)" : "block \($0)" }
    return parts.isEmpty ? "" : " Frozen: \(parts.joined(separator: ", "))."
  }

  /// A line for each change, below an empty line; nothing where there is none.
  private var changeList: String {
    guard !changes.isEmpty else { return "" }
    let lines = changes.map { change in
      "- after step \(grouped(change.step)): \(change.name) from \(change.from) to \(change.to)"
    }
    return "\nChanged on the way; the settings above are the last ones:\n" + lines.joined(separator: "\n") + "\n"
  }

  private var optimizer: String {
    let optimizer = preset.training.optimizer
    return switch optimizer.kind {
    case .sgd: "gradient descent (momentum \(optimizer.momentum),\nweight decay \(decay(optimizer)))"
    case .adam, .adamw:
      "\(optimizer.kind == .adam ? "Adam" : "AdamW") (β \(optimizer.beta1),\n\(optimizer.beta2), "
        + "weight decay \(decay(optimizer)))"
    }
  }

  private func decay(_ optimizer: OptimizerSettings) -> String {
    "\(optimizer.weightDecay) on " + (optimizer.decayScope == .matrices ? "matrices" : "everything")
  }

  private var smoothing: String {
    preset.training.labelSmoothing > 0 ? " Label smoothing \(preset.training.labelSmoothing)." : ""
  }

  private func agreementRows(_ report: GrammarReport) -> String {
    report.agreement.sorted { $0.key.rawValue < $1.key.rawValue }.map { kind, score in
      let what = kind == .prepositionalPhrase ? "a prepositional phrase" : "a relative clause"
      return "| agreement across \(what) (\(counted(score.count, "prompt"))) | \(percent(score.share)) |"
    }.joined(separator: "\n")
  }

  private func fixed(_ value: Double) -> String {
    guard abs(value) < 1e12 else { return "\(value)" }
    let thousandths = Int((value * 1_000).rounded())
    return "\(thousandths / 1_000)." + String(String(thousandths % 1_000 + 1_000).dropFirst())
  }

  private func percent(_ share: Double) -> String {
    guard share.isFinite else { return "\(share)" }
    let tenths = Int((share * 1_000).rounded())
    return "\(tenths / 10).\(tenths % 10) %"
  }
}
