/// A recording of the screen, as far as the screen shows it.
struct Recording: Equatable, Sendable {
  /// Its file; nil before there is one.
  var name: String?
  /// How long it has gone on.
  var seconds = 0
  /// Whether it was told to stop and is still being written.
  var isEnding = false
}

/// What there is to say of a recording.
public enum RecordingNews: Equatable, Sendable {
  /// It has a file.
  case began(name: String)
  /// So many seconds have passed.
  case goesOn(seconds: Int)
  /// It stands in its file.
  case finished(name: String, bytes: Int)
  /// It can't begin or go on; the reason names the file, in one line.
  case failed(reason: String)
}
