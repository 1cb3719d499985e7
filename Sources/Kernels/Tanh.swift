import KernelTypes

// tanh x = x + x³·Q(x²) for |x| < 0.625, Q of degree 4 (minimax as in Exponential.swift, error 4.6e-9 of tanh x);
// sign(x)·(1 − 2 / (e^{2|x|} + 1)) beyond, where nothing cancels.

/// Hyperbolic tangent; no number for no number.
@inline(__always)
func hyperbolicTangent(_ x: Vector) -> Vector {
  let signBit = BitVector(repeating: 0x8000_0000)
  let bits = unsafeBitCast(x, to: BitVector.self)
  let magnitude = unsafeBitCast(bits & ~signBit, to: Vector.self)

  // tanh 10 is 1 in single precision.
  let bounded = magnitude.replacing(with: Vector(repeating: 10), where: magnitude .> Vector(repeating: 10))
  let one = Vector(repeating: 1)
  let outer = one - Vector(repeating: 2) / (boundedExponential(bounded + bounded) + one)

  let z = x * x
  var q = Vector(repeating: -5.681_287_96e-3)
  q = fused(q, z, plus: Vector(repeating: 2.061_862_87e-2))
  q = fused(q, z, plus: Vector(repeating: -5.373_369_90e-2))
  q = fused(q, z, plus: Vector(repeating: 0.133_313_730))
  q = fused(q, z, plus: Vector(repeating: -0.333_332_807))
  let inner = fused(q * z, x, plus: x)
  let result = outer.replacing(with: inner, where: magnitude .< Vector(repeating: 0.625))
  // The outer form has no sign yet, and −0 would lose its own.
  return unsafeBitCast(unsafeBitCast(result, to: BitVector.self) | (bits & signBit), to: Vector.self)
}

/// Hyperbolic tangent of each element; y may be x.
@inline(never)
func tanh(_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int) {
  mapRow(x, y, count) { hyperbolicTangent($0) }
}

/// Naive twin of ``tanh(_:_:_:)``.
func naiveTanh(_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int) {
  for i in 0..<count { y[i] = Float(referenceTanh(Double(x[i]))) }
}
