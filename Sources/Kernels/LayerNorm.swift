import KernelTypes

// y = x̂·gain + bias,  x̂ = (x − mean)·inverseDeviation,  inverseDeviation = 1/√(variance + epsilon)
//
// Ba, Kiros & Hinton 2016 (arXiv 1607.06450).

/// Sum of `body(i, lanes)` over a row; `body` sees the index of the vector's first element, and surplus lanes of its
/// result are dropped.
@inline(__always)
private func rowSum(_ count: Int, _ body: (Int) -> Vector) -> Float {
  var total = Vector(repeating: 0)
  var i = 0
  while i &+ Vector.scalarCount <= count {
    total += body(i)
    i &+= Vector.scalarCount
  }
  if i < count { total += masked(body(i), from: count &- i, with: 0) }
  return laneSum(total)
}

/// Layer norm of each row, in two passes for the variance: the squares of the differences, not the difference of squares.
@inline(never)
func layerNorm(_ norm: LayerNorm) {
  let perWidth = 1 / Float(norm.width)
  for row in 0..<norm.rows {
    let x = norm.x + row &* norm.width
    let mean = rowSum(norm.width) { Vector.load(x + $0) } * perWidth
    let mean_ = Vector(repeating: mean)
    let squares = rowSum(norm.width) { squared(Vector.load(x + $0) - mean_) }
    let inverse = 1 / (squares * perWidth + norm.epsilon).squareRoot()
    let inverse_ = Vector(repeating: inverse)
    norm.mean[row] = mean
    norm.inverseDeviation[row] = inverse
    let gain = norm.gain
    let bias = norm.bias
    storeRow(norm.y + row &* norm.width, norm.width) {
      fused(normalized(x + $0, mean_, inverse_), Vector.load(gain + $0), plus: Vector.load(bias + $0))
    }
  }
}

/// x̂ of a vector of a row.
@inline(__always)
private func normalized(_ x: UnsafePointer<Float>, _ mean: Vector, _ inverse: Vector) -> Vector {
  (Vector.load(x) - mean) * inverse
}

@inline(__always)
private func squared(_ x: Vector) -> Vector { x * x }

/// `y[i…] = body(i)` for each vector of a row.
@inline(__always)
private func storeRow(_ y: UnsafeMutablePointer<Float>, _ count: Int, _ body: (Int) -> Vector) {
  var i = 0
  while i &+ Vector.scalarCount <= count {
    body(i).store(y + i)
    i &+= Vector.scalarCount
  }
  if i < count { body(i).store(y + i, count: count &- i) }
}

/// Naive twin of ``layerNorm(_:)``.
func naiveLayerNorm(_ norm: LayerNorm) {
  for row in 0..<norm.rows {
    let x = norm.x + row * norm.width
    var sum = 0.0
    for i in 0..<norm.width { sum += Double(x[i]) }
    let mean = sum / Double(norm.width)
    var squares = 0.0
    for i in 0..<norm.width { squares += (Double(x[i]) - mean) * (Double(x[i]) - mean) }
    let inverse = 1 / (squares / Double(norm.width) + Double(norm.epsilon)).squareRoot()
    norm.mean[row] = Float(mean)
    norm.inverseDeviation[row] = Float(inverse)
    for i in 0..<norm.width {
      norm.y[row * norm.width + i] =
        Float((Double(x[i]) - mean) * inverse * Double(norm.gain[i]) + Double(norm.bias[i]))
    }
  }
}

// With g = dy·gain, and means over the row:
//
//     dx = inverseDeviation·(g − mean(g) − x̂·mean(g·x̂)),  dgain += dy·x̂,  dbias += dy

/// The pullback of ``layerNorm(_:)``; dx may be dy.
@inline(never)
func layerNormBackward(_ norm: LayerNormBackward) {
  let perWidth = 1 / Float(norm.width)
  let width = norm.width
  let gain = norm.gain
  for row in 0..<norm.rows {
    let x = norm.x + row &* width
    let dy = norm.dy + row &* width
    let mean = Vector(repeating: norm.mean[row])
    let inverse = Vector(repeating: norm.inverseDeviation[row])
    if let dgain = norm.dgain {
      storeRow(dgain, width) { i in
        fused(normalized(x + i, mean, inverse), Vector.load(dy + i), plus: Vector.load(dgain + i))
      }
    }
    if let dbias = norm.dbias {
      storeRow(dbias, width) { i in Vector.load(dbias + i) + Vector.load(dy + i) }
    }
    let sumOfG = rowSum(width) { i in product(dy + i, gain + i) }
    let sumOfGX = rowSum(width) { i in
      product(dy + i, gain + i) * normalized(x + i, mean, inverse)
    }
    let meanOfG = Vector(repeating: sumOfG * perWidth)
    let meanOfGX = Vector(repeating: sumOfGX * perWidth)
    let dx = norm.dx + row &* width
    let accumulates = norm.accumulates
    storeRow(dx, width) { i in
      let normal = normalized(x + i, mean, inverse)
      let g = product(dy + i, gain + i)
      let gradient = (g - meanOfG - normal * meanOfGX) * inverse
      return accumulates ? gradient + Vector.load(dx + i) : gradient
    }
  }
}

@inline(__always)
private func product(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>) -> Vector {
  Vector.load(a) * Vector.load(b)
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
      let difference = dy * Double(norm.gain[i]) - (sumOfG + normal * sumOfGX) / Double(width)
      norm.dx[row * width + i] = Float(old + inverse * difference)
    }
  }
}
