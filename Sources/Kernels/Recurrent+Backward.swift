import KernelTypes

// With dh what comes from above and from the next step together, and σ′ = σ(1 − σ), tanh′ = 1 − tanh²:
//
//     Elman  da = dh·(1 − h²)
//     GRU    dz = dh·(h₋ − n)·z′,  dn = dh·(1 − z)·n′,  dr = dn·(W_hn·h₋)·r′,  d(W_hn·h₋) = dn·r,  dh₋ gets dh·z
//     LSTM   dc += dh·o·(1 − tanh² c),  do = dh·tanh c·o′,  di = dc·g·i′,  df = dc·c₋·f′,  dg = dc·i·g′,  dc₋ = dc·f

/// The pullback of ``recurrentStep(_:)``.
@inline(never)
func recurrentStepBackward(_ step: RecurrentStepBackward) {
  for index in 0..<step.rows {
    let row = BackwardRow(step, index)
    switch step.cell {
    case .elman: row.elman()
    case .gru: row.gru()
    case .lstm: row.lstm()
    }
  }
}

/// One sequence of the pullback.
private struct BackwardRow {
  private let gates: UnsafeMutablePointer<Float>
  private let state: UnsafeMutablePointer<Float>
  private let previous: UnsafePointer<Float>
  private let dy: UnsafePointer<Float>
  private let dHidden: UnsafeMutablePointer<Float>
  private let dCell: UnsafeMutablePointer<Float>
  private let dRecurrent: UnsafeMutablePointer<Float>
  private let width: Int

  @inline(__always)
  init(_ step: RecurrentStepBackward, _ row: Int) {
    width = step.width
    gates = step.gates + row &* step.gateStride
    state = step.state + row &* step.stride
    previous = step.previous + row &* step.previousStride
    dy = step.dy + row &* step.stride
    dHidden = step.dHidden + row &* step.width
    dCell = step.dCell + row &* step.width
    dRecurrent = step.dRecurrent + row &* step.cell.gates &* step.width
  }

  @inline(__always)
  private func gate(_ gate: Int, _ i: Int) -> Vector { Vector.load(gates + gate &* width + i) }

  @inline(__always)
  private func dh(_ i: Int) -> Vector { Vector.load(dy + i) + Vector.load(dHidden + i) }

  /// σ·(1 − σ).
  @inline(__always)
  private func slope(_ sigma: Vector) -> Vector { sigma * (Vector(repeating: 1) - sigma) }

  /// 1 − tanh².
  @inline(__always)
  private func tanhSlope(_ value: Vector) -> Vector { Vector(repeating: 1) - value * value }

  @inline(__always)
  func elman() {
    var i = 0
    while i &+ Vector.scalarCount <= width {
      (dh(i) * tanhSlope(gate(0, i))).store(gates + i)
      i &+= Vector.scalarCount
    }
    if i < width { (dh(i) * tanhSlope(gate(0, i))).store(gates + i, count: width &- i) }
  }

  @inline(__always)
  private func gru(_ i: Int) -> (dr: Vector, dz: Vector, dn: Vector, dPast: Vector, past: Vector) {
    let (r, z, n, dh) = (gate(0, i), gate(1, i), gate(2, i), dh(i))
    let dn = dh * (Vector(repeating: 1) - z) * tanhSlope(n)
    let dz = dh * (Vector.load(previous + i) - n) * slope(z)
    return (dn * Vector.load(state + i) * slope(r), dz, dn, dn * r, dh * z)
  }

