import KernelTypes

// bfloat16 is the upper half of a single: 1 sign bit, 8 exponent bits and 7 mantissa bits.

/// The upper halves of singles to singles.
@inline(never)
func floatsFromBFloat16(_ bits: UnsafePointer<UInt16>, _ y: UnsafeMutablePointer<Float>, _ count: Int) {
  var i = 0
  while i &+ 8 <= count {
    eightUpper(bits + i).store(y + i)
    i &+= 8
  }
  while i < count {
    y[i] = Float(bitPattern: UInt32(bits[i]) << 16)
    i &+= 1
  }
}

/// Singles to their upper halves, rounding to nearest even; no number stays none.
@inline(never)
func bfloat16FromFloats(_ x: UnsafePointer<Float>, _ bits: UnsafeMutablePointer<UInt16>, _ count: Int) {
  for i in 0..<count {
    let whole = x[i].bitPattern
    let rounded = (whole &+ 0x7fff &+ (whole >> 16 & 1)) >> 16
    let isNumber = whole & 0x7fff_ffff <= 0x7f80_0000
    bits[i] = UInt16(truncatingIfNeeded: isNumber ? rounded : whole >> 16 | 0x40)
  }
}

/// Naive twin of ``floatsFromBFloat16(_:_:_:)``: from the definition.
func naiveFloatsFromBFloat16(_ bits: UnsafePointer<UInt16>, _ y: UnsafeMutablePointer<Float>, _ count: Int) {
  for i in 0..<count {
    let exponent = Int(bits[i] >> 7) & 255
    let mantissa = Double(bits[i] & 0x7f)
    let sign: Double = bits[i] & 0x8000 == 0 ? 1 : -1
    if exponent == 255 {
      y[i] = mantissa == 0 ? Float(sign) * Float.infinity : Float.nan
    } else if exponent == 0 {
      y[i] = Float(sign * mantissa * Double(sign: .plus, exponent: -133, significand: 1))
    } else {
      y[i] = Float(sign * (128 + mantissa) * Double(sign: .plus, exponent: exponent - 134, significand: 1))
    }
  }
}

/// Naive twin of ``bfloat16FromFloats(_:_:_:)``: rounds to a whole number of the spacing at hand.
func naiveBFloat16FromFloats(_ x: UnsafePointer<Float>, _ bits: UnsafeMutablePointer<UInt16>, _ count: Int) {
  for i in 0..<count {
    let sign: UInt16 = x[i].sign == .minus ? 0x8000 : 0
    let magnitude = Double(x[i].magnitude)
    if x[i].isNaN {
      bits[i] = 0x7fc0
    } else if magnitude == .infinity {
      bits[i] = sign | 0x7f80
    } else {
      let exponent = magnitude == 0 ? -126 : max(-126, Int(magnitude.exponent))
      let spacing = Double(sign: .plus, exponent: exponent - 7, significand: 1)
      // A subnormal's exponent field is 0; a carry out of the mantissa rightly goes on into the exponent, up to infinity.
      let units = Int((magnitude / spacing).rounded(.toNearestOrEven))
      bits[i] = sign | UInt16((exponent + 126) * 128 + units)
    }
  }
}
