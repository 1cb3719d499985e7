import Testing
import Wording

@Suite("Untrusted text in a message")
struct QuotedTests {
  @Test(
    "only what shows as itself stands as itself",
    arguments: [
      ("wte.weight", "\"wte.weight\""), ("今天 é", "\"今天 é\""), ("a\nb", "\"a\\u{A}b\""),
      ("\u{1B}[2J", "\"\\u{1B}[2J\""), ("a\u{202E}b", "\"a\\u{202E}b\""), ("a\u{200B}", "\"a\\u{200B}\""),
      ("\u{E0041}", "\"\\u{E0041}\""), ("say \"hi\" \\", "\"say \\u{22}hi\\u{22} \\\\\""), ("\u{7F}", "\"\\u{7F}\""),
      ("\u{FEFF}\u{2028}", "\"\\u{FEFF}\\u{2028}\""), ("e\u{301}", "\"e\u{301}\""),
    ])
  func escapes(text: String, expected: String) {
    #expect(Array(quoted(text).utf8) == Array(expected.utf8))
  }

  @Test func `long text is cut`() {
    #expect(quoted(String(repeating: "x", count: 100), limit: 3) == "\"xxx…\"")
  }

  @Test func `marks do not climb out of their line`() {
    let text = plain("a" + String(repeating: "\u{301}", count: 20))
    #expect(text.unicodeScalars.count { $0 == "\u{301}" } == 4)
  }
}

@Suite("Numbers in a message")
struct NumberTests {
  @Test(arguments: [
    (0, "0"), (999, "999"), (1_000, "1,000"), (4_294_967_296, "4,294,967,296"), (-1_234, "-1,234"),
    (Int.min, "-9,223,372,036,854,775,808"),
  ])
  func `digits stand in threes`(number: Int, expected: String) {
    #expect(grouped(number) == expected)
  }

  @Test(arguments: [
    (0, "0 bytes"), (999, "999 bytes"), (1_000, "1.0 kB"), (999_999, "999.9 kB"), (9_700_000_000, "9.7 GB"),
    (211_106_232_532_992, "211.1 TB"),
    (.max, "9,223,372.0 TB"),
  ])
  func `bytes have a unit`(bytes: Int, expected: String) {
    #expect(byteSize(bytes) == expected)
  }

  @Test func `one is singular`() {
    #expect(counted(1, "byte") == "1 byte")
    #expect(counted(1_024, "byte") == "1,024 bytes")
    #expect(counted(0, "entry", "entries") == "0 entries")
    #expect(written(shape: [35, 105]) == "[35, 105]")
    #expect(written(shape: []) == "[]")
  }
}

@Suite("The nearest name")
struct NearestNameTests {
  @Test(arguments: [
    ("wte.weigth", "wte.weight"), ("h.0.ln1.weight", "h.0.ln_1.weight"), ("zzzzzzzzzzzzzzzzzz", nil), ("", nil),
    ("wpe.weight", "wpe.weight"),
  ])
  func `it is the one that takes the fewest changes`(name: String, expected: String?) {
    #expect(nearestName(to: name, among: ["h.0.ln_1.weight", "wte.weight", "wpe.weight"]) == expected)
  }

  @Test func `nothing is nearest among nothing`() {
    #expect(nearestName(to: "a", among: []) == nil)
  }
}
