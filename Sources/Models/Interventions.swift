internal import Tensors

/// Who looks at whom.
public enum AttentionKind: CaseIterable, Hashable, Sendable {
  /// The source's tokens look at each other, in the encoder of an encoder–decoder.
  case source
  /// Tokens look at their own text: the attention of a model of one stack, and the decoder's self-attention of an
  /// encoder–decoder.
  case own
  /// What an encoder–decoder writes looks at the source.
  case cross
}

/// One head.
public struct HeadPlace: Hashable, Comparable, Sendable {
  /// Its block, from 0; of the encoder's blocks for ``AttentionKind/source``.
  public let layer: Int
  /// Its number within the attention, from 0.
  public let head: Int
  /// Which attention it belongs to.
  public let attention: AttentionKind

  /// A head of a block.
  public init(layer: Int, head: Int, attention: AttentionKind = .own) {
    self.layer = layer
    self.head = head
    self.attention = attention
  }

  /// In the order of computation: the encoder of an encoder–decoder first, then by layer, the cross-attention of each behind
  /// its self-attention, then by head.
  public static func < (a: HeadPlace, b: HeadPlace) -> Bool { a.order < b.order }

  private var order: (Int, Int, Int, Int) {
    (attention == .source ? 0 : 1, layer, attention == .cross ? 1 : 0, head)
  }
}

extension ModelConfiguration {
  /// All heads of the only stack or of the decoder's self-attention, by layer, then by head.
  public var headPlaces: [HeadPlace] { heads(of: .own) }

  /// Every head of the model, in the order of computation.
  public var allHeadPlaces: [HeadPlace] { AttentionKind.allCases.flatMap(heads(of:)).sorted() }

  /// How many blocks have such an attention.
  public func layers(with attention: AttentionKind) -> Int {
    switch attention {
    case .source: encoderLayers ?? 0
    case .own: layers
    case .cross: encoderLayers == nil ? 0 : layers
    }
  }

  private func heads(of attention: AttentionKind) -> [HeadPlace] {
    (0..<layers(with: attention)).flatMap { layer in
      (0..<heads(in: attention).count).map { HeadPlace(layer: layer, head: $0, attention: attention) }
    }
  }
}

/// What is switched off in a forward pass: zero ablation of heads and MLPs, and tokens that nobody may look at.
///
/// The pass runs through the same code as any other and its trace shows what was computed: a head's z that is 0, an MLP's
/// output that is 0, scores that are −∞.
///
/// - SeeAlso: Michel et al. 2019, section 2.2 (heads); Elhage et al. 2021 (z as what a head adds through W_O).
public struct Interventions: Hashable, Sendable {
  /// Heads whose mixed values z are 0 before the output matrix, so that they add nothing to the residual stream. Their
  /// patterns are still computed; the output matrix's bias, which belongs to no head, stays.
  public var heads: Set<HeadPlace>
  /// Blocks whose MLP adds nothing: the whole of `hook_mlp_out` is 0, its bias included; of an encoder–decoder the
  /// decoder's.
  public var mlps: Set<Int>
  /// The same in the encoder of an encoder–decoder.
  public var sourceMLPs: Set<Int>
  /// Positions that no other position may attend to, in any head of any layer: the score is −∞ and the softmax shares
  /// the weight among the keys that remain. A token still sees itself. Positions beyond the sequence count for nothing.
  ///
  /// Of an encoder–decoder these are the source's: neither its other tokens nor what is written may attend to them. As what
  /// is written has to look somewhere, one token of the source must be left.
  public var maskedPositions: Set<Int>

  /// Nothing is switched off.
  public static let none = Interventions()

  /// What is switched off.
  public init(
    heads: Set<HeadPlace> = [], mlps: Set<Int> = [], sourceMLPs: Set<Int> = [], maskedPositions: Set<Int> = []
  ) {
    self.heads = heads
    self.mlps = mlps
    self.sourceMLPs = sourceMLPs
    self.maskedPositions = maskedPositions
  }

  /// Whether nothing is switched off.
  public var isEmpty: Bool { heads.isEmpty && mlps.isEmpty && sourceMLPs.isEmpty && maskedPositions.isEmpty }

  /// Whether every head and every MLP that is named exists in a model of these sizes.
  public func fit(_ configuration: ModelConfiguration) -> Bool {
    let hasHeads = heads.allSatisfy {
      (0..<configuration.layers(with: $0.attention)).contains($0.layer)
        && (0..<configuration.heads(in: $0.attention).count).contains($0.head)
    }
    return hasHeads && mlps.allSatisfy((0..<configuration.layers(with: .own)).contains)
      && sourceMLPs.allSatisfy((0..<configuration.layers(with: .source)).contains)
  }

  /// The same on a model's tape.
  func edits(_ recorded: RecordedModel, _ configuration: ModelConfiguration) -> Edits {
    precondition(fit(configuration), "\(self) in \(configuration.layers) layers of \(configuration.heads) heads")
    if let sourceLength = recorded.tape.sourceLength {
      precondition(!(0..<sourceLength).allSatisfy(maskedPositions.contains), "every token of a source is masked")
    }
    let zeroedHeads = heads.map { place in
      let width = configuration.heads(in: place.attention).width
      return Edits.Zeroing(
        recorded.mixes(of: place.attention)[place.layer], columns: place.head * width..<(place.head + 1) * width)
    }
    let outputs = mlps.map { recorded.mlpOutputs[$0] } + sourceMLPs.map { recorded.sourceMLPOutputs[$0] }
    let zeroedMLPs = outputs.map { Edits.Zeroing($0, columns: 0..<configuration.width) }
    return Edits(
      zeroed: zeroedHeads + zeroedMLPs, hiddenKeys: Array(maskedPositions),
      hiddenStream: configuration.encoderLayers == nil ? .main : .source)
  }
}
