internal import KernelTypes
internal import Models
internal import Tensors

/// What the parameters of a part are for, by the field's names.
public enum ModelComponent: String, CaseIterable, Sendable {
  /// A row for each token.
  case tokenEmbedding
  /// A row for each segment.
  case segmentEmbedding
  /// A row for each position.
  case positionEmbedding
  /// The norm of the embeddings' sum.
  case embeddingNorm
  /// The norm before attention.
  case norm1
  /// A third of the product that makes queries, keys and values.
  case query
  /// A third of that product.
  case key
  /// A third of that product.
  case value
  /// From the heads' results back to the residual stream.
  case attentionOutput
  /// Cross-attention's queries.
  case crossQuery
  /// Its keys and values.
  case crossKeyValue
  /// From its heads' results back to the residual stream.
  case crossOutput
  /// The norm after it.
  case crossNorm
  /// The norm before the MLP.
  case norm2
  /// Into the MLP.
  case mlpInput
  /// What gated neurons multiply.
  case mlpLinear
  /// Out of the MLP.
  case mlpOutput
  /// What a recurrent layer takes from the layer below.
  case recurrentInput
  /// What it takes from its own past.
  case recurrentHidden
  /// Between the last block and the norm before the unembedding.
  case transform
  /// The norm before the unembedding.
  case finalNorm
  /// Added to the logits.
  case unembeddingBias
  /// The unembedding where it is a matrix of its own.
  case unembedding
  /// What a classifier reads the first token with.
  case pooler
  /// What makes a score for each label of that.
  case classifier

  /// The components of every block, in the order of a decoder's forward pass.
  public static let ofBlock: [ModelComponent] = [
    .norm1, .query, .key, .value, .attentionOutput, .norm2, .mlpInput, .mlpOutput,
  ]
}

/// The gradient of one part of a model, by its components.
public struct GradientRow: Equatable, Sendable {
  /// The part.
  public let part: ModelPart
  /// Its components: a block's are ``ModelComponent/ofBlock``.
  public let components: [ModelComponent]
  /// The norm of each component's gradient, weights and biases together.
  public let norms: [Double]

  /// The norm of the whole part's gradient.
  public var norm: Double { norms.reduce(0) { $0 + $1 * $1 }.squareRoot() }

  /// The rows of a model in the order in which gradients flow: (unembedding,) final norm, or what sorts texts, last block …
  /// first block, embeddings.
  ///
  /// - Parameter gradient: Under the model's layout.
  static func table(
    _ configuration: ModelConfiguration, gradient: UnsafePointer<Float>, kernels: KernelSet
  ) -> [GradientRow] {
    let handles = ModelParameters(configuration)
    let measure = GradientMeasure(layout: handles.layout, gradient: gradient, kernels: kernels)
    var rows: [GradientRow] = []
    if handles.finalNorm != nil {
      rows.append(
        GradientRow(
          .finalNorm,
          (handles.encoder?.head.map { [(.transform, measure.norm($0.transform))] } ?? [])
            + (handles.finalNorm.map { [(.finalNorm, measure.norm($0))] } ?? [])
            + (handles.encoder?.head.map { [(.unembeddingBias, measure.norm($0.unembeddingBias))] } ?? [])))
    }
    if let head = handles.encoder?.head, handles.finalNorm == nil {
      let sorting = measure.norm(weight: handles.unembedding, bias: head.unembeddingBias)
      rows.append(GradientRow(.classifier, [(.classifier, sorting), (.pooler, measure.norm(head.transform))]))
    } else {
      let own = handles.unembedding == handles.tokenEmbedding ? nil : handles.unembedding
      let unembedding =
        (own.map { [(ModelComponent.unembedding, measure.norm($0))] } ?? [])
        + (handles.recurrent.map { [(.unembeddingBias, measure.norm($0.unembeddingBias))] } ?? [])
      if !unembedding.isEmpty { rows.insert(GradientRow(.unembedding, unembedding), at: 0) }
    }
    for (layer, weights) in (handles.recurrent?.layers ?? []).enumerated().reversed() {
      rows.append(GradientRow(.block(layer), measure.components(of: weights)))
    }
    for (layer, block) in handles.blocks.enumerated().reversed() {
      rows.append(GradientRow(.block(layer), measure.components(of: block, configuration.attentionHeads)))
      if let cross = block.cross { rows.append(GradientRow(.block(layer), measure.components(of: cross))) }
    }
    for (layer, block) in (handles.source?.blocks ?? []).enumerated().reversed() {
      rows.append(
        GradientRow(.sourceBlock(layer), measure.components(of: block, configuration.ofEncoder.attentionHeads)))
    }
    rows.append(
      GradientRow(
        .embeddings,
        [(.tokenEmbedding, measure.norm(handles.tokenEmbedding))]
          + (handles.encoder?.segmentEmbedding.map { [(.segmentEmbedding, measure.norm($0))] } ?? [])
          + (handles.positionEmbedding.map { [(.positionEmbedding, measure.norm($0))] } ?? [])
          + (handles.encoder.map { [(.embeddingNorm, measure.norm($0.embeddingNorm))] } ?? [])
          + (handles.source.map { [(.embeddingNorm, measure.norm($0.decoderEmbeddingNorm))] } ?? [])))
    return rows
  }

