public import KernelTypes
public import Tensors

extension SafetensorsFile {
  /// Numbers converted at a time; what is read for it stays in the second-level cache.
  private static let chunk = 32_768

  /// Reads a tensor's numbers into place, as singles.
  ///
  /// F32 is read straight into the memory given; F16, BF16 and F64 pass through a buffer of at most 256 KB.
  /// - Parameters:
  ///   - entry: A tensor of this file.
  ///   - destination: Memory for `entry.count` floats.
  public borrowing func read(
    _ entry: TensorEntry, into destination: UnsafeMutablePointer<Float>, converting half: HalfConversion = .portable
  ) throws(SafetensorsError) {
    switch entry.type {
    case .float32:
      let bytes = UnsafeMutableRawBufferPointer(start: destination, count: entry.range.count)
      try read(into: bytes, at: entry.range.lowerBound)
    case .float16:
      try inChunks(of: entry, as: UInt16.self) { half.widen($0, destination + $1, $2) }
    case .bfloat16:
      try inChunks(of: entry, as: UInt16.self) { bits, start, count in
        for index in 0..<count { destination[start + index] = Float(bitPattern: UInt32(bits[index]) << 16) }
      }
    case .float64:
      try inChunks(of: entry, as: Double.self) { numbers, start, count in
        for index in 0..<count { destination[start + index] = Float(numbers[index]) }
      }
    default:
      throw error(
        .notConvertible(name: entry.name, type: entry.type, wanted: "a weight: F32, F16, BF16 and F64 can"))
    }
  }

  /// Reads a tensor's numbers into place, in 16 bits each.
  ///
  /// What the file holds in the format is read straight into the memory given; all else passes through buffers of at most
  /// 256 KB and is rounded to the nearest, ties to even.
  /// - Parameters:
  ///   - entry: A tensor of this file.
  ///   - destination: Memory for `entry.count` numbers.
  ///   - format: float16 or bfloat16.
  public borrowing func read(
    _ entry: TensorEntry, into destination: UnsafeMutablePointer<UInt16>, as format: WeightFormat,
    converting half: HalfConversion = .portable
  ) throws(SafetensorsError) {
    let isThere = entry.type == .float16 && format == .float16 || entry.type == .bfloat16 && format == .bfloat16
    if isThere {
      let bytes = UnsafeMutableRawBufferPointer(start: destination, count: entry.range.count)
      return try read(into: bytes, at: entry.range.lowerBound)
    }
    func narrow(_ numbers: UnsafePointer<Float>, _ start: Int, _ count: Int) {
      if format == .float16 { return half.narrow(numbers, destination + start, count) }
      for index in 0..<count { destination[start + index] = format.bits(numbers[index]) }
    }
    let buffer = UnsafeMutablePointer<Float>.allocate(capacity: max(1, min(entry.count, Self.chunk)))
    defer { buffer.deallocate() }
    switch entry.type {
    case .float32: try inChunks(of: entry, as: Float.self, narrow)
    case .float16:
      try inChunks(of: entry, as: UInt16.self) { bits, start, count in
        half.widen(bits, buffer, count)
        narrow(buffer, start, count)
      }
    case .bfloat16:
      try inChunks(of: entry, as: UInt16.self) { bits, start, count in
        for index in 0..<count { buffer[index] = WeightFormat.bfloat16.number(bits[index]) }
        narrow(buffer, start, count)
      }
    case .float64:
      try inChunks(of: entry, as: Double.self) { numbers, start, count in
        for index in 0..<count { buffer[index] = Float(numbers[index]) }
        narrow(buffer, start, count)
      }
    default:
      throw error(
        .notConvertible(name: entry.name, type: entry.type, wanted: "a weight: F32, F16, BF16 and F64 can"))
    }
  }

  /// A tensor as a value.
  public borrowing func tensor(
    _ entry: TensorEntry, converting half: HalfConversion = .portable
  ) throws(SafetensorsError) -> Tensor {
    var tensor = Tensor(shape: entry.shape)
    try tensor.values.withUnsafeMutableBufferPointer { buffer throws(SafetensorsError) in
      guard let start = buffer.baseAddress, !buffer.isEmpty else { return try checkConvertible(entry) }
      try read(entry, into: start, converting: half)
    }
    return tensor
  }

