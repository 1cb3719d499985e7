public import Tensors

/// Shares of elements that are dropped while training.
public struct DropoutRates: Equatable, Sendable {
  /// Of the embeddings' sum.
  public var embedding: Float
  /// Of the attention weights.
  public var attention: Float
  /// Of what each block adds to the residual stream.
  public var residual: Float

  /// All of them; none where nothing is said.
  public init(embedding: Float = 0, attention: Float = 0, residual: Float = 0) {
    self.embedding = embedding
    self.attention = attention
    self.residual = residual
  }
}

/// A transformer's forward pass on a tape, with the handles that one reads afterwards.
public struct RecordedTransformer: Sendable {
  /// The operations.
  public let tape: Tape
  /// The heads' mixed values side by side in each block, z, (rows, D).
  public let mixes: [Value]
  /// What each block's MLP adds, (rows, D).
  public let mlpOutputs: [Value]
  /// The residual stream after each block, (rows, D).
  public let residuals: [Value]
  /// Logits, (rows, V).
  public let logits: Value
  /// −ln p(target) of each row, or nil where no loss was asked for.
  public let losses: Value?
}

extension TransformerConfiguration {
  /// Records the forward pass for a shape.
  ///
  /// - Parameters:
  ///   - batch: Sequences at once.
  ///   - length: Tokens in each; at most ``contextLength``.
  ///   - dropout: For training.
  ///   - withLoss: Whether the tape ends in a cross-entropy.
  ///   - labelSmoothing: Share of the target that is spread over all tokens.
  ///   - frozen: Parameters that get no gradient.
  public func record(
    batch: Int, length: Int, dropout: DropoutRates = DropoutRates(), withLoss: Bool, labelSmoothing: Float = 0,
    frozen: Set<ParameterID> = []
  ) -> RecordedTransformer {
    let handles = TransformerParameters(self)
    var tape = Tape(batch: batch, length: length, layout: handles.layout, frozen: frozen)

    func drop(_ value: Value, _ rate: Float, _ name: String) -> Value {
      rate > 0 ? tape.record(.dropout(value, rate: rate), name: name) : value
    }
    func norm(_ value: Value, _ norm: TransformerParameters.Norm, _ name: String) -> Value {
      tape.record(.layerNorm(value, gain: norm.gain, bias: norm.bias, epsilon: layerNormEpsilon), name: name)
    }
    func linear(_ value: Value, _ linear: TransformerParameters.Linear, _ name: String) -> Value {
      tape.record(.linear(value, weight: linear.weight, bias: linear.bias, order: .inputOutput), name: name)
    }

    let tokens = tape.record(.tokenEmbedding(table: handles.tokenEmbedding), name: "hook_embed")
    let positions = tape.record(.positionEmbedding(table: handles.positionEmbedding), name: "hook_pos_embed")
    let sum = tape.record(.add(tokens, positions), name: "blocks.0.hook_resid_pre")
    var residual = drop(sum, dropout.embedding, "blocks.0.hook_resid_pre.dropped")
    var (mixes, mlpOutputs, residuals) = ([Value](), [Value](), [Value]())
    for (layer, block) in handles.blocks.enumerated() {
      let name = "blocks.\(layer)"
      let norm1 = norm(residual, block.norm1, "\(name).ln1")
      let qkv = linear(norm1, block.queryKeyValue, "\(name).attn.qkv")
      let mixed = tape.record(
        .attention(queryKeyValue: qkv, heads: heads, dropout: dropout.attention), name: "\(name).attn")
      let attention = linear(mixed, block.attentionOutput, "\(name).hook_attn_out")
      let middle = tape.record(
        .add(residual, drop(attention, dropout.residual, "\(name).hook_attn_out.dropped")),
        name: "\(name).hook_resid_mid")
      let norm2 = norm(middle, block.norm2, "\(name).ln2")
      let before = linear(norm2, block.mlpInput, "\(name).mlp.hook_pre")
      let after = tape.record(.gelu(before), name: "\(name).mlp.hook_post")
      let mlp = linear(after, block.mlpOutput, "\(name).hook_mlp_out")
      residual = tape.record(
        .add(middle, drop(mlp, dropout.residual, "\(name).hook_mlp_out.dropped")), name: "\(name).hook_resid_post")
      mixes.append(mixed)
      mlpOutputs.append(mlp)
      residuals.append(residual)
    }
    let final = norm(residual, handles.finalNorm, "ln_final")
    let logits = tape.record(
      .linear(final, weight: handles.unembedding, bias: nil, order: .outputInput), name: "logits")
    let losses =
      withLoss ? tape.record(.crossEntropy(logits: logits, smoothing: labelSmoothing), name: "losses") : nil
    return RecordedTransformer(
      tape: tape, mixes: mixes, mlpOutputs: mlpOutputs, residuals: residuals, logits: logits, losses: losses)
  }
}