  private init(_ part: ModelPart, _ norms: [(ModelComponent, Double)]) {
    self.part = part
    components = norms.map(\.0)
    self.norms = norms.map(\.1)
  }
}

/// Norms of pieces of a gradient.
private struct GradientMeasure {
  let layout: ParameterLayout
  let gradient: UnsafePointer<Float>
  let kernels: KernelSet

  func norm(_ parameter: ParameterID) -> Double { squares(parameter).squareRoot() }

  func norm(_ norm: ModelParameters.Norm) -> Double { self.norm(weight: norm.gain, bias: norm.bias) }

  func norm(_ linear: ModelParameters.Linear) -> Double {
    norm(weight: linear.weight, bias: linear.bias)
  }

  func norm(weight: ParameterID, bias: ParameterID?) -> Double {
    (squares(weight) + (bias.map { squares($0) } ?? 0)).squareRoot()
  }

  /// The components of a block but for its cross-attention.
  func components(of block: ModelParameters.Block, _ heads: AttentionHeads) -> [(ModelComponent, Double)] {
    let parts = parts(block.queryKeyValue, heads)
    return [
      (.norm1, norm(block.norm1)), (.query, parts[0]), (.key, parts[1]), (.value, parts[2]),
      (.attentionOutput, norm(block.attentionOutput)), (.norm2, norm(block.norm2)), (.mlpInput, norm(block.mlpInput)),
    ] + (block.mlpLinear.map { [(.mlpLinear, norm($0))] } ?? []) + [(.mlpOutput, norm(block.mlpOutput))]
  }

  func components(of weights: RecurrentParameters) -> [(ModelComponent, Double)] {
    func norm(_ weight: ParameterID, _ bias: ParameterID) -> Double { (squares(weight) + squares(bias)).squareRoot() }
    return [
      (.recurrentInput, norm(weights.inputWeight, weights.inputBias)),
      (.recurrentHidden, norm(weights.hiddenWeight, weights.hiddenBias)),
    ]
  }

  func components(of cross: ModelParameters.Cross) -> [(ModelComponent, Double)] {
    [
      (.crossQuery, norm(cross.query)), (.crossKeyValue, norm(cross.keyValue)), (.crossOutput, norm(cross.output)),
      (.crossNorm, norm(cross.norm)),
    ]
  }

  /// The norms of the results that are queries, keys and values.
  func parts(_ linear: ModelParameters.Linear, _ heads: AttentionHeads) -> [Double] {
    let (weight, bias) = (layout[linear.weight], linear.bias.map { layout[$0] })
    let outputs = linear.order == .outputInput ? weight.shape[0] : weight.shape[1]
    let inputs = weight.count / outputs
    var (norms, first) = ([Double](), 0)
    for share in [heads.count, heads.keyValueCount, heads.keyValueCount] {
      let width = outputs / heads.parts * share
      var squares = bias.map { kernels.sumOfSquares(gradient + $0.offset + first, width) } ?? 0
      if linear.order == .outputInput {
        squares += kernels.sumOfSquares(gradient + weight.offset + first * inputs, width * inputs)
      } else {
        for row in 0..<inputs {
          squares += kernels.sumOfSquares(gradient + weight.offset + row * outputs + first, width)
        }
      }
      norms.append(squares.squareRoot())
      first += width
    }
    return norms
  }

  private func squares(_ parameter: ParameterID) -> Double {
    let entry = layout[parameter]
    return kernels.sumOfSquares(gradient + entry.offset, entry.count)
  }
}