  /// The tensor of a name as a value.
  public borrowing func tensor(named name: String) throws(SafetensorsError) -> Tensor {
    try tensor(entry(named: name))
  }

  /// A tensor's bytes, from U8 alone.
  public borrowing func bytes(_ entry: TensorEntry) throws(SafetensorsError) -> [UInt8] {
    guard entry.type == .uint8 else { throw error(.notConvertible(name: entry.name, type: entry.type, wanted: "U8")) }
    var bytes = [UInt8](repeating: 0, count: entry.range.count)
    try bytes.withUnsafeMutableBufferPointer { buffer throws(SafetensorsError) in
      try read(into: UnsafeMutableRawBufferPointer(buffer), at: entry.range.lowerBound)
    }
    return bytes
  }

  /// A tensor's whole numbers, row by row, from any integer type.
  public borrowing func integers(_ entry: TensorEntry) throws(SafetensorsError) -> [Int] {
    switch entry.type {
    case .int64: try integers(entry, as: Int64.self)
    case .int32: try integers(entry, as: Int32.self)
    case .int16: try integers(entry, as: Int16.self)
    case .int8: try integers(entry, as: Int8.self)
    case .uint32: try integers(entry, as: UInt32.self)
    case .uint16: try integers(entry, as: UInt16.self)
    case .uint8, .bool: try integers(entry, as: UInt8.self)
    default: throw error(.notConvertible(name: entry.name, type: entry.type, wanted: "whole numbers"))
    }
  }

  /// The whole numbers of the tensor of a name.
  public borrowing func integers(named name: String) throws(SafetensorsError) -> [Int] {
    try integers(entry(named: name))
  }

  private borrowing func integers<Number: FixedWidthInteger & BitwiseCopyable>(
    _ entry: TensorEntry, as type: Number.Type
  ) throws(SafetensorsError) -> [Int] {
    var result = [Int](repeating: 0, count: entry.count)
    try inChunks(of: entry, as: type) { numbers, start, count in
      for index in 0..<count { result[start + index] = Int(Number(littleEndian: numbers[index])) }
    }
    return result
  }

  private borrowing func checkConvertible(_ entry: TensorEntry) throws(SafetensorsError) {
    guard [.float64, .float32, .float16, .bfloat16].contains(entry.type) else {
      throw error(
        .notConvertible(name: entry.name, type: entry.type, wanted: "a weight: F32, F16, BF16 and F64 can"))
    }
  }

  /// Hands a tensor's numbers over piece by piece: (numbers, index of the first, how many).
  private borrowing func inChunks<Number: BitwiseCopyable>(
    of entry: TensorEntry, as type: Number.Type, _ body: (UnsafePointer<Number>, Int, Int) -> Void
  ) throws(SafetensorsError) {
    let buffer = UnsafeMutableBufferPointer<Number>.allocate(capacity: min(entry.count, Self.chunk))
    defer { buffer.deallocate() }
    guard let first = buffer.baseAddress else { return }
    for start in stride(from: 0, to: entry.count, by: Self.chunk) {
      let piece = UnsafeMutableBufferPointer(rebasing: buffer.prefix(entry.count - start))
      try read(
        into: UnsafeMutableRawBufferPointer(piece),
        at: entry.range.lowerBound + start * MemoryLayout<Number>.stride)
      body(UnsafePointer(first), start, piece.count)
    }
  }
}

/// How many of these numbers are infinite or not a number.
public func nonFiniteCount(_ numbers: UnsafeBufferPointer<Float>) -> Int {
  // A single is finite unless all bits of its exponent are set. Eight counts at once, of 32 bits each.
  let exponent = SIMD8<UInt32>(repeating: 0x7F80_0000)
  var (total, first) = (0, 0)
  while first + 8 <= numbers.count {
    let end = min(numbers.count - 7, first + 1 << 20)
    var counts = SIMD8<UInt32>()
    while first < end {
      let bits = UnsafeRawBufferPointer(numbers).loadUnaligned(fromByteOffset: 4 * first, as: SIMD8<UInt32>.self)
      counts.replace(with: counts &+ 1, where: bits & exponent .== exponent)
      first += 8
    }
    total += counts.indices.reduce(0) { $0 + Int(counts[$1]) }
  }
  for number in numbers[first...] where number.bitPattern & 0x7F80_0000 == 0x7F80_0000 { total += 1 }
  return total
}
