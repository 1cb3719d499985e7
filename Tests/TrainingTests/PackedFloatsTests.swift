import Files
import Testing

@testable import Training

@Suite("Numbers of the past take less room") struct PackedFloatsTests {
  private static func packed(_ numbers: [Float]) -> [UInt8] {
    numbers.withUnsafeBufferPointer { PackedFloats.bytes($0, exponents: PackedFloats.exponents(of: $0)) }
  }

  private static func unpacked(_ bytes: [UInt8], count: Int) -> [UInt32]? {
    var numbers = [Float](repeating: 7, count: count)
    let isWhole = numbers.withUnsafeMutableBufferPointer { PackedFloats.unpack(bytes, into: $0) }
    return isWhole ? numbers.map(\.bitPattern) : nil
  }

  @Test("every bit comes back, whatever it says")
  func bits() {
    var numbers: [Float] = [
      0, -0.0, 1, -1, .infinity, -.infinity, .nan, .signalingNaN, .leastNonzeroMagnitude, -.leastNormalMagnitude,
      .greatestFiniteMagnitude, .pi,
    ]
    var generator = SystemRandomNumberGenerator()
    numbers += (0..<5_000).map { _ in Float(bitPattern: UInt32.random(in: 0...UInt32.max, using: &generator)) }
    for count in [1, 2, 12, 255, 256, 257, numbers.count] {
      let part = Array(numbers[..<count])
      #expect(Self.unpacked(Self.packed(part), count: count) == part.map(\.bitPattern))
    }
  }

  @Test("other bytes are refused: cut, longer, of another count, of no codes at all")
  func damaged() {
    let numbers = (0..<300).map { Float($0) / 7 }
    let bytes = Self.packed(numbers)
    #expect(Self.unpacked(bytes, count: 300) != nil)
    for count in [0, 1, 899, 900, bytes.count - 1] { #expect(Self.unpacked(Array(bytes[..<count]), count: 300) == nil) }
    #expect(Self.unpacked(bytes + [0], count: 300) == nil)
    for count in [299, 301] { #expect(Self.unpacked(bytes, count: count) == nil) }
    #expect(Self.unpacked(Array(bytes[..<900]) + [0xFF, 0xFF, 0xFF], count: 300) == nil)
  }

  @Test("a packed checkpoint is the same checkpoint, in less room; damage to it is said")
  func checkpoint() throws {
    let folder = try TemporaryFolder()
    let run = try CheckpointTests.run()
    _ = try CheckpointTests.finish(run, until: 4)
    let state = run.checkpoint(seconds: 2, logBytes: 3)
    let (plain, packed) = (folder.path + "/plain.safetensors", folder.path + "/packed.safetensors")
    try state.write(to: plain)
    try state.write(to: packed, packing: true)
    #expect(try Checkpoint(path: packed) == state)
    try Checkpoint.verify(path: packed)
    let sizes = try [plain, packed].map { try InputFile(path: $0).size }
    #expect(Double(sizes[1]) < 0.9 * Double(sizes[0]), "\(sizes)")
    let bytes = try readFile(at: packed, limit: 1 << 30)
    for place in [bytes.count - 1, bytes.count / 2] {
      var damaged = bytes
      damaged[place] ^= 0x55
      try writeFileAtomically(damaged, to: packed)
      #expect(throws: TrainingError.self) { try Checkpoint(path: packed) }
    }
  }
}
