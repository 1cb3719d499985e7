internal import Tensors

/// One head of a decoder.
public struct HeadPlace: Hashable, Comparable, Sendable {
  /// Its block, from 0.
  public let layer: Int
  /// Its number within the block, from 0.
  public let head: Int

  /// A head of a block.
  public init(layer: Int, head: Int) {
    self.layer = layer
    self.head = head
  }

  /// By layer, then by head.
  public static func < (a: HeadPlace, b: HeadPlace) -> Bool { (a.layer, a.head) < (b.layer, b.head) }
}

extension ModelConfiguration {
  /// All heads, by layer, then by head.
  public var headPlaces: [HeadPlace] {
    (0..<layers).flatMap { layer in (0..<heads).map { HeadPlace(layer: layer, head: $0) } }
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
  /// Blocks whose MLP adds nothing: the whole of `hook_mlp_out` is 0, its bias included.
  public var mlps: Set<Int>
  /// Positions that no other position may attend to, in any head of any layer: the score is −∞ and the softmax shares
  /// the weight among the keys that remain. A token still sees itself. Positions beyond the sequence count for nothing.
  public var maskedPositions: Set<Int>

  /// Nothing is switched off.
  public static let none = Interventions()

  /// What is switched off.
  public init(heads: Set<HeadPlace> = [], mlps: Set<Int> = [], maskedPositions: Set<Int> = []) {
    self.heads = heads
    self.mlps = mlps
    self.maskedPositions = maskedPositions
  }

  /// Whether nothing is switched off.
  public var isEmpty: Bool { heads.isEmpty && mlps.isEmpty && maskedPositions.isEmpty }

  /// Whether every head and every MLP that is named exists in a model of these sizes.
  public func fit(_ configuration: ModelConfiguration) -> Bool {
    let layers = 0..<configuration.layers
    return heads.allSatisfy { layers.contains($0.layer) && (0..<configuration.heads).contains($0.head) }
      && mlps.allSatisfy(layers.contains)
  }

  /// The same on a model's tape.
  func edits(_ recorded: RecordedModel, _ configuration: ModelConfiguration) -> Edits {
    precondition(fit(configuration), "\(self) in \(configuration.layers) layers of \(configuration.heads) heads")
    let width = configuration.headWidth
    let zeroedHeads = heads.map {
      Edits.Zeroing(recorded.mixes[$0.layer], columns: $0.head * width..<($0.head + 1) * width)
    }
    let zeroedMLPs = mlps.map { Edits.Zeroing(recorded.mlpOutputs[$0], columns: 0..<configuration.width) }
    return Edits(zeroed: zeroedHeads + zeroedMLPs, hiddenKeys: Array(maskedPositions))
  }
}
