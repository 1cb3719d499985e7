import KernelTypes

// A counter-based generator: the random number of element i is a hash of (key, offset + i), so that forward and pullback
// agree without storing a mask, and every vector width gives the same numbers.
//
// The mixer is Chris Wellons's `lowbias32` (2018, public domain): two multiplications and three shifts, near-ideal
// avalanche. The key's halves go in before it and between its two rounds.

/// What an element's random number must reach to be kept.
@inline(__always)
private func threshold(_ rate: Float) -> UInt32 {
  precondition(rate >= 0 && rate < 1, "dropout rate \(rate) is not in 0..<1")
  return UInt32(rate * 4_294_967_296)
}

/// Random numbers of a vector's counters.
@inline(__always)
private func hash(_ counters: BitVector, key: UInt64) -> BitVector {
  var h = counters ^ BitVector(repeating: UInt32(truncatingIfNeeded: key))
  h ^= h &>> 16
  h = h &* BitVector(repeating: 0x7feb_352d)
  h ^= h &>> 15
  h = (h &+ BitVector(repeating: UInt32(truncatingIfNeeded: key >> 32))) &* BitVector(repeating: 0x846c_a68b)
  return h ^ (h &>> 16)
}

/// The same of one counter.
@inline(__always)
private func naiveHash(_ counter: UInt32, key: UInt64) -> UInt32 {
  var h = counter ^ UInt32(truncatingIfNeeded: key)
  h ^= h >> 16
  h = h &* 0x7feb_352d
  h ^= h >> 15
  h = (h &+ UInt32(truncatingIfNeeded: key >> 32)) &* 0x846c_a68b
  return h ^ (h >> 16)
}

/// `y = x·keep/(1 − rate)`; y may be x.
@inline(never)
func dropout(_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int, _ dropout: Dropout) {
  let threshold = BitVector(repeating: threshold(dropout.rate))
  let factor = Vector(repeating: 1 / (1 - dropout.rate))
  var counters = laneNumbers &+ BitVector(repeating: dropout.offset)
  mapRow(x, y, count) { thinned($0 * factor, &counters, key: dropout.key, threshold) }
}

/// `x` where its random number reaches the threshold, else 0; moves the counters on.
@inline(__always)
private func thinned(
  _ x: Vector, _ counters: inout BitVector, key: UInt64, _ threshold: BitVector
) -> Vector {
  let dropped = hash(counters, key: key) .< threshold
  counters = counters &+ BitVector(repeating: UInt32(truncatingIfNeeded: Vector.scalarCount))
  return x.replacing(with: Vector(repeating: 0), where: dropped)
}

/// Naive twin of ``dropout(_:_:_:_:)``.
func naiveDropout(_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int, _ dropout: Dropout) {
  let threshold = threshold(dropout.rate)
  let factor = 1 / (1 - dropout.rate)
  for i in 0..<count {
    let counter = dropout.offset &+ UInt32(truncatingIfNeeded: i)
    y[i] = naiveHash(counter, key: dropout.key) < threshold ? 0 : x[i] * factor
  }
}
