internal import TerminalCanvas

extension AppState {
  /// Changes a part of the look at once, and asks that it be remembered.
  mutating func choose(_ choice: LookChoice) -> [Effect] {
    switch choice {
    case .language(let language):
      settings.language = language
      note = .frame(.language)
    case .theme(let theme):
      settings.theme = theme
      note = .frame(.theme(theme.name))
    case .ramp(let ramp):
      settings.ramp = ramp
      note = .frame(.ramp(ramp.name))
    }
    return [.saveSettings(choice)]
  }

  var nextTheme: Theme { AppState.next(after: settings.theme, in: Theme.all) }

  var nextRamp: Ramp { AppState.next(after: settings.ramp, in: Ramp.sequential) }

  /// The element behind another one, the first behind the last and behind one that is not there.
  private static func next<Element: Equatable>(after element: Element, in all: [Element]) -> Element {
    all[((all.firstIndex(of: element) ?? -1) + 1) % all.count]
  }
}
