/// CRC-64/XZ of bytes that come in pieces: finds what a disk or a copy has changed by accident, not what somebody has
/// changed on purpose.
///
/// - SeeAlso: ECMA-182, annex B, for the polynomial; the XZ file format, section 6.
public struct Checksum: Sendable {
  private static let polynomial: UInt64 = 0xC96C_5795_D787_0F42
  /// The checksum of each byte followed by 0 … 7 zeros: eight bytes are looked up at once.
  private static let tables: [UInt64] = {
    var tables = [UInt64](repeating: 0, count: 8 * 256)
    for byte in 0..<256 {
      tables[byte] = (0..<8).reduce(UInt64(byte)) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ polynomial : crc >> 1 }
    }
    for index in 256..<tables.count {
      let last = tables[index - 256]
      tables[index] = last >> 8 ^ tables[Int(last & 0xFF)]
    }
    return tables
  }()

  private var state = UInt64.max

  /// The checksum of no bytes.
  public init() {}

  /// The checksum of all bytes so far.
  public var value: UInt64 { ~state }

  /// Takes the next bytes up.
  public mutating func add(_ bytes: UnsafeRawBufferPointer) {
    var crc = state
    Self.tables.withUnsafeBufferPointer { tables in
      var offset = 0
      while offset + 8 <= bytes.count {
        let word = crc ^ UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        crc = 0
        for place in 0..<8 { crc ^= tables[(7 - place) * 256 + Int(word >> UInt64(8 * place) & 0xFF)] }
        offset += 8
      }
      for byte in bytes[offset...] { crc = crc >> 8 ^ tables[Int((crc ^ UInt64(byte)) & 0xFF)] }
    }
    state = crc
  }
}
