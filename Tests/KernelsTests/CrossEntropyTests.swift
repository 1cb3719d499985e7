import KernelTypes
import Tensors
import Testing

@Suite("Cross-entropy")
struct CrossEntropyTests {
  /// Losses and gradient of a set; the gradient in a buffer of its own, over the logits, or not at all.
  private func run(
    _ set: String, _ logits: [Float], _ targets: [Int32], classes: Int, gradient: Gradient
  ) throws -> (losses: [Float], gradient: [Float]) {
    let (x, other, losses) = (
      Guarded(logits), Guarded(logits), Guarded([Float](repeating: 9, count: targets.count))
    )
    let place: Guarded? =
      switch gradient {
      case .none: nil
      case .apart: other
      case .overLogits: x
      }
    try targets.withUnsafeBufferPointer { targets in
      guard let start = targets.baseAddress else { return }
      try kernels(set).crossEntropy(
        CrossEntropy(
          logits: x.pointer, targets: start, losses: losses.pointer, gradient: place?.pointer, gradientScale: 0.5,
          rows: targets.count, classes: classes))
    }
    #expect(x.isIntact && other.isIntact && losses.isIntact)
    return (losses.values, place?.values ?? [])
  }

  private enum Gradient: CaseIterable { case none, apart, overLogits }

  @Test("equals its naive twin, with ignored targets", arguments: fastSets)
  func twin(set: String) throws {
    var generator = SplitMix64(seed: 30)
    for classes in awkwardCounts where classes > 0 {
      for rows in [0, 1, 4] {
        let logits = generator.floats(rows * classes, scale: 30)
        let targets = (0..<rows).map { row in
          row == 2 ? CrossEntropy.ignored : Int32.random(in: 0..<Int32(classes), using: &generator)
        }
        for gradient in Gradient.allCases {
          let fast = try run(set, logits, targets, classes: classes, gradient: gradient)
          let naive = try run("naive", logits, targets, classes: classes, gradient: gradient)
          #expect(worstError(fast.losses, naive.losses) < 1e-6, "classes \(classes)")
          #expect(worstError(fast.gradient, naive.gradient) < 1e-6, "classes \(classes)")
        }
      }
    }
  }

  @Test("stays finite for logits that would overflow an exponential", arguments: fastSets + ["naive"])
  func extremes(set: String) throws {
    let result = try run(set, [1000, -1000, 0], [1], classes: 3, gradient: .apart)
    #expect(result.losses == [2000])
    #expect(result.gradient == [0.5, -0.5, 0])
  }
}