  @inline(__always)
  func gru() {
    var i = 0
    while i &+ Vector.scalarCount <= width {
      let (dr, dz, dn, dPast, past) = gru(i)
      dr.store(gates + i)
      dz.store(gates + width + i)
      dn.store(gates + 2 &* width + i)
      dr.store(dRecurrent + i)
      dz.store(dRecurrent + width + i)
      dPast.store(dRecurrent + 2 &* width + i)
      dPast.store(state + i)
      past.store(dHidden + i)
      i &+= Vector.scalarCount
    }
    guard i < width else { return }
    let ((dr, dz, dn, dPast, past), count) = (gru(i), width &- i)
    dr.store(gates + i, count: count)
    dz.store(gates + width + i, count: count)
    dn.store(gates + 2 &* width + i, count: count)
    dr.store(dRecurrent + i, count: count)
    dz.store(dRecurrent + width + i, count: count)
    dPast.store(dRecurrent + 2 &* width + i, count: count)
    dPast.store(state + i, count: count)
    past.store(dHidden + i, count: count)
  }

  @inline(__always)
  private func lstm(_ at: Int) -> (di: Vector, df: Vector, dg: Vector, dO: Vector, dc: Vector) {
    let (i, f, g, o, dh) = (gate(0, at), gate(1, at), gate(2, at), gate(3, at), dh(at))
    let bent = hyperbolicTangent(Vector.load(state + at))
    let dc = fused(dh * o, tanhSlope(bent), plus: Vector.load(dCell + at))
    return (
      dc * g * slope(i), dc * Vector.load(previous + at) * slope(f), dc * i * tanhSlope(g), dh * bent * slope(o), dc * f
    )
  }

  @inline(__always)
  func lstm() {
    var at = 0
    while at &+ Vector.scalarCount <= width {
      let (di, df, dg, dO, dc) = lstm(at)
      di.store(gates + at)
      df.store(gates + width + at)
      dg.store(gates + 2 &* width + at)
      dO.store(gates + 3 &* width + at)
      dc.store(dCell + at)
      at &+= Vector.scalarCount
    }
    guard at < width else { return }
    let ((di, df, dg, dO, dc), count) = (lstm(at), width &- at)
    di.store(gates + at, count: count)
    df.store(gates + width + at, count: count)
    dg.store(gates + 2 &* width + at, count: count)
    dO.store(gates + 3 &* width + at, count: count)
    dc.store(dCell + at, count: count)
  }
}

/// Naive twin of ``recurrentStepBackward(_:)``.
func naiveRecurrentStepBackward(_ step: RecurrentStepBackward) {
  let width = step.width
  for row in 0..<step.rows {
    let gates = step.gates + row * step.gateStride
    let (state, dy) = (step.state + row * step.stride, step.dy + row * step.stride)
    let previous = step.previous + row * step.previousStride
    let (dHidden, dCell) = (step.dHidden + row * width, step.dCell + row * width)
    let dRecurrent = step.dRecurrent + row * step.cell.gates * width
    for unit in 0..<width {
      func gate(_ gate: Int) -> Double { Double(gates[gate * width + unit]) }
      func slope(_ gate: Double) -> Double { gate * (1 - gate) }
      let (dh, before) = (Double(dy[unit]) + Double(dHidden[unit]), Double(previous[unit]))
      var dGates: [Double]
      switch step.cell {
      case .elman: dGates = [dh * (1 - gate(0) * gate(0))]
      case .gru:
        let (r, z, n, past) = (gate(0), gate(1), gate(2), Double(state[unit]))
        let dn = dh * (1 - z) * (1 - n * n)
        dGates = [dn * past * slope(r), dh * (before - n) * slope(z), dn]
        for (index, value) in [dGates[0], dGates[1], dn * r].enumerated() {
          dRecurrent[index * width + unit] = Float(value)
        }
        (state[unit], dHidden[unit]) = (Float(dn * r), Float(dh * z))
      case .lstm:
        let (i, f, g, o, bent) = (gate(0), gate(1), gate(2), gate(3), referenceTanh(Double(state[unit])))
        let dc = Double(dCell[unit]) + dh * o * (1 - bent * bent)
        dGates = [dc * g * slope(i), dc * before * slope(f), dc * i * (1 - g * g), dh * bent * slope(o)]
        dCell[unit] = Float(dc * f)
      }
      for (index, value) in dGates.enumerated() { gates[index * width + unit] = Float(value) }
    }
  }
}
