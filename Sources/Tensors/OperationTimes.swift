/// How long each kind of operation has taken, forwards and backwards: where the time of a pass goes.
///
/// One for each thread. Reading the clock costs some 25 ns an operation, which takes microseconds at least.
public final class OperationTimes {
  /// Seconds forwards and backwards, by the operation's kind.
  public private(set) var seconds: [Operation.Kind: (forward: Double, backward: Double)] = [:]
  private let clock = ContinuousClock()
  private var last: ContinuousClock.Instant

  /// Nothing measured yet.
  public init() { last = clock.now }

  /// What comes next is counted from now on.
  func begin() { last = clock.now }

  /// An operation has ended that began where the one before it ended.
  func ended(_ operation: Operation, backward: Bool) {
    let now = clock.now
    let duration = (now - last).components
    let elapsed = Double(duration.seconds) + Double(duration.attoseconds) * 1e-18
    if backward {
      seconds[operation.kind, default: (0, 0)].backward += elapsed
    } else {
      seconds[operation.kind, default: (0, 0)].forward += elapsed
    }
    last = now
  }
}

extension Operation {
  /// The operation without its operands.
  public enum Kind: String, CaseIterable, Sendable {
    case input
    case tokenEmbedding = "token_embedding"
    case segmentEmbedding = "segment_embedding"
    case positionEmbedding = "position_embedding"
    case add
    case layerNorm = "layer_norm"
    case rmsNorm = "rms_norm"
    case linear
    case rotate
    case attention
    case crossAttention = "cross_attention"
    case recurrent
    case gelu
    case tanh
    case relu
    case sigmoid
    case swiGLU = "swiglu"
    case dropout
    case crossEntropy = "cross_entropy"
    case squaredError = "squared_error"
  }

  /// What kind of operation it is.
  public var kind: Kind {
    switch self {
    case .input: .input
    case .tokenEmbedding: .tokenEmbedding
    case .segmentEmbedding: .segmentEmbedding
    case .positionEmbedding: .positionEmbedding
    case .add: .add
    case .layerNorm: .layerNorm
    case .rmsNorm: .rmsNorm
    case .linear: .linear
    case .rotate: .rotate
    case .attention: .attention
    case .crossAttention: .crossAttention
    case .recurrent: .recurrent
    case .gelu: .gelu
    case .tanh: .tanh
    case .relu: .relu
    case .sigmoid: .sigmoid
    case .swiGLU: .swiGLU
    case .dropout: .dropout
    case .crossEntropy: .crossEntropy
    case .squaredError: .squaredError
    }
  }
}
