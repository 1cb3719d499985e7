internal import Glibc

/// A folder that one process at a time may write to.
///
/// The operating system holds the lock and lets go of it when the process ends, however it ends.
public struct FolderLock: ~Copyable {
  /// The file in the folder that is locked. It stays: taking it away would let two processes lock two files.
  public static let fileName = ".lock"
  private let descriptor: Int32

  /// Locks a folder that is there.
  ///
  /// - Returns: Nil where another process, or this one, holds the lock.
  public init?(folder: String) throws(FileError) {
    let path = folder + "/" + Self.fileName
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard descriptor >= 0 else { throw .lastFailure(path: path, action: "opening") }
    var outcome: Int32
    repeat { outcome = flock(descriptor, LOCK_EX | LOCK_NB) } while outcome != 0 && errno == EINTR
    guard outcome == 0 else {
      let code = errno
      Glibc.close(descriptor)
      guard code == EWOULDBLOCK else { throw .refused(path: path, action: "locking", code: code) }
      return nil
    }
    self.descriptor = descriptor
  }

  deinit { Glibc.close(descriptor) }
}
