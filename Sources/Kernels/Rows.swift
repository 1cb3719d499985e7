// How the kernels go over a row: whole vectors first, then one more for the rest, which reads past the row's end
// (allowed, `KernelSet.slack`) and whose surplus lanes are masked out of sums and never stored.
//
// What is done to a vector is best a function marked `@inline(__always)`, called by a closure of one expression: a longer
// closure, having two places of call, is compiled as a function of its own and passes its vectors in pieces.

/// The numbers of the lanes, 0, 1, 2, …
@inline(__always)
var laneNumbers: BitVector {
  #if FMA || arch(arm64)
    BitVector(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
  #else
    BitVector(0, 1, 2, 3, 4, 5, 6, 7)
  #endif
}

/// Sum of the lanes, by halves.
@inline(__always)
func laneSum(_ x: Vector) -> Float {
  #if FMA || arch(arm64)
    let eight = x.halves.low + x.halves.high
  #else
    let eight = x
  #endif
  let four = eight.halves.low + eight.halves.high
  return (four[0] + four[2]) + (four[1] + four[3])
}

/// The larger of two, lane by lane; where one is no number, `a`.
@inline(__always)
func larger(_ a: Vector, _ b: Vector) -> Vector {
  a.replacing(with: b, where: b .> a)
}

/// The largest lane.
@inline(__always)
func laneMaximum(_ x: Vector) -> Float {
  #if FMA || arch(arm64)
    let eight = x.halves.low.replacing(with: x.halves.high, where: x.halves.high .> x.halves.low)
  #else
    let eight = x
  #endif
  let four = eight.halves.low.replacing(with: eight.halves.high, where: eight.halves.high .> eight.halves.low)
  let even = four[2] > four[0] ? four[2] : four[0]
  let odd = four[3] > four[1] ? four[3] : four[1]
  return odd > even ? odd : even
}

/// `x` with `value` in the lanes from `count` on.
///
/// By bits: the sign of `lane − count` spread over the lane. A comparison's mask, where only parts of the result are used
/// next, is taken apart and put together again at several times the cost.
@inline(__always)
func masked(_ x: Vector, from count: Int, with value: Float) -> Vector {
  let lanes = unsafeBitCast(laneNumbers, to: IntVector.self)
  let kept = unsafeBitCast((lanes &- IntVector(repeating: Int32(truncatingIfNeeded: count))) &>> 31, to: BitVector.self)
  let other = BitVector(repeating: value.bitPattern)
  return unsafeBitCast(unsafeBitCast(x, to: BitVector.self) & kept | other & ~kept, to: Vector.self)
}

/// The lanes that belong to a row of which `left` numbers are left, 0 in the others.
@inline(__always)
func kept(_ lanes: Vector, _ left: Int) -> Vector {
  left >= Vector.scalarCount ? lanes : masked(lanes, from: left, with: 0)
}

/// `y[i] = body(x[i])`; y may be x.
@inline(__always)
func mapRow(
  _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int, _ body: (Vector) -> Vector
) {
  var i = 0
  while i &+ Vector.scalarCount <= count {
    body(Vector.load(x + i)).store(y + i)
    i &+= Vector.scalarCount
  }
  if i < count { body(Vector.load(x + i)).store(y + i, count: count &- i) }
}

/// `z[i] = body(x[i], y[i])`; z may be x or y.
@inline(__always)
func mapRows(
  _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ z: UnsafeMutablePointer<Float>, _ count: Int,
  _ body: (Vector, Vector) -> Vector
) {
  var i = 0
  while i &+ Vector.scalarCount <= count {
    body(Vector.load(x + i), Vector.load(y + i)).store(z + i)
    i &+= Vector.scalarCount
  }
  if i < count { body(Vector.load(x + i), Vector.load(y + i)).store(z + i, count: count &- i) }
}
