internal import TerminalCanvas

/// What belongs to the whole program rather than to a page.
enum FrameAction: Hashable, Sendable {
  /// Show what there is to know of the model.
  case info
  /// Open the command palette, or the search.
  case palette, find
  /// Close what lies over the screen, or take what is chosen in it.
  case close, accept
  /// Choose so many rows further down; past an end it goes on at the other.
  case choose(by: Int)
  case nextTheme, nextRamp
  case theme(Theme), ramp(Ramp), language(Language)
  /// Give a panel of the page the focus.
  case panel(ExplorePanel)
  /// Write the focused panel's data, the whole trace, or the screen as a picture or as text.
  case data, trace, picture, text
  /// Begin to record the screen, or end it.
  case record
}
