/// Texts made to harm whoever shows them: controls, sequences that change a terminal, marks without end, what hides
/// itself or turns a line around. Seeded.
public struct HostileText: Sendable {
  private var choice: SeededChoice

  /// The texts of a seed.
  public init(seed: UInt64) { choice = SeededChoice(seed: seed) }

  private static let fragments: [String] = [
    "\u{1B}[31m", "\u{1B}[2J", "\u{1B}[?1049l", "\u{1B}[6n", "\u{1B}[c", "\u{1B}c", "\u{1B}[1;1H", "\u{1B}[999B",
    "\u{1B}[8m",
    "\u{1B}]0;title\u{7}", "\u{1B}]52;c;ZWNobyBoaQ==\u{7}", "\u{1B}]8;;http://x\u{1B}\\", "\u{1B}]104\u{7}",
    "\u{1B}P$q\"p\u{1B}\\", "\u{1B}_Gi=1\u{1B}\\", "\u{1B}^x\u{1B}\\", "\u{1B}(0", "\u{1B}=", "\u{1B}", "\u{1B}[",
    "\u{9B}31m", "\u{9D}0;x\u{9C}", "\u{90}", "\u{85}", "\u{8D}", "\0", "\u{7}", "\u{8}\u{8}", "\u{B}", "\u{C}", "\r",
    "\n",
    "\t", "\u{E}", "\u{F}", "\u{7F}", "\u{202E}", "\u{202D}", "\u{2066}", "\u{2069}", "\u{200F}", "\u{061C}",
    "\u{200B}",
    "\u{200C}", "\u{200D}", "\u{2060}", "\u{FEFF}", "\u{AD}", "\u{E0041}\u{E007F}", "\u{2028}", "\u{2029}", "\u{FFF9}",
    "\u{FFFC}", "\u{FFFD}", "\u{FFFE}", "\u{10FFFF}", "\u{E000}", "\u{180E}", "\u{034F}", "\u{115F}", "\u{3164}",
    "\u{17B4}",
    "e\u{301}", "猫", "垫子", "한글", "ﷺ", "👩\u{200D}👩\u{200D}👧", "🇩🇪", "☝\u{FE0F}", "क\u{94D}ष", "ก\u{E33}", "a\u{20E3}",
    "x", "cat",
    " ", "  ", "%n%s%x", "$(reboot)", "`id`", "<s>", "<unk>", "&lt;", "\"", "\\", "'", "[31m",
    "\u{1100}\u{1161}\u{11A8}",
  ]

  /// The next text, of some 1 to 200 characters.
  public mutating func next() -> String {
    switch choice.below(12) {
    case 0:
      return "a" + String(repeating: choice.among(["\u{301}", "\u{20DD}", "\u{E0100}"]), count: choice.within(5...200))
    case 1: return String(repeating: choice.among(Self.fragments), count: choice.within(1...40))
    case 2: return String(String.UnicodeScalarView((0..<choice.within(1...40)).map { _ in anyScalar() }))
    default: return (0..<choice.within(1...12)).map { _ in choice.among(Self.fragments) }.joined()
    }
  }

  private mutating func anyScalar() -> Unicode.Scalar {
    let ranges: [ClosedRange<Int>] = [
      0...0x2FF, 0x300...0x36F, 0x600...0x6FF, 0x900...0x97F, 0x2000...0x206F, 0xFFF0...0xFFFF, 0...0x10FFFF,
    ]
    return Unicode.Scalar(UInt32(choice.within(choice.among(ranges)))) ?? "\u{FFFD}"
  }
}
