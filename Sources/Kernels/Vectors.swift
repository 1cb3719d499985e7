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

/// A SIMD type of `Float` as the kernels use it: loads, stores and the fused multiply-add.
///
/// Concrete types implement it with their concrete operators, which are single instructions; the standard library's
/// generic operators go lane by lane.
protocol FloatVector {
  /// A vector with the same number in every lane.
  init(repeating value: Float)
  /// Number of lanes.
  static var scalarCount: Int { get }
  /// Lane by lane `self += a·b`, fused where the machine can.
  mutating func add(product a: Float, _ b: Self)
  /// Lane by lane sum.
  func plus(_ other: Self) -> Self
  /// Writes the first `count` lanes only.
  func store(_ address: UnsafeMutablePointer<Float>, count: Int)
}

extension FloatVector {
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
}

extension SIMD2<Float> {
  @inline(__always)
  func store(_ address: UnsafeMutablePointer<Float>, count: Int) {
    if count & 2 != 0 {
      address[0] = self[0]
      address[1] = self[1]
    } else if count & 1 != 0 {
      address[0] = self[0]
    }
  }
}

// A partial store goes by halves: at most four stores for sixteen lanes.

extension SIMD4<Float>: FloatVector {
  @inline(__always)
  mutating func add(product a: Float, _ b: Self) { self = fused(Self(repeating: a), b, plus: self) }

  @inline(__always)
  func plus(_ other: Self) -> Self { self + other }

  @inline(__always)
  func store(_ address: UnsafeMutablePointer<Float>, count: Int) {
    guard count < 4 else { return store(address) }
    guard count & 2 != 0 else { return lowHalf.store(address, count: count) }
    UnsafeMutableRawPointer(address).storeBytes(of: lowHalf, as: SIMD2<Float>.self)
    if count & 1 != 0 { address[2] = self[2] }
  }
}

extension SIMD8<Float>: FloatVector {
  @inline(__always)
  mutating func add(product a: Float, _ b: Self) { self = fused(Self(repeating: a), b, plus: self) }

  @inline(__always)
  func plus(_ other: Self) -> Self { self + other }

  @inline(__always)
  func store(_ address: UnsafeMutablePointer<Float>, count: Int) {
    guard count < 8 else { return store(address) }
    var rest = lowHalf
    var address = address
    if count & 4 != 0 {
      rest.store(address)
      rest = highHalf
      address += 4
    }
    rest.store(address, count: count & 3)
  }
}

extension SIMD16<Float>: FloatVector {
  @inline(__always)
  mutating func add(product a: Float, _ b: Self) { self = fused(Self(repeating: a), b, plus: self) }

  @inline(__always)
  func plus(_ other: Self) -> Self { self + other }

  @inline(__always)
  func store(_ address: UnsafeMutablePointer<Float>, count: Int) {
    guard count < 16 else { return store(address) }
    var rest = lowHalf
    var address = address
    if count & 8 != 0 {
      rest.store(address)
      rest = highHalf
      address += 8
    }
    rest.store(address, count: count & 7)
  }
}

extension SIMD32<Float>: FloatVector {
  @inline(__always)
  mutating func add(product a: Float, _ b: Self) { self = fused(Self(repeating: a), b, plus: self) }

  @inline(__always)
  func plus(_ other: Self) -> Self { self + other }

  @inline(__always)
  func store(_ address: UnsafeMutablePointer<Float>, count: Int) {
    guard count < 32 else { return store(address) }
    var rest = lowHalf
    var address = address
    if count & 16 != 0 {
      rest.store(address)
      rest = highHalf
      address += 16
    }
    rest.store(address, count: count & 15)
  }
}
