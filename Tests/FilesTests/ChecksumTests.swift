import Files
import Testing

@Suite("A checksum")
struct ChecksumTests {
  private func checksum(_ pieces: [[UInt8]]) -> UInt64 {
    var checksum = Checksum()
    for piece in pieces { piece.withUnsafeBytes { checksum.add($0) } }
    return checksum.value
  }

  @Test("is CRC-64/XZ: the value that its definition gives for nine digits")
  func known() {
    #expect(checksum([Array("123456789".utf8)]) == 0x995D_C9BB_DF19_39FA)
    #expect(checksum([]) == 0)
  }

  @Test("does not depend on where the bytes are cut, and finds every changed bit")
  func pieces() {
    let bytes = (0..<67).map { UInt8(truncatingIfNeeded: $0 &* 37) }
    let whole = checksum([bytes])
    for cut in 0...bytes.count { #expect(checksum([Array(bytes[..<cut]), Array(bytes[cut...])]) == whole) }
    for bit in 0..<bytes.count * 8 {
      var changed = bytes
      changed[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(checksum([changed]) != whole)
    }
  }
}
