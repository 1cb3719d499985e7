internal import Glibc

/// A folder of one's own that goes away, with all that is in it, when its owner does.
public struct TemporaryFolder: ~Copyable {
  /// Where it stands.
  public let path: String

  /// Makes a folder in `$TMPDIR`, or `/tmp`.
  public init() throws(FileError) {
    let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array((base + "/headscope-XXXXXX").utf8CString)
    let made = template.withUnsafeMutableBufferPointer { $0.baseAddress.flatMap { mkdtemp($0) } }
    guard let made else { throw .lastFailure(path: base, action: "making a temporary folder") }
    path = String(cString: made)
  }

  deinit { Self.remove(path) }

  private static func remove(_ path: String) {
    for name in names(inFolder: path) {
      let inner = path + "/" + name
      var status = stat()
      // Links are taken away, not followed.
      if lstat(inner, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { remove(inner) } else { unlink(inner) }
    }
    rmdir(path)
  }
}
