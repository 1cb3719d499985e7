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

  /// The operating system's own.
  public static let system = FileSystem(
    create: { open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o666) },
    write: { Glibc.write($0, $1.baseAddress, $1.count) },
    sync: { fsync($0) },
    close: { Glibc.close($0) },
    rename: { Glibc.rename($0, $1) },
    unlink: { Glibc.unlink($0) },
    openFolder: { open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC) })
}

/// The folder of a path, `.` where it names none.
public func parentFolder(of path: String) -> String {
  guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
  return slash == path.utf8.startIndex ? "/" : String(path[..<slash])
}

/// The last part of a path.
public func lastComponent(of path: String) -> String {
  guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
  return String(path[path.utf8.index(after: slash)...])
}

/// Whether a folder stands at the path (or a link to one).
public func isFolder(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

/// Whether a regular file stands at the path (or a link to one).
public func isFile(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
}

/// The names in a folder, sorted by their bytes, without `.` and `..`; none where it cannot be read.
public func names(inFolder path: String) -> [String] {
  guard let stream = opendir(path) else { return [] }
  defer { closedir(stream) }
  var names: [String] = []
  while let entry = readdir(stream) {
    let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    if name != ".", name != ".." { names.append(name) }
  }
  return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
}

/// Makes a folder and those above it; one that is there already is fine.
public func makeFolder(at path: String) throws(FileError) {
  guard !path.isEmpty, !isFolder(path) else { return }
  try makeFolder(at: parentFolder(of: path))
  guard mkdir(path, 0o777) == 0 || errno == EEXIST && isFolder(path) else {
    throw .lastFailure(path: path, action: "making the folder")
  }
}
