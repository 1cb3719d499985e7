internal import TerminalCanvas

extension Keymap {
  /// Keys of both pages of the Train screen.
  static let trainRows =
    trainPageRows + frameRows.filter { ![.find, .data].contains($0.topic) } + [curveRow] + leavingRows

  private static let curveRow = Row(topic: .curve, groups: [[Binding(Key("y"), .frame(.data))]])

  private static let trainPageRows = [
    Row(topic: .trainPlay, hint: .shown, groups: [[Binding(Key(" "), .train(.playOrPause))]]),
    Row(topic: .trainStep, hint: .shown, groups: [[Binding(Key("n"), .train(.step))]]),
    Row(
      topic: .trainMove, hint: .shown,
      groups: [
        [
          Binding(Key(.left), .train(.move(.left))), Binding(Key(.down), .train(.move(.down))),
          Binding(Key(.up), .train(.move(.up))), Binding(Key(.right), .train(.move(.right))),
        ],
        [
          Binding(Key("h"), .train(.move(.left))), Binding(Key("j"), .train(.move(.down))),
          Binding(Key("k"), .train(.move(.up))), Binding(Key("l"), .train(.move(.right))),
        ],
      ]),
    Row(
      topic: .panel, hint: .shown,
      groups: [[Binding(Key(.tab), .train(.nextPanel))], [Binding(Key(.tab, .shift), .train(.previousPanel))]]),
    Row(
      topic: .trainTurn, hint: .shown,
      groups: [
        [Binding(Key("-"), .train(.turn(by: -1))), Binding(Key("+"), .train(.turn(by: 1)))],
        [Binding(Key("="), .train(.turn(by: 1)))],
      ]),
    Row(topic: .trainType, groups: [[Binding(Key(.enter), .train(.typeValue))]]),
    Row(topic: .trainPresets, hint: .shown, groups: [[Binding(Key("m"), .train(.presets))]]),
    Row(topic: .trainSave, hint: .shown, groups: [[Binding(Key("w"), .train(.save))]]),
    Row(topic: .trainRestart, groups: [[Binding(Key("r"), .train(.restart))]]),
    Row(topic: .trainKeep, groups: [[Binding(Key(.escape), .train(.keepRun))]]),
    Row(topic: .trainProbe, groups: [[Binding(Key("e"), .train(.editProbe))]]),
    Row(topic: .trainDashboardPage, groups: [[Binding(Key("o"), .train(.page(.dashboard)))]]),
    Row(topic: .trainStepPage, groups: [[Binding(Key("s"), .train(.page(.step)))]]),
    Row(topic: .trainRolesPage, groups: [[Binding(Key("a"), .train(.page(.roles)))]]),
    Row(topic: .trainPastPage, groups: [[Binding(Key("R"), .train(.page(.past)))]]),
    screenRow,
    Row(topic: .click, groups: []),
    Row(topic: .wheel, groups: []),
  ]

  static let trainDashboardRows = [
    Row(topic: .trainLogarithmic, groups: [[Binding(Key("L"), .train(.logarithmic))]]),
    Row(
      topic: .trainZoom, groups: [[Binding(Key("z"), .train(.zoom(by: 1))), Binding(Key("Z"), .train(.zoom(by: -1)))]]),
    Row(
      topic: .trainPan, groups: [[Binding(Key("<"), .train(.pan(by: -1))), Binding(Key(">"), .train(.pan(by: 1)))]]),
    Row(topic: .trainFollow, groups: [[Binding(Key("f"), .train(.followRun))]]),
    Row(topic: .trainHeads, hint: .shown, groups: [[Binding(Key("v"), .train(.headsView))]]),
    Row(
      topic: .trainLayer,
      groups: [[Binding(Key("["), .train(.layer(by: -1))), Binding(Key("]"), .train(.layer(by: 1)))]]),
    Row(topic: .trainBeside, hint: .shown, groups: [[Binding(Key("b"), .train(.beside))]]),
    Row(topic: .trainDifferences, groups: [[Binding(Key("d"), .train(.differences))]]),
    Row(topic: .trainSample, groups: [[Binding(Key("g"), .train(.sample))]]),
  ]

  static let trainStepRows = [
    Row(topic: .trainTellBack, hint: .shown, groups: [[Binding(Key(.backspace), .train(.stepBack))]])
  ]

  static let trainPastRows = [
    Row(topic: .pastPlay, hint: .shown, groups: [[Binding(Key(" "), .train(.past(.play)))]]),
    Row(
      topic: .pastStep, hint: .shown,
      groups: [[Binding(Key(","), .train(.past(.step(by: -1)))), Binding(Key("."), .train(.past(.step(by: 1))))]]),
    Row(
      topic: .pastEnds, hint: .none,
      groups: [[Binding(Key(.home), .train(.past(.first))), Binding(Key(.end), .train(.past(.last)))]]),
    Row(topic: .pastFork, hint: .shown, groups: [[Binding(Key("F"), .train(.past(.fork)))]]),
    Row(topic: .pastTurn, hint: .shown, groups: [[Binding(Key("d"), .train(.past(.turnAround)))]]),
    Row(
      topic: .pastSpeed, hint: .shown,
      groups: [[Binding(Key("("), .train(.past(.speed(by: -1)))), Binding(Key(")"), .train(.past(.speed(by: 1))))]]),
  ]

  /// A line of the Train screen that is typed.
  static let fieldRows =
    [
      Row(topic: .trainFieldType, groups: []),
      Row(topic: .trainFieldTake, hint: .pinned, groups: [[Binding(Key(.enter), .frame(.accept))]]),
      Row(topic: .close, hint: .pinned, groups: [[Binding(Key(.escape), .frame(.close))]]),
    ] + lineRows

  static let presetRows = choosing(run: .trainBegin) + presetLeavingRows

  /// Runs that can be drawn beside the one on the screen.
  static let besideRows = choosing(run: .besideTake) + presetLeavingRows

  /// What the runs' settings differ in.
  static let differencesRows =
    helpRows.filter { $0.topic == .scroll } + [
      Row(
        topic: .close, hint: .pinned,
        groups: [
          [Binding(Key(.escape), .closeHelp)], [Binding(Key("d"), .closeHelp)], [Binding(Key("q"), .closeHelp)],
          [Binding(Key(.enter), .closeHelp)],
        ])
    ] + presetLeavingRows

  static let presetLeavingRows = [
    recordRow,
    Row(topic: .quit, groups: [[Binding(control("c"), .quit)]]),
    Row(topic: .suspend, groups: [[Binding(control("z"), .suspend)]]),
  ]

  /// Something would be lost.
  static let questionRows =
    [
      Row(
        topic: .trainYes, hint: .pinned,
        groups: [
          [Binding(Key("y"), .train(.answer(saves: true)))], [Binding(Key(.enter), .train(.answer(saves: true)))],
        ]
      ),
      Row(topic: .trainNo, hint: .pinned, groups: [[Binding(Key("n"), .train(.answer(saves: false)))]]),
      Row(topic: .close, hint: .pinned, groups: [[Binding(Key(.escape), .frame(.close))]]),
      recordRow,
      Row(topic: .quit, groups: [[Binding(control("c"), .quit)]]),
      Row(topic: .suspend, groups: [[Binding(control("z"), .suspend)]]),
    ]
}
