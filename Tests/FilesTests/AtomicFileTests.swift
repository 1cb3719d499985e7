import Files
import Glibc
import Synchronization
import Testing

@Suite("A file that is replaced at once")
struct AtomicFileTests {
  /// A file system of which one call, the first or a later one, fails with an error number.
  static func failing(_ call: String, code: Int32, at number: Int = 1) -> FileSystem {
    let count = Counter()
    var system = FileSystem.system
    @Sendable func fails() -> Bool {
      guard count.next() == number else { return false }
      errno = code
      return true
    }
    switch call {
    case "create": system.create = { fails() ? -1 : FileSystem.system.create($0) }
    case "write": system.write = { fails() ? -1 : FileSystem.system.write($0, $1) }
    case "sync": system.sync = { fails() ? -1 : FileSystem.system.sync($0) }
    case "close": system.close = { FileSystem.system.close($0) + (fails() ? -1 : 0) }
    case "rename": system.rename = { fails() ? -1 : FileSystem.system.rename($0, $1) }
    default: system.openFolder = { fails() ? -1 : FileSystem.system.openFolder($0) }
    }
    return system
  }

  @Test func `new bytes stand in the old one's place`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/model.bin"
    for bytes in [[1, 2, 3], [], [UInt8](repeating: 7, count: 100_000)] as [[UInt8]] {
      try writeFileAtomically(bytes, to: path)
      #expect(try readFile(at: path, limit: 100_000) == bytes)
    }
    #expect(names(inFolder: folder.path) == ["model.bin"])
  }

  @Test func `a link that a person has named is followed, also one to nothing; else it is replaced`() throws {
    let folder = try TemporaryFolder()
    let (link, dangling) = (folder.path + "/link", folder.path + "/dangling")
    try writeFileAtomically([1], to: folder.path + "/file")
    symlink("file", link)
    symlink(folder.path + "/new", dangling)
    try writeFileAtomically([2], to: link, following: true)
    try writeFileAtomically([3], to: dangling, following: true)
    #expect(isLink(link) && isLink(dangling))
    #expect(try readFile(at: folder.path + "/file", limit: 9) == [2])
    #expect(try readFile(at: folder.path + "/new", limit: 9) == [3])
    try writeFileAtomically([4], to: link)
    #expect(!isLink(link))
    #expect(try readFile(at: folder.path + "/file", limit: 9) == [2])
  }

  @Test func `a pipe that a person has named is written into and stays; what it refuses is an error`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/pipe"
    #expect(mkfifo(path, 0o600) == 0)
    let descriptor = open(path, O_RDWR | O_NONBLOCK)
    defer { close(descriptor) }
    try writeFileAtomically([1, 2, 3], to: path, following: true)
    var bytes = [UInt8](repeating: 0, count: 9)
    #expect(read(descriptor, &bytes, 9) == 3 && bytes.prefix(3) == [1, 2, 3])
    let full = AtomicFileTests.failing("write", code: ENOSPC)
    #expect(throws: FileError.refused(path: path, action: "writing", code: ENOSPC)) {
      try writeFileAtomically([4], to: path, following: true, using: full)
    }
    #expect(isDevice(path) && names(inFolder: folder.path) == ["pipe"])
  }

  @Test(
    "whichever call fails, the old file stays and nothing else does",
    arguments: [("create", ENOSPC), ("write", ENOSPC), ("sync", EIO), ("close", EIO), ("rename", EACCES)])
  func failure(call: String, code: Int32) throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/model.bin"
    try writeFileAtomically([1, 2, 3], to: path)
    let error = #expect(throws: FileError.self) {
      try writeFileAtomically([4, 5], to: path, using: Self.failing(call, code: code))
    }
    guard case .refused(path, _, code) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(try readFile(at: path, limit: 10) == [1, 2, 3])
    #expect(names(inFolder: folder.path) == ["model.bin"])
  }

  @Test(arguments: [("folder", 1), ("sync", 2)])
  func `a folder that cannot be synced is told, with the new file in place`(call: String, number: Int) throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/model.bin"
    #expect(throws: FileError.self) {
      try writeFileAtomically([4, 5], to: path, using: Self.failing(call, code: EIO, at: number))
    }
    #expect(try readFile(at: path, limit: 10) == [4, 5])
  }

  @Test func `writes that take a part, or are interrupted, are continued`() throws {
    let folder = try TemporaryFolder()
    let count = Counter()
    var system = FileSystem.system
    system.write = { descriptor, bytes in
      if count.next().isMultiple(of: 3) {
        errno = EINTR
        return -1
      }
      return FileSystem.system.write(descriptor, UnsafeRawBufferPointer(rebasing: bytes.prefix(7)))
    }
    let bytes = (0..<1_000).map { UInt8(truncatingIfNeeded: $0) }
    try writeFileAtomically(bytes, to: folder.path + "/a", using: system)
    #expect(try readFile(at: folder.path + "/a", limit: 1_000) == bytes)
  }

  @Test func `a file that is given up leaves nothing`() throws {
    let folder = try TemporaryFolder()
    do {
      var file = try AtomicFile(replacing: folder.path + "/a")
      try file.write([1])
      #expect(names(inFolder: folder.path).count == 1)
    }
    #expect(names(inFolder: folder.path).isEmpty)
  }

  @Test func `what dead processes left is swept, and nothing else`() throws {
    let folder = try TemporaryFolder()
    // No process has the highest number that fits.
    let stale = ".model.bin.\(Int32.max)-abc.partial"
    let kept = [".model.bin.\(getpid())-abc.partial", ".x.partial", "a.partial", "model.bin"]
    for name in kept + [stale] { try writeFileAtomically([], to: folder.path + "/" + name) }
    #expect(removeUnfinishedFiles(inFolder: folder.path) == [stale])
    #expect(names(inFolder: folder.path) == kept.sorted())
  }
}

/// Counts calls.
final class Counter: Sendable {
  private let count = Mutex(0)

  func next() -> Int {
    count.withLock {
      $0 += 1
      return $0
    }
  }
}
