internal import Files
internal import HeadscopeApp
internal import Training
private import Wording

/// A whole log of any tool as a curve, thinned while it is read.
struct CurveFile {
  let curve: TrainingHistory
  let reader: LogReader

  /// Reads a log to its end.
  ///
  /// - Parameter progress: Called with how much is read, from 0 to 1; nothing comes of it where it returns false.
  init?(path: String, progress: (Double) -> Bool = { _ in true }) throws {
    guard isFile(path) || isDevice(path) || isFolder(path) else { throw FileError.missing(path: path) }
    var follower = LogFollower(path: path)
    var curve = TrainingHistory()
    reading: while true {
      switch try follower.read({ curve.append($0) }) {
      case .more(let share):
        if !progress(share) { return nil }
        if follower.reader.isHopeless { throw Self.unusable(path, follower.reader) }
      case .anew: curve = TrainingHistory()
      case .nothing, .gone: break reading
      }
    }
    follower.finish { curve.append($0) }
    guard follower.reader.points > 0 else { throw Self.unusable(path, follower.reader) }
    (self.curve, reader) = (curve, follower.reader)
  }

  /// That nothing in a log can be used.
  static func unusable(_ path: String, _ reader: LogReader) -> UserError {
    UserError("\(plain(path)): no training log: \(reader.complaint); \(LogReader.allowed)")
  }
}
