import Files
import StrictJSON
import Testing

@testable import Tokenizers

@Suite("Unicode's normal forms")
struct NormalFormTests {
  /// Made by Tools/reference/make_normal_forms.py from the same version of Unicode as our table.
  static let file = LibraryParityTests.folder + "s/normal-forms.json"
  private static let version = 14

  /// FNV-1a of the UTF-8 of texts, one behind another.
  private struct Checksum {
    var value: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ points: [CodePoint]) {
      for byte in points.utf8 { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }
  }

  private func normalized(_ points: [CodePoint], _ form: NormalForm) -> [CodePoint] {
    form.changes(of: points, version: Self.version).map(\.point)
  }

  @Test("every character and random marks are as in Python's unicodedata", arguments: NormalForm.allCases)
  func checksums(form: NormalForm) throws {
    let expected = try JSONValue(parsing: readFile(at: Self.file, limit: 10_000)).object(at: "file").required("forms")
      .object(at: "forms").required(form.rawValue).array(at: "form")
    var characters = Checksum()
    for point in CodePoint(0)..<0x11_0000 where Unicode.Scalar(point) != nil {
      characters.add(normalized([point], form))
    }
    #expect(.string(Self.hexadecimal(characters.value)) == expected[0])
    var strings = Checksum()
    for string in Self.strings() { strings.add(normalized(string, form)) }
    #expect(.string(Self.hexadecimal(strings.value)) == expected[1])
  }

  private static func hexadecimal(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// The script's strings of letters and marks.
  private static func strings() -> [[CodePoint]] {
    let marks: [CodePoint] = [
      0x301, 0x308, 0x323, 0x327, 0x338, 0x345, 0x5B0, 0x64B, 0x93C, 0x1DC0, 0x3099, 0x1161, 0x11A8, 0x1D165,
    ]
    let letters: [CodePoint] = [
      0x41, 0x65, 0x6F, 0xC5, 0x1E9B, 0xFB01, 0x1100, 0xAC00, 0x304B, 0x915, 0x5D0, 0x212B, 0x1D158, 0x3B1,
    ]
    var state: UInt64 = 1
    return (0..<4_000).map { _ in
      (0..<12).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let draw = Int(state >> 33)
        return draw % 3 == 0 ? letters[draw / 3 % letters.count] : marks[draw / 3 % marks.count]
      }
    }
  }

  @Test("what is normalised stays as it is", arguments: NormalForm.allCases)
  func idempotence(form: NormalForm) {
    for string in Self.strings().prefix(500) {
      let once = normalized(string, form)
      #expect(normalized(once, form) == once)
    }
  }

  @Test("characters that the library does not know stay as they are")
  func young() {
    // U+32FF, the era Reiwa, is of Unicode 12.1.
    #expect(NormalForm.nfkc.changes(of: [0x32FF]).map(\.point) == [0x32FF])
    #expect(normalized([0x32FF], .nfkc) == [0x4EE4, 0x548C])
  }
}
