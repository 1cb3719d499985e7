public import Files
private import Glibc
private import Wording

/// What can go wrong in a training run that a user can put right.
public enum TrainingError: Error, Equatable, Sendable {
  /// The operating system refused.
  case refused(path: String, action: String, code: Int32)
  /// A run, or a file that a run would write, stands in the folder already.
  case occupied(path: String, file: String)
  /// Loss, gradient or update were no finite numbers in too many steps, of which this is the last.
  case notFinite(step: Int, what: String)
  /// A run's log can't be opened or read.
  case unreadable(FileError)
  /// A line of a run's log, counted from 1, is not what it should be.
  case damagedLog(path: String, line: Int, found: String, allowed: String)
}

extension TrainingError: CustomStringConvertible {
  /// One line: place, found, what to do.
  public var description: String {
    switch self {
    case .refused(let path, let action, let code):
      "\(plain(path)): \(action) failed: \(String(cString: strerror(code)))"
    case .occupied(let path, let file):
      "\(plain(path)): holds a run already, or files that a run would overwrite (\(plain(file))); name another folder "
        + "with --out"
    case .notFinite(let step, let what):
      "step \(grouped(step)): the \(what) is not a finite number, as in the \(grouped(TrainingRun.mostSkipped - 1)) steps "
        + "before it, which were skipped; the model as it was before them is saved; try a lower --learning-rate or a "
        + "smaller --clip"
    case .unreadable(let error): error.description
    case .damagedLog(let path, let line, let found, let allowed):
      "\(plain(path)): line \(grouped(line)): \(found); it should be \(allowed)"
    }
  }
}
