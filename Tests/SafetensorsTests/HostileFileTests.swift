import Safetensors
import Tensors
import Testing

@Suite("Hostile safetensors files")
struct HostileFileTests {
  private static let header =
    #"{"__metadata__":{"format":"pt"},"wte":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"#
    + #""b":{"dtype":"F16","shape":[4],"data_offsets":[24,32]},"n":{"dtype":"I64","shape":[],"data_offsets":[32,40]}}"#

  /// Reads all that a file says it holds.
  private func readAll(_ bytes: [UInt8]) -> Bool {
    do throws(SafetensorsError) {
      let file = try SafetensorsFile(bytes: bytes, name: "x")
      for entry in file.header.entries {
        if let tensor = try? file.tensor(entry) { #expect(tensor.shape == entry.shape) }
        _ = try? file.integers(entry)
      }
      return true
    } catch {
      #expect(!error.description.isEmpty)
      return false
    }
  }

  @Test func `flipped bits give an error or a file, never a crash`() {
    var generator = SplitMix64(seed: 1)
    let whole = file(Self.header, data: 40)
    #expect(readAll(whole))
    for _ in 0..<10_000 {
      var bytes = whole
      for _ in 0...Int.random(in: 0..<2, using: &generator) {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      }
      _ = readAll(bytes)
    }
  }

  @Test func `headers put together at random give an error or a file`() {
    var generator = SplitMix64(seed: 2)
    let pieces =
      [
        #""a""#, #""dtype""#, #""F32""#, #""shape""#, #""data_offsets""#, #""__metadata__""#, "[", "]", "{", "}", ":",
        ",",
      ]
      + [
        "0", "4", "8", "-1", "9223372036854775807", "1e400", "0.5", "null",
        #"{"dtype":"F32","shape":[],"data_offsets":[0,4]}"#,
      ]
    var loaded = 0
    for _ in 0..<10_000 {
      var header = "{"
      for _ in 0..<Int.random(in: 0..<14, using: &generator) { header += pieces.randomElement(using: &generator) ?? "" }
      if readAll(file(header + "}", data: Int.random(in: 0..<9, using: &generator))) { loaded += 1 }
    }
    #expect(loaded > 0)
  }

  @Test func `a file that is cut short at random is refused`() throws {
    let whole = file(Self.header, data: 40)
    for count in 0..<whole.count { #expect(!readAll(Array(whole.prefix(count)))) }
  }

  @Test func `ten thousand tensors are listed in their order`() throws {
    let entries = (0..<10_000).reversed().map {
      #""t\#($0)":{"dtype":"U8","shape":[1],"data_offsets":[\#($0),\#($0 + 1)]}"#
    }
    let bytes = file("{" + entries.joined(separator: ",") + "}", data: 10_000)
    let header = try SafetensorsFile(bytes: bytes, name: "x").header
    #expect(header.entries.map(\.name) == (0..<10_000).map { "t\($0)" })
    #expect(header.entry(named: "t77")?.range == 77..<78)
  }
}
