public import Tensors

/// A model's forward pass on a tape, with the handles that one reads afterwards.
public struct RecordedModel: Sendable {
  /// The operations.
  public let tape: Tape
  /// The heads' mixed values side by side in each block, z, (rows, D).
  public let mixes: [Value]
  /// The same of an encoder–decoder's encoder and of its cross-attention; empty for other models.
  let sourceMixes: [Value]
  let crossMixes: [Value]
  /// What each block's MLP adds, (rows, D).
  public let mlpOutputs: [Value]
  /// The same of an encoder–decoder's encoder; empty for other models.
  let sourceMLPOutputs: [Value]
  /// Logits, (rows, V), or of a classifier (rows, labels), of which those of each sequence's first row count; without a head
  /// the last residual stream, (rows, D).
  public let output: Value
  /// −ln p(target) of each row, or nil where no loss was asked for.
  public let losses: Value?

  /// The heads' mixed values of an attention in each block that has it.
  func mixes(of attention: AttentionKind) -> [Value] {
    switch attention {
    case .source: sourceMixes
    case .own: mixes
    case .cross: crossMixes
    }
  }
}
