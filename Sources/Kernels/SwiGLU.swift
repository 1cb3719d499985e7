import KernelTypes

// y = silu(g)·u,  silu(g) = g·σ(g)
//
// Shazeer 2020 (arXiv 2002.05202).

/// `y = silu(gate)·linear`; y may be one of them.
@inline(never)
func swiGLU(
  _ gate: UnsafePointer<Float>, _ linear: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int
) {
  mapRows(gate, linear, y, count) { $0 * sigmoid($0) * $1 }
}

/// Naive twin of ``swiGLU(_:_:_:_:)``.
func naiveSwiGLU(
  _ gate: UnsafePointer<Float>, _ linear: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int
) {
  for i in 0..<count {
    y[i] = Float(Double(gate[i]) / (1 + referenceExp(-Double(gate[i]))) * Double(linear[i]))
  }
}

/// `dlinear = dy·silu(g)`, `dgate = dy·u·σ(g)·(1 + g·(1 − σ(g)))`, the forward being ``swiGLU(_:_:_:_:)``.
@inline(never)
func swiGLUBackward(_ pullback: SwiGLUBackward) {
  let (gate, linear, dy) = (pullback.gate, pullback.linear, pullback.dy)
  var i = 0
  while i < pullback.count {
    let (g, u, d) = (Vector.load(gate + i), Vector.load(linear + i), Vector.load(dy + i))
    let share = sigmoid(g)
    let dlinear = d * g * share
    let dgate = d * u * share * fused(g, Vector(repeating: 1) - share, plus: Vector(repeating: 1))
    let left = pullback.count &- i
    if left >= Vector.scalarCount {
      dlinear.store(pullback.dlinear + i)
      dgate.store(pullback.dgate + i)
    } else {
      dlinear.store(pullback.dlinear + i, count: left)
      dgate.store(pullback.dgate + i, count: left)
    }
    i &+= Vector.scalarCount
  }
}

/// Naive twin of ``swiGLUBackward(_:)``.
func naiveSwiGLUBackward(_ pullback: SwiGLUBackward) {
  for i in 0..<pullback.count {
    let (g, u, dy) = (Double(pullback.gate[i]), Double(pullback.linear[i]), Double(pullback.dy[i]))
    let share = 1 / (1 + referenceExp(-g))
    pullback.dlinear[i] = Float(dy * g * share)
    pullback.dgate[i] = Float(dy * u * share * (1 + g * (1 - share)))
  }
}
