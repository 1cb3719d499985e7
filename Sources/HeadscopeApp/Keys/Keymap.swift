internal import TerminalCanvas

/// Every key of the program, what it does and where its words are: the one table from which the status line, the help
/// and docs/keys.md are made.
enum Keymap {
  /// Which keys are in force.
  enum Mode: Hashable, Sendable {
    case page(ExplorePage), editing, palette, find, help
    case train(TrainPage), field, presets, beside, differences, question
    case playground(PlaygroundPage), tour, code

    static let all =
      ExplorePage.allCases.map { Mode.page($0) } + [.editing, .palette, .find, .help]
      + TrainPage.allCases.map { Mode.train($0) } + [.field, .presets, .beside, .differences, .question]
      + PlaygroundPage.allCases.map { Mode.playground($0) } + [.tour, .code]
  }

  /// A part of the table, as the help and docs/keys.md show it.
  enum Section: Hashable, Sendable {
    /// Keys of every page of Explore.
    case explore
    /// Keys of one page.
    case page(ExplorePage)
    case editing, palette, find, help
    /// Keys of every page of Train, and of one.
    case train
    case trainPage(TrainPage)
    case field, presets, beside, differences, question
    case playground, playgroundWalk, tour, code

    static let all =
      [Section.explore] + ExplorePage.allCases.map { Section.page($0) } + [.editing, .train]
      + TrainPage.allCases.map { Section.trainPage($0) }
      + [
        .field, .presets, .beside, .differences, .question, .playground, .playgroundWalk, .tour, .code, .palette, .find,
        .help,
      ]
  }

  /// What a row of the table is about; each language has words for it.
  enum Topic: CaseIterable, Hashable, Sendable {
    case move, ends, panel, token, edit, whole, ramp, help, quit, suspend
    case otherText, pairFilter, tokenPage, zoom, info
    case keep, restore, type, cursor, word, lineEnds, erase, eraseWord, eraseLine, paste
    case scroll, closeHelp, screen
    case click, place, wheel
    case lens
    case pin, unpinAll, threshold, alone
    case measure, layerSteps, sortNeurons, neuronThreshold
    case headStep, layerStep, sortRows
    case stateQuantity, stateLayer, strongestUnit
    case switchOff, mask, restoreModel, stack
    case rankHeads, against, ledgerOrder
    case appendToken, drawToken, drawAll, stepBack
    case palette, find, theme, data, picture, screenText, record, curve
    case filter, seek, run, jump, close, choose, pick, caret
    case overviewPage, stepPage, neuronPage, layersPage, ledgerPage, generationPage
    case stepOperation, stepPlay, stepFormula, stepSources, stepFollow, stepReturn
    case stepLayer, stepDigit, stepHead, stepSpeed, stepWhole, stepEnds
    case trainPlay, trainStep, trainMove, trainTurn, trainType, trainPresets, trainSave, trainRestart, trainKeep
    case trainProbe, trainDashboardPage, trainStepPage, trainLogarithmic, trainZoom, trainPan, trainFollow
    case trainHeads, trainLayer, trainSample, trainTellBack, trainFieldType, trainFieldTake, trainBegin, trainYes
    case trainNo
    case trainRolesPage, trainPastPage, pastStep, pastEnds, pastPlay, pastTurn, pastSpeed, pastFork
    case trainBeside, trainDifferences, besideTake
    case playgroundPlay, playgroundStep, playgroundMove, playgroundTour, playgroundReset, playgroundDataset
    case playgroundPart, playgroundAct, playgroundTurn, playgroundLayers, playgroundActivation, playgroundRegenerate
    case playgroundPace, playgroundTest, playgroundDiscrete, playgroundBrush, playgroundLogarithmic, playgroundKeep
    case playgroundCode, playgroundCodeFile, playgroundNetworkFile, playgroundPointsFile, playgroundNetworkPage,
      playgroundWalkPage
    case playgroundWalkStep, playgroundWalkBack, playgroundExample, playgroundBegin
  }

  /// Keys that belong together.
  struct Row: Sendable {
    let topic: Topic
    var hint: Hint = .none
    /// Keys with what they do, in groups that mean the same: arrows, then hjkl. Empty for what is no key.
    let groups: [[Binding]]
  }

  /// Whether the status line shows a row's first group, and how firmly.
  enum Hint: Hashable, Sendable {
    case none, shown, pinned
  }

  /// A key with what it does.
  struct Binding: Sendable {
    let key: Key
    let action: Action

    init(_ key: Key, _ action: Action) {
      self.key = key
      self.action = action
    }
  }

  /// What a key does; `nil` where it has no meaning.
  static func action(for key: Key, in mode: Mode) -> Action? {
    for row in rows(of: mode) {
      for group in row.groups {
        if let match = group.first(where: { $0.key == key }) { return match.action }
      }
    }
    return nil
  }

