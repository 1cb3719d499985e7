internal import Models

/// What a setting may be, wherever it comes from: the command line, a knob, a file.
public enum SettingRange {
  /// Sequences in a batch.
  public static let batch = 1...65_536
  /// Batches of an update.
  public static let accumulation = 1...65_536
  /// Steps of a run, and steps between two validations or checkpoints.
  public static let steps = 1...100_000_000
  /// Learning rate.
  public static let learningRate = 0...1_000.0
  /// What decays a moment, and the momentum.
  public static let decayRate = 0...0.999_999
  /// What Adam adds to the root of the second moment.
  public static let epsilon = 1e-30...1.0
  /// Weight decay.
  public static let weightDecay = 0...100.0
  /// Longest gradient.
  public static let clip: ClosedRange<Float> = 0...1e9
  /// Share of elements dropped.
  public static let dropout: ClosedRange<Float> = 0...0.99
  /// Share of the target that every token gets.
  public static let labelSmoothing: ClosedRange<Float> = 0...0.99
  /// Documents to learn from.
  public static let documents = 1...1_000_000
  /// Blocks.
  public static let layers = 1...1_024
  /// Heads in a block.
  public static let heads = 1...1_024
  /// Numbers in the residual stream.
  public static let width = 1...65_536
  /// Neurons in a block's MLP.
  public static let mlpWidth = 1...1_048_576
  /// Tokens in a sequence.
  public static let length = 1...65_536
}
