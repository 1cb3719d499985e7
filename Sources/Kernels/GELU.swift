import KernelTypes

// gelu(x) = 0.5·x·(1 + tanh u) = x·σ(2u),  σ(2u) = 1 / (1 + e^{−2u}),  u = √(2/π)·(x + 0.044715·x³)
// gelu′(x) = σ + x·σ·(1 − σ)·2u′,                              u′ = √(2/π)·(1 + 3·0.044715·x²)
//
// Hendrycks & Gimpel 2016 (arXiv 1606.08415), the tanh form that GPT-2 uses.

/// √(2/π).
private let rootOfTwoOverPi = 0.797_884_560_802_865_4
/// The cubic term's weight.
private let cubic = 0.044715

/// Beyond ±9.98, where |2u| is 86.9, the gate is 0 or 1 to any float's accuracy, and inside it no step of the
/// exponential overflows or is subnormal.
private var gateBound: Float { 9.98 }

/// σ(2u) = 1 / (1 + e^{−2u}) for |x| ≤ ``gateBound``.
@inline(__always)
private func gate(_ x: Vector) -> Vector {
  // −2u = x·(a + b·x²)
  let a = Vector(repeating: -1.595_769_12)
  let b = Vector(repeating: -0.071_354_816)
  let one = Vector(repeating: 1)
  return one / (one + boundedExponential(x * fused(x * x, b, plus: a)))
}

/// x, but no less than −``gateBound``, where gelu is −2e-37: keeps −∞ from meeting 0.
@inline(__always)
private func boundedBelow(_ x: Vector) -> Vector {
  x.replacing(with: Vector(repeating: -gateBound), where: x .< Vector(repeating: -gateBound))
}

/// x, but no more than ``gateBound``.
@inline(__always)
private func boundedAbove(_ x: Vector) -> Vector {
  x.replacing(with: Vector(repeating: gateBound), where: x .> Vector(repeating: gateBound))
}

/// GELU of each element; y may be x.
@inline(never)
func gelu(_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int) {
  mapRow(x, y, count) { geluVector($0) }
}

@inline(__always)
private func geluVector(_ x: Vector) -> Vector {
  let x = boundedBelow(x)
  return x * gate(boundedAbove(x))
}

/// Naive twin of ``gelu(_:_:_:)``.
func naiveGelu(_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int) {
  for i in 0..<count {
    let x = Double(x[i])
    let u = rootOfTwoOverPi * (x + cubic * x * x * x)
    y[i] = Float(x / (1 + referenceExp(-2 * u)))
  }
}

/// `y = gelu(x)` and `slope = gelu′(x)`, which share the exponential; slope may be x.
@inline(never)
func geluWithSlope(
  _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ slope: UnsafeMutablePointer<Float>, _ count: Int
) {
  var i = 0
  while i &+ Vector.scalarCount <= count {
    let (value, derivative) = geluAndSlope(Vector.load(x + i))
    value.store(y + i)
    derivative.store(slope + i)
    i &+= Vector.scalarCount
  }
  guard i < count else { return }
  let (value, derivative) = geluAndSlope(Vector.load(x + i))
  value.store(y + i, count: count &- i)
  derivative.store(slope + i, count: count &- i)
}

@inline(__always)
private func geluAndSlope(_ x: Vector) -> (Vector, Vector) {
  let below = boundedBelow(x)
  let x = boundedAbove(below)
  let sigma = gate(x)
  // 2u′ = a + b·x²
  let slope = fused(x * x, Vector(repeating: 0.214_064_45), plus: Vector(repeating: 1.595_769_12))
  return (below * sigma, fused(x * slope, sigma * (Vector(repeating: 1) - sigma), plus: sigma))
}

/// Naive twin of ``geluWithSlope(_:_:_:_:)``.
func naiveGeluWithSlope(
  _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ slope: UnsafeMutablePointer<Float>, _ count: Int
) {
  for i in 0..<count {
    let x = Double(x[i])
    let u = rootOfTwoOverPi * (x + cubic * x * x * x)
    let slopeOfTwoU = 2 * rootOfTwoOverPi * (1 + 3 * cubic * x * x)
    let sigma = 1 / (1 + referenceExp(-2 * u))
    y[i] = Float(x * sigma)
    slope[i] = Float(sigma + x * sigma * (1 - sigma) * slopeOfTwoU)
  }
}
