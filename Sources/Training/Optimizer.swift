internal import Glibc
internal import KernelTypes
public import Models
internal import Tensors

/// Turns gradients into updates: gradient descent with momentum, Adam or AdamW.
///
/// Weight decay is for matrices alone, unless the settings say that everything decays. Frozen blocks have a gradient of 0
/// and are not touched.
/// - SeeAlso: Kingma & Ba 2015 (arXiv 1412.6980), Loshchilov & Hutter 2019 (arXiv 1711.05101); the order of operations is
///   PyTorch's.
public struct Optimizer: Sendable {
  /// A run of parameters that is updated in one piece, never longer than ``pieceLength``.
  private struct Piece: Sendable {
    let range: Range<Int>
    let isMatrix: Bool
    let part: Int
    var isFrozen = false
  }

  /// Lengths of a gradient.
  struct GradientNorm: Equatable, Sendable {
    /// Of the whole gradient.
    let total: Double
    /// Of each part's, in the order of ``ModelPart/all(of:)``.
    let parts: [Double]
  }

  static let pieceLength = 16_384

  /// Its rule and constants.
  public private(set) var settings: OptimizerSettings
  /// Updates since the moments were last at 0.
  public private(set) var updates = 0
  private let layout: ParameterLayout
  /// The parts that gradients are measured by.
  private let parts: [ModelPart]
  /// First moments, or gradient descent's last direction.
  private(set) var m: Parameters
  /// Second moments; empty for gradient descent.
  private(set) var v: Parameters
  private var pieces: [Piece]

  /// A fresh optimiser: all moments 0.
  ///
  /// - Parameter frozen: Parts that are not updated.
  public init(_ handles: ModelParameters, settings: OptimizerSettings, frozen: Set<ModelPart> = []) {
    self.settings = settings
    layout = handles.layout
    m = Parameters(layout: layout)
    v = Self.secondMoment(settings.kind, layout)
    let partOfEntry = handles.partOfEntry
    var parts: [ModelPart] = []
    for part in partOfEntry where !parts.contains(part) { parts.append(part) }
    self.parts = parts
    let places = Dictionary(uniqueKeysWithValues: parts.enumerated().map { ($1, $0) })
    pieces = zip(layout.entries, partOfEntry).flatMap { entry, part in
      stride(from: entry.range.lowerBound, to: entry.range.upperBound, by: Self.pieceLength).map { start in
        Piece(
          range: start..<min(start + Self.pieceLength, entry.range.upperBound), isMatrix: entry.shape.count > 1,
          part: places[part] ?? 0)
      }
    }
    freeze(frozen)
  }

  /// A fresh optimiser of a network that is no transformer: all of its parameters are updated, and decay, alike, and its
  /// gradient's length is nobody's business.
  init(_ layout: ParameterLayout, settings: OptimizerSettings) {
    self.settings = settings
    self.layout = layout
    m = Parameters(layout: layout)
    v = Self.secondMoment(settings.kind, layout)
    parts = []
    // The gaps between parameters hold zeros and stay zero, so that one run holds them all.
    pieces = stride(from: 0, to: layout.count, by: Self.pieceLength).map { start in
      Piece(range: start..<min(start + Self.pieceLength, layout.count), isMatrix: true, part: 0)
    }
  }

  /// Goes on with the moments of a run that was saved.
  ///
  /// - Precondition: they stand under this optimiser's layouts.
  mutating func restore(m: Parameters, v: Parameters, updates: Int) {
    precondition(m.layout == self.m.layout && v.layout == self.v.layout, "moments of another model or rule")
    (self.m, self.v, self.updates) = (m, v, updates)
  }

  /// Goes on under other settings. Another kind starts with moments at 0; with other constants they are kept.
  mutating func change(_ settings: OptimizerSettings, frozen: Set<ModelPart> = []) {
    if settings.kind != self.settings.kind {
      m = Parameters(layout: layout)
      v = Self.secondMoment(settings.kind, layout)
      updates = 0
    }
    self.settings = settings
    freeze(frozen)
  }

  /// Sets the moments of one number to 0.
  mutating func forget(_ index: Int) {
    m.withUnsafeMutablePointer { $0[index] = 0 }
    if index < v.layout.count { v.withUnsafeMutablePointer { $0[index] = 0 } }
  }

  private mutating func freeze(_ frozen: Set<ModelPart>) {
    for index in pieces.indices where !parts.isEmpty {
      pieces[index].isFrozen = frozen.contains(parts[pieces[index].part])
    }
  }

  /// Room for the second moment, none where the rule has no such thing.
  private static func secondMoment(_ kind: OptimizerSettings.Kind, _ layout: ParameterLayout) -> Parameters {
    Parameters(layout: kind.secondMomentLayout(layout))
  }

  /// Sums the shards' gradients into the first one, always in the same order, and returns the norms of the sum. Those of
  /// frozen parts are 0 already.
  func sum(_ shards: [FloatBuffer], kernels: KernelSet, crew: WorkerCrew) -> GradientNorm {
    var squares = [Double](repeating: 0, count: pieces.count)
    squares.withUnsafeMutableBufferPointer { squares in
      nonisolated(unsafe) let squares = squares  // Each piece writes its own element.
      crew.run(pieces.count) { _, index in
        let range = pieces[index].range
        let total = shards[0].start + range.lowerBound
        guard !pieces[index].isFrozen else { return }
        for shard in shards.dropFirst() { kernels.accumulate(shard.start + range.lowerBound, total, range.count) }
        squares[index] = kernels.sumOfSquares(total, range.count)
      }
    }
    var lengths = [Double](repeating: 0, count: parts.count)
    for (piece, square) in zip(pieces, squares) { lengths[piece.part] += square }
    return GradientNorm(total: squares.reduce(0, +).squareRoot(), parts: lengths.map { $0.squareRoot() })
  }

  /// One update.
  ///
  /// - Parameters:
  ///   - parameters: Changed in place.
  ///   - gradient: Under the same layout.
  ///   - scale: Multiplies the gradient (clipping).
  ///   - measures: Whether the update is compared with the parameters.
  /// - Returns: ‖Δθ‖₂ / ‖θ‖₂ over all parameters that are not frozen, θ before the update; nil unless asked for.
  mutating func step(
    _ parameters: inout Parameters, gradient: FloatBuffer, scale: Float, learningRate: Double, measures: Bool = false,
    kernels: KernelSet, crew: WorkerCrew
  ) -> Double? {
    updates += 1
    let rule = UpdateRule(settings, updates: updates, learningRate: learningRate, scale: scale)
    let (pieces, settings) = (pieces, settings)
    var squares = [UpdateSquares](repeating: UpdateSquares(), count: measures ? pieces.count : 0)
    parameters.withUnsafeMutablePointer { p in
      m.withUnsafeMutablePointer { m in
        v.withUnsafeMutablePointer { v in
          squares.withUnsafeMutableBufferPointer { squares in
            nonisolated(unsafe) let squares = squares  // Each piece writes its own element.
            crew.run(pieces.count) { _, index in
              let range = pieces[index].range
              let decays = pieces[index].isMatrix || settings.decayScope == .all
              if pieces[index].isFrozen { return }
              let start = range.lowerBound
              let numbers = UpdatedNumbers(
                parameters: p + start, gradient: gradient.start + start, m: m + start, v: v + start, count: range.count)
              if measures {
                squares[index] = rule.measuredUpdate(numbers, decays: decays, by: kernels)
              } else {
                rule.update(numbers, decays: decays, by: kernels)
              }
            }
          }
        }
      }
    }
    return measures ? UpdateSquares.ratio(squares) : nil
  }
}
