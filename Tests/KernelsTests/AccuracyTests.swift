import Glibc
import KernelTypes
import Tensors
import Testing

/// What every set of kernels, the naive one too, computes is within two units in the last place of the exact value, or
/// within 5e-7 of it, whichever is more.
@Suite("Accuracy against double precision")
struct AccuracyTests {
  /// The largest error in parts of what is allowed.
  private func worst(_ computed: [Float], _ exact: [Double]) -> Double {
    zip(computed, exact).reduce(0) { worst, pair in
      let (found, wanted) = (Double(pair.0), pair.1)
      return max(worst, abs(found - wanted) / max(2 * Double(Float(wanted).ulp), 5e-7))
    }
  }

  private static func numbers(_ count: Int, within scale: Float) -> [Float] {
    var generator = SplitMix64(seed: 77)
    return generator.floats(count, scale: scale)
  }

  @Test("exp, tanh and gelu", arguments: fastSets + ["naive"])
  func functions(set: String) throws {
    let kernels = try kernels(set)
    let x = Self.numbers(100_000, within: 12) + Self.numbers(20_000, within: 0.5)
    #expect(worst(apply(x, kernels.exp), x.map { exp(Double($0)) }) <= 1)
    #expect(worst(apply(x, kernels.tanh), x.map { tanh(Double($0)) }) <= 1)
    let gelu = x.map { Double($0) }.map { x in
      0.5 * x * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
    }
    #expect(worst(apply(x, kernels.gelu), gelu) <= 1)
    let exactGelu = x.map { 0.5 * Double($0) * erfc(-Double($0) * 0.5.squareRoot()) }
    #expect(worst(apply(x, kernels.exactGelu), exactGelu) <= 1)
  }

  @Test("softmax", arguments: fastSets + ["naive"])
  func softmax(set: String) throws {
    for count in awkwardCounts + [1_000] where count > 0 {
      for scale in [0.1, 3, 30] as [Float] {
        let x = Self.numbers(count, within: scale)
        let highest = Double(x.max() ?? 0)
        let powers = x.map { exp(Double($0) - highest) }
        let total = powers.reduce(0, +)
        #expect(worst(apply(x, try kernels(set).softmax), powers.map { $0 / total }) <= 1, "\(count) within \(scale)")
      }
    }
  }

  // With a gain of 1 and a bias of 0: where the two cancel each other, the rounding of the larger term is all there is.
  @Test("layer norm", arguments: fastSets + ["naive"])
  func layerNorm(set: String) throws {
    for width in awkwardCounts + [768] where width > 1 {
      let x = Self.numbers(3 * width, within: 4)
      let (gain, bias) = ([Float](repeating: 1, count: width), [Float](repeating: 0, count: width))
      let rows = [x, gain, bias, x, [0, 0, 0], [0, 0, 0]].map { Guarded($0) }
      try kernels(set).layerNorm(
        LayerNorm(
          x: rows[0].pointer, gain: rows[1].pointer, bias: rows[2].pointer, y: rows[3].pointer, mean: rows[4].pointer,
          inverseDeviation: rows[5].pointer, rows: 3, width: width, epsilon: 1e-5))
      let exact = (0..<3).flatMap { row in
        let values = x[row * width..<(row + 1) * width].map { Double($0) }
        let mean = values.reduce(0, +) / Double(width)
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(width)
        return values.map { ($0 - mean) / (variance + Double(Float(1e-5))).squareRoot() }
      }
      #expect(worst(rows[3].values, exact) <= 1, "width \(width)")
    }
  }
}
