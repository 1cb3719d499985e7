/// A character's number in Unicode, or, from U+DC80 to U+DCFF, a byte that belongs to no character.
///
/// Those numbers are no characters of their own (they are halves of surrogate pairs), so nothing is lost. Python does the
/// same with file names.
/// - SeeAlso: PEP 383, "surrogateescape".
typealias CodePoint = UInt32

extension CodePoint {
  /// A byte that belongs to no character.
  static func loneByte(_ byte: UInt8) -> CodePoint { 0xDC00 + CodePoint(byte) }

  /// The byte that it stands for, where it is one that belongs to no character.
  var loneByte: UInt8? { 0xDC80...0xDCFF ~= self ? UInt8(truncatingIfNeeded: self) : nil }

  /// The character; U+FFFD for a byte that belongs to none.
  var scalar: Unicode.Scalar { Unicode.Scalar(self) ?? "\u{FFFD}" }

  /// How many bytes it has in UTF-8; a byte that belongs to no character is one.
  var width: Int {
    switch self {
    case 0..<0x80: 1
    case 0x80..<0x800: 2
    case 0xDC80...0xDCFF: 1
    case 0x800..<0x1_0000: 3
    default: 4
    }
  }

  /// Appends its bytes.
  func appendUTF8(to bytes: inout [UInt8]) {
    func trailing(_ shift: CodePoint) -> UInt8 { UInt8(truncatingIfNeeded: 0x80 | (self >> shift & 0x3F)) }
    if let loneByte { return bytes.append(loneByte) }
    switch self {
    case 0..<0x80: bytes.append(UInt8(self))
    case 0x80..<0x800: bytes += [UInt8(0xC0 | self >> 6), trailing(0)]
    case 0x800..<0x1_0000: bytes += [UInt8(0xE0 | self >> 12), trailing(6), trailing(0)]
    default: bytes += [UInt8(truncatingIfNeeded: 0xF0 | self >> 18), trailing(12), trailing(6), trailing(0)]
    }
  }

  /// The character that begins at a place in bytes, and how many of them it has; a byte that begins none by itself.
  static func first(in bytes: [UInt8], at start: Int) -> (point: CodePoint, width: Int) {
    let lead = bytes[start]
    guard lead >= 0x80 else { return (CodePoint(lead), 1) }
    let (width, least): (Int, CodePoint)
    switch lead {
    case 0xC2...0xDF: (width, least) = (2, 0x80)
    case 0xE0...0xEF: (width, least) = (3, 0x800)
    case 0xF0...0xF4: (width, least) = (4, 0x1_0000)
    default: return (loneByte(lead), 1)
    }
    guard start + width <= bytes.count else { return (loneByte(lead), 1) }
    var point = CodePoint(lead) & (0x7F >> CodePoint(width))
    for byte in bytes[start + 1..<start + width] {
      guard byte & 0xC0 == 0x80 else { return (loneByte(lead), 1) }
      point = point << 6 | CodePoint(byte & 0x3F)
    }
    guard point >= least, Unicode.Scalar(point) != nil else { return (loneByte(lead), 1) }
    return (point, width)
  }
}

extension Sequence<CodePoint> {
  /// The bytes of the characters in UTF-8.
  var utf8: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(underestimatedCount)
    for point in self { point.appendUTF8(to: &bytes) }
    return bytes
  }

  /// The characters as text; bytes that belong to none are U+FFFD.
  var text: String { String(decoding: utf8, as: UTF8.self) }
}

extension String {
  /// The numbers of its characters.
  var points: [CodePoint] { unicodeScalars.map(\.value) }
}
