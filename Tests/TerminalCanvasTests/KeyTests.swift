import Testing

@testable import TerminalCanvas

@Suite("Key") struct KeyTests {
  @Test(
    "names read and print the same",
    arguments: [
      "a", "A", "?", "/", "+", "-", "ctrl-a", "alt-x", "shift-tab", "left", "ctrl-alt-right", "f1", "f12", "space",
      "enter",
      "escape", "pageup", "ctrl--", "猫", "é", "ctrl-space", "backspace", "delete", "[", ":",
    ])
  func roundTrip(name: String) {
    #expect(Key(named: name)?.description == name)
  }

  @Test("unknown names have no key", arguments: ["", "ctrl-", "f0", "f13", "leftt", "ab", "\u{1B}", " ", "\u{202E}"])
  func unknown(name: String) {
    #expect(Key(named: name) == nil)
  }

  @Test("scripts are names with blanks between")
  func script() throws {
    #expect(try Key.script("j  j enter") == [Key("j"), Key("j"), Key(.enter)])
    #expect(try Key.script("") == [])
    #expect(throws: UnknownKey(name: "entr", position: 2)) { try Key.script("j entr") }
    #expect(UnknownKey(name: "\u{1B}", position: 1).description.contains("“␛”"))
  }

  @Test("only plain characters type")
  func typing() {
    #expect(Key("x").typed == "x")
    #expect(Key(.character("x"), .control).typed == nil)
    #expect(Key(.left).typed == nil)
  }
}

@Suite("Figure") struct FigureTests {
  @Test(
    "weights are short",
    arguments: [
      (0.46, ".46"), (1.0, "1.0"), (0.996, "1.0"), (0.994, ".99"), (0, ".00"), (0.004, ".00"), (-0.46, "-.5"),
      (-0.001, ".00"),
      (3.14, "3.1"), (12.4, "12"), (-2.5, "-2.5"), (9.96, "10"), (-0.96, "-1.0"), (-0.949, "-.9"), (.infinity, "inf"),
      (.nan, "nan"),
    ] as [(Float, String)])
  func short(value: Float, text: String) { #expect(Figure.short(value) == text) }

  @Test(
    "axes, quantities and powers read well",
    arguments: [
      (Figure.axis(0.0003), "3.0e-4"), (Figure.axis(2000), "2000"), (Figure.axis(4.4), "4.4"), (Figure.axis(0), "0"),
      (Figure.quantity(824_000), "824K"), (Figure.quantity(41_800, kilo: "k"), "41.8k"),
      (Figure.quantity(1_200_000), "1.2M"),
      (Figure.quantity(999_600), "1.0M"), (Figure.quantity(12), "12"), (Figure.scientific(-0.00125), "-1.3e-3"),
      (Figure.fixed(-0.04, decimals: 1), "0.0"), (Figure.percent(0.079, decimals: 1), "7.9%"),
      (Figure.fixed(2.5, decimals: 0), "3"),
      (Figure.scientific(9.96e20), "1.0e21"), (Figure.fixed(1e30, decimals: 2), "1.0e30"),
    ])
  func figures(found: String, expected: String) { #expect(found == expected) }
}
