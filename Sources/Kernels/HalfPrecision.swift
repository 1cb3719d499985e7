import KernelTypes

// IEEE 754 binary16 has 1 sign bit, 5 exponent bits (bias 15) and 10 mantissa bits. The integer path below gives the
// same bits as the instructions: ties to even, subnormals kept, a signalling NaN made quiet.

/// IEEE half precision to single.
@inline(never)
func floatsFromHalf(_ bits: UnsafePointer<UInt16>, _ y: UnsafeMutablePointer<Float>, _ count: Int) {
  var i = 0
  while i &+ 8 <= count {
    eightFloats(bits + i).store(y + i)
    i &+= 8
  }
  while i < count {
    y[i] = float(half: bits[i])
    i &+= 1
  }
}

/// Single to half precision, rounding to nearest even.
@inline(never)
func halfFromFloats(_ x: UnsafePointer<Float>, _ bits: UnsafeMutablePointer<UInt16>, _ count: Int) {
  var i = 0
  while i &+ 8 <= count {
    UnsafeMutableRawPointer(bits + i).storeBytes(of: eightHalves(SIMD8<Float>.load(x + i)), as: SIMD8<UInt16>.self)
    i &+= 8
  }
  while i < count {
    bits[i] = half(float: x[i])
    i &+= 1
  }
}

#if FMA && arch(x86_64)
  @inline(__always)
  private func eightHalves(_ x: SIMD8<Float>) -> SIMD8<UInt16> {
    var bits = SIMD8<UInt16>(repeating: 0)
    for lane in 0..<8 { bits[lane] = Float16(x[lane]).bitPattern }
    return bits
  }
#else
  @inline(__always)
  private func eightHalves(_ x: SIMD8<Float>) -> SIMD8<UInt16> {
    var bits = SIMD8<UInt16>(repeating: 0)
    for lane in 0..<8 { bits[lane] = half(float: x[lane]) }
    return bits
  }
#endif

/// One number of half precision.
@inline(__always)
func float(half: UInt16) -> Float {
  let sign = UInt32(half & 0x8000) << 16
  let magnitude = UInt32(half & 0x7fff)
  if magnitude >= 0x7c00 {
    // Infinity, or no number: then quiet.
    let quiet: UInt32 = magnitude > 0x7c00 ? 0x0040_0000 : 0
    return Float(bitPattern: sign | 0x7f80_0000 | quiet | (magnitude & 0x03ff) << 13)
  }
  // As the bits of a single, exponent and mantissa are too small by 2¹¹²; the product is exact, for subnormals too.
  let scaled = Float(bitPattern: magnitude << 13) * Float(bitPattern: 0x7780_0000)
  return Float(bitPattern: scaled.bitPattern | sign)
}

/// One number rounded to half precision.
@inline(__always)
private func half(float: Float) -> UInt16 {
  let sign = UInt16(truncatingIfNeeded: float.bitPattern >> 16) & 0x8000
  let magnitude = float.bitPattern & 0x7fff_ffff
  if magnitude > 0x7f80_0000 {
    return sign | 0x7e00 | UInt16(truncatingIfNeeded: magnitude >> 13) & 0x03ff
  }
  // 65520 and above round to infinity.
  if magnitude >= 0x477f_f000 { return sign | 0x7c00 }
  if magnitude < 0x3880_0000 {
    // Below 2⁻¹⁴ the spacing is 2⁻²⁴, a half's last bit: adding 0.5, whose spacing is the same, rounds.
    let rounded = Float(bitPattern: magnitude) + 0.5
    return sign | UInt16(truncatingIfNeeded: rounded.bitPattern &- Float(0.5).bitPattern)
  }
  let odd = (magnitude >> 13) & 1
  let rounded = magnitude &- 0x3800_0000 &+ 0x0fff &+ odd
  return sign | UInt16(truncatingIfNeeded: rounded >> 13)
}

/// Naive twin of ``floatsFromHalf(_:_:_:)``: from the definition.
func naiveFloatsFromHalf(_ bits: UnsafePointer<UInt16>, _ y: UnsafeMutablePointer<Float>, _ count: Int) {
  for i in 0..<count {
    let exponent = Int(bits[i] >> 10) & 31
    let mantissa = Double(bits[i] & 0x3ff)
    let sign: Double = bits[i] & 0x8000 == 0 ? 1 : -1
    if exponent == 31 {
      y[i] = mantissa == 0 ? Float(sign) * Float.infinity : Float.nan
    } else if exponent == 0 {
      y[i] = Float(sign * mantissa / 16_777_216)
    } else {
      y[i] = Float(sign * (1024 + mantissa) * Double(sign: .plus, exponent: exponent - 25, significand: 1))
    }
  }
}

/// Naive twin of ``halfFromFloats(_:_:_:)``: rounds to a whole number of the spacing at hand.
func naiveHalfFromFloats(_ x: UnsafePointer<Float>, _ bits: UnsafeMutablePointer<UInt16>, _ count: Int) {
  for i in 0..<count {
    let sign: UInt16 = x[i].sign == .minus ? 0x8000 : 0
    let magnitude = Double(x[i].magnitude)
    if x[i].isNaN {
      bits[i] = 0x7e00
    } else if magnitude >= 65520 {
      bits[i] = sign | 0x7c00
    } else {
      let exponent = magnitude == 0 ? -14 : max(-14, Int(magnitude.exponent))
      let spacing = Double(sign: .plus, exponent: exponent - 10, significand: 1)
      // A subnormal's exponent field is 0; a carry out of the mantissa rightly goes on into the exponent.
      let units = Int((magnitude / spacing).rounded(.toNearestOrEven))
      bits[i] = sign | UInt16((exponent + 14) * 1024 + units)
    }
  }
}
