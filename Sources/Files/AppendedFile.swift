internal import Glibc

/// A file that grows line by line: each append is one write, and one that fails leaves nothing behind.
///
/// A pipe or a device will do, too; what was written there can't be taken back.
public struct AppendedFile: ~Copyable, Sendable {
  /// Where it stands.
  public let path: String
  /// Bytes that were appended or found.
  public private(set) var length: Int
  private let descriptor: Int32
  private let system: FileSystem
  private let isRegular: Bool
  /// Whether a part of a line may stand behind ``length``.
  private var isTorn = false

  /// Opens a file for appending, made where there is none.
  ///
  /// - Parameter keeping: Bytes of an older file that stay; what follows them is cut off. All of a shorter one stays.
  public init(path: String, keeping: Int, using system: FileSystem = .system) throws(FileError) {
    let opened = try Self.open(path, keeping: keeping, using: system)
    self.path = path
    self.system = system
    (descriptor, length, isRegular) = opened
  }

  /// Makes a new file for appending, where nothing stands yet.
  public init(creating path: String, using system: FileSystem = .system) throws(FileError) {
    let descriptor = system.create(path)
    guard descriptor >= 0 else { throw .lastFailure(path: path, action: "creating") }
    self.path = path
    self.system = system
    (self.descriptor, length, isRegular) = (descriptor, 0, true)
  }

  private static func open(
    _ path: String, keeping: Int, using system: FileSystem
  ) throws(FileError) -> (descriptor: Int32, length: Int, isRegular: Bool) {
    let descriptor = system.openEnd(path)
    guard descriptor >= 0 else { throw .lastFailure(path: path, action: "opening") }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return (descriptor, 0, false) }
    let length = min(Int(status.st_size), keeping)
    if length < Int(status.st_size), system.cut(descriptor, length) != 0 {
      let error = FileError.lastFailure(path: path, action: "cutting")
      _ = system.close(descriptor)
      throw error
    }
    return (descriptor, length, true)
  }

  deinit { _ = system.close(descriptor) }

  /// Whether the file still stands at its path: who takes it away, or puts another one there, leaves this one without a name.
  public var isInPlace: Bool {
    var (own, other) = (stat(), stat())
    guard isRegular, fstat(descriptor, &own) == 0 else { return true }
    return stat(path, &other) == 0 && own.st_dev == other.st_dev && own.st_ino == other.st_ino
  }

  /// Appends bytes, all of them or none.
  public mutating func append(_ bytes: [UInt8]) throws(FileError) {
    if isTorn {
      guard system.cut(descriptor, length) == 0 else { throw .lastFailure(path: path, action: "cutting") }
      isTorn = false
    }
    var written: Int
    repeat {
      written = bytes.withUnsafeBytes { system.write(descriptor, $0) }
    } while written < 0 && errno == EINTR
    guard written == bytes.count else {
      let code = written < 0 ? errno : ENOSPC
      isTorn = isRegular && written > 0 && system.cut(descriptor, length) != 0
      throw .refused(path: path, action: "writing", code: code)
    }
    length += bytes.count
  }

  /// Waits until all of it stands on the disk.
  public borrowing func sync() throws(FileError) {
    guard !isRegular || system.sync(descriptor) == 0 else {
      throw .lastFailure(path: path, action: "writing to the disk")
    }
  }
}
