import KernelTypes

// softmax(x)ᵢ = e^{xᵢ − m} / Σⱼ e^{xⱼ − m},  m = max x, so that nothing overflows.

/// The largest `factor·x[i]`; −∞ of nothing. Elements that are no numbers are passed over.
@inline(__always)
func rowMaximum(_ x: UnsafePointer<Float>, _ count: Int, times factor: Float) -> Float {
  let factor = Vector(repeating: factor)
  var largest = Vector(repeating: -Float.infinity)
  var i = 0
  while i &+ Vector.scalarCount <= count {
    largest = larger(largest, Vector.load(x + i) * factor)
    i &+= Vector.scalarCount
  }
  if i < count {
    largest = larger(largest, masked(Vector.load(x + i) * factor, from: count &- i, with: -Float.infinity))
  }
  return laneMaximum(largest)
}

/// `y[i] = e^{factor·x[i] − maximum}`; y may be x. Returns the sum.
///
/// - Parameter room: How many numbers of y may be written, at least `count`: whole vectors are stored as far as there is
///   room, 0 behind the count, as a part of a vector takes several steps to store.
@inline(__always)
func exponentials(
  _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int, room: Int, times factor: Float,
  maximum: Float
) -> Float {
  let factor = Vector(repeating: factor)
  let maximum = Vector(repeating: maximum)
  var total = Vector(repeating: 0)
  var i = 0
  while i < count {
    let power = kept(nonPositiveExponential(Vector.load(x + i) * factor - maximum), count &- i)
    power.store(y + i, count: room &- i)
    total += power
    i &+= Vector.scalarCount
  }
  return laneSum(total)
}

/// Softmax of `factor·x`, then 0 as far as `room` goes; y may be x. A row of nothing but −∞ becomes 0.
@inline(__always)
func softmaxRow(
  _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int, room: Int, times factor: Float
) {
  let largest = rowMaximum(x, count, times: factor)
  let maximum = largest == -Float.infinity ? 0 : largest
  let total = exponentials(x, y, count, room: room, times: factor, maximum: maximum)
  let share = Vector(repeating: total == 0 ? 0 : 1 / total)
  let written = min(room, (count &+ Vector.scalarCount &- 1) / Vector.scalarCount &* Vector.scalarCount)
  mapRow(y, y, written) { $0 * share }
  fillRow(y + written, room &- written, 0)
}

/// Softmax of `factor·x` over the first `visible` of `count` numbers, in at most one vector; the rest of y is 0. The same
/// numbers as from ``softmaxRow(_:_:_:room:times:)`` without going to memory in between.
@inline(__always)
func softmaxVector(_ x: Vector, visible: Int) -> Vector {
  let seen = masked(x, from: visible, with: -Float.infinity)
  let largest = laneMaximum(larger(Vector(repeating: -Float.infinity), seen))
  let maximum = Vector(repeating: largest == -Float.infinity ? 0 : largest)
  let power = masked(nonPositiveExponential(seen - maximum), from: visible, with: 0)
  let total = laneSum(power)
  return power * Vector(repeating: total == 0 ? 0 : 1 / total)
}

/// Softmax of one row; y may be x. A row of nothing but −∞ becomes 0.
@inline(never)
func softmax(_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int) {
  softmaxRow(x, y, count, room: count, times: 1)
}

/// Naive twin of ``softmaxRow(_:_:_:room:times:)``.
func naiveSoftmaxRow(_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int, times factor: Float) {
  var maximum = -Double.infinity
  for i in 0..<count where Double(x[i] * factor) > maximum { maximum = Double(x[i] * factor) }
  if maximum == -Double.infinity { maximum = 0 }
  var total = 0.0
  for i in 0..<count { total += referenceExp(Double(x[i] * factor) - maximum) }
  for i in 0..<count {
    y[i] = total == 0 ? 0 : Float(referenceExp(Double(x[i] * factor) - maximum) / total)
  }
}

/// Naive twin of ``softmax(_:_:_:)``.
func naiveSoftmax(_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int) {
  naiveSoftmaxRow(x, y, count, times: 1)
}
