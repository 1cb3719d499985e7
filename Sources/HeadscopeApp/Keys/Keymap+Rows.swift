internal import TerminalCanvas

extension Keymap {
  static let exploreRows = pageRows + frameRows + leavingRows

  private static let pageRows = [
    Row(
      topic: .move, hint: .shown,
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
      topic: .panel, hint: .shown,
      groups: [[Binding(Key(.tab), .nextPanel)], [Binding(Key(.tab, .shift), .previousPanel)]]),
    Row(topic: .edit, hint: .shown, groups: [[Binding(Key("e"), .edit)]]),
    Row(
      topic: .token, hint: .shown,
      groups: [[Binding(Key(","), .previousToken), Binding(Key("."), .nextToken)]]),
    Row(
      topic: .tokenPage,
      groups: [[Binding(Key(.pageUp), .tokens(by: -10)), Binding(Key(.pageDown), .tokens(by: 10))]]),
    Row(topic: .ends, groups: [[Binding(Key(.home), .first), Binding(Key(.end), .last)]]),
    screenRow,
    Row(
      topic: .overviewPage, groups: [[Binding(Key("o"), .page(.overview))], [Binding(Key(.escape), .page(.overview))]]),
    Row(topic: .stepPage, groups: [[Binding(Key("s"), .page(.step))]]),
    Row(topic: .neuronPage, groups: [[Binding(Key("n"), .page(.neuron))]]),
    Row(topic: .layersPage, groups: [[Binding(Key("a"), .page(.layers))]]),
    Row(topic: .ledgerPage, groups: [[Binding(Key("d"), .page(.ledger))]]),
    Row(topic: .generationPage, groups: [[Binding(Key("g"), .page(.generation))]]),
    Row(topic: .switchOff, groups: [[Binding(Key("x"), .switchHead)], [Binding(Key("X"), .switchMLP)]]),
    Row(topic: .mask, groups: [[Binding(Key("m"), .maskToken)]]),
    Row(topic: .stack, groups: [[Binding(Key("T"), .nextStack)]]),
    Row(topic: .restoreModel, groups: [[Binding(Key("u"), .restoreModel)]]),
    Row(topic: .info, groups: [[Binding(Key("I"), .frame(.info))]]),
    Row(topic: .click, groups: []),
    Row(topic: .wheel, groups: []),
  ]

  static let leavingRows = [
    Row(
      topic: .help, hint: .pinned,
      groups: [[Binding(Key("?"), .help)], [Binding(Key(.function(1)), .help)]]),
    Row(
      topic: .quit, hint: .pinned,
      groups: [[Binding(Key("q"), .quit)], [Binding(control("c"), .quit)]]),
    Row(topic: .suspend, groups: [[Binding(control("z"), .suspend)]]),
  ]

  static let overviewRows = [
    Row(topic: .pairFilter, hint: .shown, groups: [[Binding(Key("f"), .pairFilter)]]),
    Row(topic: .lens, hint: .shown, groups: [[Binding(Key("v"), .nextLens)], [Binding(Key("V"), .previousLens)]]),
    Row(topic: .whole, hint: .shown, groups: [[Binding(Key("z"), .wholePattern)]]),
    Row(topic: .zoom, groups: [[Binding(Key("["), .zoom(by: -1)), Binding(Key("]"), .zoom(by: 1))]]),
    Row(
      topic: .pin, hint: .shown,
      groups: [[Binding(Key("b"), .lines(.pin))], [Binding(Key(" "), .lines(.pin))]]),
    Row(topic: .unpinAll, groups: [[Binding(Key("B"), .lines(.unpinAll))]]),
    Row(
      topic: .threshold, hint: .shown,
      groups: [
        [Binding(Key("<"), .lines(.threshold(by: -1))), Binding(Key(">"), .lines(.threshold(by: 1)))],
        [Binding(Key("-"), .lines(.threshold(by: -1))), Binding(Key("+"), .lines(.threshold(by: 1)))],
      ]),
    Row(topic: .alone, hint: .shown, groups: [[Binding(Key("i"), .lines(.alone))]]),
  ]

  static let editingRows = [
    Row(topic: .type, groups: []),
    Row(topic: .keep, hint: .pinned, groups: [[Binding(Key(.enter), .keep)]]),
    Row(topic: .restore, hint: .pinned, groups: [[Binding(Key(.escape), .restore)]]),
    Row(topic: .otherText, hint: .shown, groups: [[Binding(Key(.tab), .otherText)]]),
    Row(
      topic: .cursor, hint: .shown,
      groups: [[Binding(Key(.left), .cursor(.left)), Binding(Key(.right), .cursor(.right))]]),
    Row(
      topic: .eraseWord, hint: .shown,
      groups: [
        [Binding(control("w"), .delete(.wordLeft))], [Binding(Key(.backspace, .alt), .delete(.wordLeft))],
        [Binding(Key(.delete, .control), .delete(.wordRight))],
        [Binding(Key(.character("d"), .alt), .delete(.wordRight))],
      ]),
    Row(
      topic: .eraseLine, hint: .shown,
      groups: [[Binding(control("u"), .delete(.start)), Binding(control("k"), .delete(.end))]]),
    Row(
      topic: .erase,
      groups: [[Binding(Key(.backspace), .delete(.left)), Binding(Key(.delete), .delete(.right))]]),
    Row(
      topic: .word,
      groups: [
        [Binding(Key(.left, .control), .cursor(.wordLeft)), Binding(Key(.right, .control), .cursor(.wordRight))],
        [Binding(Key(.left, .alt), .cursor(.wordLeft)), Binding(Key(.right, .alt), .cursor(.wordRight))],
        [
          Binding(Key(.character("b"), .alt), .cursor(.wordLeft)),
          Binding(Key(.character("f"), .alt), .cursor(.wordRight)),
        ],
      ]),
    Row(
      topic: .lineEnds,
      groups: [
        [Binding(Key(.home), .cursor(.start)), Binding(Key(.end), .cursor(.end))],
        [Binding(control("a"), .cursor(.start)), Binding(control("e"), .cursor(.end))],
      ]),
    Row(topic: .place, groups: []),
    Row(topic: .paste, groups: []),
    recordRow,
    Row(topic: .quit, groups: [[Binding(control("c"), .quit)]]),
    Row(topic: .suspend, groups: [[Binding(control("z"), .suspend)]]),
  ]

  static let helpRows = [
    Row(
      topic: .scroll, hint: .shown,
      groups: [
        [Binding(Key(.up), .scroll(-1)), Binding(Key(.down), .scroll(1))],
        [Binding(Key("k"), .scroll(-1)), Binding(Key("j"), .scroll(1))],
        [Binding(Key(.pageUp), .scroll(-10)), Binding(Key(.pageDown), .scroll(10))],
      ]),
    Row(
      topic: .closeHelp, hint: .pinned,
      groups: [
        [Binding(Key(.escape), .closeHelp)], [Binding(Key("?"), .closeHelp)], [Binding(Key("q"), .closeHelp)],
        [Binding(Key(.enter), .closeHelp)], [Binding(Key(.function(1)), .closeHelp)],
      ]),
    recordRow,
    Row(topic: .quit, groups: [[Binding(control("c"), .quit)]]),
    Row(topic: .suspend, groups: [[Binding(control("z"), .suspend)]]),
  ]

  static func control(_ scalar: Unicode.Scalar) -> Key { Key(.character(scalar), .control) }
}
