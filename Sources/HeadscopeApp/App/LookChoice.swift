public import TerminalCanvas

/// A part of the look that a person chose, to be remembered.
public enum LookChoice: Equatable, Sendable {
  /// The language of every word.
  case language(Language)
  /// The colours of the screen.
  case theme(Theme)
  /// The colours of values.
  case ramp(Ramp)
}
