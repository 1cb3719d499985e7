import StrictJSON
import Tensors
import Testing

@Suite("Hostile JSON")
struct HostileInputTests {
  @Test func `every prefix of a text is an error, never a crash`() throws {
    let text = #"{"a":[1,-2.5e+3,true,null,"é\u00e9\ud83d\ude00"],"b":{"c":false}}"#
    let bytes = Array(text.utf8)
    for count in 0..<bytes.count {
      #expect(throws: JSONError.self) { try JSONValue(parsing: Array(bytes.prefix(count))) }
    }
  }

  @Test func `mutated texts are read or refused, and what is read can be written`() throws {
    var generator = SplitMix64(seed: 9)
    let seeds = [
      #"{"a":[1,-2.5e+3,true,null,"é\u00e9\ud83d\ude00"],"b":{"c":false}}"#, "[[[[]]],{\"x\":{}}]", "\"\\\\\\\"\"",
    ].map { Array($0.utf8) }
    let interesting = Array("{}[]\",:\\u0123eE+-.tfn \n".utf8) + [0, 0x7F, 0x80, 0xC3, 0xED, 0xF4, 0xFF]
    for round in 0..<20_000 {
      var bytes = seeds[round % seeds.count]
      for _ in 0...Int.random(in: 0..<3, using: &generator) {
        let index = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 1: bytes.insert(interesting.randomElement(using: &generator) ?? 0, at: index)
        default: if bytes.count > 1 { bytes.remove(at: index) }
        }
      }
      guard let value = try? JSONValue(parsing: bytes) else { continue }
      #expect(try JSONValue(parsing: Array(value.text().utf8)) == value)
    }
  }
}
