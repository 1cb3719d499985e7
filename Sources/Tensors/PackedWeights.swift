public import KernelTypes

/// The weights of a tape's linear operations once more, in the order in which the matrix product reads them.
///
/// Where the same weights meet few rows again and again, as when a sentence is edited, packing them each time costs more
/// than it saves, and reading them in place jumps from page to page. Training doesn't need it: there many rows share
/// the cost, and weights change with every step.
public final class PackedWeights {
  /// The most numbers that are packed, 64 MB; beyond it the second copy costs more memory than the time is worth.
  static let limit = 16 << 20

  private let buffer: FloatBuffer
  /// Start of each parameter's panels, −1 where it has none.
  private var starts: [Int]

  /// Packs the weights, or returns nil where that doesn't pay: kernels that know no packed order, or large models.
  ///
  /// - Parameter parameters: The flat run under the tape's layout; read now only.
  public init?(_ tape: Tape, parameters: UnsafePointer<Float>, kernels: KernelSet) {
    var starts = [Int](repeating: -1, count: tape.layout.entries.count)
    var products: [(product: Matmul, start: Int)] = []
    var count = 0
    for node in tape.nodes {
      guard case .linear(let x, let weight, _, let order) = node.operation, starts[weight.index] < 0 else { continue }
      let product = Self.product(
        depth: tape[x].width, columns: node.width, weight: parameters + tape.layout[weight].offset, order)
      starts[weight.index] = count
      products.append((product, count))
      count += (kernels.packedCount(product.depth, product.columns) + 15) / 16 * 16
    }
    guard count > 0, count <= Self.limit else { return nil }
    buffer = FloatBuffer(count: count)
    self.starts = starts
    for (product, start) in products { kernels.pack(product, buffer.start + start) }
  }

  /// A product without rows: only B counts here.
  private static func product(
    depth: Int, columns: Int, weight: UnsafePointer<Float>, _ order: Operation.WeightOrder
  ) -> Matmul {
    let unused = UnsafeMutablePointer(mutating: weight)
    return Matmul(
      rows: 0, columns: columns, depth: depth, a: weight, aRowStride: 0,
      b: weight, bRowStride: order == .inputOutput ? columns : 1, bColumnStride: order == .inputOutput ? 1 : depth,
      c: unused, cRowStride: 0)
  }

  /// The panels of a weight.
  subscript(weight: ParameterID) -> UnsafePointer<Float>? {
    starts[weight.index] < 0 ? nil : UnsafePointer(buffer.start + starts[weight.index])
  }
}
