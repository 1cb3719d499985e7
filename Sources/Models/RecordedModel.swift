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
  /// The residual stream after each block, (rows, D).
  public let residuals: [Value]
  /// The same of an encoder–decoder's encoder, after its embeddings and each block; empty for other models.
  public let sourceResiduals: [Value]
  /// Logits, (rows, V).
  public let logits: Value
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
