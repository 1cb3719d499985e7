internal import Corpora
public import Models

extension Preset {
  /// The encoder of the preset `masked` learns to tell good from bad, from a few sentences that say which they are.
  ///
  /// Its embeddings and lower blocks stay as they are: what they know of the language is what few sentences can't teach.
  public static func sentiment(vocabularySize: Int = encoderVocabulary) -> Preset {
    var model = masked(vocabularySize: vocabularySize).model
    model.labels = SentimentSet.labels.map(\.rawValue)
    return Preset(
      name: "sentiment",
      summary: (
        "The encoder that learned to fill in words learns what feels good, from 300 labelled sentences, its lower layers frozen.",
        "会填词的编码器再学 300 个带标签的句子，学会分辨好坏；下面几层冻结不动。"
      ),
      model: model,
      training: TrainingSettings(
        batch: 16, length: 32, schedule: LearningRateSchedule(peak: 1e-3, shape: .linear, warmup: 20, steps: 300),
        optimizer: OptimizerSettings(beta2: 0.98, weightDecay: 0.05), clip: 1, dropout: DropoutRates(residual: 0.1),
        frozenLayers: [0, 1], freezesEmbeddings: true, seed: 1),
      validationInterval: 20, documents: 300, base: "cat-encoder")
  }

  /// Whether its runs can go on from a model of these sizes: its own kind, or below a new head an encoder.
  public func canBegin(with base: ModelConfiguration) -> Bool {
    guard base.isClassifier || classifies else {
      return base.isCausal == model.isCausal && (base.encoderLayers == nil) == !translates
    }
    return classifies && base.segments != nil && (!base.isClassifier || base.labels == model.labels)
  }

  /// Takes on the sizes of a model that its runs begin with.
  ///
  /// - Precondition: ``canBegin(with:)``.
  public mutating func begin(with base: ModelConfiguration) {
    let labels = model.labels
    model = base
    model.labels = labels
  }

  /// The same with an untrained model, of which nothing is frozen.
  public func fromScratch() -> Preset {
    var preset = self
    preset.base = nil
    (preset.training.frozenLayers, preset.training.freezesEmbeddings) = ([], false)
    return preset
  }
}
