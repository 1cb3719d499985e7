import KernelTypes
import Tensors
import Testing

@Suite("Cross-entropy")
struct CrossEntropyTests {
  /// Losses and gradient of a set; the gradient in a buffer of its own, over the logits, or not at all.
  private func run(
    _ set: String, _ logits: [Float], _ targets: [Int32], classes: Int, smoothing: Float = 0, gradient: Gradient
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
          logits: x.pointer, targets: start, smoothing: smoothing, losses: losses.pointer, gradient: place?.pointer,
          gradientScale: 0.5,
          rows: targets.count, classes: classes))
    }
    #expect(x.isIntact && other.isIntact && losses.isIntact)
    return (losses.values, place?.values ?? [])
  }

  private enum Gradient: CaseIterable { case none, apart, overLogits }

  @Test("equals its naive twin, with ignored targets and smoothed ones", arguments: fastSets, [0, 0.1] as [Float])
  func twin(set: String, smoothing: Float) throws {
    var generator = SplitMix64(seed: 30)
    for classes in awkwardCounts where classes > 0 {
      for rows in [0, 1, 4] {
        let logits = generator.floats(rows * classes, scale: 30)
        let targets = (0..<rows).map { row in
          row == 2 ? CrossEntropy.ignored : Int32.random(in: 0..<Int32(classes), using: &generator)
        }
        for gradient in Gradient.allCases {
          let fast = try run(set, logits, targets, classes: classes, smoothing: smoothing, gradient: gradient)
          let naive = try run(
            "naive", logits, targets, classes: classes, smoothing: smoothing, gradient: gradient)
          #expect(worstError(fast.losses, naive.losses) < 1e-6, "classes \(classes)")
          #expect(worstError(fast.gradient, naive.gradient) < 1e-6, "classes \(classes)")
        }
      }
    }
  }

  // torch.nn.functional.cross_entropy(torch.tensor([[1.0, 2.0, 4.0]]), torch.tensor([1]), label_smoothing=0.3)
  @Test("smoothed targets give PyTorch's loss and gradient", arguments: fastSets + ["naive"])
  func smoothed(set: String) throws {
    let result = try run(set, [1, 2, 4], [1], classes: 3, smoothing: 0.3, gradient: .apart)
    #expect(worstError(result.losses, [2.0698460]) < 1e-6)
    #expect(worstError(result.gradient, [-0.0579899, -0.6858048, 0.7437947].map { $0 / 2 }) < 1e-6)
  }

  @Test("stays finite for logits that would overflow an exponential", arguments: fastSets + ["naive"])
  func extremes(set: String) throws {
    let result = try run(set, [1000, -1000, 0], [1], classes: 3, gradient: .apart)
    #expect(result.losses == [2000])
    #expect(result.gradient == [0.5, -0.5, 0])
  }
}
