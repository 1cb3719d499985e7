import CNcurses
import Glibc
import Testing

@testable import CursesTerminal
@testable import TerminalCanvas

@Suite("Terminal setup") struct TerminalSetupTests {
  @Test("the environment decides on colour")
  func environment() {
    func depth(_ values: [String: String]) -> ColorDepth? { TerminalSetup.requestedDepth { values[$0] } }
    #expect(depth([:]) == nil)
    #expect(depth(["COLORTERM": "truecolor"]) == .direct)
    #expect(depth(["COLORTERM": "24bit", "TERM": "tmux-256color"]) == .direct)
    #expect(depth(["COLORTERM": "truecolor", "NO_COLOR": "1"]) == .mono)
    #expect(depth(["COLORTERM": "truecolor", "TERM": "screen-256color"]) == nil)
    #expect(depth(["COLORTERM": "truecolor", "TERM": "screen-256color", "TMUX": "x"]) == .direct)
  }

  @Test(
    "base64 is RFC 4648's",
    arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")])
  func base64(text: String, encoded: String) {
    #expect(TerminfoEntry.base64(Array(text.utf8)) == encoded)
  }

  @Test("a patched entry reads back, and every cut of one is refused or read, never a crash")
  func entry() throws {
    let entry = try #require(TerminfoEntry(named: "xterm-256color") { _ in nil })
    let bytes = entry.withDirectColor().compiled
    #expect(TerminfoEntry(bytes)?.withDirectColor().compiled == bytes)
    for length in 0..<bytes.count { _ = TerminfoEntry(Array(bytes[..<length])) }
    for index in 0..<min(600, bytes.count) {
      var broken = bytes
      broken[index] ^= 0xFF
      _ = TerminfoEntry(broken)?.withDirectColor().compiled
    }
    #expect(TerminfoEntry(named: "../../etc/passwd") { _ in nil } == nil)
  }

  @Test("the palette of a terminal can't be reset or changed through a patched entry")
  func palette() throws {
    let entry = try #require(TerminfoEntry(named: "xterm-256color") { _ in nil })
    // A string of its own; the one that resets a whole terminal, which ncurses never sends, ends in the same.
    let reset = Array("\0\u{1B}]104\u{7}\0".utf8)
    func holds(_ bytes: [UInt8]) -> Bool { bytes.indices.contains { bytes[$0...].starts(with: reset) } }
    #expect(holds(entry.compiled))
    #expect(!holds(entry.withoutPalette().compiled) && !holds(entry.withDirectColor().compiled))
    #expect(TerminfoEntry(entry.withoutPalette().compiled)?.compiled == entry.withoutPalette().compiled)
    #expect(entry.colors == 256)
  }

  @Test("our width table and the C library's agree on every character both know, but nine")
  func widths() throws {
    try #require(TerminalSetup.useUTF8())
    var (seen, different) = (0, 0)
    for value in UInt32(0x20)...0x2FFFF {
      guard let scalar = Unicode.Scalar(value), case .glyph(_, let columns) = VisibleText.classify(scalar) else {
        continue
      }
      seen += 1
      let theirs = wcwidth(wchar_t(bitPattern: value))
      // −1: younger than the C library's Unicode.
      if theirs >= 0, theirs != Int32(columns) { different += 1 }
    }
    #expect(seen > 140_000)
    // ㉈ to ㉏ are ambiguous, and one Ahom letter became a spacing one.
    #expect(different <= 9, "\(different) of \(seen)")
    for scalar in "▀▄█▐▌░▒▓▁▂▃▅▆▇▏▎▍▋▊▉─│╭╮╰╯┈┊━●◆▸▶·…←↑→↓✓‖×↺猫あ한“”".unicodeScalars {
      #expect(wcwidth(wchar_t(bitPattern: scalar.value)) == Int32(VisibleText.columns(of: String(scalar))), "\(scalar)")
    }
  }
}
