public import Models
internal import Tensors

/// Everything about a run that a person can set, apart from the model's sizes and the corpus.
public struct TrainingSettings: Equatable, Sendable {
  /// Sequences in a batch.
  public var batch: Int
  /// Tokens in a sequence.
  public var length: Int
  /// Batches whose gradients are averaged before one update: as one batch of `batch · accumulation` sequences, in the
  /// memory of one batch.
  public var accumulation: Int
  /// How the learning rate goes, and for how many steps.
  public var schedule: LearningRateSchedule
  /// The optimiser and its constants.
  public var optimizer: OptimizerSettings
  /// Longest gradient; a longer one is scaled down to it. 0 for no limit.
  public var clip: Float
  /// Shares of elements dropped.
  public var dropout: DropoutRates
  /// Share of each target that is spread evenly over all tokens; the loss of steps is the smoothed one then.
  public var labelSmoothing: Float
  /// Blocks that are not updated, counted from 0; numbers beyond the last block mean nothing.
  public var frozenLayers: Set<Int>
  /// Whether the embeddings, tied unembedding included, are not updated either: then blocks that are frozen from below
  /// cost nothing backwards.
  public var freezesEmbeddings: Bool
  /// Whether the MLPs are 0 and stay so.
  public var attentionOnly: Bool
  /// Everything random hangs on it: first parameters, batches, dropped elements.
  public var seed: UInt64
  /// Pieces that a batch is cut into. Part of the settings because another number gives other rounding.
  public var shards: Int
  /// Enough for four threads.
  public static let standardShards = 4
  /// Of recurrent networks, whose products have only as many rows as a piece has sequences, fewer are faster.
  public static let shardsOfRecurrentNetworks = 2

  /// All of it.
  public init(
    batch: Int, length: Int, accumulation: Int = 1, schedule: LearningRateSchedule, optimizer: OptimizerSettings,
    clip: Float, dropout: DropoutRates, labelSmoothing: Float = 0, frozenLayers: Set<Int> = [],
    freezesEmbeddings: Bool = false, attentionOnly: Bool = false, seed: UInt64, shards: Int = standardShards
  ) {
    self.batch = batch
    self.length = length
    self.accumulation = accumulation
    self.schedule = schedule
    self.optimizer = optimizer
    self.clip = clip
    self.dropout = dropout
    self.labelSmoothing = labelSmoothing
    self.frozenLayers = frozenLayers
    self.freezesEmbeddings = freezesEmbeddings
    self.attentionOnly = attentionOnly
    self.seed = seed
    self.shards = shards
  }
}

extension TrainingSettings {
  /// Tokens in a source of an encoder–decoder: as many as in a sequence. Nil for other models.
  func sourceLength(of configuration: ModelConfiguration) -> Int? {
    configuration.encoderLayers == nil ? nil : length
  }

  /// What is frozen, as one types it: `embeddings`, `0`, `1`.
  public var frozenNames: [String] {
    (freezesEmbeddings ? ["embeddings"] : []) + frozenLayers.sorted().map { String($0) }
  }

  /// The parts of the model that are not updated.
  public var frozenParts: Set<ModelPart> {
    Set(frozenLayers.map(ModelPart.block)).union(freezesEmbeddings ? [.embeddings] : [])
  }

  /// The parameters that are not updated.
  func frozen(of handles: ModelParameters) -> Set<ParameterID> {
    let (parts, frozen) = (handles.partOfEntry, frozenParts)
    let ofParts = Set(parts.indices.filter { frozen.contains(parts[$0]) }.map { ParameterID(index: $0) })
    // BART never trains what it adds to the logits.
    let always = Set([handles.source?.logitsBias].compactMap(\.self)).union(ofParts)
    return attentionOnly ? always.union(handles.blocks.flatMap(\.mlpParameters)) : always
  }
}

extension ModelParameters.Block {
  /// Weights and biases of its MLP.
  fileprivate var mlpParameters: [ParameterID] {
    [mlpInput, mlpLinear, mlpOutput].compactMap(\.self).flatMap(\.all)
  }
}

extension LanguageModel {
  /// Sets the MLPs to 0, so that they add nothing.
  mutating func silenceMLPs() {
    for parameter in handles.blocks.flatMap(\.mlpParameters) {
      let entry = parameters.layout[parameter]
      parameters[entry] = ArraySlice(repeatElement(0, count: entry.count))
    }
  }
}
