public import Corpora
internal import KernelTypes
internal import Models
public import Tensors

/// What a model is scored on: texts that it hasn't learnt from, and their own entropy.
public struct HeldOutExamples: Sendable {
  /// The texts as the model reads them, and what it should say: a decoder the next token, everywhere or where an exercise asks
  /// for it, an encoder some hidden words.
  public let examples: [Example]
  /// −ln p of a text under what made it, averaged over the texts, in nats; nil where that isn't known: for an encoder, which
  /// sees most of a text and is asked for the rest, and for a text of a person's own.
  public let entropy: Double?
  /// The same for each token that is predicted: no model does better on average.
  public var entropyPerToken: Double? {
    let tokens = examples.reduce(0) { $0 + $1.targetCount }
    return entropy.map { $0 * Double(examples.count) / Double(max(tokens, 1)) }
  }

  /// Documents of the validation or test split, the same ones for every run of a context length: of the first
  /// `count` those that a model with so many positions can read whole.
  public init(
    _ split: Split, count: Int = 1_000, contextLength: Int = .max, encoder: DocumentEncoder, crew: WorkerCrew
  ) {
    let all = GrammarCorpus.documents(count, split: split, seed: 0x7A11_DA7E)
    // The last token is predicted, not read, by a decoder.
    let unread = encoder.hider == nil ? 1 : 0
    let documents = all.filter { encoder.encode($0.tokens).count - unread <= contextLength }
    if let hider = encoder.hider {
      var generator = SplitMix64(seed: 0x61DE)
      examples = documents.map { hider.hide(encoder.encode($0.tokens), atLeastOne: true, using: &generator) }
      entropy = nil
      return
    }
    examples = documents.map { Example(sequence: encoder.encode($0.tokens)) }
    var nats = [Double](repeating: 0, count: documents.count)
    nats.withUnsafeMutableBufferPointer { nats in
      nonisolated(unsafe) let nats = nats  // Each document writes its own element.
      crew.run(documents.count) { _, index in
        nats[index] = Grammar.english.negativeLogProbability(of: documents[index].tokens)
      }
    }
    entropy = nats.reduce(0, +) / Double(max(documents.count, 1))
  }

  /// Exercises of a split: all of them, or some where there is no end of them.
  public init(_ exercises: Exercises, _ split: Split, contextLength: Int, encoder: DocumentEncoder) {
    // Longer ones are cut, as in training.
    examples = exercises.heldOut(split).map { exercise in
      let example = encoder.example(exercise)
      return example.filled(to: min(example.ids.count, contextLength), 0)
    }
    entropy = nil
  }

  /// Documents of a split with their Chinese, of the first `count` those that a model can read whole.
  public init(translating split: Split, count: Int = 400, contextLength: Int, encoder: DocumentEncoder) {
    examples = GrammarCorpus.documents(count, split: split, seed: 0x7A11_DA7E).map { encoder.translation(of: $0) }
      .filter { max($0.ids.count, $0.source.count) <= contextLength }
    entropy = nil
  }

  /// Labelled documents of a split; longer ones than a model reads are cut, as in training.
  public init(judged split: Split, count: Int = 200, contextLength: Int, encoder: DocumentEncoder) {
    self.init(
      SentimentSet(count, split: split, seed: 0x7A11_DA7E).documents.map { encoder.example($0, upTo: contextLength) })
  }

  /// Examples of which no entropy is known.
  init(_ examples: [Example]) { (self.examples, entropy) = (examples, nil) }

  /// What a preset's model is validated on; nil where there is nothing.
  public init?(_ data: TrainingData, of preset: Preset, crew: WorkerCrew) throws(TrainingError) {
    let context = min(preset.model.contextLength, preset.training.length)
    guard let examples = try BatchSource(data, preset).validation(contextLength: context, crew: crew) else {
      return nil
    }
    self = examples
  }

  /// A text's own validation part.
  init(_ corpus: TextCorpus, contextLength: Int) throws(TrainingError) {
    examples = try corpus.validationRows(length: contextLength).map { Example(sequence: $0) }
    entropy = nil
  }
}
