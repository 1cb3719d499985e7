internal import Glibc

/// A file that takes another's place all at once, or not at all.
///
/// The bytes go to a file of another name in the same folder. ``commit()`` waits for the disk, renames and waits for the
/// folder; a process that dies before leaves the old file as it was. Without a commit the new file is taken away.
///
/// A device or a pipe that a person has named can't be replaced: it is written into as the bytes come.
public struct AtomicFile: ~Copyable {
  /// What the names of unfinished files end in.
  public static let suffix = ".partial"

  private let path: String
  /// Nil where bytes go where they shall stand.
  private let temporaryPath: String?
  private let system: FileSystem
  private var descriptor: Int32
  private var isCommitted = false

  /// Begins a file that shall stand at `path`.
  ///
  /// - Parameter following: Whether a person has named the path: a link is followed then, and a device or a pipe written into.
  public init(
    replacing path: String, following: Bool = false, using system: FileSystem = .system
  ) throws(FileError) {
    let path = following ? followingLinks(path) : path
    guard !following || !isDevice(path) else {
      let descriptor = system.openEnd(path)
      guard descriptor >= 0 else { throw .lastFailure(path: path, action: "opening") }
      (self.path, temporaryPath, self.system, self.descriptor) = (path, nil, system, descriptor)
      return
    }
    var random = SystemRandomNumberGenerator()
    var temporaryPath = ""
    var descriptor: Int32 = -1
    var attempts = 0
    repeat {
      let tag = String(UInt32.random(in: .min ... .max, using: &random), radix: 36)
      let name = "." + lastComponent(of: path) + ".\(getpid())-\(tag)" + Self.suffix
      temporaryPath = path.contains("/") ? parentFolder(of: path) + "/" + name : name
      descriptor = system.create(temporaryPath)
      attempts += 1
    } while descriptor < 0 && errno == EEXIST && attempts < 16
    guard descriptor >= 0 else { throw .lastFailure(path: path, action: "creating a file beside it") }
    self.path = path
    self.temporaryPath = temporaryPath
    self.system = system
    self.descriptor = descriptor
  }

  deinit {
    if descriptor >= 0 { _ = system.close(descriptor) }
    if !isCommitted, let temporaryPath { _ = system.unlink(temporaryPath) }
  }

  /// Puts bytes at the end.
  public mutating func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = system.write(descriptor, UnsafeRawBufferPointer(rebasing: rest))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .lastFailure(path: path, action: "writing") }
      rest = rest.dropFirst(count)
    }
  }

  /// Puts bytes at the end.
  public mutating func write(_ bytes: [UInt8]) throws(FileError) {
    try bytes.withUnsafeBufferPointer { buffer throws(FileError) in try write(UnsafeRawBufferPointer(buffer)) }
  }

  /// Puts the file in its place, once all of it stands on the disk.
  public consuming func commit() throws(FileError) {
    guard let temporaryPath else {
      let closed = system.close(descriptor)
      descriptor = -1
      guard closed == 0 else { throw .lastFailure(path: path, action: "closing") }
      return
    }
    guard system.sync(descriptor) == 0 else { throw .lastFailure(path: path, action: "writing to the disk") }
    let closed = system.close(descriptor)
    descriptor = -1
    guard closed == 0 else { throw .lastFailure(path: path, action: "closing") }
    guard system.rename(temporaryPath, path) == 0 else { throw .lastFailure(path: path, action: "renaming") }
    isCommitted = true
    try syncFolder(parentFolder(of: path), for: path, using: system)
  }
}

/// Waits until the names in a folder stand on the disk.
///
/// - Parameter path: The file or folder for whose sake; errors name it.
public func syncFolder(
  _ folder: String, for path: String, using system: FileSystem = .system
) throws(FileError) {
  let descriptor = system.openFolder(folder)
  guard descriptor >= 0 else { throw .lastFailure(path: path, action: "opening the folder") }
  let synced = system.sync(descriptor)
  let code = errno
  _ = system.close(descriptor)
  // Some file systems cannot sync a folder and say so; there is nothing better to be had from them.
  guard synced == 0 || code == EINVAL else {
    throw .refused(path: path, action: "writing the folder to the disk", code: code)
  }
}

/// Writes a whole file in one piece; see ``AtomicFile``.
public func writeFileAtomically(
  _ bytes: [UInt8], to path: String, following: Bool = false, using system: FileSystem = .system
) throws(FileError) {
  var file = try AtomicFile(replacing: path, following: following, using: system)
  try file.write(bytes)
  try file.commit()
}

/// Takes away what killed processes left unfinished in a folder; files of processes that live stay. Returns the names.
@discardableResult
public func removeUnfinishedFiles(inFolder path: String) -> [String] {
  names(inFolder: path).filter { name in
    guard name.hasPrefix("."), name.hasSuffix(AtomicFile.suffix) else { return false }
    let parts = name.dropLast(AtomicFile.suffix.count).split(separator: ".")
    guard let owner = parts.last?.split(separator: "-").first.flatMap({ pid_t($0) }), owner > 0 else { return false }
    guard kill(owner, 0) != 0, errno == ESRCH else { return false }
    return unlink(path + "/" + name) == 0
  }
}
