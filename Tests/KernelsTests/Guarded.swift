import KernelTypes
import Tensors

/// A buffer of floats with guards around it: what a kernel may write, and proof that it wrote nothing else.
final class Guarded {
  /// Number of floats that may be written.
  let count: Int
  private let storage: UnsafeMutablePointer<Float>
  /// Guards before and after; the latter is the slack that kernels may read.
  private static let margin = KernelSet.slack
  /// A number that no kernel computes; its bits are compared.
  private static let mark = Float(bitPattern: 0x7fc0_dead)

  /// Holds `values`, between marks.
  init(_ values: [Float]) {
    count = values.count
    storage = .allocate(capacity: values.count + 2 * Guarded.margin)
    storage.initialize(repeating: Guarded.mark, count: values.count + 2 * Guarded.margin)
    for (i, value) in values.enumerated() { storage[Guarded.margin + i] = value }
  }

  deinit { storage.deallocate() }

  /// The first float.
  var pointer: UnsafeMutablePointer<Float> { storage + Guarded.margin }

  /// What the buffer holds.
  var values: [Float] { (0..<count).map { pointer[$0] } }

  /// Whether nothing outside was written.
  var isIntact: Bool {
    (0..<Guarded.margin).allSatisfy { i in
      storage[i].bitPattern == Guarded.mark.bitPattern
        && pointer[count + i].bitPattern == Guarded.mark.bitPattern
    }
  }

  /// Whether the buffer's elements at `indices` hold what they held: `values`.
  func isUnchanged(from values: [Float], at indices: some Sequence<Int>) -> Bool {
    indices.allSatisfy { pointer[$0].bitPattern == values[$0].bitPattern }
  }
}

extension SplitMix64 {
  /// Numbers between −`scale` and `scale`.
  mutating func floats(_ count: Int, scale: Float = 1) -> [Float] {
    (0..<count).map { _ in Float.random(in: -scale...scale, using: &self) }
  }
}

/// The largest |a − b| / (`scale` + |b|); ∞ where one is a number and the other is not.
func worstError(_ a: [Float], _ b: [Float], scale: Float = 1) -> Float {
  var worst: Float = 0
  for (a, b) in zip(a, b) {
    if a == b || (a.isNaN && b.isNaN) { continue }
    let error = abs(a - b) / (scale + abs(b))
    worst = error.isNaN ? .infinity : max(worst, error)
  }
  return worst
}

/// The fast kernels that this machine can run, by name: test arguments print well and need no conformances.
let fastSets: [String] = KernelSet.available.map(\.name).filter { $0 != "naive" }

/// The kernels of a name of ``fastSets``.
func kernels(_ name: String) throws -> KernelSet { try KernelSet.forMachine(named: name) }

/// The kernels that the others are compared with.
func naiveKernels() throws -> KernelSet { try KernelSet.forMachine(named: "naive") }

/// Counts around every vector width and its halves, then some larger ones.
let awkwardCounts = [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 35, 63, 64, 65, 100, 129, 1000]

/// What a kernel of one input and one output makes of numbers.
func apply(
  _ x: [Float], _ kernel: (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void
) -> [Float] {
  let (input, output) = (Guarded(x), Guarded(x))
  kernel(input.pointer, output.pointer, x.count)
  return output.values
}
