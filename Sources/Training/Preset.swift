public import Models

/// A named set of settings with one line on what to look for.
public struct Preset: Sendable {
  /// Name on the command line.
  public let name: String
  /// What to look for, in English.
  public let summary: String
  /// The model's sizes; the vocabulary's is the corpus's.
  public var model: TransformerConfiguration
  /// How it is trained.
  public var training: TrainingSettings
  /// Steps between validations.
  public var validationInterval: Int
  /// How many documents of the training split there are to learn from; nil for all that the grammar makes.
  public var documents: Int? = nil

  /// All presets.
  public static func all(vocabularySize: Int) -> [Preset] { [cat(vocabularySize: vocabularySize)] }

  /// A decoder on the grammar of simple English: the sample `cat-decoder`.
  public static func cat(vocabularySize: Int) -> Preset {
    let steps = 3_000
    return Preset(
      name: "cat",
      summary: "A decoder learns simple English: watch heads find the previous token, the subject, the noun.",
      model: TransformerConfiguration(
        vocabularySize: vocabularySize, contextLength: 64, width: 128, layers: 4, heads: 8),
      training: TrainingSettings(
        batch: 32, length: 64,
        schedule: LearningRateSchedule(peak: 2e-3, shape: .cosine, warmup: 200, steps: steps),
        optimizer: OptimizerSettings(beta2: 0.98, weightDecay: 0.05), clip: 1, dropout: DropoutRates(), seed: 1),
      validationInterval: 250)
  }
}
