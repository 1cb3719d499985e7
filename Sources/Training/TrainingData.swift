internal import Corpora
internal import Models
internal import Tensors

/// What a run learns from.
public enum TrainingData: Sendable {
  /// The built-in grammar's documents, for a model of this vocabulary: special tokens included, in the order of their
  /// ids.
  case grammar(vocabulary: [String])
  /// Batches from a file, in their order; there is nothing to validate on.
  case tokens(TokenBatches)
}

/// A run's data at work.
enum BatchSource: Sendable {
  case grammar(GrammarBatches, DocumentEncoder)
  case tokens(TokenBatches, accumulation: Int)

  init(_ data: TrainingData, _ preset: Preset) {
    switch data {
    case .grammar(let vocabulary):
      let encoder = DocumentEncoder(vocabulary: vocabulary)
      self = .grammar(GrammarBatches(preset, encoder: encoder), encoder)
    case .tokens(let batches): self = .tokens(batches, accumulation: preset.training.accumulation)
    }
  }

  /// The same data under other settings.
  func changed(to preset: Preset) -> BatchSource {
    switch self {
    case .grammar(_, let encoder): .grammar(GrammarBatches(preset, encoder: encoder), encoder)
    case .tokens(let batches, _): .tokens(batches, accumulation: preset.training.accumulation)
    }
  }

  /// The batches of a step, counted from 1.
  func batches(_ step: Int) -> [Batch] {
    switch self {
    case .grammar(let batches, _): batches.batches(step)
    case .tokens(let batches, let count): (0..<count).map { batches.batch((step - 1) * count + $0) }
    }
  }

  /// What the model is validated on; nil where there is nothing.
  func validation(contextLength: Int, crew: WorkerCrew) -> GrammarReport.Documents? {
    guard case .grammar(_, let encoder) = self else { return nil }
    return GrammarReport.Documents(.validation, contextLength: contextLength, encoder: encoder, crew: crew)
  }
}
