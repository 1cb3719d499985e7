import KernelTypes

// y = x̂·gain + bias,  x̂ = (x − mean)·inverseDeviation,  inverseDeviation = 1/√(variance + epsilon)
//
// Ba, Kiros & Hinton 2016 (arXiv 1607.06450).

/// Layer norm of each row, in two passes for the variance: the squares of the differences, not the difference of squares.
@inline(never)
func layerNorm(_ norm: LayerNorm) {
  guard let bias = norm.bias else { return rootMeanSquareNorm(norm) }
  let perWidth = 1 / Float(norm.width)
  for row in 0..<norm.rows {
    let x = norm.x + row &* norm.width
    let mean = rowSum(x, norm.width) * perWidth
    let squares = sumOfSquares(x, around: Vector(repeating: mean), norm.width)
    let inverse = 1 / (squares * perWidth + norm.epsilon).squareRoot()
    norm.mean[row] = mean
    norm.inverseDeviation[row] = inverse
    writeNormalized(norm, bias, row: row, Vector(repeating: mean), Vector(repeating: inverse))
  }
}

/// RMS norm of each row: `x/√(mean square + epsilon)·gain`.
///
/// Zhang & Sennrich 2019 (arXiv 1910.07467).
@inline(__always)
private func rootMeanSquareNorm(_ norm: LayerNorm) {
  let perWidth = 1 / Float(norm.width)
  for row in 0..<norm.rows {
    let (x, y) = (norm.x + row &* norm.width, norm.y + row &* norm.width)
    let squares = sumOfSquares(x, around: Vector(repeating: 0), norm.width)
    let inverse = 1 / (squares * perWidth + norm.epsilon).squareRoot()
    norm.mean[row] = 0
    norm.inverseDeviation[row] = inverse
    let factor = Vector(repeating: inverse)
    mapRows(x, norm.gain, y, norm.width) { $0 * factor * $1 }
  }
}

// The loops take whole vectors first and the rest once more: with one loop for both, that may store a part of a vector,
// the compiler takes all of them apart.

@inline(__always)
private func rowSum(_ x: UnsafePointer<Float>, _ count: Int) -> Float {
  var total = Vector(repeating: 0)
  var i = 0
  while i &+ Vector.scalarCount <= count {
    total += Vector.load(x + i)
    i &+= Vector.scalarCount
  }
  if i < count { total += masked(Vector.load(x + i), from: count &- i, with: 0) }
  return laneSum(total)
}

/// Σ (x − mean)².
@inline(__always)
private func sumOfSquares(_ x: UnsafePointer<Float>, around mean: Vector, _ count: Int) -> Float {
  var total = Vector(repeating: 0)
  var i = 0
  while i &+ Vector.scalarCount <= count {
    let difference = Vector.load(x + i) - mean
    total = fused(difference, difference, plus: total)
    i &+= Vector.scalarCount
  }
  if i < count {
    let difference = masked(Vector.load(x + i) - mean, from: count &- i, with: 0)
    total = fused(difference, difference, plus: total)
  }
  return laneSum(total)
}

@inline(__always)
private func writeNormalized(
  _ norm: LayerNorm, _ bias: UnsafePointer<Float>, row: Int, _ mean: Vector, _ inverse: Vector
) {
  let x = norm.x + row &* norm.width
  let y = norm.y + row &* norm.width
  var i = 0
  while i &+ Vector.scalarCount <= norm.width {
    scaled(norm, bias, normalized(x + i, mean, inverse), i).store(y + i)
    i &+= Vector.scalarCount
  }
  if i < norm.width { scaled(norm, bias, normalized(x + i, mean, inverse), i).store(y + i, count: norm.width &- i) }
}

/// x̂ of a vector of a row.
@inline(__always)
private func normalized(_ x: UnsafePointer<Float>, _ mean: Vector, _ inverse: Vector) -> Vector {
  (Vector.load(x) - mean) * inverse
}

/// x̂·gain + bias.
@inline(__always)
private func scaled(_ norm: LayerNorm, _ bias: UnsafePointer<Float>, _ normal: Vector, _ i: Int) -> Vector {
  fused(normal, Vector.load(norm.gain + i), plus: Vector.load(bias + i))
}

/// Naive twin of ``layerNorm(_:)``.
func naiveLayerNorm(_ norm: LayerNorm) {
  for row in 0..<norm.rows {
    let x = norm.x + row * norm.width
    var sum = 0.0
    for i in 0..<norm.width { sum += Double(x[i]) }
    let mean = norm.bias == nil ? 0 : sum / Double(norm.width)
    var squares = 0.0
    for i in 0..<norm.width { squares += (Double(x[i]) - mean) * (Double(x[i]) - mean) }
    let inverse = 1 / (squares / Double(norm.width) + Double(norm.epsilon)).squareRoot()
    norm.mean[row] = Float(mean)
    norm.inverseDeviation[row] = Float(inverse)
    for i in 0..<norm.width {
      norm.y[row * norm.width + i] =
        Float((Double(x[i]) - mean) * inverse * Double(norm.gain[i]) + Double(norm.bias?[i] ?? 0))
    }
  }
}

// With g = dy·gain, and means over the row:
//
//     dx = inverseDeviation·(g − mean(g) − x̂·mean(g·x̂)),  dgain += dy·x̂,  dbias += dy
//
// RMS norm takes no mean off, so mean(g) is missing there.

