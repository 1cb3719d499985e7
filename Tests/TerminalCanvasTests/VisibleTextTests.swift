import Testing

@testable import TerminalCanvas

@Suite("Visible text") struct VisibleTextTests {
  @Test(
    "hostile characters become visible",
    arguments: [
      ("plain", "plain"),
      ("\u{1B}[2J\u{1B}]0;title\u{07}", "␛[2J␛]0;title␇"),
      ("a\0b\rc\nd\te\u{7F}", "a␀b␍c⏎d⇥e␡"),
      ("\u{9B}31m", "‹9B›31m"),
      ("\u{202E}evil\u{2066}x\u{2069}", "‹202E›evil‹2066›x‹2069›"),
      ("a\u{200B}b\u{200D}c\u{FEFF}d\u{FE0F}", "a◌b◌c◌d◌"),
      ("\u{E0041}\u{E007F}", "‹E0041›‹E007F›"),
      ("\u{2028}\u{2029}", "‹2028›‹2029›"),
      ("\u{E000}\u{10FFFF}\u{378}", "‹E000›‹10FFFF›‹378›"),
      ("a\u{A0}b\u{3000}c", "a·b·c"),
      ("\u{3164}\u{2800}\u{115F}", "◌◌◌"),
      ("\u{AD}soft", "◌soft"),
    ])
  func substitutes(text: String, shown: String) {
    #expect(VisibleText(text).description == shown)
  }

  @Test(
    "bytes that are no UTF-8 are shown one by one",
    arguments: [
      ([0x61, 0xFF, 0x62], "a‹FF›b"), ([0xC0, 0x80], "‹C0›‹80›"), ([0xE2, 0x82], "‹E2›‹82›"),
      ([0xED, 0xA0, 0x80], "‹ED›‹A0›‹80›"), ([0xF4, 0x90, 0x80, 0x80], "‹F4›‹90›‹80›‹80›"),
      ([0xE7, 0x8C, 0xAB], "猫"), ([0xF0, 0x9F, 0x90, 0xB1], "🐱"), ([0xC2, 0x9B], "‹9B›"),
      ([0xE0, 0x80, 0xAF], "‹E0›‹80›‹AF›"),
    ] as [([UInt8], String)])
  func bytes(bytes: [UInt8], shown: String) {
    #expect(VisibleText(bytes: bytes).description == shown)
  }

  @Test("substitutes are marked, text that only looks like them is not")
  func marksSubstitutes() {
    #expect(VisibleText("\u{9B}").glyphs.allSatisfy { $0.isSubstitute })
    #expect(VisibleText("‹9B›").glyphs.allSatisfy { !$0.isSubstitute })
    #expect(VisibleText("\n").glyphs.map(\.isSubstitute) == [true])
    #expect(VisibleText("⏎").glyphs.map(\.isSubstitute) == [false])
  }

  @Test("leading spaces of a token can be seen")
  func leadingSpace() {
    #expect(VisibleText(" cat sat", leadingSpace: .dot).description == "·cat sat")
    #expect(VisibleText("  x", leadingSpace: .dot).description == "··x")
    #expect(VisibleText(" cat").description == " cat")
    #expect(VisibleText("· x", leadingSpace: .dot).description == "· x")
  }

  @Test("a base keeps at most four combining marks, and marks without a base get ◌")
  func combining() {
    let zalgo = VisibleText("e" + String(repeating: "\u{301}", count: 1000))
    #expect(zalgo.glyphs.count == 1)
    #expect(zalgo.glyphs[0].marks.count == 4)
    #expect(VisibleText("\u{301}a").description == "◌\u{301}a")
    #expect(VisibleText("\n\u{301}").description == "⏎◌\u{301}")
  }

  @Test("every scalar becomes something that takes one or two columns and hides nothing")
  func everyScalar() {
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      switch VisibleText.classify(scalar) {
      case .glyph(let shown, let columns):
        let isPlain = ![.control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator]
          .contains(shown.properties.generalCategory)
        if !isPlain || !(1...2).contains(columns) || shown != scalar { Issue.record("U+\(String(value, radix: 16))") }
      case .mark(let shown): if shown != scalar || value < 0x300 { Issue.record("U+\(String(value, radix: 16))") }
      case .substitute(let shown):
        if CharacterWidth.columns(shown) != 1 { Issue.record("U+\(String(value, radix: 16))") }
      case .number(let number): if number != value { Issue.record("U+\(String(value, radix: 16))") }
      }
    }
  }

  @Test("bytes and strings agree, for seeded mixtures of everything")
  func bytesEqualString() {
    var random = Dice(seed: 7)
    for _ in 0..<500 {
      var scalars = String.UnicodeScalarView()
      for _ in 0..<random.below(20) {
        let limits: [UInt32] = [0x80, 0x100, 0x800, 0x10000, 0x110000]
        if let scalar = Unicode.Scalar(UInt32(random.below(Int(limits[random.below(5)])))) { scalars.append(scalar) }
      }
      let text = String(scalars)
      #expect(VisibleText(text) == VisibleText(bytes: Array(text.utf8)))
    }
  }

  @Test("text wraps at spaces, or anywhere without them")
  func wrapping() {
    #expect(VisibleText("the cat sat on").wrapped(columns: 7).map(\.description) == ["the cat", "sat on"])
    #expect(VisibleText("abcdefgh").wrapped(columns: 3).map(\.description) == ["abc", "def", "gh"])
    #expect(VisibleText("猫坐在").wrapped(columns: 3).map(\.description) == ["猫", "坐", "在"])
    #expect(VisibleText("各自取 e 的幂，再").wrapped(columns: 12).map(\.description) == ["各自取 e 的", "幂，再"])
    #expect(VisibleText("问“mat”答，好").wrapped(columns: 8).map(\.description) == ["问“mat”", "答，好"])
    #expect(VisibleText("猫坐在，好").wrapped(columns: 7).map(\.description) == ["猫坐", "在，好"])
    #expect(VisibleText("ab").wrapped(columns: 0).isEmpty)
    #expect(VisibleText("猫").wrapped(columns: 1).map(\.description) == ["猫"])
  }
}

/// A seeded source of choices for property tests (SplitMix64).
struct Dice {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// A number from 0 up to, not including, `limit`.
  mutating func below(_ limit: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) % UInt64(max(1, limit)))
  }
}
