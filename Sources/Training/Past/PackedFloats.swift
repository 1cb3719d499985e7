/// Numbers of a state of the past, to the bit in five sixths of their room.
///
/// Of weights and moments the exponents are much alike, and nothing else is. So each number's sign and fraction stand in three
/// bytes, the lowest first; after all of these come all exponents as raw deflate (RFC 1951), by Huffman's codes alone.
enum PackedFloats {
  /// Bytes that hold a number's sign and fraction.
  private static let fractionBytes = 3

  /// Bits that a number of a state takes, about: 24, and what is left of its exponent. Measured on states of trained models: 26.7
  /// to 26.9.
  static let bitsPerNumber = 27

  /// The exponents of numbers, deflated.
  static func exponents(of numbers: UnsafeBufferPointer<Float>) -> [UInt8] {
    Deflate.packed(numbers.map { UInt8(truncatingIfNeeded: $0.bitPattern >> 23) }, by: .codesAlone)
  }

  /// Bytes of numbers whose deflated exponents are given.
  static func size(count: Int, exponents: [UInt8]) -> Int { fractionBytes * count + exponents.count }

  /// Bytes that so many numbers take at least.
  static func fewestBytes(count: Int) -> Int { fractionBytes * count }

  /// The bytes of numbers whose deflated exponents are given.
  static func bytes(_ numbers: UnsafeBufferPointer<Float>, exponents: [UInt8]) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: size(count: numbers.count, exponents: exponents)) { bytes, count in
      for (index, number) in numbers.enumerated() {
        let bits = number.bitPattern
        bytes[3 * index] = UInt8(truncatingIfNeeded: bits)
        bytes[3 * index + 1] = UInt8(truncatingIfNeeded: bits >> 8)
        bytes[3 * index + 2] = UInt8(truncatingIfNeeded: bits >> 16 & 0x7F | bits >> 24 & 0x80)
      }
      _ = bytes[(fractionBytes * numbers.count)...].update(fromContentsOf: exponents)
      count = bytes.count
    }
  }

  /// Puts numbers back in place from bytes, which may come from anywhere.
  ///
  /// - Returns: Whether they were as many numbers as there is room for, and nothing else.
  static func unpack(_ bytes: [UInt8], into numbers: UnsafeMutableBufferPointer<Float>) -> Bool {
    let fractions = fractionBytes * numbers.count
    guard bytes.count > fractions,
      let exponents = Deflate.unpacked(Array(bytes[fractions...]), atMost: numbers.count),
      exponents.count == numbers.count
    else { return false }
    for index in numbers.indices {
      let low = UInt32(bytes[3 * index]) | UInt32(bytes[3 * index + 1]) << 8
      let high = UInt32(bytes[3 * index + 2])
      let exponent = UInt32(exponents[index]) << 23
      numbers[index] = Float(bitPattern: low | (high & 0x7F) << 16 | (high & 0x80) << 24 | exponent)
    }
    return true
  }
}
