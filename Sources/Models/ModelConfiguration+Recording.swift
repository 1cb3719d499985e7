internal import KernelTypes
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

extension ModelConfiguration {
  /// Records the forward pass for a shape.
  ///
  /// - Parameters:
  ///   - batch: Sequences at once.
  ///   - length: Tokens in each; at most ``contextLength``.
  ///   - sourceLength: Tokens in each source of an encoder–decoder; nil for other models.
  ///   - dropout: For training.
  ///   - withLoss: Whether the tape ends in a cross-entropy.
  ///   - labelSmoothing: Share of the target that is spread over all tokens.
  ///   - frozen: Parameters that get no gradient.
  public func record(
    batch: Int, length: Int, sourceLength: Int? = nil, dropout: DropoutRates = DropoutRates(), withLoss: Bool,
    labelSmoothing: Float = 0,
    frozen: Set<ParameterID> = []
  ) -> RecordedModel {
    precondition((sourceLength != nil) == (encoderLayers != nil), "a source for \(family)")
    var recorder = ModelRecorder(
      self, batch: batch, length: length, sourceLength: sourceLength, dropout: dropout, frozen: frozen)
    let logits =
      switch family {
      case .gpt2: recorder.decoder()
      case .bert: recorder.encoder()
      case .bart: recorder.encoderDecoder()
      case .recurrent(let cell): recorder.recurrent(cell)
      }
    return recorder.recorded(logits: logits, withLoss: withLoss, labelSmoothing: labelSmoothing)
  }
}

/// Appends a model's operations to a tape.
private struct ModelRecorder {
  private let configuration: ModelConfiguration
  private let handles: ModelParameters
  private let dropout: DropoutRates
  private var tape: Tape
  private var mixes: [Value] = []
  private var (sourceMixes, crossMixes): ([Value], [Value]) = ([], [])
  private var mlpOutputs: [Value] = []
  private var sourceMLPOutputs: [Value] = []

  init(
    _ configuration: ModelConfiguration, batch: Int, length: Int, sourceLength: Int?, dropout: DropoutRates,
    frozen: Set<ParameterID>
  ) {
    self.configuration = configuration
    handles = ModelParameters(configuration)
    self.dropout = dropout
    tape = Tape(batch: batch, length: length, sourceLength: sourceLength, layout: handles.layout, frozen: frozen)
  }

  consuming func recorded(logits: Value, withLoss: Bool, labelSmoothing: Float) -> RecordedModel {
    let losses =
      withLoss ? tape.record(.crossEntropy(logits: logits, smoothing: labelSmoothing), name: "losses") : nil
    return RecordedModel(
      tape: tape, mixes: mixes, sourceMixes: sourceMixes, crossMixes: crossMixes, mlpOutputs: mlpOutputs,
      sourceMLPOutputs: sourceMLPOutputs, logits: logits,
      losses: losses)
  }

  /// GPT-2: norm → attention → sum, norm → MLP → sum.
  mutating func decoder() -> Value {
    let tokens = tape.record(.tokenEmbedding(table: handles.tokenEmbedding), name: "hook_embed")
    let sum = tape.record(.add(tokens, positions()), name: "blocks.0.hook_resid_pre")
    var residual = drop(sum, dropout.embedding, "blocks.0.hook_resid_pre.dropped")
    for (layer, block) in handles.blocks.enumerated() {
      let name = "blocks.\(layer)"
      let attended = attention(norm(residual, block.norm1, "\(name).ln1"), block, name)
      let middle = tape.record(.add(residual, attended), name: "\(name).hook_resid_mid")
      let computed = mlp(norm(middle, block.norm2, "\(name).ln2"), block, name)
      residual = tape.record(.add(middle, computed), name: "\(name).hook_resid_post")
    }
    guard let finalNorm = handles.finalNorm else { preconditionFailure("a decoder without its last norm") }
    let final = norm(residual, finalNorm, "ln_final")
    return tape.record(.linear(final, weight: handles.unembedding, bias: nil, order: .outputInput), name: "logits")
  }

