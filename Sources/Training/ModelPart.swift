public import Models
internal import Tensors

/// A part of a transformer that gradients are measured by and that freezing goes by.
public enum ModelPart: Hashable, Sendable {
  /// Token, position and segment embeddings and their norm (and the unembedding where it is tied to the tokens').
  case embeddings
  /// A block, counted from 0.
  case block(Int)
  /// The norm before the unembedding, and in an encoder the transform before that and the unembedding's bias.
  case finalNorm
  /// The unembedding where it is a matrix of its own.
  case unembedding

  /// The parts of a transformer in the order of its forward pass: embeddings, blocks, final norm and, where untied, the
  /// unembedding.
  public static func all(of configuration: TransformerConfiguration) -> [ModelPart] {
    [.embeddings] + (0..<configuration.layers).map(ModelPart.block) + [.finalNorm]
      + (configuration.tiesEmbeddings ? [] : [.unembedding])
  }
}

extension TransformerParameters {
  /// The part that each entry of the layout belongs to, in the layout's order.
  var partOfEntry: [ModelPart] {
    var parts = [ModelPart](repeating: .embeddings, count: layout.entries.count)
    for (layer, block) in blocks.enumerated() {
      for parameter in block.parameters { parts[parameter.index] = .block(layer) }
    }
    let head = encoder.map { [$0.transform.weight, $0.transform.bias, $0.unembeddingBias] } ?? []
    for parameter in [finalNorm.gain, finalNorm.bias] + head { parts[parameter.index] = .finalNorm }
    if unembedding != tokenEmbedding { parts[unembedding.index] = .unembedding }
    return parts
  }
}

extension TransformerParameters.Block {
  /// All of its parameters.
  fileprivate var parameters: [ParameterID] {
    [norm1, norm2].flatMap { [$0.gain, $0.bias] }
      + [queryKeyValue, attentionOutput, mlpInput, mlpOutput].flatMap { [$0.weight, $0.bias] }
  }
}
