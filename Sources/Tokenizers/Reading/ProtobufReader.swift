/// Reads the fields of a protocol buffer one after another. Nothing outside the bytes is touched, whatever they say.
///
/// - SeeAlso: "Encoding" in the Protocol Buffers documentation.
struct ProtobufReader {
  typealias Problem = TokenizerError.Problem

  /// What a field holds.
  enum Value: Equatable {
    case number(UInt64)
    case float(Float)
    case bytes(Range<Int>)
    /// A double or a fixed 64-bit number, which none of ours is.
    case wide
  }

  private let bytes: [UInt8]
  private var place: Int
  private let end: Int

  init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    (place, end) = (range.lowerBound, range.upperBound)
  }

  /// The next field: its number, what it holds, and where it begins; nil at the end.
  mutating func next() throws(Problem) -> (number: Int, value: Value, place: Int)? {
    guard place < end else { return nil }
    let start = place
    let key = try varint()
    guard 1...0x1FFF_FFFF ~= key >> 3 else { throw .protobuf(at: start, expected: "a field's number") }
    let value: Value
    switch key & 7 {
    case 0: value = .number(try varint())
    case 1:
      _ = try take(8)
      value = .wide
    case 2: value = .bytes(try take(varint()))
    case 5:
      let range = try take(4)
      value = .float(Float(bitPattern: bytes[range].reversed().reduce(0) { $0 << 8 | UInt32($1) }))
    default: throw .protobuf(at: start, expected: "a field of a known kind")
    }
    return (Int(key >> 3), value, start)
  }

  private mutating func take(_ count: UInt64) throws(Problem) -> Range<Int> {
    guard count <= UInt64(end - place) else {
      throw .protobuf(at: place, expected: "at most \(end - place) bytes, found a length of \(count)")
    }
    defer { place += Int(count) }
    return place..<place + Int(count)
  }

  /// A number in groups of seven bits, lowest first.
  private mutating func varint() throws(Problem) -> UInt64 {
    let start = place
    var number: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      guard place < end else { throw .protobuf(at: start, expected: "a number, found the end") }
      let byte = bytes[place]
      place += 1
      number |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return number }
    }
    throw .protobuf(at: start, expected: "a number of at most ten bytes")
  }
}
