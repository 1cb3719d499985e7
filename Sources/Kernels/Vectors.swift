/// The vector that loops over rows of numbers go by: two registers where registers are small, for independent sums.
///
/// `AVX512` and `FMA` are set by the manifest for the wider builds of this folder.
#if FMA || arch(arm64)
  typealias Vector = SIMD16<Float>
  typealias BitVector = SIMD16<UInt32>
  typealias IntVector = SIMD16<Int32>
#else
  typealias Vector = SIMD8<Float>
  typealias BitVector = SIMD8<UInt32>
  typealias IntVector = SIMD8<Int32>
#endif

/// One register: what the matrix product counts in.
#if AVX512
  typealias Register = SIMD16<Float>
#elseif FMA
  typealias Register = SIMD8<Float>
#else
  typealias Register = SIMD4<Float>
#endif

// Concrete types only: the standard library's generic operations on vectors go lane by lane. And halves are taken by
// `halves`: the library's `lowHalf` may be emitted as a function of its own, of which the linker would keep one build's
// copy for all builds.

extension SIMD4<Float> {
  /// The numbers at `address`, which needs no alignment.
  @inline(__always)
  static func load(_ address: UnsafePointer<Float>) -> Self {
    UnsafeRawPointer(address).loadUnaligned(as: Self.self)
  }

  /// Writes all lanes to `address`, which needs no alignment.
  @inline(__always)
  func store(_ address: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(address).storeBytes(of: self, as: Self.self)
  }

  /// Writes the first `count` lanes only.
  @inline(__always)
  func store(_ address: UnsafeMutablePointer<Float>, count: Int) {
    guard count < 4 else { return store(address) }
    var rest = self[0]
    var address = address
    if count & 2 != 0 {
      address[0] = self[0]
      address[1] = self[1]
      rest = self[2]
      address += 2
    }
    if count & 1 != 0 { address[0] = rest }
  }
}

extension SIMD8<Float> {
  /// The lower and the higher lanes.
  @inline(__always)
  var halves: (low: SIMD4<Float>, high: SIMD4<Float>) { unsafeBitCast(self, to: (SIMD4<Float>, SIMD4<Float>).self) }

  /// The numbers at `address`, which needs no alignment.
  @inline(__always)
  static func load(_ address: UnsafePointer<Float>) -> Self {
    UnsafeRawPointer(address).loadUnaligned(as: Self.self)
  }

  /// Writes all lanes to `address`, which needs no alignment.
  @inline(__always)
  func store(_ address: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(address).storeBytes(of: self, as: Self.self)
  }

  /// Writes the first `count` lanes only, by halves.
  @inline(__always)
  func store(_ address: UnsafeMutablePointer<Float>, count: Int) {
    guard count < 8 else { return store(address) }
    let (low, high) = halves
    var rest = low
    var address = address
    if count & 4 != 0 {
      rest.store(address)
      rest = high
      address += 4
    }
    rest.store(address, count: count & 3)
  }
}

extension SIMD16<Float> {
  /// The lower and the higher lanes.
  @inline(__always)
  var halves: (low: SIMD8<Float>, high: SIMD8<Float>) { unsafeBitCast(self, to: (SIMD8<Float>, SIMD8<Float>).self) }

  /// The numbers at `address`, which needs no alignment.
  @inline(__always)
  static func load(_ address: UnsafePointer<Float>) -> Self {
    UnsafeRawPointer(address).loadUnaligned(as: Self.self)
  }

  /// Writes all lanes to `address`, which needs no alignment.
  @inline(__always)
  func store(_ address: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(address).storeBytes(of: self, as: Self.self)
  }

  /// Writes the first `count` lanes only, by halves.
  @inline(__always)
  func store(_ address: UnsafeMutablePointer<Float>, count: Int) {
    guard count < 16 else { return store(address) }
    let (low, high) = halves
    var rest = low
    var address = address
    if count & 8 != 0 {
      rest.store(address)
      rest = high
      address += 8
    }
    rest.store(address, count: count & 7)
  }
}
