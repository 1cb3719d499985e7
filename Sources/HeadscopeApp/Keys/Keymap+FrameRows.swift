internal import TerminalCanvas

extension Keymap {
  /// Keys of every page that belong to the program.
  static let frameRows = [
    Row(topic: .palette, hint: .shown, groups: [[Binding(Key(":"), .frame(.palette))]]),
    Row(topic: .find, hint: .shown, groups: [[Binding(Key("/"), .frame(.find))]]),
    Row(topic: .theme, groups: [[Binding(Key("t"), .frame(.nextTheme))]]),
    Row(topic: .ramp, groups: [[Binding(Key("c"), .frame(.nextRamp))]]),
    Row(topic: .data, groups: [[Binding(Key("y"), .frame(.data))]]),
    Row(topic: .picture, groups: [[Binding(Key("p"), .frame(.picture))]]),
    Row(topic: .screenText, groups: [[Binding(Key("P"), .frame(.text))]]),
    recordRow,
  ]

  /// In force everywhere, so that typing and overlays can be recorded from their beginning to their end.
  static let recordRow = Row(topic: .record, groups: [[Binding(control("r"), .frame(.record))]])

  static let paletteRows =
    [Row(topic: .filter, groups: [])] + choosing(run: .run) + lineRows

  static let findRows =
    [Row(topic: .seek, groups: [])] + choosing(run: .jump) + lineRows

  /// Up and down in a list, Enter and Escape.
  static func choosing(run: Topic) -> [Row] {
    [
      Row(topic: run, hint: .pinned, groups: [[Binding(Key(.enter), .frame(.accept))]]),
      Row(topic: .close, hint: .pinned, groups: [[Binding(Key(.escape), .frame(.close))]]),
      Row(
        topic: .choose, hint: .shown,
        groups: [
          [Binding(Key(.up), .frame(.choose(by: -1))), Binding(Key(.down), .frame(.choose(by: 1)))],
          [Binding(Key(.tab, .shift), .frame(.choose(by: -1))), Binding(Key(.tab), .frame(.choose(by: 1)))],
          [Binding(control("p"), .frame(.choose(by: -1))), Binding(control("n"), .frame(.choose(by: 1)))],
          [Binding(Key(.pageUp), .frame(.choose(by: -8))), Binding(Key(.pageDown), .frame(.choose(by: 8)))],
        ]),
      Row(topic: .pick, groups: []),
    ]
  }

  /// A short line of text: fewer ways than in the sentence's editor.
  static let lineRows = [
    Row(
      topic: .caret,
      groups: [
        [Binding(Key(.left), .cursor(.left)), Binding(Key(.right), .cursor(.right))],
        [Binding(Key(.home), .cursor(.start)), Binding(Key(.end), .cursor(.end))],
        [Binding(control("a"), .cursor(.start)), Binding(control("e"), .cursor(.end))],
      ]),
    Row(
      topic: .erase, groups: [[Binding(Key(.backspace), .delete(.left)), Binding(Key(.delete), .delete(.right))]]),
    Row(
      topic: .eraseWord,
      groups: [[Binding(control("w"), .delete(.wordLeft))], [Binding(Key(.backspace, .alt), .delete(.wordLeft))]]),
    Row(
      topic: .eraseLine, groups: [[Binding(control("u"), .delete(.start)), Binding(control("k"), .delete(.end))]]),
    recordRow,
    Row(topic: .quit, groups: [[Binding(control("c"), .quit)]]),
    Row(topic: .suspend, groups: [[Binding(control("z"), .suspend)]]),
  ]
}