  /// BERT: attention → sum → norm, MLP → sum → norm. The residual stream is what leaves a norm.
  mutating func encoder() -> Value {
    guard let parts = handles.encoder else {
      preconditionFailure("an encoder without an encoder's parameters")
    }
    let tokens = tape.record(.tokenEmbedding(table: handles.tokenEmbedding), name: "hook_embed")
    let segments = tape.record(.segmentEmbedding(table: parts.segmentEmbedding), name: "hook_token_type_embed")
    let positions = positions()
    let typed = tape.record(.add(tokens, segments), name: "hook_typed_embed")
    let sum = tape.record(.add(typed, positions), name: "hook_full_embed")
    var residual = norm(sum, parts.embeddingNorm, "ln_embed")
    residual = drop(residual, dropout.embedding, "ln_embed.dropped")
    for (layer, block) in handles.blocks.enumerated() {
      let name = "blocks.\(layer)"
      let attended = attention(residual, block, name)
      let attentionSum = tape.record(.add(residual, attended), name: "\(name).hook_attn_sum")
      let middle = norm(attentionSum, block.norm1, "\(name).ln1")
      let computed = mlp(middle, block, name)
      let mlpSum = tape.record(.add(middle, computed), name: "\(name).hook_mlp_sum")
      residual = norm(mlpSum, block.norm2, "\(name).ln2")
    }
    let before = linear(residual, parts.transform, "head.hook_pre")
    guard let finalNorm = handles.finalNorm else { return classifier(before, parts) }
    let after = tape.record(.gelu(before, form: configuration.geluForm), name: "head.hook_post")
    let final = norm(after, finalNorm, "ln_final")
    return tape.record(
      .linear(final, weight: handles.unembedding, bias: parts.unembeddingBias, order: .outputInput), name: "logits")
  }

  /// BERT's pooler and what sorts by it: a hyperbolic tangent, then a score for each label. It is taken of every row, and that of
  /// the first token, `[CLS]`, stands for the text.
  private mutating func classifier(_ before: Value, _ parts: ModelParameters.EncoderParts) -> Value {
    let pooled = drop(
      tape.record(.tanh(before), name: "head.hook_post"), dropout.residual, "head.hook_post.dropped")
    return tape.record(
      .linear(pooled, weight: handles.unembedding, bias: parts.unembeddingBias, order: .outputInput), name: "logits")
  }

  /// BART: the encoder reads the source, the decoder its own text and the encoder's last residual stream.
  mutating func encoderDecoder() -> Value {
    guard let parts = handles.source else { preconditionFailure("an encoder–decoder without an encoder's parameters") }
    var source = embedded(.source, parts.positionEmbedding, parts.embeddingNorm, "encoder")
    for (layer, block) in parts.blocks.enumerated() {
      let name = "encoder.blocks.\(layer)"
      let middle = summed(source, attention(source, block, name, isCausal: false), block.norm1, name, "attn", "ln1")
      source = summed(middle, mlp(middle, block, name), block.norm2, name, "mlp", "ln2")
    }
    (sourceMixes, sourceMLPOutputs) = (mixes, mlpOutputs)
    (mixes, mlpOutputs) = ([], [])
    guard let positions = handles.positionEmbedding else { preconditionFailure("a decoder without positions") }
    var residual = embedded(.main, positions, parts.decoderEmbeddingNorm, "decoder")
    for (layer, block) in handles.blocks.enumerated() {
      let name = "decoder.blocks.\(layer)"
      guard let cross = block.cross else { preconditionFailure("a block without cross-attention") }
      let read = summed(residual, attention(residual, block, name, isCausal: true), block.norm1, name, "attn", "ln1")
      let middle = summed(
        read, crossAttention(read, source, cross, name), cross.norm, name, "cross_attn", "ln_cross")
      residual = summed(middle, mlp(middle, block, name), block.norm2, name, "mlp", "ln2")
    }
    return tape.record(
      .linear(residual, weight: handles.unembedding, bias: parts.logitsBias, order: .outputInput), name: "logits")
  }

  /// A recurrent network: each layer reads the hidden states of the one below.
  mutating func recurrent(_ cell: RecurrentCell) -> Value {
    guard let parts = handles.recurrent else { preconditionFailure("a recurrent network without its parameters") }
    var states = tape.record(.tokenEmbedding(table: handles.tokenEmbedding), name: "hook_embed")
    states = drop(states, dropout.embedding, "hook_embed.dropped")
    for (layer, weights) in parts.layers.enumerated() {
      states = tape.record(.recurrent(states, cell: cell, weights), name: "blocks.\(layer).cell")
      states = drop(states, dropout.residual, "blocks.\(layer).cell.dropped")
    }
    return tape.record(
      .linear(states, weight: handles.unembedding, bias: parts.unembeddingBias, order: .outputInput), name: "logits")
  }

