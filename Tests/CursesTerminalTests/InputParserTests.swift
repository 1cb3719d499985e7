import Testing

@testable import CursesTerminal
@testable import TerminalCanvas

@Suite("Input parser") struct InputParserTests {
  func events(_ text: String) -> [InputEvent] {
    var parser = InputParser()
    return parser.feed(text.utf8) + parser.finish()
  }

  @Test(
    "sequences are keys",
    arguments: [
      ("a", "a"), ("猫", "猫"), ("\u{1}", "ctrl-a"), ("\r", "enter"), ("\t", "tab"), ("\u{7F}", "backspace"),
      ("\u{1B}[A", "up"), ("\u{1B}OA", "up"), ("\u{1B}[1;5D", "ctrl-left"), ("\u{1B}[1;2A", "shift-up"),
      ("\u{1B}[Z", "shift-tab"), ("\u{1B}[3~", "delete"), ("\u{1B}[5~", "pageup"), ("\u{1B}[6;5~", "ctrl-pagedown"),
      ("\u{1B}OP", "f1"), ("\u{1B}[15~", "f5"), ("\u{1B}[24~", "f12"), ("\u{1B}[[C", "f3"), ("\u{1B}[1;3P", "alt-f1"),
      ("\u{1B}x", "alt-x"), ("\u{1B}\u{1}", "ctrl-alt-a"), ("\u{1B}", "escape"), ("\u{1B}[", "alt-["),
      ("\0", "ctrl-space"),
      ("\u{1B}[97;5u", "ctrl-a"), ("\u{1B}[13;2u", "shift-enter"), ("\u{1B}[H", "home"), ("\u{1B}[4~", "end"),
      ("\u{1B}OM", "enter"), ("\u{1B}Oj", "*"), ("\u{1F}", "ctrl-_"),
    ])
  func keys(bytes: String, name: String) {
    #expect(events(bytes).map { "\($0)" } == [InputEvent.key(Key(named: name) ?? Key("?"))].map { "\($0)" })
  }

  @Test("escape twice is escape twice, and unknown sequences are dropped whole")
  func unknown() {
    #expect(events("\u{1B}\u{1B}") == [.key(Key(.escape)), .key(Key(.escape))])
    #expect(events("\u{1B}[?62;22cx") == [.key(Key("x"))])
    #expect(events("\u{1B}]11;rgb:0/0/0\u{7}x") == [.key(Key("x"))])
    #expect(events("\u{1B}P1$r\u{1B}\\x") == [.key(Key("x"))])
    #expect(events("\u{1B}[99999999999999999999~x") == [.key(Key("x"))])
    #expect(events("\u{1B}[1;\u{1B}[Ax") == [.key(Key(.up)), .key(Key("x"))])
  }

  @Test("mouse reports are presses, drags, releases and wheel steps with places from 0")
  func mouse() {
    #expect(events("\u{1B}[<0;10;5M") == [.mouse(Mouse(.press(.left), at: Point(9, 4)))])
    #expect(events("\u{1B}[<2;1;1m") == [.mouse(Mouse(.release(.right), at: Point(0, 0)))])
    #expect(events("\u{1B}[<32;2;3M") == [.mouse(Mouse(.drag(.left), at: Point(1, 2)))])
    #expect(events("\u{1B}[<65;1;1M") == [.mouse(Mouse(.wheel(1), at: Point(0, 0)))])
    #expect(
      events("\u{1B}[<20;1;1M") == [.mouse(Mouse(.press(.left), at: Point(0, 0), modifiers: [.shift, .control]))])
    #expect(events("\u{1B}[<0;0;1M").isEmpty)
    #expect(events("\u{1B}[<0;1M").isEmpty)
  }

  @Test("old mouse reports are read as such, and their bytes never as keys")
  func oldMouse() {
    #expect(events("\u{1B}[M *%x") == [.mouse(Mouse(.press(.left), at: Point(9, 4))), .key(Key("x"))])
    #expect(events("\u{1B}[Ma!!") == [.mouse(Mouse(.wheel(1), at: Point(0, 0)))])
    // A release, a place that doesn't exist, a report that was cut.
    #expect(events("\u{1B}[M#qqx") == [.key(Key("x"))])
    #expect(events("\u{1B}[M  qx") == [.key(Key("x"))])
    #expect(events("\u{1B}[Mqq").isEmpty)
    #expect(events("\u{1B}[Mq\u{1B}[A") == [.key(Key(.up))])
    var parser = InputParser()
    let bytes = Array("\u{1B}[M".utf8) + [0x20, 0xFF, 0x90, UInt8(ascii: "q")]
    #expect(bytes.flatMap { parser.feed([$0]) } == [.mouse(Mouse(.press(.left), at: Point(222, 111))), .key(Key("q"))])
  }

  @Test("pasted bytes are never commands, whatever they are")
  func paste() {
    #expect(events("\u{1B}[200~q\u{1B}[A\u{3}\u{1B}[201~x") == [.paste(Paste("q\u{1B}[A\u{3}")), .key(Key("x"))])
    #expect(events("\u{1B}[200~\u{1B}[201\u{1B}[201~") == [.paste(Paste("\u{1B}[201"))])
    #expect(events("\u{1B}[200~never ends") == [.paste(Paste("never ends"))])
  }

  @Test("a paste is cut at its limit, with a count of what was dropped")
  func longPaste() {
    var parser = InputParser()
    var events = parser.feed("\u{1B}[200~".utf8)
    let chunk = [UInt8](repeating: UInt8(ascii: "a"), count: 1 << 16)
    for _ in 0..<40 { events += parser.feed(chunk) }
    events += parser.feed("\u{1B}[201~".utf8)
    guard case .paste(let paste) = events.first, events.count == 1 else {
      Issue.record("no paste")
      return
    }
    #expect(paste.text.utf8.count == InputParser.pasteLimit)
    #expect(paste.droppedBytes == 40 << 16 - InputParser.pasteLimit)
  }

  @Test("the same bytes give the same events, however they are cut")
  func cutting() {
    let text = "a\u{1B}[A猫\u{1B}[200~p\u{1B}[20\u{1B}[201~\u{1B}[<0;10;5M\u{1B}Ox\u{1B}[1;5Dz\u{1B}[I"
    let whole = events(text)
    for size in 1...7 {
      var parser = InputParser()
      var found: [InputEvent] = []
      var rest = Array(text.utf8)[...]
      while !rest.isEmpty {
        found += parser.feed(rest.prefix(size))
        rest = rest.dropFirst(size)
      }
      #expect(found + parser.finish() == whole, "pieces of \(size)")
    }
  }

  @Test("no bytes make it fail, or hold anything back for ever")
  func garbage() {
    var state: UInt64 = 9
    func dice(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    let likely = Array("\u{1B}\u{1B}[[<;;0123456789Mm~ABuOP]".utf8)
    for _ in 0..<20_000 {
      var parser = InputParser()
      let bytes = (0..<dice(24)).map { _ in dice(2) == 0 ? likely[dice(likely.count)] : UInt8(dice(256)) }
      _ = parser.feed(bytes)
      _ = parser.finish()
      #expect(parser.waiting == .nothing)
    }
  }
}
