import KernelTypes
import Tensors
import Testing

@Suite("Half precision")
struct HalfPrecisionTests {
  private func floats(_ set: String, _ bits: [UInt16]) throws -> [Float] {
    let y = Guarded([Float](repeating: 0, count: bits.count))
    let padded = bits + [UInt16](repeating: 0, count: 2 * KernelSet.slack)
    try padded.withUnsafeBufferPointer { padded in
      guard let start = padded.baseAddress else { return }
      try kernels(set).floatsFromHalf(start, y.pointer, bits.count)
    }
    #expect(y.isIntact)
    return y.values
  }

  private func halves(_ set: String, _ x: [Float]) throws -> [UInt16] {
    let input = Guarded(x)
    // Marked past the end: nothing may be written there.
    var bits = [UInt16](repeating: 0xdead, count: x.count + 32)
    try bits.withUnsafeMutableBufferPointer { bits in
      guard let start = bits.baseAddress else { return }
      try kernels(set).halfFromFloats(input.pointer, start, x.count)
    }
    #expect(bits.suffix(32).allSatisfy { $0 == 0xdead })
    return Array(bits.prefix(x.count))
  }

  private let patterns = (0...65_535).map { UInt16($0) }

  @Test("all 65,536 patterns become the right float and return", arguments: fastSets + ["naive"])
  func roundTrip(set: String) throws {
    let y = try floats(set, patterns)
    let wrong = zip(patterns, y).filter { pattern, y in
      let expected = Float(Float16(bitPattern: pattern))
      return y.isNaN != expected.isNaN || (!y.isNaN && y.bitPattern != expected.bitPattern)
    }
    #expect(wrong.isEmpty)
    let lost = zip(patterns, zip(try halves(set, y), y)).filter { pattern, result in
      let (back, y) = result
      return y.isNaN ? back & 0x7fff <= 0x7c00 : back != pattern
    }
    #expect(lost.isEmpty)
  }

  @Test("every set gives the same bits, no numbers included")
  func agreement() throws {
    let results = try fastSets.map { try floats($0, patterns).map(\.bitPattern) }
    #expect(results.allSatisfy { $0 == results.first })
  }

  @Test("rounds to nearest even, at ties and around them, everywhere", arguments: fastSets + ["naive"])
  func rounding(set: String) throws {
    var x: [Float] = [
      0, -0.0, .infinity, -.infinity, 65504, 65519.996, 65520, 1e30, 5.9e-8, 2.98e-8, 2.9802322e-8,
      Float.leastNonzeroMagnitude,
    ]
    for pattern in stride(from: UInt16(0), to: 0x7bff, by: 7) {
      let (low, high) = (Float(Float16(bitPattern: pattern)), Float(Float16(bitPattern: pattern + 1)))
      let tie = low + (high - low) / 2
      x += [tie, tie.nextUp, tie.nextDown, -tie]
    }
    let bits = try halves(set, x)
    let wrong = zip(x, bits).filter { x, bits in bits != Float16(x).bitPattern }
    #expect(wrong.isEmpty)
  }

  @Test("short runs are right", arguments: fastSets)
  func shortRuns(set: String) throws {
    for count in 0...40 {
      let bits = (0..<count).map { UInt16(truncatingIfNeeded: $0 * 1237) & 0x7bff }
      #expect(try halves(set, try floats(set, bits)) == bits)
    }
  }
}