  /// The rows in force, the most important first.
  static func rows(of mode: Mode) -> [Row] {
    switch mode {
    case .page(let page): rows(in: .page(page)) + exploreRows.compactMap { $0.without(rows(in: .page(page))) }
    case .editing: editingRows
    case .palette: paletteRows
    case .find: findRows
    case .help: helpRows
    case .train(.past):
      trainPastRows + trainRows.compactMap { $0.without(trainPastRows) }
        + trainDashboardRows.compactMap { $0.without(trainPastRows) }
    case .train(let page): trainRows + rows(in: .trainPage(page))
    case .field: fieldRows
    case .presets: presetRows
    case .beside: besideRows
    case .differences: differencesRows
    case .question: questionRows
    case .playground(.network): playgroundRows
    case .playground(.walk): playgroundWalkRows + playgroundRows.compactMap { $0.without(playgroundWalkRows) }
    case .tour: tourRows
    case .code: codeRows
    }
  }

  /// The rows of a part of the table.
  static func rows(in section: Section) -> [Row] {
    switch section {
    case .explore: exploreRows
    case .page(.overview): overviewRows
    case .page(.step): stepRows
    case .page(.neuron): neuronRows
    case .page(.layers): layersRows
    case .page(.ledger): ledgerRows
    case .page(.generation): generationRows
    case .page(.states): statesRows
    case .editing: editingRows
    case .palette: paletteRows
    case .find: findRows
    case .help: helpRows
    case .train: trainRows
    case .trainPage(.dashboard): trainDashboardRows
    case .trainPage(.step): trainStepRows
    case .trainPage(.past): trainPastRows
    case .trainPage(.roles): []
    case .field: fieldRows
    case .presets: presetRows
    case .beside: besideRows
    case .differences: differencesRows
    case .question: questionRows
    case .playground: playgroundRows
    case .playgroundWalk: playgroundWalkRows
    case .tour: tourRows
    case .code: codeRows
    }
  }
}

extension Keymap.Row {
  /// The row without groups that hold a key of a page's own rows, which come first; nil where nothing remains of it.
  func without(_ own: [Keymap.Row]) -> Keymap.Row? {
    let taken = Set(own.flatMap { $0.groups.joined().map(\.key) })
    let rest = groups.filter { group in !group.contains { taken.contains($0.key) } }
    return rest.isEmpty && !groups.isEmpty ? nil : Keymap.Row(topic: topic, hint: hint, groups: rest)
  }

  /// The keys as they stand on caps, group after group; for what is no key, the gesture in words.
  func caps(_ words: Words) -> [String] {
    groups.isEmpty ? [words.gesture(topic)] : groups.map { Keymap.caps($0.map(\.key)) }
  }
}

extension Keymap {
  /// Several keys as one label: single signs run together, names stand apart.
  static func caps(_ keys: [Key]) -> String {
    keys.map(cap).joined(separator: runTogether(keys) ? "" : " ")
  }

  /// Whether the caps of several keys are single signs, which need no blanks between.
  static func runTogether(_ keys: [Key]) -> Bool { keys.allSatisfy { cap($0).unicodeScalars.count == 1 } }

  /// The first keys of the page in force that do something.
  static func caps(for action: Action) -> String {
    let groups = (exploreRows + trainRows + playgroundRows).flatMap(\.groups)
    return groups.first { $0.contains { $0.action == action } }.map { caps($0.map(\.key)) } ?? ""
  }

  /// A key as it stands on a cap.
  static func cap(_ key: Key) -> String {
    let names: [(Key.Modifiers, String)] = [(.control, "Ctrl-"), (.alt, "Alt-"), (.shift, "Shift-")]
    let prefix = names.filter { key.modifiers.contains($0.0) }.map(\.1).joined()
    switch key.code {
    case .left: return prefix + "←"
    case .right: return prefix + "→"
    case .up: return prefix + "↑"
    case .down: return prefix + "↓"
    case .enter: return prefix + "Enter"
    case .tab: return prefix + "Tab"
    case .escape: return prefix + "Esc"
    case .home: return prefix + "Home"
    case .end: return prefix + "End"
    case .pageUp: return prefix + "PgUp"
    case .pageDown: return prefix + "PgDn"
    case .backspace: return prefix + "Backspace"
    case .delete: return prefix + "Del"
    case .insert: return prefix + "Ins"
    case .function(let number): return prefix + "F\(number)"
    case .character(let scalar):
      let cap = key.modifiers.isEmpty ? String(scalar) : String(scalar).uppercased()
      return prefix + (scalar == " " ? "Space" : cap)
    }
  }
}
