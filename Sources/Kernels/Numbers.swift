import KernelTypes

#if FMA && arch(x86_64)
  import _Builtin_intrinsics.intel
#endif

// How a matrix's numbers become vectors of singles: as they are, or out of 16 bits, which F16C and a shift do in a register.

/// Numbers that are read as singles.
protocol Numbers {
  /// How one of them stands in memory.
  associatedtype Bits
  /// A vector of them, from an address that needs no alignment.
  static func load(_ address: UnsafePointer<Bits>) -> Vector
}

/// Singles as they are.
enum Singles: Numbers {
  @inline(__always)
  static func load(_ address: UnsafePointer<Float>) -> Vector { Vector.load(address) }
}

/// Halves, as IEEE defines them.
enum Halves: Numbers {
  @inline(__always)
  static func load(_ address: UnsafePointer<UInt16>) -> Vector {
    #if FMA && arch(x86_64)
      wide(eightFloats(address), eightFloats(address + 8))
    #elseif arch(arm64)
      Vector(lowHalf: eightFloats(address), highHalf: eightFloats(address + 8))
    #else
      eightFloats(address)
    #endif
  }
}

/// The upper halves of singles.
enum UpperHalves: Numbers {
  @inline(__always)
  static func load(_ address: UnsafePointer<UInt16>) -> Vector {
    #if FMA && arch(x86_64)
      wide(eightUpper(address), eightUpper(address + 8))
    #elseif arch(arm64)
      Vector(lowHalf: eightUpper(address), highHalf: eightUpper(address + 8))
    #else
      eightUpper(address)
    #endif
  }
}

#if FMA && arch(x86_64)
  @inline(__always)
  private func wide(_ low: SIMD8<Float>, _ high: SIMD8<Float>) -> Vector {
    unsafeBitCast((low, high), to: Vector.self)
  }

  @inline(__always)
  func eightFloats(_ address: UnsafePointer<UInt16>) -> SIMD8<Float> {
    _mm256_cvtph_ps(UnsafeRawPointer(address).loadUnaligned(as: SIMD2<Int64>.self))
  }

  @inline(__always)
  func eightUpper(_ address: UnsafePointer<UInt16>) -> SIMD8<Float> {
    let bits = _mm256_cvtepu16_epi32(UnsafeRawPointer(address).loadUnaligned(as: SIMD2<Int64>.self))
    return unsafeBitCast(_mm256_slli_epi32(bits, 16), to: SIMD8<Float>.self)
  }
#else
  @inline(__always)
  func eightFloats(_ address: UnsafePointer<UInt16>) -> SIMD8<Float> {
    let bits = UnsafeRawPointer(address).loadUnaligned(as: SIMD8<UInt16>.self)
    var y = SIMD8<Float>(repeating: 0)
    for lane in 0..<8 { y[lane] = float(half: bits[lane]) }
    return y
  }

  @inline(__always)
  func eightUpper(_ address: UnsafePointer<UInt16>) -> SIMD8<Float> {
    let bits = UnsafeRawPointer(address).loadUnaligned(as: SIMD8<UInt16>.self)
    var y = SIMD8<UInt32>(repeating: 0)
    for lane in 0..<8 { y[lane] = UInt32(truncatingIfNeeded: bits[lane]) &<< 16 }
    return unsafeBitCast(y, to: SIMD8<Float>.self)
  }
#endif

/// `count` numbers from `address` on as singles, side by side.
@inline(__always)
func widen<Source: Numbers>(
  _ address: UnsafePointer<Source.Bits>, _ y: UnsafeMutablePointer<Float>, _ count: Int, _: Source.Type
) {
  var i = 0
  while i &+ Vector.scalarCount <= count {
    Source.load(address + i).store(y + i)
    i &+= Vector.scalarCount
  }
  if i < count { Source.load(address + i).store(y + i, count: count &- i) }
}
