import KernelTypes
import Tensors
import Testing

@Suite("bfloat16")
struct BFloat16Tests {
  private let patterns = (0...65_535).map { UInt16($0) }

  private func floats(_ set: String, _ bits: [UInt16]) throws -> [Float] {
    let y = Guarded([Float](repeating: 0, count: bits.count))
    try (bits + [UInt16](repeating: 0, count: KernelSet.slack)).withUnsafeBufferPointer { bits in
      guard let start = bits.baseAddress else { return }
      try kernels(set).floatsFromBFloat16(start, y.pointer, y.count)
    }
    #expect(y.isIntact)
    return y.values
  }

  private func halves(_ set: String, _ x: [Float]) throws -> [UInt16] {
    let input = Guarded(x)
    var bits = [UInt16](repeating: 0xdead, count: x.count + 32)
    try bits.withUnsafeMutableBufferPointer { bits in
      guard let start = bits.baseAddress else { return }
      try kernels(set).bfloat16FromFloats(input.pointer, start, x.count)
    }
    #expect(bits.suffix(32).allSatisfy { $0 == 0xdead })
    return Array(bits.prefix(x.count))
  }

  @Test("all 65,536 patterns become the single they are the upper half of, and return", arguments: fastSets + ["naive"])
  func roundTrip(set: String) throws {
    let y = try floats(set, patterns)
    let back = try halves(set, y)
    for (pattern, (y, back)) in zip(patterns, zip(y, back)) {
      let expected = Float(bitPattern: UInt32(pattern) << 16)
      if expected.isNaN {
        #expect(y.isNaN && back & 0x7fff > 0x7f80)
      } else if y.bitPattern != expected.bitPattern || back != pattern {
        Issue.record("\(set): \(pattern) became \(y), which became \(back)")
      }
    }
  }

  @Test("rounds to nearest even as the definition does", arguments: fastSets)
  func rounding(set: String) throws {
    var generator = SplitMix64(seed: 1)
    // Ties and their neighbours, and whatever else 32 bits may hold.
    let ties = (0..<2_000).flatMap { _ -> [UInt32] in
      let tie = UInt32.random(in: 0...0xFFFF, using: &generator) << 16 | 0x8000
      return [tie &- 1, tie, tie &+ 1]
    }
    let others = (0..<4_001).map { _ in UInt32.random(in: 0...UInt32.max, using: &generator) }
    let numbers = (ties + others).map { Float(bitPattern: $0) }
    let (bits, expected) = (try halves(set, numbers), try halves("naive", numbers))
    for (number, (bits, expected)) in zip(numbers, zip(bits, expected)) where !number.isNaN {
      #expect(bits == expected && WeightFormat.bfloat16.bits(number) == expected, "\(set): \(number)")
    }
    for (number, bits) in zip(numbers, bits) where number.isNaN { #expect(bits & 0x7fff > 0x7f80) }
  }

  @Test("single numbers of both formats are converted as the kernels do")
  func singleNumbers() throws {
    let set = try kernels("naive")
    for format in [WeightFormat.float16, .bfloat16] {
      let y = Guarded([Float](repeating: 0, count: patterns.count))
      patterns.withUnsafeBufferPointer { bits in
        guard let start = bits.baseAddress else { return }
        (format == .float16 ? set.floatsFromHalf : set.floatsFromBFloat16)(start, y.pointer, y.count)
      }
      for (pattern, number) in zip(patterns, y.values) {
        let single = format.number(pattern)
        #expect(single.isNaN ? number.isNaN : single.bitPattern == number.bitPattern)
        #expect(single.isNaN ? format.number(format.bits(single)).isNaN : format.bits(single) == pattern)
      }
    }
  }
}
