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
    precondition(!withLoss || hasHead, "a loss of a model without a head")
    let output =
      switch family {
      case .gpt2, .llama: recorder.decoder()
      case .bert, .distilBERT: recorder.encoder()
      case .bart, .mbart: recorder.encoderDecoder()
      case .recurrent(let cell): recorder.recurrent(cell)
      }
    return recorder.recorded(output: output, withLoss: withLoss, labelSmoothing: labelSmoothing)
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

  consuming func recorded(output: Value, withLoss: Bool, labelSmoothing: Float) -> RecordedModel {
    let losses =
      withLoss ? tape.record(.crossEntropy(logits: output, smoothing: labelSmoothing), name: "losses") : nil
    return RecordedModel(
      tape: tape, mixes: mixes, sourceMixes: sourceMixes, crossMixes: crossMixes, mlpOutputs: mlpOutputs,
      sourceMLPOutputs: sourceMLPOutputs, output: output,
      losses: losses)
  }

  /// GPT-2 and LLaMA: norm → attention → sum, norm → MLP → sum.
  mutating func decoder() -> Value {
    var residual = tape.record(.tokenEmbedding(table: handles.tokenEmbedding), name: "hook_embed")
    if handles.positionEmbedding != nil {
      residual = tape.record(.add(residual, positions()), name: "blocks.0.hook_resid_pre")
    }
    residual = drop(residual, dropout.embedding, "blocks.0.hook_resid_pre.dropped")
    for (layer, block) in handles.blocks.enumerated() {
      residual = self.block(block, residual, configuration, layer: layer, "blocks.\(layer)")
    }
    guard let finalNorm = handles.finalNorm else { preconditionFailure("a decoder without its last norm") }
    let final = norm(residual, finalNorm, "ln_final")
    return tape.record(.linear(final, weight: handles.unembedding, bias: nil, order: .outputInput), name: "logits")
  }

  /// BERT and DistilBERT: attention → sum → norm, MLP → sum → norm. The residual stream is what leaves a norm.
  mutating func encoder() -> Value {
    guard let parts = handles.encoder else {
      preconditionFailure("an encoder without an encoder's parameters")
    }
    let tokens = tape.record(.tokenEmbedding(table: handles.tokenEmbedding), name: "hook_embed")
    var typed = tokens
    if let table = parts.segmentEmbedding {
      let segments = tape.record(.segmentEmbedding(table: table), name: "hook_token_type_embed")
      typed = tape.record(.add(tokens, segments), name: "hook_typed_embed")
    }
    let sum = tape.record(.add(typed, positions()), name: "hook_full_embed")
    var residual = norm(sum, parts.embeddingNorm, "ln_embed")
    residual = drop(residual, dropout.embedding, "ln_embed.dropped")
    for (layer, block) in handles.blocks.enumerated() {
      residual = self.block(block, residual, configuration, layer: layer, "blocks.\(layer)")
    }
    guard let head = parts.head else { return residual }
    let before = linear(residual, head.transform, "head.hook_pre")
    guard let finalNorm = handles.finalNorm else { return classifier(before, head) }
    let final = norm(activation(before, nil, "head.hook_post"), finalNorm, "ln_final")
    return tape.record(
      .linear(final, weight: handles.unembedding, bias: head.unembeddingBias, order: .outputInput), name: "logits")
  }

  /// BERT's pooler and what sorts by it: a hyperbolic tangent, then a score for each label. It is taken of every row, and that of
  /// the first token, `[CLS]`, stands for the text.
  private mutating func classifier(_ before: Value, _ head: ModelParameters.EncoderParts.Head) -> Value {
    let pooled = drop(
      tape.record(.tanh(before), name: "head.hook_post"), dropout.residual, "head.hook_post.dropped")
    return tape.record(
      .linear(pooled, weight: handles.unembedding, bias: head.unembeddingBias, order: .outputInput), name: "logits")
  }

  /// BART and mBART: the encoder reads the source, the decoder its own text and the encoder's last residual stream.
  mutating func encoderDecoder() -> Value {
    guard let parts = handles.source else { preconditionFailure("an encoder–decoder without an encoder's parameters") }
    var source = embedded(.source, parts.positionEmbedding, parts.embeddingNorm, "encoder")
    for (layer, block) in parts.blocks.enumerated() {
      source = self.block(
        block, source, configuration.ofEncoder, layer: layer, "encoder.blocks.\(layer)", isCausal: false)
    }
    if let lastNorm = parts.lastNorm { source = norm(source, lastNorm, "encoder.ln_final") }
    (sourceMixes, sourceMLPOutputs) = (mixes, mlpOutputs)
    (mixes, mlpOutputs) = ([], [])
    guard let positions = handles.positionEmbedding else { preconditionFailure("a decoder without positions") }
    var residual = embedded(.main, positions, parts.decoderEmbeddingNorm, "decoder")
    for (layer, block) in handles.blocks.enumerated() {
      residual = self.block(block, residual, configuration, layer: layer, "decoder.blocks.\(layer)", source: source)
    }
    if let finalNorm = handles.finalNorm { residual = norm(residual, finalNorm, "decoder.ln_final") }
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
      .tokenEmbedding(
        table: handles.tokenEmbedding, stream: stream, scale: configuration.variant.embeddingScale),
      name: "\(name).hook_embed")
    let places = tape.record(
      .positionEmbedding(table: positions, stream: stream, unusedRows: ModelParameters.unusedPositions),
      name: "\(name).hook_pos_embed")
    let sum = tape.record(.add(tokens, places), name: "\(name).hook_full_embed")
    return drop(norm(sum, embeddingNorm, "\(name).ln_embed"), dropout.embedding, "\(name).ln_embed.dropped")
  }

  /// A block: attention, where there is a source what it takes from that, MLP. Each part is added to the residual stream;
  /// its norm stands before it, or behind the sum.
  private mutating func block(
    _ block: ModelParameters.Block, _ residual: Value, _ sizes: ModelConfiguration, layer: Int, _ name: String,
    isCausal: Bool? = nil, source: Value? = nil
  ) -> Value {
    let attended = added(to: residual, Part("attn", norm: "ln1", stream: "mid", of: name), block.norm1) {
      $0.attention($1, block, sizes, layer: layer, name, isCausal: isCausal ?? sizes.isCausal)
    }
    var middle = attended
    if let source, let cross = block.cross {
      middle = added(to: attended, Part("cross_attn", norm: "ln_cross", stream: "cross", of: name), cross.norm) {
        $0.crossAttention($1, source, cross, name)
      }
    }
    return added(to: middle, Part("mlp", norm: "ln2", stream: "post", of: name), block.norm2) {
      $0.mlp($1, block, name)
    }
  }

  /// The names of what a part of a block leaves in a trace.
  private struct Part {
    let sum: String, norm: String, stream: String

    init(_ part: String, norm: String, stream: String, of block: String) {
      sum = "\(block).hook_\(part)_sum"
      self.norm = "\(block).\(norm)"
      self.stream = "\(block).hook_resid_\(stream)"
    }
  }

  /// The residual stream plus what a part makes of it.
  private mutating func added(
    to residual: Value, _ part: Part, _ partNorm: ModelParameters.Norm, _ compute: (inout Self, Value) -> Value
  ) -> Value {
    if configuration.normsComeFirst {
      let read = norm(residual, partNorm, part.norm)
      let made = compute(&self, read)
      return tape.record(.add(residual, made), name: part.stream)
    }
    let made = compute(&self, residual)
    return norm(tape.record(.add(residual, made), name: part.sum), partNorm, part.norm)
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
    _ x: Value, _ block: ModelParameters.Block, _ sizes: ModelConfiguration, layer: Int, _ name: String, isCausal: Bool
  ) -> Value {
    let heads = AttentionHeads(
      sizes.heads, keyValueCount: sizes.keyValueHeads, scale: sizes.attentionScale(layer: layer))
    var qkv = linear(x, block.queryKeyValue, "\(name).attn.qkv")
    if let rotary = sizes.rotary {
      qkv = tape.record(.rotate(queryKeyValue: qkv, heads: heads, rotary), name: "\(name).attn.rotated")
    }
    let mixed = tape.record(
      .attention(queryKeyValue: qkv, heads: heads, isCausal: isCausal, dropout: dropout.attention),
      name: "\(name).attn")
    mixes.append(mixed)
    return drop(
      linear(mixed, block.attentionOutput, "\(name).hook_attn_out"), dropout.residual, "\(name).hook_attn_out.dropped")
  }

  /// What a block's MLP adds.
  private mutating func mlp(_ x: Value, _ block: ModelParameters.Block, _ name: String) -> Value {
    let before = linear(x, block.mlpInput, "\(name).mlp.hook_pre")
    let gated = block.mlpLinear.map { linear(x, $0, "\(name).mlp.hook_pre_linear") }
    let after = activation(before, gated, "\(name).mlp.hook_post")
    let output = linear(after, block.mlpOutput, "\(name).hook_mlp_out")
    mlpOutputs.append(output)
    return drop(output, dropout.residual, "\(name).hook_mlp_out.dropped")
  }

  /// - Parameter linear: What gated neurons multiply.
  private mutating func activation(_ x: Value, _ linear: Value?, _ name: String) -> Value {
    switch (configuration.activation, linear) {
    case (.swiGLU, let linear?): tape.record(.swiGLU(gate: x, linear: linear), name: name)
    case (.swiGLU, nil): preconditionFailure("gated neurons without what they multiply")
    case (.gelu(let form), _): tape.record(.gelu(x, form: form), name: name)
    case (.relu, _): tape.record(.relu(x), name: name)
    }
  }

  private mutating func drop(_ value: Value, _ rate: Float, _ name: String) -> Value {
    rate > 0 ? tape.record(.dropout(value, rate: rate), name: name) : value
  }

  private mutating func norm(_ value: Value, _ norm: ModelParameters.Norm, _ name: String) -> Value {
    let epsilon = configuration.layerNormEpsilon
    guard let bias = norm.bias else {
      return tape.record(.rmsNorm(value, gain: norm.gain, epsilon: epsilon), name: name)
    }
    return tape.record(.layerNorm(value, gain: norm.gain, bias: bias, epsilon: epsilon), name: name)
  }

  private mutating func linear(_ value: Value, _ linear: ModelParameters.Linear, _ name: String) -> Value {
    tape.record(.linear(value, weight: linear.weight, bias: linear.bias, order: linear.order), name: name)
  }
}
