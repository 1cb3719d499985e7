internal import Glibc
internal import Wording

/// Why a file could not be read or written.
public enum FileError: Error, Equatable, Sendable {
  /// Nothing stands at the path.
  case missing(path: String)
  /// A symbolic link stands at the path, and nothing where it leads.
  case brokenLink(path: String)
  /// Something else than a file stands at the path: a folder, a pipe, a device.
  case notAFile(path: String)
  /// The file is larger than its kind may be.
  case tooLarge(path: String, bytes: Int, limit: Int)
  /// The file ended while it was read: it shrank.
  case ended(path: String, at: Int, expected: Int)
  /// The operating system refused.
  case refused(path: String, action: String, code: Int32)

  /// What the system's error number says about an action that just failed.
  static func lastFailure(path: String, action: String) -> FileError {
    let code = errno
    guard code == ENOENT else { return .refused(path: path, action: action, code: code) }
    return isLink(path) ? .brokenLink(path: path) : .missing(path: path)
  }

  /// Whether the disk, or a person's share of it, has no room left.
  public var isFullDisk: Bool {
    if case .refused(_, _, let code) = self { code == ENOSPC || code == EDQUOT } else { false }
  }

  /// The path of the file.
  public var path: String {
    switch self {
    case .missing(let path), .brokenLink(let path), .notAFile(let path), .tooLarge(let path, _, _),
      .ended(let path, _, _),
      .refused(let path, _, _):
      path
    }
  }
}

extension FileError: CustomStringConvertible {
  /// File and reason in one line, free of control characters.
  public var description: String { plain(path) + ": " + reason }

  /// The reason in words, without the file.
  public var reason: String {
    switch self {
    case .missing: "no such file"
    case .brokenLink: "it is a link to a file that isn't there"
    case .notAFile: "it is not a regular file"
    case .tooLarge(_, let bytes, let limit):
      "it has \(counted(bytes, "byte")), and at most \(grouped(limit)) are allowed"
    case .ended(_, let offset, let expected):
      "it ended after \(counted(offset, "byte")) of \(grouped(expected)) while it was read"
    case .refused(_, let action, let code): "\(action) failed: \(String(cString: strerror(code)))"
    }
  }
}
