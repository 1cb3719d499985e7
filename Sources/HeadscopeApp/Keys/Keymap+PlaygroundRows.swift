internal import TerminalCanvas

extension Keymap {
  /// Keys of every page of the Playground.
  static let playgroundRows =
    [
      Row(topic: .playgroundPlay, hint: .shown, groups: [[Binding(Key(" "), .playground(.playOrPause))]]),
      Row(topic: .playgroundStep, hint: .shown, groups: [[Binding(Key("n"), .playground(.step))]]),
      Row(
        topic: .playgroundMove, hint: .shown,
        groups: [
          [
            Binding(Key(.left), .playground(.move(.left))), Binding(Key(.down), .playground(.move(.down))),
            Binding(Key(.up), .playground(.move(.up))), Binding(Key(.right), .playground(.move(.right))),
          ],
          [
            Binding(Key("h"), .playground(.move(.left))), Binding(Key("j"), .playground(.move(.down))),
            Binding(Key("k"), .playground(.move(.up))), Binding(Key("l"), .playground(.move(.right))),
          ],
        ]),
      Row(
        topic: .panel, hint: .shown,
        groups: [
          [Binding(Key(.tab), .playground(.nextPanel))], [Binding(Key(.tab, .shift), .playground(.previousPanel))],
        ]),
      Row(
        topic: .playgroundTour, hint: .shown,
        groups: [
          [Binding(Key("<"), .playground(.preset(by: -1))), Binding(Key(">"), .playground(.preset(by: 1)))],
          [Binding(Key("m"), .playground(.presets))],
        ]),
    ] + playgroundPageRows
    + frameRows.filter { ![.find, .data].contains($0.topic) } + leavingRows

  /// Keys that mean something else while one example is followed.
  static let playgroundWalkRows = [
    Row(topic: .playgroundWalkStep, hint: .shown, groups: [[Binding(Key("n"), .playground(.step))]]),
    Row(topic: .playgroundWalkBack, hint: .shown, groups: [[Binding(Key(.backspace), .playground(.stepBack))]]),
    Row(
      topic: .playgroundExample, hint: .shown,
      groups: [[Binding(Key(","), .playground(.part(by: -1))), Binding(Key("."), .playground(.part(by: 1)))]]),
  ]

  private static let playgroundPageRows = [
    Row(
      topic: .playgroundReset, hint: .shown,
      groups: [[Binding(Key("r"), .playground(.reset)), Binding(Key("R"), .playground(.reseed))]]),
    Row(
      topic: .playgroundDataset, hint: .shown,
      groups: [[Binding(Key("d"), .playground(.dataset(by: 1))), Binding(Key("D"), .playground(.dataset(by: -1)))]]),
    Row(
      topic: .playgroundPart, hint: .shown,
      groups: [[Binding(Key(","), .playground(.part(by: -1))), Binding(Key("."), .playground(.part(by: 1)))]]),
    Row(topic: .playgroundAct, hint: .shown, groups: [[Binding(Key(.enter), .playground(.act))]]),
    Row(
      topic: .playgroundTurn, hint: .shown,
      groups: [
        [Binding(Key("-"), .playground(.turn(by: -1))), Binding(Key("+"), .playground(.turn(by: 1)))],
        [Binding(Key("="), .playground(.turn(by: 1)))],
      ]),
    Row(
      topic: .playgroundLayers, hint: .shown,
      groups: [[Binding(Key("["), .playground(.layers(by: -1))), Binding(Key("]"), .playground(.layers(by: 1)))]]),
    Row(topic: .playgroundActivation, groups: [[Binding(Key("a"), .playground(.activation))]]),
    Row(topic: .playgroundRegenerate, groups: [[Binding(Key("g"), .playground(.regenerate))]]),
    Row(
      topic: .playgroundPace,
      groups: [[Binding(Key("("), .playground(.pace(by: -1))), Binding(Key(")"), .playground(.pace(by: 1)))]]),
    Row(topic: .playgroundTest, groups: [[Binding(Key("T"), .playground(.testPoints))]]),
    Row(topic: .playgroundDiscrete, groups: [[Binding(Key("v"), .playground(.discrete))]]),
    Row(topic: .playgroundBrush, groups: [[Binding(Key("x"), .playground(.brush))]]),
    Row(topic: .playgroundLogarithmic, groups: [[Binding(Key("L"), .playground(.logarithmic))]]),
    Row(
      topic: .playgroundKeep,
      groups: [[Binding(Key("b"), .playground(.keepCurve)), Binding(Key("B"), .playground(.forgetCurves))]]),
    Row(
      topic: .playgroundCode,
      groups: [[Binding(Key("C"), .playground(.code)), Binding(Key("e"), .playground(.typeCode))]]),
    Row(topic: .playgroundNetworkFile, groups: [[Binding(Key("w"), .playground(.exportNetwork))]]),
    Row(topic: .playgroundPointsFile, groups: [[Binding(Key("y"), .frame(.data))]]),
    Row(topic: .playgroundNetworkPage, groups: [[Binding(Key("o"), .playground(.page(.network)))]]),
    Row(topic: .playgroundWalkPage, groups: [[Binding(Key("s"), .playground(.page(.walk)))]]),
    screenRow,
    Row(topic: .click, groups: []),
    Row(topic: .wheel, groups: []),
  ]

  /// The number keys.
  static let screenRow = Row(
    topic: .screen,
    groups: [
      [Binding(Key("1"), .exploreScreen), Binding(Key("2"), .trainScreen), Binding(Key("3"), .playgroundScreen)]
    ])

  /// Over the screen's code.
  static let codeRows =
    [
      Row(topic: .playgroundCodeFile, hint: .pinned, groups: [[Binding(Key("w"), .playground(.exportCode))]]),
      Row(
        topic: .close, hint: .pinned,
        groups: [
          [Binding(Key(.escape), .closeHelp)], [Binding(Key("C"), .closeHelp)], [Binding(Key("q"), .closeHelp)],
          [Binding(Key(.enter), .closeHelp)],
        ]),
    ] + presetLeavingRows

  /// Among the stops of the tour.
  static let tourRows = choosing(run: .playgroundBegin) + presetLeavingRows
}
