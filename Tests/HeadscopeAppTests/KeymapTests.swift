import TerminalCanvas
import Testing

@testable import HeadscopeApp

@Suite("Keys and words") struct KeymapTests {
  @Test("no key has two meanings in a mode", arguments: Keymap.Mode.all)
  func unambiguous(mode: Keymap.Mode) {
    let keys = Keymap.rows(of: mode).flatMap { $0.groups.joined().map(\.key) }
    #expect(Set(keys).count == keys.count)
  }

  @Test("while text is edited, no key that types is a command")
  func typingIsFree() {
    #expect(Keymap.rows(of: .editing).flatMap { $0.groups.joined() }.allSatisfy { $0.key.typed == nil })
  }

  @Test("every topic has its row")
  func complete() {
    let topics = Keymap.Section.all.flatMap { Keymap.rows(in: $0).map(\.topic) }
    #expect(Set(topics) == Set(Keymap.Topic.allCases))
  }

  @Test("the document lists every row of the table", arguments: Language.allCases)
  func document(language: Language) {
    let text = keysMarkdown(language)
    let words = Words.table(for: language)
    for section in Keymap.Section.all {
      for row in Keymap.rows(in: section) { #expect(text.contains("| \(words.key(row.topic).help) |")) }
    }
    #expect(text.contains("`←↓↑→`, `hjkl`"))
  }

  @Test(
    "keys read as on their caps",
    arguments: [
      ("ctrl-w", "Ctrl-W"), ("shift-tab", "Shift-Tab"), ("space", "Space"), ("q", "q"), ("f1", "F1"),
      ("alt-d", "Alt-D"),
    ])
  func caps(name: String, cap: String) throws {
    #expect(Keymap.cap(try #require(Key(named: name))) == cap)
  }
}
