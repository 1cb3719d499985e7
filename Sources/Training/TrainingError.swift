public import Files
public import Safetensors
private import Wording

/// What can go wrong in a training run that a user can put right.
public enum TrainingError: Error, Equatable, Sendable {
  /// The log can't be written.
  case log(FileError)
  /// Another of the run's files, or its folder, can't be read or written.
  case file(FileError)
  /// A checkpoint can't be read or written.
  case tensors(SafetensorsError)
  /// One of the run's files is not what it should be. `found` and `allowed` are fit for a message as they are.
  case damaged(path: String, place: String, found: String, allowed: String)
  /// The settings are not those that a checkpoint of the run was made under. `found` and `expected` are fit for a message
  /// as they are.
  case otherSettings(path: String, place: String, found: String, step: Int, expected: String)
  /// No run stands in the folder that could go on.
  case noRun(path: String)
  /// Another process trains in the folder.
  case inUse(path: String)
  /// A run, or a file that a run would write, stands in the folder already.
  case occupied(path: String, file: String)
  /// Loss, gradient or update were no finite numbers in too many steps, of which this is the last.
  case notFinite(step: Int, what: String)
  /// Weights are no finite numbers, which a step finds that had to be skipped; `tensor` holds the first.
  case lostWeights(step: Int, tensor: String)
  /// A run's log can't be opened or read.
  case unreadable(FileError)
  /// A line of a run's log, counted from 1, is not what it should be.
  case damagedLog(path: String, line: Int, found: String, allowed: String)
}

extension TrainingError {
  /// Whether a disk has no room left.
  public var isFullDisk: Bool {
    switch self {
    case .log(let error), .file(let error), .unreadable(let error): error.isFullDisk
    case .tensors(let error): if case .file(let error) = error.problem { error.isFullDisk } else { false }
    default: false
    }
  }
}

extension TrainingError: CustomStringConvertible {
  /// One line: place, found, what to do.
  public var description: String {
    switch self {
    case .log(let error), .file(let error): error.description
    case .tensors(let error): error.description
    case .damaged(let path, let place, let found, let allowed):
      "\(plain(path)): \(plain(place)): found \(found), and \(allowed) is allowed"
    case .otherSettings(let path, let place, let found, let step, let expected):
      "\(plain(path)): \(plain(place)): found \(found), but the run's checkpoint of step \(grouped(step)) was made with "
        + "\(expected); put that back, or take the checkpoints away to begin anew"
    case .noRun(let path):
      "\(plain(path)): there is no run with a settings.json in this folder, so nothing can go on; name the folder of a run"
    case .inUse(let path):
      "\(plain(path)): another process trains in this folder; wait for its end, or name another folder"
    case .occupied(let path, let file):
      "\(plain(path)): holds a run already, or files that a run would overwrite (\(plain(file))); name another folder "
        + "with --out"
    case .notFinite(let step, let what):
      "step \(grouped(step)): the \(what) is not a finite number, as in the \(grouped(TrainingRun.mostSkipped - 1)) steps "
        + "before it, which were skipped; the model as it was before them is saved; try a lower --learning-rate or a "
        + "smaller --clip"
    case .lostWeights(let step, let tensor):
      "step \(grouped(step)): weights are infinite or not a number, the first in \(plain(tensor)), so training ends; the "
        + "log and the last good checkpoint stay; try a lower --learning-rate or --weight-decay, or a smaller --clip"
    case .unreadable(let error): error.description
    case .damagedLog(let path, let line, let found, let allowed):
      "\(plain(path)): line \(grouped(line)): \(found); it should be \(allowed)"
    }
  }
}
