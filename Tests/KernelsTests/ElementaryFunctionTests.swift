import KernelTypes
import Tensors
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The largest error of `computed` in units in the last place of the exact value, rounded to a float.
private func worstUlps(_ x: [Float], _ computed: [Float], _ exact: (Double) -> Double) -> Double {
  var worst = 0.0
  for (x, y) in zip(x, computed) {
    let value = exact(Double(x))
    worst = max(worst, abs(Double(y) - value) / Double(Float(value).ulp))
  }
  return worst
}

/// Numbers at equal distances.
private func grid(_ range: ClosedRange<Float>, _ count: Int) -> [Float] {
  (0...count).map { range.lowerBound + (range.upperBound - range.lowerBound) * Float($0) / Float(count) }
}

@Suite("Elementary functions")
struct ElementaryFunctionTests {
  @Test("exp is within two units in the last place", arguments: fastSets)
  func exponential(set: String) throws {
    let x = grid(-87...88.7, 200_000) + grid(-1...1, 50_000)
    // One with a fused multiply-add; without, the reduction's products round once more.
    #expect(worstUlps(x, apply(x, try kernels(set).exp)) { exp($0) } < 2)
  }

  @Test("exp at its limits", arguments: fastSets + ["naive"])
  func exponentialLimits(set: String) throws {
    let x: [Float] = [-.infinity, -200, -104, 0, -0.0, 88, -88, 88.72, 89, 1e30, .infinity, .nan]
    let y = apply(x, try kernels(set).exp)
    #expect(Array(y[0...4]) == [0, 0, 0, 1, 1])
    #expect(abs(y[5] / Float(exp(88.0)) - 1) < 2e-7)
    // A subnormal: the spacing is 1.4e-45.
    #expect(abs(Double(y[6]) - exp(-88.0)) < 3e-45)
    #expect(abs(y[7] / Float(exp(Double(Float(88.72)))) - 1) < 2e-7)
    #expect(y[8] == .infinity && y[9] == .infinity && y[10] == .infinity && y[11].isNaN)
  }

  @Test("tanh is within three units in the last place", arguments: fastSets)
  func hyperbolicTangent(set: String) throws {
    let x = grid(-12...12, 200_000) + grid(-0.7...0.7, 50_000) + grid(-1e-6...1e-6, 1000)
    #expect(worstUlps(x, apply(x, try kernels(set).tanh)) { tanh($0) } < 3)
  }

  @Test("tanh at its limits", arguments: fastSets + ["naive"])
  func hyperbolicTangentLimits(set: String) throws {
    let y = apply([-.infinity, -88, -0.0, 0, 88, .infinity, 1e-38, .nan], try kernels(set).tanh)
    #expect(Array(y[0...6]) == [-1, -1, 0, 0, 1, 1, 1e-38])
    #expect(y[2].sign == .minus && y[3].sign == .plus && y[7].isNaN)
  }

  @Test("gelu has the relative accuracy of a float where it is not tiny", arguments: fastSets)
  func gelu(set: String) throws {
    let x = grid(-12...12, 200_000)
    let y = apply(x, try kernels(set).gelu)
    let wrong = zip(x, y).filter { x, y in
      let u = 0.797_884_560_802_865_4 * (Double(x) + 0.044715 * Double(x) * Double(x) * Double(x))
      let exact = Double(x) / (1 + exp(-2 * u))
      // Roundings of the exponent grow with it: e^{2u}'s relative error is 2u times that of u, at most 100 roundings.
      return abs(Double(y) - exact) > 2e-5 * abs(exact) + 1e-36
    }
    #expect(wrong.isEmpty)
  }

  @Test("gelu and its derivative at their limits, in both forms", arguments: fastSets)
  func geluLimits(set: String) throws {
    let kernels = try kernels(set)
    limits(kernels.gelu, kernels.geluWithSlope)
    limits(kernels.exactGelu, kernels.exactGeluWithSlope)
  }

  private func limits(
    _ gelu: (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void,
    _ geluWithSlope: (UnsafePointer<Float>, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void
  ) {
    let x: [Float] = [-.infinity, -1e38, -88, 0, 88, 1e38, .infinity, .nan]
    let y = apply(x, gelu)
    #expect(y[0...2].allSatisfy { abs($0) < 1e-36 })
    #expect(Array(y[3...6]) == [0, 88, 1e38, .infinity] && y[7].isNaN)
    let (input, result, slope) = (Guarded(x), Guarded(x), Guarded(x))
    geluWithSlope(input.pointer, result.pointer, slope.pointer, x.count)
    #expect(result.values.map(\.bitPattern) == y.map(\.bitPattern))
    #expect(slope.values[0...2].allSatisfy { abs($0) < 1e-30 })
    #expect(slope.values[3] == 0.5 && slope.values[4...6].allSatisfy { $0 == 1 } && slope.values[7].isNaN)
  }
}
