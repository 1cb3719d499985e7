import KernelTypes

// The loops take whole vectors first and the rest once more, as in LayerNorm.swift: what a vector becomes is computed by
// one function, and written by one of two.

/// One step through a recurrent cell; the formulas are RecurrentCell's.
@inline(never)
func recurrentStep(_ step: RecurrentStep) {
  for row in 0..<step.rows {
    switch step.cell {
    case .elman: elmanRow(step, row)
    case .gru: gruRow(step, row)
    case .lstm: lstmRow(step, row)
    }
  }
}

/// 1 / (1 + e⁻ˣ); no number for no number.
@inline(__always)
func sigmoid(_ x: Vector) -> Vector {
  // Beyond ±87 it is 0 or 1 but for less than 1.7e-38.
  let bound = Vector(repeating: 87)
  let bounded = x.replacing(with: bound, where: x .> bound).replacing(with: -bound, where: x .< -bound)
  let one = Vector(repeating: 1)
  return one / (one + boundedExponential(-bounded))
}

@inline(__always)
private func elmanRow(_ step: RecurrentStep, _ row: Int) {
  let gates = step.gates + row &* step.gateStride
  let recurrent = step.recurrent + row &* step.width
  let hidden = step.hidden + row &* step.stride
  var i = 0
  while i &+ Vector.scalarCount <= step.width {
    let h = hyperbolicTangent(Vector.load(gates + i) + Vector.load(recurrent + i))
    h.store(gates + i)
    h.store(hidden + i)
    i &+= Vector.scalarCount
  }
  guard i < step.width else { return }
  let h = hyperbolicTangent(Vector.load(gates + i) + Vector.load(recurrent + i))
  h.store(gates + i, count: step.width &- i)
  h.store(hidden + i, count: step.width &- i)
}

/// One row of a GRU or an LSTM, and where its parts stand.
private struct GatedRow {
  let gates: UnsafeMutablePointer<Float>
  let recurrent: UnsafePointer<Float>
  let previous: UnsafePointer<Float>
  let state: UnsafeMutablePointer<Float>
  let hidden: UnsafeMutablePointer<Float>
  let width: Int

  @inline(__always)
  init(_ step: RecurrentStep, _ row: Int) {
    gates = step.gates + row &* step.gateStride
    recurrent = step.recurrent + row &* step.cell.gates &* step.width
    previous = step.previous + row &* step.previousStride
    state = step.state + row &* step.stride
    hidden = step.hidden + row &* step.stride
    width = step.width
  }

  /// What the gate of a number gets from x.
  @inline(__always)
  func input(_ gate: Int, _ i: Int) -> Vector { Vector.load(gates + gate &* width + i) }

  /// What it gets from the hidden state.
  @inline(__always)
  func past(_ gate: Int, _ i: Int) -> Vector { Vector.load(recurrent + gate &* width + i) }

  @inline(__always)
  func sum(_ gate: Int, _ i: Int) -> Vector { input(gate, i) + past(gate, i) }

  @inline(__always)
  func gru(_ i: Int) -> (r: Vector, z: Vector, n: Vector, past: Vector, h: Vector) {
    let r = sigmoid(sum(0, i))
    let z = sigmoid(sum(1, i))
    let past = past(2, i)
    let n = hyperbolicTangent(fused(r, past, plus: input(2, i)))
    return (r, z, n, past, fused(z, Vector.load(previous + i) - n, plus: n))
  }

  @inline(__always)
  func lstm(_ at: Int) -> (i: Vector, f: Vector, g: Vector, o: Vector, c: Vector, h: Vector) {
    let i = sigmoid(sum(0, at))
    let f = sigmoid(sum(1, at))
    let g = hyperbolicTangent(sum(2, at))
    let o = sigmoid(sum(3, at))
    let c = fused(f, Vector.load(previous + at), plus: i * g)
    return (i, f, g, o, c, o * hyperbolicTangent(c))
  }
}

@inline(__always)
private func gruRow(_ step: RecurrentStep, _ row: Int) {
  let cell = GatedRow(step, row)
  let (gates, width) = (cell.gates, cell.width)
  var i = 0
  while i &+ Vector.scalarCount <= width {
    let (r, z, n, past, h) = cell.gru(i)
    r.store(gates + i)
    z.store(gates + width + i)
    n.store(gates + 2 &* width + i)
    past.store(cell.state + i)
    h.store(cell.hidden + i)
    i &+= Vector.scalarCount
  }
  guard i < width else { return }
  let ((r, z, n, past, h), count) = (cell.gru(i), width &- i)
  r.store(gates + i, count: count)
  z.store(gates + width + i, count: count)
  n.store(gates + 2 &* width + i, count: count)
  past.store(cell.state + i, count: count)
  h.store(cell.hidden + i, count: count)
}

@inline(__always)
private func lstmRow(_ step: RecurrentStep, _ row: Int) {
  let cell = GatedRow(step, row)
  let (gates, width) = (cell.gates, cell.width)
  var at = 0
  while at &+ Vector.scalarCount <= width {
    let (i, f, g, o, c, h) = cell.lstm(at)
    i.store(gates + at)
    f.store(gates + width + at)
    g.store(gates + 2 &* width + at)
    o.store(gates + 3 &* width + at)
    c.store(cell.state + at)
    h.store(cell.hidden + at)
    at &+= Vector.scalarCount
  }
  guard at < width else { return }
  let ((i, f, g, o, c, h), count) = (cell.lstm(at), width &- at)
  i.store(gates + at, count: count)
  f.store(gates + width + at, count: count)
  g.store(gates + 2 &* width + at, count: count)
  o.store(gates + 3 &* width + at, count: count)
  c.store(cell.state + at, count: count)
  h.store(cell.hidden + at, count: count)
}

/// Naive twin of ``recurrentStep(_:)``.
func naiveRecurrentStep(_ step: RecurrentStep) {
  let width = step.width
  for row in 0..<step.rows {
    let gates = step.gates + row * step.gateStride
    let recurrent = step.recurrent + row * step.cell.gates * width
    let (state, hidden) = (step.state + row * step.stride, step.hidden + row * step.stride)
    let previous = step.previous + row * step.previousStride
    for unit in 0..<width {
      func input(_ gate: Int) -> Double { Double(gates[gate * width + unit]) }
      func past(_ gate: Int) -> Double { Double(recurrent[gate * width + unit]) }
      func gate(_ gate: Int) -> Double { 1 / (1 + referenceExp(-input(gate) - past(gate))) }
      switch step.cell {
      case .elman:
        gates[unit] = Float(referenceTanh(input(0) + past(0)))
        hidden[unit] = gates[unit]
      case .gru:
        let (r, z) = (gate(0), gate(1))
        let n = referenceTanh(input(2) + r * past(2))
        state[unit] = Float(past(2))
        hidden[unit] = Float((1 - z) * n + z * Double(previous[unit]))
        for (index, value) in [r, z, n].enumerated() { gates[index * width + unit] = Float(value) }
      case .lstm:
        let (i, f, g, o) = (gate(0), gate(1), referenceTanh(input(2) + past(2)), gate(3))
        let c = f * Double(previous[unit]) + i * g
        state[unit] = Float(c)
        hidden[unit] = Float(o * referenceTanh(c))
        for (index, value) in [i, f, g, o].enumerated() { gates[index * width + unit] = Float(value) }
      }
    }
  }
}
