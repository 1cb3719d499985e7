import KernelTypes

// Activations of which the pullback needs the result alone. The exact GELU and the hyperbolic tangent itself have files of
// their own.

/// `y = x` above 0, else `slope·x`, with a slope of at least 0: ReLU and its leaky form; y may be x.
@inline(never)
func rectify(_ x: UnsafePointer<Float>, _ slope: Float, _ y: UnsafeMutablePointer<Float>, _ count: Int) {
  let slope = Vector(repeating: slope)
  mapRow(x, y, count) { rectified($0, $0, slope) }
}

/// `x` where `sign` is above 0, else `slope·x`; no number stays no number.
@inline(__always)
private func rectified(_ x: Vector, _ sign: Vector, _ slope: Vector) -> Vector {
  (x * slope).replacing(with: x, where: sign .> Vector(repeating: 0))
}

/// Naive twin of ``rectify(_:_:_:_:)``.
func naiveRectify(_ x: UnsafePointer<Float>, _ slope: Float, _ y: UnsafeMutablePointer<Float>, _ count: Int) {
  for i in 0..<count { y[i] = x[i] > 0 ? x[i] : slope * x[i] }
}

/// `dx = dy` where the forward was above 0, else `slope·dy`.
@inline(never)
func rectifyBackward(_ pullback: ActivationBackward, _ slope: Float) {
  let slope = Vector(repeating: slope)
  pull(pullback) { rectified($1, $0, slope) }
}

/// Naive twin of ``rectifyBackward(_:_:)``.
func naiveRectifyBackward(_ pullback: ActivationBackward, _ slope: Float) {
  naivePull(pullback) { y, dy in y > 0 ? dy : slope * dy }
}

/// `y = 1 / (1 + e⁻ˣ)`; y may be x.
@inline(never)
func logistic(_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int) {
  mapRow(x, y, count) { sigmoid($0) }
}

/// Naive twin of ``logistic(_:_:_:)``.
func naiveLogistic(_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int) {
  for i in 0..<count { y[i] = Float(1 / (1 + referenceExp(-Double(x[i])))) }
}

/// `dx = dy·y·(1 − y)`, the forward being ``logistic(_:_:_:)``.
@inline(never)
func logisticBackward(_ pullback: ActivationBackward) {
  pull(pullback) { $1 * ($0 * (Vector(repeating: 1) - $0)) }
}

/// Naive twin of ``logisticBackward(_:)``.
func naiveLogisticBackward(_ pullback: ActivationBackward) {
  naivePull(pullback) { y, dy in dy * (y * (1 - y)) }
}

/// `dx = dy·(1 − y²)`, the forward being ``tanh(_:_:_:)``.
@inline(never)
func tanhBackward(_ pullback: ActivationBackward) {
  pull(pullback) { $1 * (Vector(repeating: 1) - $0 * $0) }
}

/// Naive twin of ``tanhBackward(_:)``.
func naiveTanhBackward(_ pullback: ActivationBackward) {
  naivePull(pullback) { y, dy in dy * (1 - y * y) }
}

/// Writes or adds what `own(y, dy)` makes of each element.
@inline(__always)
private func pull(_ pullback: ActivationBackward, _ own: (Vector, Vector) -> Vector) {
  let (y, dy, dx) = (pullback.y, pullback.dy, pullback.dx)
  guard pullback.accumulates else { return mapRows(y, dy, dx, pullback.count, own) }
  var i = 0
  while i < pullback.count {
    let sum = Vector.load(dx + i) + own(Vector.load(y + i), Vector.load(dy + i))
    let left = pullback.count &- i
    if left >= Vector.scalarCount { sum.store(dx + i) } else { sum.store(dx + i, count: left) }
    i &+= Vector.scalarCount
  }
}

private func naivePull(_ pullback: ActivationBackward, _ own: (Float, Float) -> Float) {
  for i in 0..<pullback.count {
    let value = own(pullback.y[i], pullback.dy[i])
    pullback.dx[i] = pullback.accumulates ? pullback.dx[i] + value : value
  }
}
