/// How a matrix of weights stands in memory.
public enum WeightFormat: String, CaseIterable, Sendable {
  /// IEEE single precision, as everything is computed.
  case float32
  /// IEEE half precision: 11 significant bits, up to 65,504.
  case float16
  /// The upper half of a single: 8 significant bits, as large as singles.
  case bfloat16

  /// Bytes of a number.
  public var bytes: Int { self == .float32 ? 4 : 2 }

  /// The single of a number's 16 bits, exactly; of one that is no number, a quiet one.
  ///
  /// - Precondition: numbers have 16 bits.
  public func number(_ bits: UInt16) -> Float {
    switch self {
    case .float32: preconditionFailure("a single in 16 bits")
    case .float16: Self.number(half: bits)
    case .bfloat16: Float(bitPattern: UInt32(bits) << 16)
    }
  }

  /// The bits of the number nearest to a single, ties to even; of what is no number, those of a quiet one.
  ///
  /// - Precondition: numbers have 16 bits.
  public func bits(_ number: Float) -> UInt16 {
    switch self {
    case .float32: preconditionFailure("a single in 16 bits")
    case .float16: Self.half(number)
    case .bfloat16: Self.brainHalf(number)
    }
  }

  private static func number(half bits: UInt16) -> Float {
    let sign = UInt32(bits & 0x8000) << 16
    let (exponent, mantissa) = (UInt32(bits >> 10) & 0x1F, UInt32(bits & 0x3FF))
    switch exponent {
    case 0:
      // Subnormal: mantissa · 2⁻²⁴, which a single holds as a normal number.
      let magnitude = Float(mantissa) * 0x1p-24
      return sign == 0 ? magnitude : -magnitude
    case 0x1F: return Float(bitPattern: sign | 0x7F80_0000 | mantissa << 13 | (mantissa == 0 ? 0 : 0x0040_0000))
    default: return Float(bitPattern: sign | (exponent + 112) << 23 | mantissa << 13)
    }
  }

  private static func half(_ number: Float) -> UInt16 {
    let sign = UInt16(number.bitPattern >> 16) & 0x8000
    let magnitude = number.bitPattern & 0x7FFF_FFFF
    if magnitude > 0x7F80_0000 { return sign | 0x7E00 | UInt16(magnitude >> 13 & 0x3FF) }
    // 65,520 and above round to infinity.
    if magnitude >= 0x477F_F000 { return sign | 0x7C00 }
    if magnitude < 0x3880_0000 {
      // Below 2⁻¹⁴: adding 0.5 lets the addition itself round to multiples of 2⁻²⁴, which stand in the last bits.
      let shifted = Float(bitPattern: magnitude) + 0.5
      return sign | UInt16(truncatingIfNeeded: shifted.bitPattern &- 0x3F00_0000)
    }
    let isOdd = magnitude >> 13 & 1
    return sign | UInt16(truncatingIfNeeded: (magnitude - 0x3800_0000 + 0xFFF + isOdd) >> 13)
  }

  private static func brainHalf(_ number: Float) -> UInt16 {
    let bits = number.bitPattern
    guard bits & 0x7FFF_FFFF <= 0x7F80_0000 else { return UInt16(bits >> 16) | 0x40 }
    return UInt16(truncatingIfNeeded: (bits &+ 0x7FFF &+ (bits >> 16 & 1)) >> 16)
  }
}

/// A matrix whose numbers have 16 bits.
public struct HalfMatrix {
  /// The first of them.
  public var start: UnsafePointer<UInt16>
  /// How they are written; not as singles.
  public var format: WeightFormat

  /// Numbers at a place.
  public init(_ start: UnsafePointer<UInt16>, _ format: WeightFormat) {
    precondition(format != .float32, "a matrix of singles in 16 bits")
    (self.start, self.format) = (start, format)
  }

  /// The same from a later number on.
  @inline(__always)
  public static func + (matrix: HalfMatrix, offset: Int) -> HalfMatrix {
    var later = matrix
    later.start += offset
    return later
  }
}
