public import Files
private import Wording

/// What can be wrong with what a person brings to the Playground.
public enum PlaygroundError: Error, Equatable, Sendable {
  /// A code is none. `found` is fit for a message as it is.
  case code(found: String)
  /// A table can't be read.
  case file(FileError)
  /// A line of a table, counted from 1, is not what it should be. Both texts are fit for a message as they are.
  case table(path: String, line: Int, found: String, allowed: String)
  /// A table as a whole.
  case wholeTable(path: String, found: String, allowed: String)
}

extension PlaygroundError: CustomStringConvertible {
  /// One line: place, found, what to do.
  public var description: String {
    switch self {
    case .code(let found):
      "the code of a Playground is damaged: found \(found); copy the whole of it, from hs1- to its end"
    case .file(let error): error.description
    case .table(let path, let line, let found, let allowed):
      "\(plain(path)), line \(grouped(line)): found \(found); allowed: \(allowed)"
    case .wholeTable(let path, let found, let allowed):
      "\(plain(path)): found \(found); allowed: \(allowed)"
    }
  }
}
