/// A note about the program as a whole: its look, its files, its overlays, its memory.
enum FrameNote: Equatable, Sendable {
  /// What a newcomer should press.
  case welcome
  /// The same, to an encoder–decoder.
  case welcomeToParts
  /// The look was changed.
  case theme(String), ramp(String), language
  /// A file was written to the current folder.
  case written(name: String, bytes: Int)
  /// A recording goes on, is whole, or had to stop; the reason names its file.
  case recording(name: String), recorded(name: String, bytes: Int, seconds: Int), recordingFailed(reason: String)
  /// The last recording is still being written.
  case recordingEnds
  /// A file could not be written; the reason names it.
  case notWritten(reason: String)
  /// A chosen look could not be remembered, or a remembered one not be read; the reason names the file.
  case notRemembered(reason: String), settingsUnread(reason: String)
  /// The panel shows nothing that a table could hold.
  case noData(panel: String)
  /// Nothing has this name.
  case nothingFound(String), noCommand(String)
  /// The panel is on another page, or the line is full.
  case lineFull
  /// What was asked for was not done: the activations would take more bytes than may be used.
  case outOfMemory(tokens: Int, needed: Int, budget: Int)
}
