public import Models
internal import Tensors

/// A part of a model that gradients are measured by and that freezing goes by.
public enum ModelPart: Hashable, Sendable {
  /// Token, position and segment embeddings and their norm (and the unembedding where it is tied to the tokens').
  case embeddings
  /// A block of an encoder–decoder's encoder, counted from 0.
  case sourceBlock(Int)
  /// A block, counted from 0; of an encoder–decoder its decoder's, of a recurrent network a layer.
  case block(Int)
  /// The norm before the unembedding, and in an encoder the transform before that and the unembedding's bias.
  case finalNorm
  /// A classifier's pooler and the matrix that sorts by it.
  case classifier
  /// The unembedding where it is a matrix of its own, and a recurrent network's bias of the logits.
  case unembedding

  /// The parts of a model in the order of its forward pass: embeddings, blocks, final norm and, where untied, the unembedding; or
  /// what sorts texts.
  public static func all(of configuration: ModelConfiguration) -> [ModelPart] {
    let blocks =
      (0..<(configuration.encoderLayers ?? 0)).map(ModelPart.sourceBlock)
      + (0..<configuration.layers).map(ModelPart.block)
    let isRecurrent = configuration.cell != nil
    if configuration.isClassifier { return [.embeddings] + blocks + [.classifier] }
    return [.embeddings] + blocks + (configuration.encoderLayers == nil && !isRecurrent ? [.finalNorm] : [])
      + (configuration.tiesEmbeddings && !isRecurrent ? [] : [.unembedding])
  }
}

extension ModelParameters {
  /// The part that each entry of the layout belongs to, in the layout's order.
  var partOfEntry: [ModelPart] {
    var parts = [ModelPart](repeating: .embeddings, count: layout.entries.count)
    for (layer, block) in blocks.enumerated() {
      for parameter in block.parameters { parts[parameter.index] = .block(layer) }
    }
    for (layer, weights) in (recurrent?.layers ?? []).enumerated() {
      for parameter in weights.all { parts[parameter.index] = .block(layer) }
    }
    if let recurrent { parts[recurrent.unembeddingBias.index] = .unembedding }
    let head = encoder?.head.map { $0.transform.all + [$0.unembeddingBias] } ?? []
    for (layer, block) in (source?.blocks ?? []).enumerated() {
      for parameter in block.parameters { parts[parameter.index] = .sourceBlock(layer) }
    }
    for parameter in (finalNorm?.all ?? []) + head { parts[parameter.index] = .finalNorm }
    if unembedding != tokenEmbedding { parts[unembedding.index] = .unembedding }
    if encoder != nil, finalNorm == nil {
      for parameter in head + [unembedding] { parts[parameter.index] = .classifier }
    }
    return parts
  }
}

extension ModelParameters.Block {
  /// All of its parameters.
  fileprivate var parameters: [ParameterID] {
    [norm1, norm2, cross?.norm].compactMap(\.self).flatMap(\.all)
      + [queryKeyValue, attentionOutput, mlpInput, mlpLinear, mlpOutput, cross?.query, cross?.keyValue, cross?.output]
      .compactMap(\.self).flatMap(\.all)
  }
}
