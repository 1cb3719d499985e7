import Testing

@testable import TerminalCanvas

@Suite("Character width") struct CharacterWidthTests {
  @Test(
    "known characters take known columns",
    arguments: [
      ("a", 1), ("é", 1), ("ß", 1), ("Ж", 1), ("א", 1), ("ع", 1), ("ก", 1), ("猫", 2), ("。", 2), ("「", 2), ("あ", 2),
      ("ア", 2), ("ｱ", 1), ("Ａ", 2), ("￥", 2), ("한", 2), ("🐱", 2), ("😀", 2), ("🚀", 2), ("❤", 1), ("⌚", 2), ("✓", 1),
      ("●", 1), ("◆", 1), ("─", 1), ("█", 1), ("⣿", 1), ("…", 1), ("→", 1), ("×", 1), ("“", 1), ("𠀀", 2), ("𝔸", 1),
      ("‖", 1), ("↺", 1), ("ｶﾞ", 2),
    ])
  func known(text: String, columns: Int) {
    #expect(VisibleText.columns(of: text) == columns)
  }

  @Test("the table is sorted and disjoint")
  func table() {
    for (a, b) in zip(CharacterWidth.wide, CharacterWidth.wide.dropFirst()) { #expect(a.upperBound < b.lowerBound) }
  }

  @Test("every glyph that views draw with is one column wide and has an ASCII stand-in")
  func glyphs() {
    let all = Glyphs.rising + Glyphs.growing + Array("▀▄▐▌░▒▓█─│╭╮╰╯┈━┊●◆▸▶·…←↑→↓✓‖×".unicodeScalars)
    for scalar in all {
      #expect(CharacterWidth.isDrawable(scalar, columns: 1), "\(scalar)")
      #expect(Glyphs.ascii(scalar).isASCII, "\(scalar)")
      #expect(Glyphs.ascii(scalar) != "?", "\(scalar)")
    }
  }
}
