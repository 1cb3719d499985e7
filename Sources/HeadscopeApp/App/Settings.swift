public import TerminalCanvas

/// How the screens look and speak.
public struct Settings: Equatable, Sendable {
  /// The language of every word on the screen.
  public var language: Language
  /// The colours.
  public var theme: Theme
  /// The colours of values that start at zero.
  public var ramp: Ramp

  /// Settings; English on a dark theme where nothing else is said.
  public init(language: Language = .english, theme: Theme = .midnight, ramp: Ramp = .magma) {
    self.language = language
    self.theme = theme
    self.ramp = ramp
  }
}
