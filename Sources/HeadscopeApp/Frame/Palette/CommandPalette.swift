internal import Models
internal import TerminalCanvas

/// What is typed and chosen in the command palette.
struct CommandPalette: Equatable, Sendable {
  var line = LineEditor("")
  /// The chosen row among those that fit what is typed.
  var selected = 0
}

/// Something that the palette can do: a key of the page, or what has no key.
struct PaletteCommand: Equatable {
  /// What it does, in the language of the screen and in English.
  let name: String
  let english: String
  /// The keys that do the same.
  let keys: String
  let action: Action
}

/// A command with what of its name matched.
struct PaletteResult: Equatable {
  let command: PaletteCommand
  /// Places in the name, or in the English name where only that matched.
  var places: [Int] = []
  var matchesEnglish = false
}

extension AppState {
  /// The commands that fit what is typed, the best first; all of them where nothing is typed.
  func commands(for palette: CommandPalette) -> [PaletteResult] {
    let all = allCommands
    let pattern = palette.line.text
    guard pattern.unicodeScalars.contains(where: { $0 != " " }) else { return all.map { PaletteResult(command: $0) } }
    var found: [(result: PaletteResult, score: Int)] = []
    for command in all {
      if let match = FuzzyMatch(pattern, in: command.name) {
        found.append((PaletteResult(command: command, places: match.places), match.score))
      } else if let match = FuzzyMatch(pattern, in: command.english) {
        found.append((PaletteResult(command: command, places: match.places, matchesEnglish: true), match.score))
      } else if command.keys.split(separator: " ").contains(Substring(pattern)) {
        found.append((PaletteResult(command: command), 0))
      }
    }
    // Among equals a short name says more; else the table's order stays.
    func rank(_ place: Int) -> (Int, Int, Int) {
      (-found[place].score, found[place].result.command.name.unicodeScalars.count, place)
    }
    return found.indices.sorted { rank($0) < rank($1) }.map { found[$0].result }
  }

  /// Runs the chosen command as if its key had been pressed.
  mutating func run(_ palette: CommandPalette) -> [Effect] {
    let results = commands(for: palette)
    guard results.indices.contains(palette.selected) else {
      note = .frame(.noCommand(palette.line.text))
      return []
    }
    overlay = nil
    return perform(results[palette.selected].command.action)
  }

  private var allCommands: [PaletteCommand] {
    let keys = keyCommands(of: pageMode)
    // Moves come last: who opens the palette looks for something else.
    let count = Dictionary(keys.map { ($0.name, 1) }, uniquingKeysWith: +)
    return keys.filter { count[$0.name] == 1 } + namedCommands + keys.filter { count[$0.name] != 1 }
  }

  /// Every row of the table in force, an entry for each thing that its keys do.
  private func keyCommands(of mode: Keymap.Mode) -> [PaletteCommand] {
    let english = Words.table(for: .english, of: modelInSight)
    return Keymap.rows(of: mode, on: modelInSight).flatMap { row -> [PaletteCommand] in
      let bindings = row.groups.joined()
      var actions: [Action] = []
      for binding in bindings where !actions.contains(binding.action) && binding.action != .frame(.palette) {
        actions.append(binding.action)
      }
      return actions.map { action in
        PaletteCommand(
          name: words.key(row.topic).help, english: english.key(row.topic).help,
          keys: bindings.filter { $0.action == action }.map { Keymap.cap($0.key) }.joined(separator: " "),
          action: action)
      }
    }
  }

  /// What has no key of its own: panels, looks, the whole trace.
  private var namedCommands: [PaletteCommand] {
    func command(_ action: FrameAction, _ name: (Words) -> String) -> PaletteCommand {
      PaletteCommand(name: name(words), english: name(.english), keys: "", action: .frame(action))
    }
    return [command(.trace) { $0.frame.trace }]
      + (screen == .explore ? explore.page.panels(of: subject.model.configuration) : []).map { panel in
        command(.panel(panel)) { $0.frame.panel($0.title(panel)) }
      }
      + Theme.all.map { theme in command(.theme(theme)) { $0.frame.theme(theme.name) } }
      + Ramp.sequential.map { ramp in command(.ramp(ramp)) { $0.frame.ramp(ramp.name) } }
      + Language.allCases.map { language in command(.language(language)) { $0.frame.language(language) } }
  }
}
