public import KernelTypes

/// The weights of a tape's linear operations once more, in the order in which the matrix product reads them.
///
/// A product packs its B by itself. Where the same weights are met again and again, that is work done again and again:
/// by a sentence that is edited, whose few rows don't share the cost, and by the shards of a batch, each of which would
/// pack every weight once forwards and once backwards.
public final class PackedWeights {
  /// Which products they are for.
  public enum Use: Sendable {
    /// Results: `y = x·W`.
    case results
    /// Gradients of inputs: `dx = dy·Wᵀ`.
    case gradients
  }

  /// The most numbers that are packed, 64 MB; beyond it the second copy costs more memory than the time is worth.
  static let limit = 16 << 20

  /// A weight's product and where its panels start.
  private struct Piece {
    let weight: ParameterID
    let linear: LinearShape
    let start: Int
  }

  private let use: Use
  private let kernels: KernelSet
  private let layout: ParameterLayout
  private let pieces: [Piece]
  private let buffer: FloatBuffer
  /// Start of each parameter's panels, −1 where it has none.
  private let starts: [Int]

  /// Room for the weights, still to be packed; nil where that doesn't pay: kernels that know no packed order, or large
  /// models; or where there is no memory for it, since they are also multiplied where they stand.
  public init?(_ tape: Tape, for use: Use, kernels: KernelSet) {
    let (pieces, count) = Self.pieces(tape, use, kernels)
    guard count > 0, count <= Self.limit, let buffer = FloatBuffer(optional: count) else { return nil }
    var starts = [Int](repeating: -1, count: tape.layout.entries.count)
    for piece in pieces { starts[piece.weight.index] = piece.start }
    (self.use, self.kernels, layout, self.pieces, self.starts) = (use, kernels, tape.layout, pieces, starts)
    self.buffer = buffer
  }

  /// How many numbers the panels of a tape take, but for the columns that fill up a panel; 0 where they aren't packed.
  public static func count(_ tape: Tape, for use: Use) -> Int {
    var seen: Set<Int> = []
    var count = ByteCount()
    let needsGradient = tape.needsGradient
    for node in tape.nodes {
      for (weight, linear) in linears(of: node, tape, use, needsGradient) where seen.insert(weight.index).inserted {
        count.add([linear.input, linear.output])
      }
    }
    return count.value <= limit ? count.value : 0
  }

  /// How many pieces there are to pack; different pieces may be packed at once.
  public var pieceCount: Int { pieces.count }

  /// Packs a piece of the weights as they stand.
  ///
  /// - Parameter parameters: The flat run under the tape's layout; read now only.
  public func pack(_ index: Int, parameters: UnsafePointer<Float>) {
    let piece = pieces[index]
    let product = piece.linear.product(parameters + layout[piece.weight].offset, for: use)
    kernels.pack(product, buffer.start + piece.start)
  }

  /// Packs all of the weights as they stand.
  public func pack(parameters: UnsafePointer<Float>) {
    for index in pieces.indices { pack(index, parameters: parameters) }
  }

  /// The panels of a weight.
  subscript(weight: ParameterID) -> UnsafePointer<Float>? {
    starts[weight.index] < 0 ? nil : UnsafePointer(buffer.start + starts[weight.index])
  }

  /// Each weight once, its panels one after the other, and how many numbers they take.
  private static func pieces(_ tape: Tape, _ use: Use, _ kernels: KernelSet) -> (pieces: [Piece], count: Int) {
    var pieces: [Piece] = []
    var seen: Set<Int> = []
    var count = 0
    let needsGradient = tape.needsGradient
    for node in tape.nodes {
      for (weight, linear) in linears(of: node, tape, use, needsGradient) where seen.insert(weight.index).inserted {
        pieces.append(Piece(weight: weight, linear: linear, start: count))
        let (depth, columns) = use == .results ? (linear.input, linear.output) : (linear.output, linear.input)
        count += (kernels.packedCount(depth, columns) + 15) / 16 * 16
      }
    }
    return (pieces, count)
  }

  /// The weights that a node multiplies with, as far as a use needs them.
  private static func linears(
    of node: Tape.Node, _ tape: Tape, _ use: Use, _ needsGradient: [Bool]
  ) -> [(weight: ParameterID, linear: LinearShape)] {
    switch node.operation {
    case .linear(let x, let weight, _, let order) where use == .results || needsGradient[x.index]:
      return [(weight, LinearShape(input: tape[x].width, output: node.width, order: order))]
    case .recurrent(let x, let cell, let weights):
      let gates = cell.gates * node.width
      let ofHidden = LinearShape(input: node.width, output: gates, order: .outputInput)
      let ofInput = LinearShape(input: tape[x].width, output: gates, order: .outputInput)
      return [(weights.hiddenWeight, ofHidden)]
        + (use == .results || needsGradient[x.index] ? [(weights.inputWeight, ofInput)] : [])
    default: return []
    }
  }
}

/// Sizes of a linear operation and how its weight stands.
private struct LinearShape {
  let input: Int
  let output: Int
  let order: Operation.WeightOrder

  /// A product without rows: only B counts here.
  func product(_ weight: UnsafePointer<Float>, for use: PackedWeights.Use) -> Matmul {
    // W is (in, out) by these strides, its transpose by them exchanged.
    let (inputStride, outputStride) = order == .inputOutput ? (output, 1) : (1, input)
    let isResult = use == .results
    return Matmul(
      rows: 0, columns: isResult ? output : input, depth: isResult ? input : output, a: weight, aRowStride: 0,
      b: weight, bRowStride: isResult ? inputStride : outputStride,
      bColumnStride: isResult ? outputStride : inputStride,
      c: UnsafeMutablePointer(mutating: weight), cRowStride: 0)
  }
}
