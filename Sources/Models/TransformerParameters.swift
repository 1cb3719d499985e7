public import Tensors

/// Handles of a transformer's parameters, under the names of its family's checkpoints without their prefix (`transformer.`,
/// `bert.`).
public struct TransformerParameters: Equatable, Sendable {
  /// One block's parameters.
  public struct Block: Equatable, Sendable {
    /// Gain and bias of attention's norm, (D): GPT-2's reads the residual stream, BERT's the sum after attention.
    public let norm1: Norm
    /// Queries, keys and values at once, 3·D numbers from D.
    public let queryKeyValue: Linear
    /// From the heads' results back to the residual stream, D from D.
    public let attentionOutput: Linear
    /// Gain and bias of the MLP's norm, (D): GPT-2's reads the residual stream, BERT's the sum after the MLP.
    public let norm2: Norm
    /// Into the MLP, F from D.
    public let mlpInput: Linear
    /// Out of the MLP, D from F.
    public let mlpOutput: Linear
  }

  /// Gain and bias.
  public struct Norm: Equatable, Sendable {
    /// Multiplies.
    public let gain: ParameterID
    /// Adds.
    public let bias: ParameterID
  }

  /// Weight and bias.
  public struct Linear: Equatable, Sendable {
    /// (in, out) or (out, in), by ``order``.
    public let weight: ParameterID
    /// (out).
    public let bias: ParameterID
    /// How the weight stands: (in, out) in GPT-2, (out, in) in BERT.
    public let order: Operation.WeightOrder
  }

  /// What BERT has beside the blocks.
  public struct EncoderParts: Equatable, Sendable {
    /// A row for each segment, (segments, D).
    public let segmentEmbedding: ParameterID
    /// The norm of the embeddings' sum.
    public let embeddingNorm: Norm
    /// Between the last block and the norm before the unembedding, D from D.
    public let transform: Linear
    /// Added to the logits, (V).
    public let unembeddingBias: ParameterID
  }

  /// Where each parameter stands.
  public let layout: ParameterLayout
  /// A row for each token, (V, D).
  public let tokenEmbedding: ParameterID
  /// A row for each position, (positions, D).
  public let positionEmbedding: ParameterID
  /// The blocks, first to last.
  public let blocks: [Block]
  /// The norm before the unembedding.
  public let finalNorm: Norm
  /// (V, D): the token embedding itself where the two are tied.
  public let unembedding: ParameterID
  /// What only an encoder has.
  public let encoder: EncoderParts?

  /// The parameters that a configuration asks for.
  public init(_ configuration: TransformerConfiguration) {
    switch configuration.family {
    case .gpt2: self.init(gpt2: configuration)
    case .bert(let segments): self.init(bert: configuration, segments: segments)
    }
  }

  private init(gpt2 configuration: TransformerConfiguration) {
    let (D, F) = (configuration.width, configuration.mlpWidth)
    var layout = ParameterLayout()
    tokenEmbedding = layout.add("wte.weight", shape: [configuration.vocabularySize, D])
    positionEmbedding = layout.add("wpe.weight", shape: [configuration.contextLength, D])
    blocks = (0..<configuration.layers).map { layer in
      Block(
        norm1: layout.norm("h.\(layer).ln_1", D),
        queryKeyValue: layout.linear("h.\(layer).attn.c_attn", D, 3 * D, .inputOutput),
        attentionOutput: layout.linear("h.\(layer).attn.c_proj", D, D, .inputOutput),
        norm2: layout.norm("h.\(layer).ln_2", D),
        mlpInput: layout.linear("h.\(layer).mlp.c_fc", D, F, .inputOutput),
        mlpOutput: layout.linear("h.\(layer).mlp.c_proj", F, D, .inputOutput))
    }
    finalNorm = layout.norm("ln_f", D)
    unembedding =
      configuration.tiesEmbeddings
      ? tokenEmbedding : layout.add("lm_head.weight", shape: [configuration.vocabularySize, D])
    encoder = nil
    self.layout = layout
  }

  /// Queries, keys and values, which stand in three tensors in BERT's files, are one parameter here: the rows of one product.
  private init(bert configuration: TransformerConfiguration, segments: Int) {
    let (D, F) = (configuration.width, configuration.mlpWidth)
    var layout = ParameterLayout()
    tokenEmbedding = layout.add("embeddings.word_embeddings.weight", shape: [configuration.vocabularySize, D])
    positionEmbedding = layout.add("embeddings.position_embeddings.weight", shape: [configuration.contextLength, D])
    let segmentEmbedding = layout.add("embeddings.token_type_embeddings.weight", shape: [segments, D])
    let embeddingNorm = layout.norm("embeddings.LayerNorm", D)
    blocks = (0..<configuration.layers).map { layer in
      let name = "encoder.layer.\(layer)"
      return Block(
        norm1: layout.norm("\(name).attention.output.LayerNorm", D),
        queryKeyValue: layout.linear("\(name).attention.self.query_key_value", D, 3 * D, .outputInput),
        attentionOutput: layout.linear("\(name).attention.output.dense", D, D, .outputInput),
        norm2: layout.norm("\(name).output.LayerNorm", D),
        mlpInput: layout.linear("\(name).intermediate.dense", D, F, .outputInput),
        mlpOutput: layout.linear("\(name).output.dense", F, D, .outputInput))
    }
    let transform = layout.linear("cls.predictions.transform.dense", D, D, .outputInput)
    finalNorm = layout.norm("cls.predictions.transform.LayerNorm", D)
    unembedding =
      configuration.tiesEmbeddings
      ? tokenEmbedding : layout.add("cls.predictions.decoder.weight", shape: [configuration.vocabularySize, D])
    encoder = EncoderParts(
      segmentEmbedding: segmentEmbedding, embeddingNorm: embeddingNorm, transform: transform,
      unembeddingBias: layout.add("cls.predictions.bias", shape: [configuration.vocabularySize]))
    self.layout = layout
  }
}

extension ParameterLayout {
  fileprivate mutating func norm(_ name: String, _ width: Int) -> TransformerParameters.Norm {
    TransformerParameters.Norm(
      gain: add("\(name).weight", shape: [width]), bias: add("\(name).bias", shape: [width]))
  }

  fileprivate mutating func linear(
    _ name: String, _ input: Int, _ output: Int, _ order: Operation.WeightOrder
  ) -> TransformerParameters.Linear {
    TransformerParameters.Linear(
      weight: add("\(name).weight", shape: order == .inputOutput ? [input, output] : [output, input]),
      bias: add("\(name).bias", shape: [output]), order: order)
  }
}
