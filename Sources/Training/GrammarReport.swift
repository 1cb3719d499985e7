public import Corpora
public import KernelTypes
public import Models
public import Tensors

/// What a model knows of the grammar of simple English: how near its loss comes to the data's own entropy, and whether
/// its verbs agree with their subjects across a phrase.
public struct GrammarReport: Equatable, Sendable {
  /// Right answers among prompts of one kind.
  public struct Score: Equatable, Sendable {
    /// Prompts where the agreeing form is the likelier one.
    public var right = 0
    /// Prompts.
    public var count = 0
    /// Share that is right.
    public var share: Double { Double(right) / Double(max(count, 1)) }
  }

  /// How well the documents are predicted.
  public let evaluation: Evaluation
  /// The documents' own entropy, in nats a document; nil for an encoder.
  public let entropy: Double?
  /// Agreement by what stands between subject and verb.
  public let agreement: [AgreementPrompt.Distractor: Score]

  /// Mean loss of a document as a multiple of the documents' own entropy; 1 is perfect.
  public var entropyRatio: Double? { entropy.map { evaluation.lossPerSequence / $0 } }
  /// Agreement over all prompts.
  public var agreementShare: Double {
    let (right, count) = agreement.values.reduce((0, 0)) { ($0.0 + $1.right, $0.1 + $1.count) }
    return Double(right) / Double(max(count, 1))
  }

  /// Scores a model.
  ///
  /// - Parameters:
  ///   - evaluation: How well it predicts the documents, where that is known already.
  ///   - prompts: How many agreement prompts, none of them from the training split.
  public init(
    of model: LanguageModel, on documents: HeldOutExamples, evaluation: Evaluation? = nil, prompts: Int = 1_000,
    encoder: DocumentEncoder, kernels: KernelSet, crew: WorkerCrew
  ) {
    self.evaluation =
      evaluation ?? Evaluation(of: model, on: documents.examples, kernels: kernels, crew: crew)
    entropy = documents.entropy
    agreement = Self.agreement(
      of: model, prompts: AgreementSet(count: prompts, seed: 0xA62EE), encoder: encoder, kernels: kernels, crew: crew)
  }

  /// What the model reads of a prompt: for an encoder, the verb's place is hidden.
  private static func ids(_ prompt: AgreementPrompt, _ encoder: DocumentEncoder) -> [Int32] {
    guard let hider = encoder.hider else { return encoder.encode(prompt.prefix).dropLast() }
    var ids = encoder.encode(prompt.prefix + [prompt.correct] + prompt.suffix)
    ids[prompt.prefix.count + 1] = hider.mask
    return ids
  }

  private static func agreement(
    of model: LanguageModel, prompts: AgreementSet, encoder: DocumentEncoder, kernels: KernelSet, crew: WorkerCrew
  ) -> [AgreementPrompt.Distractor: Score] {
    let longest = model.configuration.contextLength
    // In the order of their lengths, so that most of them pass where the one before passed.
    let prompts = prompts.prompts.map { (prompt: $0, ids: Self.ids($0, encoder)) }.filter { $0.ids.count <= longest }
      .sorted { $0.ids.count < $1.ids.count }
    var isRight = [Bool](repeating: false, count: prompts.count)
    var passes = [(length: Int, recorded: RecordedModel, replay: Replay)?](repeating: nil, count: crew.threads)
    isRight.withUnsafeMutableBufferPointer { isRight in
      passes.withUnsafeMutableBufferPointer { passes in
        // Each prompt and each worker writes its own element.
        nonisolated(unsafe) let (isRight, passes) = (isRight, passes)
        crew.run(prompts.count) { worker, index in
          let (prompt, ids) = prompts[index]
          if passes[worker]?.length != ids.count {
            let recorded = model.configuration.record(batch: 1, length: ids.count, withLoss: false)
            let replay = Replay(
              recorded.tape, for: .evaluation, kernels: kernels, replacing: passes[worker]?.replay)
            passes[worker] = (ids.count, recorded, replay)
          }
          guard let (_, recorded, replay) = passes[worker] else { return }
          model.parameters.withWeights { replay.forward(weights: $0, feed: Replay.Feed(ids: ids)) }
          // A decoder says what follows the last token; an encoder what stands in the mask's place.
          let classes = model.configuration.vocabularySize
          let row = prompt.prefix.count + (encoder.hider == nil ? 0 : 1)
          let logits = replay.values(of: recorded.output)[row * classes..<(row + 1) * classes]
          let (right, wrong) = (encoder.id(of: prompt.correct), encoder.id(of: prompt.wrong))
          isRight[index] = logits[logits.startIndex + Int(right)] > logits[logits.startIndex + Int(wrong)]
        }
      }
    }
    var scores: [AgreementPrompt.Distractor: Score] = [:]
    for ((prompt, _), isRight) in zip(prompts, isRight) {
      scores[prompt.between, default: Score()].count += 1
      if isRight { scores[prompt.between, default: Score()].right += 1 }
    }
    return scores
  }
}
