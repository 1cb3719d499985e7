import KernelTypes

// gelu(x) = x·Φ(x),  gelu′(x) = Φ(x) + x·φ(x),  φ(x) = e^{−x²/2}/√(2π)
//
// Φ(−z) = e^{−z²/2}·R(1/(1 + 0.27·z)) for z ≥ 0, R of degree 9 without a constant: the form of Abramowitz & Stegun 1964,
// 26.2.17, with coefficients fitted here by iteratively reweighted least squares; relative error 2.3e-8.
//
// Hendrycks & Gimpel 2016 (arXiv 1606.08415), the form that BERT and BART use.

/// Beyond ±12.9 Φ is 0 or 1 to any float's accuracy, and inside it e^{−x²/2} is normal.
private var bound: Float { 12.9 }

/// x within ±``bound``.
@inline(__always)
private func bounded(_ x: Vector) -> Vector {
  x.replacing(with: Vector(repeating: -bound), where: x .< Vector(repeating: -bound))
    .replacing(with: Vector(repeating: bound), where: x .> Vector(repeating: bound))
}

/// |x|, Φ(−|x|) and e^{−x²/2} for |x| ≤ ``bound``.
@inline(__always)
private func normalTail(_ x: Vector) -> (magnitude: Vector, tail: Vector, density: Vector) {
  let one = Vector(repeating: 1)
  let bits = unsafeBitCast(x, to: BitVector.self) & BitVector(repeating: 0x7fff_ffff)
  let magnitude = unsafeBitCast(bits, to: Vector.self)
  let t = one / fused(magnitude, Vector(repeating: 0.27), plus: one)
  let density = boundedExponential(x * x * Vector(repeating: -0.5))
  var r = Vector(repeating: 0.028_778_290)
  r = fused(r, t, plus: Vector(repeating: -0.125_563_473))
  r = fused(r, t, plus: Vector(repeating: 0.167_800_844))
  r = fused(r, t, plus: Vector(repeating: -0.066_835_225))
  r = fused(r, t, plus: Vector(repeating: 0.106_101_371))
  r = fused(r, t, plus: Vector(repeating: 0.072_825_111))
  r = fused(r, t, plus: Vector(repeating: 0.101_600_073))
  r = fused(r, t, plus: Vector(repeating: 0.107_574_344))
  r = fused(r, t, plus: Vector(repeating: 0.107_718_676))
  return (magnitude, r * t * density, density)
}

/// `x·Φ(x) = max(x, 0) − |x|·Φ(−|x|)`: no choice between Φ and 1 − Φ, which the compiler would make lane by lane.
@inline(__always)
private func exactGeluVector(_ x: Vector) -> Vector {
  let (magnitude, tail, _) = normalTail(bounded(x))
  return fused(Vector(repeating: 0) - magnitude, tail, plus: positivePart(x))
}

/// x where its sign is plus, else 0; by bits.
@inline(__always)
private func positivePart(_ x: Vector) -> Vector {
  let isNegative = unsafeBitCast(unsafeBitCast(x, to: IntVector.self) &>> 31, to: BitVector.self)
  return unsafeBitCast(unsafeBitCast(x, to: BitVector.self) & ~isNegative, to: Vector.self)
}

@inline(__always)
private func exactGeluAndSlope(_ x: Vector) -> (Vector, Vector) {
  let within = bounded(x)
  let (magnitude, tail, density) = normalTail(within)
  let value = fused(Vector(repeating: 0) - magnitude, tail, plus: positivePart(x))
  let share = (Vector(repeating: 1) - tail).replacing(with: tail, where: x .< Vector(repeating: 0))
  return (value, fused(within * Vector(repeating: 0.398_942_280), density, plus: share))
}

/// GELU of each element in its exact form; y may be x.
@inline(never)
func exactGelu(_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int) {
  // One place of call: of two the compiler makes a function of its own, which works in quarters of a vector.
  var i = 0
  while i < count {
    exactGeluVector(Vector.load(x + i)).store(y + i, count: count &- i)
    i &+= Vector.scalarCount
  }
}

/// `y = gelu(x)` and `slope = gelu′(x)`, which share the exponential; slope may be x.
@inline(never)
func exactGeluWithSlope(
  _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ slope: UnsafeMutablePointer<Float>, _ count: Int
) {
  var i = 0
  while i < count {
    let (value, derivative) = exactGeluAndSlope(Vector.load(x + i))
    value.store(y + i, count: count &- i)
    derivative.store(slope + i, count: count &- i)
    i &+= Vector.scalarCount
  }
}

/// Naive twin of ``exactGelu(_:_:_:)``.
func naiveExactGelu(_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int) {
  for i in 0..<count {
    let x = Double(x[i])
    y[i] = Float(0.5 * x * referenceErfc(-x * 0.5.squareRoot()))
  }
}

/// Naive twin of ``exactGeluWithSlope(_:_:_:_:)``.
func naiveExactGeluWithSlope(
  _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ slope: UnsafeMutablePointer<Float>, _ count: Int
) {
  for i in 0..<count {
    let x = Double(x[i])
    let share = 0.5 * referenceErfc(-x * 0.5.squareRoot())
    y[i] = Float(x * share)
    slope[i] = Float(share + x * referenceExp(-x * x / 2) / (2 * Double.pi).squareRoot())
  }
}
