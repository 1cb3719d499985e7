internal import TerminalCanvas

extension Keymap {
  static let exploreRows = [
    Row(
      topic: .move, mode: .explore, hint: .shown,
      groups: [
        [
          Binding(Key(.left), .move(.left)), Binding(Key(.down), .move(.down)), Binding(Key(.up), .move(.up)),
          Binding(Key(.right), .move(.right)),
        ],
        [
          Binding(Key("h"), .move(.left)), Binding(Key("j"), .move(.down)), Binding(Key("k"), .move(.up)),
          Binding(Key("l"), .move(.right)),
        ],
      ]),
    Row(
      topic: .panel, mode: .explore, hint: .shown,
      groups: [[Binding(Key(.tab), .nextPanel)], [Binding(Key(.tab, .shift), .previousPanel)]]),
    Row(topic: .edit, mode: .explore, hint: .shown, groups: [[Binding(Key("e"), .edit)]]),
    Row(
      topic: .token, mode: .explore, hint: .shown,
      groups: [[Binding(Key(","), .previousToken), Binding(Key("."), .nextToken)]]),
    Row(topic: .ramp, mode: .explore, hint: .shown, groups: [[Binding(Key("c"), .nextRamp)]]),
    Row(topic: .whole, mode: .explore, hint: .shown, groups: [[Binding(Key("z"), .wholePattern)]]),
    Row(topic: .ends, mode: .explore, groups: [[Binding(Key(.home), .first), Binding(Key(.end), .last)]]),
    Row(topic: .screen, mode: .explore, groups: [[Binding(Key("1"), .exploreScreen)]]),
    Row(topic: .click, mode: .explore, groups: []),
    Row(topic: .wheel, mode: .explore, groups: []),
    Row(
      topic: .help, mode: .explore, hint: .pinned,
      groups: [[Binding(Key("?"), .help)], [Binding(Key(.function(1)), .help)]]),
    Row(
      topic: .quit, mode: .explore, hint: .pinned,
      groups: [[Binding(Key("q"), .quit)], [Binding(control("c"), .quit)]]),
    Row(topic: .suspend, mode: .explore, groups: [[Binding(control("z"), .suspend)]]),
  ]

  static let editingRows = [
    Row(topic: .type, mode: .editing, groups: []),
    Row(topic: .keep, mode: .editing, hint: .pinned, groups: [[Binding(Key(.enter), .keep)]]),
    Row(topic: .restore, mode: .editing, hint: .pinned, groups: [[Binding(Key(.escape), .restore)]]),
    Row(
      topic: .cursor, mode: .editing, hint: .shown,
      groups: [[Binding(Key(.left), .cursor(.left)), Binding(Key(.right), .cursor(.right))]]),
    Row(
      topic: .eraseWord, mode: .editing, hint: .shown,
      groups: [
        [Binding(control("w"), .delete(.wordLeft))], [Binding(Key(.backspace, .alt), .delete(.wordLeft))],
        [Binding(Key(.delete, .control), .delete(.wordRight))],
        [Binding(Key(.character("d"), .alt), .delete(.wordRight))],
      ]),
    Row(
      topic: .eraseLine, mode: .editing, hint: .shown,
      groups: [[Binding(control("u"), .delete(.start)), Binding(control("k"), .delete(.end))]]),
    Row(
      topic: .erase, mode: .editing,
      groups: [[Binding(Key(.backspace), .delete(.left)), Binding(Key(.delete), .delete(.right))]]),
    Row(
      topic: .word, mode: .editing,
      groups: [
        [Binding(Key(.left, .control), .cursor(.wordLeft)), Binding(Key(.right, .control), .cursor(.wordRight))],
        [Binding(Key(.left, .alt), .cursor(.wordLeft)), Binding(Key(.right, .alt), .cursor(.wordRight))],
        [
          Binding(Key(.character("b"), .alt), .cursor(.wordLeft)),
          Binding(Key(.character("f"), .alt), .cursor(.wordRight)),
        ],
      ]),
    Row(
      topic: .lineEnds, mode: .editing,
      groups: [
        [Binding(Key(.home), .cursor(.start)), Binding(Key(.end), .cursor(.end))],
        [Binding(control("a"), .cursor(.start)), Binding(control("e"), .cursor(.end))],
      ]),
    Row(topic: .place, mode: .editing, groups: []),
    Row(topic: .paste, mode: .editing, groups: []),
    Row(topic: .quit, mode: .editing, groups: [[Binding(control("c"), .quit)]]),
    Row(topic: .suspend, mode: .editing, groups: [[Binding(control("z"), .suspend)]]),
  ]

  static let helpRows = [
    Row(
      topic: .scroll, mode: .help, hint: .shown,
      groups: [
        [Binding(Key(.up), .scroll(-1)), Binding(Key(.down), .scroll(1))],
        [Binding(Key("k"), .scroll(-1)), Binding(Key("j"), .scroll(1))],
        [Binding(Key(.pageUp), .scroll(-10)), Binding(Key(.pageDown), .scroll(10))],
      ]),
    Row(
      topic: .closeHelp, mode: .help, hint: .pinned,
      groups: [
        [Binding(Key(.escape), .closeHelp)], [Binding(Key("?"), .closeHelp)], [Binding(Key("q"), .closeHelp)],
        [Binding(Key(.enter), .closeHelp)], [Binding(Key(.function(1)), .closeHelp)],
      ]),
    Row(topic: .quit, mode: .help, groups: [[Binding(control("c"), .quit)]]),
    Row(topic: .suspend, mode: .help, groups: [[Binding(control("z"), .suspend)]]),
  ]

  private static func control(_ scalar: Unicode.Scalar) -> Key { Key(.character(scalar), .control) }
}