  /// The row of each position.
  private mutating func positions() -> Value {
    guard let table = handles.positionEmbedding else { preconditionFailure("a transformer without positions") }
    return tape.record(.positionEmbedding(table: table), name: "hook_pos_embed")
  }

  /// Token plus position, and the norm of their sum.
  private mutating func embedded(
    _ stream: Operation.Stream, _ positions: ParameterID, _ embeddingNorm: ModelParameters.Norm, _ name: String
  ) -> Value {
    let tokens = tape.record(
      .tokenEmbedding(table: handles.tokenEmbedding, stream: stream), name: "\(name).hook_embed")
    let places = tape.record(
      .positionEmbedding(table: positions, stream: stream, unusedRows: ModelParameters.unusedPositions),
      name: "\(name).hook_pos_embed")
    let sum = tape.record(.add(tokens, places), name: "\(name).hook_full_embed")
    return drop(norm(sum, embeddingNorm, "\(name).ln_embed"), dropout.embedding, "\(name).ln_embed.dropped")
  }

  /// The norm of the residual stream plus what was added to it.
  private mutating func summed(
    _ residual: Value, _ added: Value, _ afterNorm: ModelParameters.Norm, _ name: String, _ part: String,
    _ normName: String
  ) -> Value {
    norm(tape.record(.add(residual, added), name: "\(name).hook_\(part)_sum"), afterNorm, "\(name).\(normName)")
  }

  /// What a block of the decoder takes from the source.
  private mutating func crossAttention(
    _ x: Value, _ source: Value, _ cross: ModelParameters.Cross, _ name: String
  ) -> Value {
    let query = linear(x, cross.query, "\(name).cross_attn.hook_q")
    let keyValue = linear(source, cross.keyValue, "\(name).cross_attn.kv")
    let mixed = tape.record(
      .crossAttention(query: query, keyValue: keyValue, heads: configuration.heads, dropout: dropout.attention),
      name: "\(name).cross_attn")
    crossMixes.append(mixed)
    return drop(
      linear(mixed, cross.output, "\(name).hook_cross_attn_out"), dropout.residual,
      "\(name).hook_cross_attn_out.dropped")
  }

  /// What a block's attention adds.
  private mutating func attention(
    _ x: Value, _ block: ModelParameters.Block, _ name: String, isCausal: Bool? = nil
  ) -> Value {
    let qkv = linear(x, block.queryKeyValue, "\(name).attn.qkv")
    let mixed = tape.record(
      .attention(
        queryKeyValue: qkv, heads: configuration.heads, isCausal: isCausal ?? configuration.isCausal,
        dropout: dropout.attention),
      name: "\(name).attn")
    mixes.append(mixed)
    return drop(
      linear(mixed, block.attentionOutput, "\(name).hook_attn_out"), dropout.residual, "\(name).hook_attn_out.dropped")
  }

  /// What a block's MLP adds.
  private mutating func mlp(_ x: Value, _ block: ModelParameters.Block, _ name: String) -> Value {
    let before = linear(x, block.mlpInput, "\(name).mlp.hook_pre")
    let after = tape.record(.gelu(before, form: configuration.geluForm), name: "\(name).mlp.hook_post")
    let output = linear(after, block.mlpOutput, "\(name).hook_mlp_out")
    mlpOutputs.append(output)
    return drop(output, dropout.residual, "\(name).hook_mlp_out.dropped")
  }

  private mutating func drop(_ value: Value, _ rate: Float, _ name: String) -> Value {
    rate > 0 ? tape.record(.dropout(value, rate: rate), name: name) : value
  }

  private mutating func norm(_ value: Value, _ norm: ModelParameters.Norm, _ name: String) -> Value {
    tape.record(
      .layerNorm(value, gain: norm.gain, bias: norm.bias, epsilon: configuration.layerNormEpsilon), name: name)
  }

  private mutating func linear(_ value: Value, _ linear: ModelParameters.Linear, _ name: String) -> Value {
    tape.record(.linear(value, weight: linear.weight, bias: linear.bias, order: linear.order), name: name)
  }
}
