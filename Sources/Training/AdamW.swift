internal import Glibc
internal import KernelTypes
public import Tensors

/// AdamW with decoupled weight decay on matrices alone: biases and norms are not decayed.
///
/// - SeeAlso: Loshchilov & Hutter 2019 (arXiv 1711.05101); the order of operations is PyTorch's.
public struct AdamW: Sendable {
  /// Its constants.
  public struct Settings: Equatable, Sendable {
    /// Decay of the first moment.
    public var beta1: Double
    /// Decay of the second moment.
    public var beta2: Double
    /// Added to the root of the second moment.
    public var epsilon: Double
    /// Decoupled weight decay of matrices.
    public var weightDecay: Double

    /// All of it; PyTorch's defaults where nothing is said, but for the decay.
    public init(beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8, weightDecay: Double = 0) {
      self.beta1 = beta1
      self.beta2 = beta2
      self.epsilon = epsilon
      self.weightDecay = weightDecay
    }
  }

  /// A run of parameters that is updated in one piece, never longer than ``pieceLength``.
  private struct Piece: Sendable {
    let range: Range<Int>
    let decays: Bool
  }

  private static let pieceLength = 16_384

  /// Its constants.
  public var settings: Settings
  /// Steps done.
  public private(set) var stepsDone = 0
  private var m: Parameters
  private var v: Parameters
  private let pieces: [Piece]

  /// A fresh optimiser: both moments 0.
  public init(layout: ParameterLayout, settings: Settings) {
    self.settings = settings
    m = Parameters(layout: layout)
    v = Parameters(layout: layout)
    pieces = layout.entries.flatMap { entry in
      stride(from: entry.range.lowerBound, to: entry.range.upperBound, by: Self.pieceLength).map { start in
        Piece(
          range: start..<min(start + Self.pieceLength, entry.range.upperBound), decays: entry.shape.count > 1)
      }
    }
  }

  /// Sums the shards' gradients into the first one, always in the same order, and returns the norm of the sum.
  func sum(_ shards: [FloatBuffer], kernels: KernelSet, crew: WorkerCrew) -> Double {
    var squares = [Double](repeating: 0, count: pieces.count)
    squares.withUnsafeMutableBufferPointer { squares in
      nonisolated(unsafe) let squares = squares  // Each piece writes its own element.
      crew.run(pieces.count) { _, index in
        let range = pieces[index].range
        let total = shards[0].start + range.lowerBound
        for shard in shards.dropFirst() { kernels.accumulate(shard.start + range.lowerBound, total, range.count) }
        squares[index] = kernels.sumOfSquares(total, range.count)
      }
    }
    return squares.reduce(0, +).squareRoot()
  }

  /// One step.
  ///
  /// - Parameters:
  ///   - parameters: Changed in place.
  ///   - gradient: Under the same layout.
  ///   - scale: Multiplies the gradient (clipping).
  mutating func step(
    _ parameters: inout Parameters, gradient: FloatBuffer, scale: Float, learningRate: Double, kernels: KernelSet,
    crew: WorkerCrew
  ) {
    stepsDone += 1
    let correction1 = 1 - pow(settings.beta1, Double(stepsDone))
    let correction2 = 1 - pow(settings.beta2, Double(stepsDone))
    let (settings, pieces) = (settings, pieces)
    parameters.withUnsafeMutablePointer { p in
      m.withUnsafeMutablePointer { m in
        v.withUnsafeMutablePointer { v in
          crew.run(pieces.count) { _, index in
            let start = pieces[index].range.lowerBound
            kernels.adamW(
              AdamWStep(
                parameters: p + start, gradient: gradient.start + start, m: m + start, v: v + start,
                count: pieces[index].range.count, learningRate: learningRate, beta1: settings.beta1,
                beta2: settings.beta2, epsilon: settings.epsilon,
                decay: pieces[index].decays ? settings.weightDecay : 0, correction1: correction1,
                correction2: correction2, gradientScale: scale))
          }
        }
      }
    }
  }
}
