// How the kernels go over a row: whole vectors first, then one more for the rest, which reads past the row's end
// (allowed, `KernelSet.slack`) and whose surplus lanes are masked out of sums and never stored.

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
    let eight = x.lowHalf + x.highHalf
  #else
    let eight = x
  #endif
  let four = eight.lowHalf + eight.highHalf
  let two = four.lowHalf + four.highHalf
  return two[0] + two[1]
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
    let eight = x.lowHalf.replacing(with: x.highHalf, where: x.highHalf .> x.lowHalf)
  #else
    let eight = x
  #endif
  let four = eight.lowHalf.replacing(with: eight.highHalf, where: eight.highHalf .> eight.lowHalf)
  let two = four.lowHalf.replacing(with: four.highHalf, where: four.highHalf .> four.lowHalf)
  return two[1] > two[0] ? two[1] : two[0]
}

/// `x` with `value` in the lanes from `count` on.
@inline(__always)
func masked(_ x: Vector, from count: Int, with value: Float) -> Vector {
  x.replacing(
    with: Vector(repeating: value),
    where: laneNumbers .>= BitVector(repeating: UInt32(truncatingIfNeeded: count)))
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
