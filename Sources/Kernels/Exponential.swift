import KernelTypes

// eˣ = 2ⁿ·eʳ with n = round(x / ln 2) and |r| ≤ ln 2 / 2.
//
// eʳ = 1 + r + r²·P(r), P of degree 4: minimax over the interval with the relative error of eʳ as its weight, found by
// iteratively reweighted least squares; error 3.3e-9, a twentieth of a rounding.
// ln 2 is split in two parts, the first short enough that n·high is exact.

/// `1 / ln 2`.
private var log2OfE: Float { 1.442_695_04 }
/// The first 9 bits of ln 2: `n·high` is exact for |n| < 2¹⁵.
private var ln2High: Float { 0.693_359_375 }
/// What is missing of ln 2.
private var ln2Low: Float { -2.121_944_4e-4 }
/// 1.5·2²³: adding it rounds to a whole number, which then stands in the low bits.
private var rounder: Float { 12_582_912 }

/// Steps that all forms of the exponential share: eʳ and the bits of `rounder + n`.
@inline(__always)
private func reducedExponential(_ x: Vector) -> (power: Vector, n: IntVector) {
  let shifted = fused(x, Vector(repeating: log2OfE), plus: Vector(repeating: rounder))
  let n = shifted - Vector(repeating: rounder)
  var r = fused(n, Vector(repeating: -ln2High), plus: x)
  r = fused(n, Vector(repeating: -ln2Low), plus: r)
  var p = Vector(repeating: 1.381_314_48e-3)
  p = fused(p, r, plus: Vector(repeating: 8.369_418_79e-3))
  p = fused(p, r, plus: Vector(repeating: 4.166_845_60e-2))
  p = fused(p, r, plus: Vector(repeating: 0.166_665_152))
  p = fused(p, r, plus: Vector(repeating: 0.499_999_940))
  p = fused(p, r * r, plus: r) + Vector(repeating: 1)
  return (p, unsafeBitCast(shifted, to: IntVector.self))
}

/// eˣ for −87 ≤ x ≤ 88; undefined outside, no number for no number.
@inline(__always)
func boundedExponential(_ x: Vector) -> Vector {
  let (power, n) = reducedExponential(x)
  return unsafeBitCast(unsafeBitCast(power, to: IntVector.self) &+ (n &<< 23), to: Vector.self)
}

/// eˣ for x ≤ 0, exactly 0 below −87 (where it is less than 1.7e-38), for −∞ too.
@inline(__always)
func nonPositiveExponential(_ x: Vector) -> Vector {
  let smallest = Vector(repeating: -87)
  return boundedExponential(x).replacing(with: Vector(repeating: 0), where: x .< smallest)
}

/// eˣ for every x: through the subnormals to 0, ∞ above 88.73, no number for no number.
@inline(__always)
func exponential(_ x: Vector) -> Vector {
  let low = Vector(repeating: -104)
  let high = Vector(repeating: 89)
  let (power, bits) = reducedExponential(
    x.replacing(with: low, where: x .< low).replacing(with: high, where: x .> high))
  let n = bits &- IntVector(repeating: 0x4B40_0000)
  let half = n &>> 1
  let bias = IntVector(repeating: 127)
  let first = unsafeBitCast((half &+ bias) &<< 23, to: Vector.self)
  let second = unsafeBitCast((n &- half &+ bias) &<< 23, to: Vector.self)
  return power * first * second
}

/// e to the power of each element; y may be x. Within 1 unit in the last place.
@inline(never)
func exp(_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int) {
  mapRow(x, y, count) { exponential($0) }
}

/// Naive twin of ``exp(_:_:_:)``.
func naiveExp(_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int) {
  for i in 0..<count { y[i] = Float(referenceExp(Double(x[i]))) }
}
