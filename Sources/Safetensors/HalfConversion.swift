public import KernelTypes

/// How numbers in half precision become singles and back; the engine's kernels do it faster than the plain loops here.
public struct HalfConversion: Sendable {
  /// IEEE half precision to single: (bits, result, count).
  public var widen: @Sendable (UnsafePointer<UInt16>, UnsafeMutablePointer<Float>, Int) -> Void
  /// Single to half precision, to the nearest, ties to even: (numbers, result, count).
  public var narrow: @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<UInt16>, Int) -> Void

  /// A pair of conversions.
  public init(
    widen: @escaping @Sendable (UnsafePointer<UInt16>, UnsafeMutablePointer<Float>, Int) -> Void,
    narrow: @escaping @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<UInt16>, Int) -> Void
  ) {
    self.widen = widen
    self.narrow = narrow
  }

  /// The engine's own, eight or more numbers at a time where the machine can.
  public init(_ kernels: KernelSet) { self.init(widen: kernels.floatsFromHalf, narrow: kernels.halfFromFloats) }

  /// One number after another, by integer arithmetic: the same on every machine.
  public static let portable = HalfConversion(
    widen: { bits, result, count in
      for index in 0..<count { result[index] = float(fromHalf: bits[index]) }
    },
    narrow: { numbers, result, count in
      for index in 0..<count { result[index] = half(from: numbers[index]) }
    })
}

/// The single of a half's bits; every half is exactly a single.
func float(fromHalf bits: UInt16) -> Float {
  let sign = UInt32(bits & 0x8000) << 16
  let exponent = UInt32(bits >> 10) & 0x1F
  let mantissa = UInt32(bits & 0x3FF)
  switch exponent {
  case 0:
    // Subnormal: mantissa · 2⁻²⁴, which a single holds as a normal number.
    let magnitude = Float(mantissa) * 0x1p-24
    return sign == 0 ? magnitude : -magnitude
  case 0x1F: return Float(bitPattern: sign | 0x7F80_0000 | mantissa << 13)
  default: return Float(bitPattern: sign | (exponent + 112) << 23 | mantissa << 13)
  }
}

/// The bits of the half nearest to a single, ties to even; infinite from 65,520 on.
func half(from number: Float) -> UInt16 {
  let sign = UInt16(number.bitPattern >> 16) & 0x8000
  let magnitude = number.bitPattern & 0x7FFF_FFFF
  if magnitude > 0x7F80_0000 { return sign | 0x7E00 }
  if magnitude >= 0x477F_F000 { return sign | 0x7C00 }
  if magnitude < 0x3880_0000 {
    // Below 2⁻¹⁴: adding 0.5 lets the addition itself round to multiples of 2⁻²⁴, which stand in the last bits.
    let shifted = Float(bitPattern: magnitude) + 0.5
    return sign | UInt16(truncatingIfNeeded: shifted.bitPattern &- 0x3F00_0000)
  }
  let isOdd = magnitude >> 13 & 1
  return sign | UInt16(truncatingIfNeeded: (magnitude - 0x3800_0000 + 0xFFF + isOdd) >> 13)
}
