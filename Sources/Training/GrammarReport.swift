public import Corpora
public import KernelTypes
public import Models
public import Tensors

/// What a model knows of the grammar of simple English: how near its loss comes to the data's own entropy, and whether
/// its verbs agree with their subjects across a phrase.
public struct GrammarReport: Equatable, Sendable {
  /// Documents of a split that are scored, and their own entropy.
  public struct Documents: Sendable {
    /// Token ids, `<s>` and `</s>` included.
    public let sequences: [[Int32]]
    /// −ln p of a document under the grammar, summed over all its derivations, averaged over the documents, in nats.
    public let entropy: Double
    /// The same for each token that is predicted: no model does better on average.
    public var entropyPerToken: Double {
      let tokens = sequences.reduce(0) { $0 + $1.count - 1 }
      return entropy * Double(sequences.count) / Double(max(tokens, 1))
    }

    /// Documents of the validation or test split, the same ones for every run of a context length: of the first
    /// `count` those that a model with so many positions can read whole.
    public init(
      _ split: Split, count: Int = 1_000, contextLength: Int = .max, encoder: DocumentEncoder, crew: WorkerCrew
    ) {
      let all = GrammarCorpus.documents(count, split: split, seed: 0x7A11_DA7E)
      // The last token is predicted, not read.
      let documents = all.filter { encoder.encode($0.tokens).count - 1 <= contextLength }
      sequences = documents.map { encoder.encode($0.tokens) }
      var nats = [Double](repeating: 0, count: documents.count)
      nats.withUnsafeMutableBufferPointer { nats in
        nonisolated(unsafe) let nats = nats  // Each document writes its own element.
        crew.run(documents.count) { _, index in
          nats[index] = Grammar.english.negativeLogProbability(of: documents[index].tokens)
        }
      }
      entropy = nats.reduce(0, +) / Double(max(documents.count, 1))
    }
  }

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
  /// The documents' own entropy, in nats a document.
  public let entropy: Double
  /// Agreement by what stands between subject and verb.
  public let agreement: [AgreementPrompt.Distractor: Score]

  /// Mean loss of a document as a multiple of the documents' own entropy; 1 is perfect.
  public var entropyRatio: Double { evaluation.lossPerSequence / entropy }
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
    of model: Transformer, on documents: Documents, evaluation: Evaluation? = nil, prompts: Int = 1_000,
    encoder: DocumentEncoder, kernels: KernelSet, crew: WorkerCrew
  ) {
    self.evaluation =
      evaluation ?? Evaluation(of: model, on: documents.sequences, kernels: kernels, crew: crew)
    entropy = documents.entropy
    agreement = Self.agreement(
      of: model, prompts: AgreementSet(count: prompts, seed: 0xA62EE), encoder: encoder, kernels: kernels, crew: crew)
  }

  private static func agreement(
    of model: Transformer, prompts: AgreementSet, encoder: DocumentEncoder, kernels: KernelSet, crew: WorkerCrew
  ) -> [AgreementPrompt.Distractor: Score] {
    let longest = model.configuration.contextLength
    let prompts = prompts.prompts.filter { encoder.encode($0.prefix).count - 1 <= longest }
    var isRight = [Bool](repeating: false, count: prompts.count)
    var replays = [Replay?](repeating: nil, count: crew.threads)
    isRight.withUnsafeMutableBufferPointer { isRight in
      replays.withUnsafeMutableBufferPointer { replays in
        // Each prompt and each worker writes its own element.
        nonisolated(unsafe) let (isRight, replays) = (isRight, replays)
        crew.run(prompts.count) { worker, index in
          let prompt = prompts[index]
          let ids = Array(encoder.encode(prompt.prefix).dropLast())
          let recorded = model.configuration.record(batch: 1, length: ids.count, withLoss: false)
          let replay = Replay(recorded.tape, for: .evaluation, kernels: kernels, replacing: replays[worker])
          replays[worker] = replay
          model.parameters.withUnsafePointer { replay.forward(parameters: $0, feed: Replay.Feed(ids: ids)) }
          let logits = replay.values(of: recorded.logits).suffix(model.configuration.vocabularySize)
          let (right, wrong) = (encoder.id(of: prompt.correct), encoder.id(of: prompt.wrong))
          isRight[index] = logits[logits.startIndex + Int(right)] > logits[logits.startIndex + Int(wrong)]
        }
      }
    }
    var scores: [AgreementPrompt.Distractor: Score] = [:]
    for (prompt, isRight) in zip(prompts, isRight) {
      scores[prompt.between, default: Score()].count += 1
      if isRight { scores[prompt.between, default: Score()].right += 1 }
    }
    return scores
  }
}
