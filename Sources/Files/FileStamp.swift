internal import Glibc

/// What tells a file from another one at the same path, and says whether it has changed.
public struct FileStamp: Equatable, Sendable {
  /// The file itself, wherever its name goes.
  public let device: UInt64
  /// Its number on the device.
  public let inode: UInt64
  /// Bytes that it has.
  public let size: Int
  /// When it was last written: seconds and nanoseconds.
  private let seconds: Int
  private let nanoseconds: Int

  /// The stamp of what stands at a path (or at the end of a link), or nil where there is nothing.
  public init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    (device, inode, size) = (UInt64(status.st_dev), UInt64(status.st_ino), Int(status.st_size))
    (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
  }

  /// Whether both are of one file.
  public func isSameFile(as other: FileStamp) -> Bool { device == other.device && inode == other.inode }
}

extension FolderLock {
  /// Whether a process holds a folder's lock, without touching it; nil where the system doesn't tell.
  ///
  /// Linux lists the locks of the processes that this one can see.
  public static func isHeld(inFolder folder: String) -> Bool? {
    guard let stamp = FileStamp(path: folder + "/" + fileName) else { return false }
    guard let file = fopen("/proc/locks", "re") else { return nil }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 512)
    // 1: FLOCK  ADVISORY  WRITE 1234 08:01:5678 0 EOF
    while fgets(&line, Int32(line.count), file) != nil {
      let fields = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self).split(
        separator: " ")
      guard fields.count >= 6, fields[1] == "FLOCK" else { continue }
      if fields[5].split(separator: ":").last.flatMap({ UInt64($0) }) == stamp.inode { return true }
    }
    return false
  }
}
