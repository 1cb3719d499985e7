import Tensors
import Testing

@testable import Training

@Suite("Histogram")
struct HistogramTests {
  @Test("counts add up to the numbers, for every length and number of bins", arguments: [1, 2, 7, 40, 41])
  func sum(bins: Int) {
    var generator = SplitMix64(seed: 1)
    for count in [0, 1, 7, 8, 9, 511, 512, 513, 5_000] {
      let values = (0..<count).map { _ in Float(generator.normal()) }
      let histogram = Histogram(of: values[...], bins: bins)
      #expect(histogram.counts.count == bins && histogram.count == count && histogram.nonFinite == 0)
    }
  }

  @Test("each number is in the bin that spans it; what is beyond 4σ is in the outer ones")
  func places() {
    var generator = SplitMix64(seed: 2)
    let values = (0..<3_001).map { $0 % 500 == 0 ? Float(30) : Float(generator.normal()) }
    let histogram = Histogram(of: values[...], bins: 21)
    #expect(abs(histogram.limit - 4 * histogram.deviation) < 1e-9)
    #expect(histogram.largest == 30)
    for bin in 1..<20 {
      let range = histogram.range(of: bin)
      let inside = values.count { range.contains(Double($0)) }
      // A number may stand on an edge, to within single precision.
      #expect(abs(inside - histogram.counts[bin]) <= 1, "bin \(bin)")
    }
    #expect(histogram.counts[20] == 7)
  }

  @Test(
    "what is not a number is counted apart",
    arguments: [Float.nan, .infinity, -.infinity, .signalingNaN])
  func nonFinite(odd: Float) {
    var values = (0..<100).map { Float($0 - 50) }
    values[17] = odd
    values[99] = odd
    let histogram = Histogram(of: values[...], bins: 10)
    #expect(histogram.nonFinite == 2 && histogram.count == 98)
  }

  @Test(
    "zeros, tiny and huge numbers",
    arguments: [0, 1e-30, -.leastNonzeroMagnitude, 1e30, -.greatestFiniteMagnitude] as [Float])
  func extremes(value: Float) {
    for count in [3, 16, 600] {
      let histogram = Histogram(of: [Float](repeating: value, count: count)[...], bins: 9)
      #expect(histogram.count == count && histogram.nonFinite == 0)
      #expect(histogram.limit.isFinite)
      if value == 0 { #expect(histogram.counts[4] == count) }
    }
  }
}
