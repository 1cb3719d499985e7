internal import KernelTypes
public import Tensors

/// Handles of a model's parameters, under the names of its family's checkpoints without their prefix (`transformer.`,
/// `bert.`, `model.`).
public struct ModelParameters: Equatable, Sendable {
  /// One block's parameters.
  public struct Block: Equatable, Sendable {
    /// Gain and bias of attention's norm, (D): GPT-2's reads the residual stream, BERT's the sum after attention; LLaMA's has
    /// no bias.
    public let norm1: Norm
    /// Queries, keys and values at once, (H + 2·G)·E numbers from D.
    public let queryKeyValue: Linear
    /// From the heads' results back to the residual stream, D from H·E.
    public let attentionOutput: Linear
    /// Gain and bias of the MLP's norm, (D): GPT-2's reads the residual stream, BERT's the sum after the MLP.
    public let norm2: Norm
    /// Into the MLP, F from D.
    public let mlpInput: Linear
    /// What gated neurons multiply, F from D; nil where neurons have no gates.
    public let mlpLinear: Linear?
    /// Out of the MLP, D from F.
    public let mlpOutput: Linear
    /// What a block of an encoder–decoder's decoder looks at the source with; nil for other blocks.
    public let cross: Cross?
  }

  /// Cross-attention of a block.
  public struct Cross: Equatable, Sendable {
    /// Queries from the decoder's residual stream, D from D.
    public let query: Linear
    /// Keys and values from the encoder's last residual stream, 2·D from D.
    public let keyValue: Linear
    /// From the heads' results back to the residual stream, D from D.
    public let output: Linear
    /// The norm of the sum after it, (D); mBART's reads the residual stream before it.
    public let norm: Norm
  }

  /// What an encoder–decoder has beside the decoder's blocks.
  public struct SourceParts: Equatable, Sendable {
    /// A row for each position of the source, (positions + 2, D), of which the first two are never used.
    public let positionEmbedding: ParameterID
    /// The norm of the source's embeddings.
    public let embeddingNorm: Norm
    /// The encoder's blocks, first to last.
    public let blocks: [Block]
    /// The norm of the decoder's embeddings.
    public let decoderEmbeddingNorm: Norm
    /// The norms behind each stack, where norms come first: the encoder's; the decoder's is ``ModelParameters/finalNorm``.
    public let lastNorm: Norm?
    /// Added to the logits, (1, V); BART never trains it.
    public let logitsBias: ParameterID
  }

  /// Gain and bias; without a bias it is an RMS norm.
  public struct Norm: Equatable, Sendable {
    /// Multiplies.
    public let gain: ParameterID
    /// Adds; nil in an RMS norm.
    public let bias: ParameterID?

    /// Those that there are.
    public var all: [ParameterID] { [gain] + (bias.map { [$0] } ?? []) }
  }

  /// Weight and bias.
  public struct Linear: Equatable, Sendable {
    /// (in, out) or (out, in), by ``order``.
    public let weight: ParameterID
    /// (out); nil where nothing is added.
    public let bias: ParameterID?
    /// How the weight stands: (in, out) in GPT-2, (out, in) in BERT.
    public let order: Operation.WeightOrder

    /// Weight, and bias if there is one.
    public var all: [ParameterID] { [weight] + (bias.map { [$0] } ?? []) }
  }

  /// What BERT and DistilBERT have beside the blocks.
  public struct EncoderParts: Equatable, Sendable {
    /// A row for each segment, (segments, D); DistilBERT has none.
    public let segmentEmbedding: ParameterID?
    /// The norm of the embeddings' sum.
    public let embeddingNorm: Norm
    /// What reads the last block; nil without a head.
    public let head: Head?

    /// A head for hidden words, or one that sorts texts.
    public struct Head: Equatable, Sendable {
      /// Between the last block and the norm before the unembedding, D from D; a classifier's pooler.
      public let transform: Linear
      /// Added to the logits, (V), of a classifier (labels).
      public let unembeddingBias: ParameterID
    }
  }

  /// What a recurrent network has instead of blocks.
  public struct RecurrentParts: Equatable, Sendable {
    /// The layers, first to last.
    public let layers: [RecurrentParameters]
    /// Added to the logits, (V).
    public let unembeddingBias: ParameterID
  }

  /// Where each parameter stands.
  public let layout: ParameterLayout
  /// A row for each token, (V, D).
  public let tokenEmbedding: ParameterID
  /// A row for each position, (positions, D); a LLaMA and a recurrent network have none.
  public let positionEmbedding: ParameterID?
  /// The blocks, first to last; a recurrent network has none.
  public let blocks: [Block]
  /// The norm before the unembedding; BART, recurrent networks, classifiers and encoders without a head have none.
  public let finalNorm: Norm?
  /// (V, D): the token embedding itself where the two are tied or there is no head. A classifier's is (labels, D).
  public let unembedding: ParameterID
  /// What only an encoder has.
  public let encoder: EncoderParts?
  /// What only an encoder–decoder has.
  public let source: SourceParts?
  /// What only a recurrent network has.
  public let recurrent: RecurrentParts?

  /// What is added to the logits, (V); nil in a decoder, which adds nothing.
  public var addedToLogits: ParameterID? {
    encoder?.head?.unembeddingBias ?? source?.logitsBias ?? recurrent?.unembeddingBias
  }

  /// The parameters that a configuration asks for.
  public init(_ configuration: ModelConfiguration) {
    switch configuration.family {
    case .gpt2: self.init(gpt2: configuration)
    case .bert(let segments): self.init(bert: configuration, segments: segments)
    case .distilBERT: self.init(distilBERT: configuration)
    case .llama: self.init(llama: configuration)
    case .bart, .mbart: self.init(bart: configuration)
    case .recurrent(let cell): self.init(recurrent: configuration, cell)
    }
  }

  /// Rows of BART's position tables that are never used; position 0 stands in the row behind them.
  public static let unusedPositions = 2
}
