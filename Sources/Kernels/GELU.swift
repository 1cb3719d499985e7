import KernelTypes

// gelu(x) = 0.5·x·(1 + tanh u) = x·σ(2u) = x / (1 + e^{−2u}),  u = √(2/π)·(x + 0.044715·x³)
// gelu′(x) = σ + x·σ·(1 − σ)·2u′,                              u′ = √(2/π)·(1 + 3·0.044715·x²)
//
// Hendrycks & Gimpel 2016 (arXiv 1606.08415), the tanh form that GPT-2 uses.

/// √(2/π).
private let rootOfTwoOverPi = 0.797_884_560_802_865_4
/// The cubic term's weight.
private let cubic = 0.044715

/// σ(2u) = 1 / (1 + e^{−2u}) for |x| ≤ 12.
@inline(__always)
private func gate(_ x: Vector) -> Vector {
  let one = Vector(repeating: 1)
  return one / (one + gateExponential(x))
}

/// e^{−2u} for |x| ≤ 12.
@inline(__always)
private func gateExponential(_ x: Vector) -> Vector {
  // −2u = x·(a + b·x²)
  let a = Vector(repeating: -1.595_769_12)
  let b = Vector(repeating: -0.071_354_816)
  let exponent = x * fused(x * x, b, plus: a)
  let high = Vector(repeating: 88)
  let low = Vector(repeating: -87)
  return boundedExponential(
    exponent.replacing(with: high, where: exponent .> high).replacing(with: low, where: exponent .< low))
}

/// x, but no less than −12, where gelu is −1e-37: keeps −∞ from meeting 0.
@inline(__always)
private func boundedBelow(_ x: Vector) -> Vector {
  x.replacing(with: Vector(repeating: -12), where: x .< Vector(repeating: -12))
}

/// GELU of each element; y may be x.
@inline(never)
func gelu(_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int) {
  mapRow(x, y, count) { geluVector($0) }
}

@inline(__always)
private func geluVector(_ x: Vector) -> Vector {
  let x = boundedBelow(x)
  return x / (Vector(repeating: 1) + gateExponential(x))
}

/// Naive twin of ``gelu(_:_:_:)``.
func naiveGelu(_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int) {
  for i in 0..<count {
    let x = Double(x[i])
    let u = rootOfTwoOverPi * (x + cubic * x * x * x)
    y[i] = Float(x / (1 + referenceExp(-2 * u)))
  }
}

/// `dx = dy·gelu′(x)`; dx may be dy.
@inline(never)
func geluBackward(
  _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, _ dx: UnsafeMutablePointer<Float>, _ count: Int
) {
  mapRows(x, dy, dx, count) { geluPullback($0, $1) }
}

@inline(__always)
private func geluPullback(_ x: Vector, _ dy: Vector) -> Vector {
  let below = boundedBelow(x)
  let x = below.replacing(with: Vector(repeating: 12), where: below .> Vector(repeating: 12))
  let sigma = gate(x)
  // 2u′ = a + b·x²
  let slope = fused(x * x, Vector(repeating: 0.214_064_45), plus: Vector(repeating: 1.595_769_12))
  return dy * fused(x * slope, sigma * (Vector(repeating: 1) - sigma), plus: sigma)
}

/// Naive twin of ``geluBackward(_:_:_:_:)``.
func naiveGeluBackward(
  _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, _ dx: UnsafeMutablePointer<Float>, _ count: Int
) {
  for i in 0..<count {
    let x = Double(x[i])
    let u = rootOfTwoOverPi * (x + cubic * x * x * x)
    let slope = 2 * rootOfTwoOverPi * (1 + 3 * cubic * x * x)
    let sigma = 1 / (1 + referenceExp(-2 * u))
    dx[i] = Float(Double(dy[i]) * (sigma + x * sigma * (1 - sigma) * slope))
  }
}
