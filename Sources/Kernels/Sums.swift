import KernelTypes

/// `sums[j] += Σ_i x[i, j]`: down the rows, four vectors of columns at a time in registers.
@inline(never)
func addColumnSums(_ x: UnsafePointer<Float>, _ sums: UnsafeMutablePointer<Float>, _ rows: Int, _ columns: Int) {
  let lanes = Vector.scalarCount
  var j = 0
  while j &+ 4 &* lanes <= columns {
    let zero = Vector(repeating: 0)
    var total: InlineArray<4, Vector> = [zero, zero, zero, zero]
    var row = x + j
    for _ in 0..<rows {
      for part in 0..<4 { total[part] += Vector.load(row + part &* lanes) }
      row += columns
    }
    for part in 0..<4 {
      let place = sums + j + part &* lanes
      (Vector.load(place) + total[part]).store(place)
    }
    j &+= 4 &* lanes
  }
  while j < columns {
    var total = Vector(repeating: 0)
    var row = x + j
    for _ in 0..<rows {
      total += Vector.load(row)
      row += columns
    }
    (Vector.load(sums + j) + total).store(sums + j, count: columns &- j)
    j &+= lanes
  }
}

/// Naive twin of ``addColumnSums(_:_:_:_:)``.
func naiveAddColumnSums(_ x: UnsafePointer<Float>, _ sums: UnsafeMutablePointer<Float>, _ rows: Int, _ columns: Int) {
  for j in 0..<columns {
    var total = 0.0
    for i in 0..<rows { total += Double(x[i * columns + j]) }
    sums[j] = Float(Double(sums[j]) + total)
  }
}

/// `Σ x²`: in single precision over blocks short enough that rounding stays below 1e-6, in double across them.
@inline(never)
func sumOfSquares(_ x: UnsafePointer<Float>, _ count: Int) -> Double {
  let block = 64 &* Vector.scalarCount
  var total = 0.0
  var start = 0
  while start < count {
    let end = min(start &+ block, count)
    total += Double(blockSumOfSquares(x + start, end &- start))
    start = end
  }
  return total
}

@inline(__always)
private func blockSumOfSquares(_ x: UnsafePointer<Float>, _ count: Int) -> Float {
  let lanes = Vector.scalarCount
  var even = Vector(repeating: 0)
  var odd = Vector(repeating: 0)
  var i = 0
  while i &+ 2 &* lanes <= count {
    let first = Vector.load(x + i)
    let second = Vector.load(x + i + lanes)
    even = fused(first, first, plus: even)
    odd = fused(second, second, plus: odd)
    i &+= 2 &* lanes
  }
  while i < count {
    let rest = masked(Vector.load(x + i), from: count &- i, with: 0)
    even = fused(rest, rest, plus: even)
    i &+= lanes
  }
  return laneSum(even + odd)
}

/// Naive twin of ``sumOfSquares(_:_:)``.
func naiveSumOfSquares(_ x: UnsafePointer<Float>, _ count: Int) -> Double {
  var total = 0.0
  for i in 0..<count { total += Double(x[i]) * Double(x[i]) }
  return total
}