/// The pullback of ``layerNorm(_:)``; dx may be dy.
@inline(never)
func layerNormBackward(_ norm: LayerNormBackward) {
  let perWidth = 1 / Float(norm.width)
  for index in 0..<norm.rows {
    let row = BackwardRow(norm, index)
    if let dgain = norm.dgain {
      if let dbias = norm.dbias { row.add(to: dgain, dbias) } else { row.add(to: dgain) }
    }
    let sums = row.sums()
    row.write(
      meanOfG: Vector(repeating: norm.isCentred ? sums.g * perWidth : 0),
      meanOfGX: Vector(repeating: sums.gx * perWidth))
  }
}

/// One row of the pullback.
private struct BackwardRow {
  private let x: UnsafePointer<Float>
  private let dy: UnsafePointer<Float>
  private let dx: UnsafeMutablePointer<Float>
  private let gain: UnsafePointer<Float>
  private let width: Int
  private let accumulates: Bool
  private let mean: Vector
  private let inverse: Vector

  @inline(__always)
  init(_ norm: LayerNormBackward, _ index: Int) {
    let start = index &* norm.width
    (x, dy, dx) = (norm.x + start, norm.dy + start, norm.dx + start)
    (gain, width, accumulates) = (norm.gain, norm.width, norm.accumulates)
    mean = Vector(repeating: norm.mean[index])
    inverse = Vector(repeating: norm.inverseDeviation[index])
  }

  @inline(__always)
  private func normal(_ i: Int) -> Vector { normalized(x + i, mean, inverse) }

  @inline(__always)
  private func g(_ i: Int) -> Vector { Vector.load(dy + i) * Vector.load(gain + i) }

  /// dgain += dy·x̂,  dbias += dy
  @inline(__always)
  func add(to dgain: UnsafeMutablePointer<Float>, _ dbias: UnsafeMutablePointer<Float>) {
    var i = 0
    while i &+ Vector.scalarCount <= width {
      fused(normal(i), Vector.load(dy + i), plus: Vector.load(dgain + i)).store(dgain + i)
      (Vector.load(dbias + i) + Vector.load(dy + i)).store(dbias + i)
      i &+= Vector.scalarCount
    }
    guard i < width else { return }
    fused(normal(i), Vector.load(dy + i), plus: Vector.load(dgain + i)).store(dgain + i, count: width &- i)
    (Vector.load(dbias + i) + Vector.load(dy + i)).store(dbias + i, count: width &- i)
  }

  /// dgain += dy·x̂
  @inline(__always)
  func add(to dgain: UnsafeMutablePointer<Float>) {
    var i = 0
    while i &+ Vector.scalarCount <= width {
      fused(normal(i), Vector.load(dy + i), plus: Vector.load(dgain + i)).store(dgain + i)
      i &+= Vector.scalarCount
    }
    guard i < width else { return }
    fused(normal(i), Vector.load(dy + i), plus: Vector.load(dgain + i)).store(dgain + i, count: width &- i)
  }

  /// Σ g and Σ g·x̂.
  @inline(__always)
  func sums() -> (g: Float, gx: Float) {
    var (total, totalX) = (Vector(repeating: 0), Vector(repeating: 0))
    var i = 0
    while i &+ Vector.scalarCount <= width {
      total += g(i)
      totalX = fused(g(i), normal(i), plus: totalX)
      i &+= Vector.scalarCount
    }
    if i < width {
      let rest = masked(g(i), from: width &- i, with: 0)
      total += rest
      totalX += masked(rest * normal(i), from: width &- i, with: 0)
    }
    return (laneSum(total), laneSum(totalX))
  }

  /// dx = inverse·(g − mean(g) − x̂·mean(g·x̂))
  @inline(__always)
  func write(meanOfG: Vector, meanOfGX: Vector) {
    var i = 0
    while i &+ Vector.scalarCount <= width {
      gradient(i, meanOfG, meanOfGX).store(dx + i)
      i &+= Vector.scalarCount
    }
    if i < width { gradient(i, meanOfG, meanOfGX).store(dx + i, count: width &- i) }
  }

  @inline(__always)
  private func gradient(_ i: Int, _ meanOfG: Vector, _ meanOfGX: Vector) -> Vector {
    let gradient = (g(i) - meanOfG - normal(i) * meanOfGX) * inverse
    return accumulates ? gradient + Vector.load(dx + i) : gradient
  }
}

/// Naive twin of ``layerNormBackward(_:)``.
func naiveLayerNormBackward(_ norm: LayerNormBackward) {
  let width = norm.width
  for row in 0..<norm.rows {
    let mean = Double(norm.mean[row])
    let inverse = Double(norm.inverseDeviation[row])
    var sumOfG = 0.0
    var sumOfGX = 0.0
    for i in 0..<width {
      let g = Double(norm.dy[row * width + i]) * Double(norm.gain[i])
      sumOfG += g
      sumOfGX += g * (Double(norm.x[row * width + i]) - mean) * inverse
    }
    for i in 0..<width {
      let dy = Double(norm.dy[row * width + i])
      let normal = (Double(norm.x[row * width + i]) - mean) * inverse
      let old = norm.accumulates ? Double(norm.dx[row * width + i]) : 0
      if let dgain = norm.dgain { dgain[i] = Float(Double(dgain[i]) + dy * normal) }
      if let dbias = norm.dbias { dbias[i] = Float(Double(dbias[i]) + dy) }
      let difference = dy * Double(norm.gain[i]) - ((norm.isCentred ? sumOfG : 0) + normal * sumOfGX) / Double(width)
      norm.dx[row * width + i] = Float(old + inverse * difference)
    }
  }
}
