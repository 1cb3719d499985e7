internal import Glibc

/// The system calls that writing a file takes, as a table, so that a test can let any of them fail.
///
/// Each behaves as its namesake in POSIX and leaves its error in `errno`.
public struct FileSystem: Sendable {
  /// Creates a file that must not exist, for writing: path → descriptor or −1.
  public var create: @Sendable (String) -> Int32
  /// Writes bytes at the descriptor's position: how many, or −1.
  public var write: @Sendable (Int32, UnsafeRawBufferPointer) -> Int
  /// Waits until the file stands on the disk.
  public var sync: @Sendable (Int32) -> Int32
  /// Gives the descriptor back.
  public var close: @Sendable (Int32) -> Int32
  /// Puts a file in another's place, at once.
  public var rename: @Sendable (String, String) -> Int32
  /// Takes a file away.
  public var unlink: @Sendable (String) -> Int32
  /// Opens a folder, to sync it: path → descriptor or −1.
  public var openFolder: @Sendable (String) -> Int32
  /// Opens a file, made where there is none, to write at its end: path → descriptor or −1.
  public var openEnd: @Sendable (String) -> Int32
  /// Cuts a file to a length.
  public var cut: @Sendable (Int32, Int) -> Int32

  /// The operating system's own.
  public static let system = FileSystem(
    create: { open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o666) },
    write: { Glibc.write($0, $1.baseAddress, $1.count) },
    sync: { fsync($0) },
    close: { Glibc.close($0) },
    rename: { Glibc.rename($0, $1) },
    unlink: { Glibc.unlink($0) },
    openFolder: { open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC) },
    openEnd: { open($0, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o666) },
    cut: { ftruncate($0, off_t($1)) })
}
