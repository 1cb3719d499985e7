public import Tensors

/// Handles of a transformer's parameters, under GPT-2's names (without the prefix `transformer.`).
public struct TransformerParameters: Equatable, Sendable {
  /// One block's parameters. Conv1D weights stand as (in, out).
  public struct Block: Equatable, Sendable {
    /// Gain and bias of the norm before attention, (D).
    public let norm1: Norm
    /// Queries, keys and values at once, (D, 3·D) and (3·D).
    public let queryKeyValue: Linear
    /// From the heads' results back to the residual stream, (D, D) and (D).
    public let attentionOutput: Linear
    /// Gain and bias of the norm before the MLP, (D).
    public let norm2: Norm
    /// Into the MLP, (D, F) and (F).
    public let mlpInput: Linear
    /// Out of the MLP, (F, D) and (D).
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
    /// (in, out).
    public let weight: ParameterID
    /// (out).
    public let bias: ParameterID
  }

  /// Where each parameter stands.
  public let layout: ParameterLayout
  /// `wte`: a row for each token, (V, D).
  public let tokenEmbedding: ParameterID
  /// `wpe`: a row for each position, (positions, D).
  public let positionEmbedding: ParameterID
  /// The blocks, first to last.
  public let blocks: [Block]
  /// The norm before the unembedding.
  public let finalNorm: Norm
  /// `lm_head`, (V, D): the token embedding itself where the two are tied.
  public let unembedding: ParameterID

  /// The parameters that a configuration asks for.
  public init(_ configuration: TransformerConfiguration) {
    let (D, F) = (configuration.width, configuration.mlpWidth)
    var layout = ParameterLayout()

    func norm(_ name: String) -> Norm {
      Norm(gain: layout.add("\(name).weight", shape: [D]), bias: layout.add("\(name).bias", shape: [D]))
    }
    func linear(_ name: String, _ input: Int, _ output: Int) -> Linear {
      Linear(
        weight: layout.add("\(name).weight", shape: [input, output]),
        bias: layout.add("\(name).bias", shape: [output]))
    }

    tokenEmbedding = layout.add("wte.weight", shape: [configuration.vocabularySize, D])
    positionEmbedding = layout.add("wpe.weight", shape: [configuration.contextLength, D])
    blocks = (0..<configuration.layers).map { layer in
      Block(
        norm1: norm("h.\(layer).ln_1"),
        queryKeyValue: linear("h.\(layer).attn.c_attn", D, 3 * D),
        attentionOutput: linear("h.\(layer).attn.c_proj", D, D),
        norm2: norm("h.\(layer).ln_2"),
        mlpInput: linear("h.\(layer).mlp.c_fc", D, F),
        mlpOutput: linear("h.\(layer).mlp.c_proj", F, D))
    }
    finalNorm = norm("ln_f")
    unembedding =
      configuration.tiesEmbeddings
      ? tokenEmbedding : layout.add("lm_head.weight", shape: [configuration.vocabularySize, D])
    self.layout = layout
  }
}
