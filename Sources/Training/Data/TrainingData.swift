public import Corpora
internal import Models
internal import Tensors

/// What a run learns from.
public enum TrainingData: Sendable {
  /// The built-in grammar's documents, for a model of this vocabulary: special tokens included, in the order of their
  /// ids.
  case grammar(vocabulary: [String])
  /// Made exercises, for a model of this vocabulary.
  case exercises(Exercises, vocabulary: [String])
  /// The grammar's documents with their Chinese, for a model of this vocabulary.
  case parallel(vocabulary: [String])
  /// Documents of the grammar that say which they are, good or bad, for a classifier of this vocabulary.
  case sentiment(vocabulary: [String])
  /// A person's own text.
  case text(TextCorpus)
  /// Batches from a file, in their order; there is nothing to validate on.
  case tokens(TokenBatches)
}

/// A run's data at work.
enum BatchSource: Sendable {
  case grammar(GrammarBatches, DocumentEncoder)
  case exercises(ExerciseBatches, Exercises, DocumentEncoder)
  case parallel(ParallelBatches, DocumentEncoder)
  case sentiment(SentimentBatches, DocumentEncoder)
  case text(TextBatches)
  case tokens(TokenBatches, accumulation: Int)

  init(_ data: TrainingData, _ preset: Preset) {
    switch data {
    case .grammar(let vocabulary):
      let encoder = DocumentEncoder(vocabulary: vocabulary)
      self = .grammar(GrammarBatches(preset, encoder: encoder), encoder)
    case .exercises(let exercises, let vocabulary):
      let encoder = DocumentEncoder(vocabulary: vocabulary)
      self = .exercises(ExerciseBatches(exercises, preset, encoder: encoder), exercises, encoder)
    case .parallel(let vocabulary):
      let encoder = DocumentEncoder(vocabulary: vocabulary)
      self = .parallel(ParallelBatches(preset, encoder: encoder), encoder)
    case .sentiment(let vocabulary):
      let encoder = DocumentEncoder(vocabulary: vocabulary)
      self = .sentiment(SentimentBatches(preset, encoder: encoder), encoder)
    case .text(let corpus): self = .text(TextBatches(corpus, preset))
    case .tokens(let batches): self = .tokens(batches, accumulation: preset.training.accumulation)
    }
  }

  /// The same data under other settings.
  func changed(to preset: Preset) -> BatchSource {
    switch self {
    case .grammar(_, let encoder): .grammar(GrammarBatches(preset, encoder: encoder), encoder)
    case .exercises(_, let exercises, let encoder):
      .exercises(ExerciseBatches(exercises, preset, encoder: encoder), exercises, encoder)
    case .parallel(_, let encoder): .parallel(ParallelBatches(preset, encoder: encoder), encoder)
    case .sentiment(let batches, let encoder): .sentiment(batches.changed(to: preset), encoder)
    case .text(let batches): .text(TextBatches(batches.corpus, preset))
    case .tokens(let batches, _): .tokens(batches, accumulation: preset.training.accumulation)
    }
  }

  /// The batches of a step, counted from 1.
  func batches(_ step: Int) throws(TrainingError) -> [Batch] {
    switch self {
    case .grammar(let batches, _): batches.batches(step)
    case .exercises(let batches, _, _): batches.batches(step)
    case .parallel(let batches, _): batches.batches(step)
    case .sentiment(let batches, _): batches.batches(step)
    case .text(let batches): try batches.batches(step)
    case .tokens(let batches, let count): (0..<count).map { batches.batch((step - 1) * count + $0) }
    }
  }

  /// What the model is validated on; nil where there is nothing.
  func validation(contextLength: Int, crew: WorkerCrew) throws(TrainingError) -> HeldOutExamples? {
    switch self {
    case .grammar(_, let encoder):
      HeldOutExamples(.validation, contextLength: contextLength, encoder: encoder, crew: crew)
    case .exercises(_, let exercises, let encoder):
      HeldOutExamples(exercises, .validation, contextLength: contextLength, encoder: encoder)
    case .parallel(_, let encoder):
      HeldOutExamples(translating: .validation, contextLength: contextLength, encoder: encoder)
    case .sentiment(_, let encoder):
      HeldOutExamples(judged: .validation, contextLength: contextLength, encoder: encoder)
    case .text(let batches): try held(of: batches.corpus, contextLength: contextLength)
    case .tokens: nil
    }
  }

  /// A text's own validation part; nil where the text is too short to have one.
  private func held(of corpus: TextCorpus, contextLength: Int) throws(TrainingError) -> HeldOutExamples? {
    let part = try HeldOutExamples(corpus, contextLength: contextLength)
    return part.examples.contains { $0.targetCount > 0 } ? part : nil
  }

  /// Examples that the model learns from, where there are few enough for all of them to be scored; nil where not.
  func learnt(contextLength: Int) -> HeldOutExamples? {
    if case .sentiment(let batches, _) = self { return HeldOutExamples(batches.examples) }
    guard case .exercises(_, let exercises, let encoder) = self, exercises.all(.train) != nil else { return nil }
    return HeldOutExamples(exercises, .train, contextLength: contextLength, encoder: encoder)
  }
}
