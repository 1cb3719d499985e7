import Files
import Glibc
import Testing

@Suite("A file that grows line by line")
struct AppendedFileTests {
  @Test("what was asked for is kept, the rest cut off; a shorter file stays whole", arguments: [0, 3, 6, 100])
  func keeping(count: Int) throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/log"
    try writeFileAtomically(Array("ab\ncd\n".utf8), to: path)
    var file = try AppendedFile(path: path, keeping: count)
    try file.append(Array("ef\n".utf8))
    #expect(try readFile(at: path, limit: 100) == Array("ab\ncd\n".utf8.prefix(count)) + Array("ef\n".utf8))
    #expect(file.length == min(count, 6) + 3)
  }

  @Test("a write that fails, or takes a part, leaves nothing, even where the cut fails first", arguments: [0, 1, 2])
  func failure(cutFailures: Int) throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/log"
    let state = Counter()
    let cuts = Counter()
    var system = FileSystem.system
    system.write = { descriptor, bytes in
      // The second write of each kind takes a part, as on a disk that gets full.
      state.next() == 2
        ? FileSystem.system.write(descriptor, UnsafeRawBufferPointer(rebasing: bytes.prefix(2)))
        : FileSystem.system.write(descriptor, bytes)
    }
    system.cut = { descriptor, length in
      guard cuts.next() > cutFailures else {
        errno = EIO
        return -1
      }
      return FileSystem.system.cut(descriptor, length)
    }
    var file = try AppendedFile(path: path, keeping: 0, using: system)
    try file.append(Array("one\n".utf8))
    #expect(throws: FileError.refused(path: path, action: "writing", code: ENOSPC)) {
      try file.append(Array("two\n".utf8))
    }
    for _ in 1..<max(cutFailures, 1) { #expect(throws: FileError.self) { try file.append(Array("lost\n".utf8)) } }
    try file.append(Array("three\n".utf8))
    #expect(try readFile(at: path, limit: 100) == Array("one\nthree\n".utf8))
  }

  @Test("a pipe or a device is written to as it comes")
  func device() throws {
    var file = try AppendedFile(path: "/dev/null", keeping: 5)
    try file.append([1, 2, 3])
    try file.sync()
    #expect(file.length == 3)
  }
}

@Suite("A folder's lock")
struct FolderLockTests {
  @Test("one at a time; the next when the first is gone")
  func oneAtATime() throws {
    let folder = try TemporaryFolder()
    /// Whether it is had, and what comes of `body` meanwhile.
    func locked(_ body: () throws -> Void = {}) throws -> Bool {
      guard let lock = try FolderLock(folder: folder.path) else { return false }
      try body()
      _ = consume lock
      return true
    }
    let first = try locked {
      let second = try locked()
      #expect(!second)
    }
    #expect(first)
    #expect(try locked())
    #expect(throws: FileError.self) { _ = try FolderLock(folder: folder.path + "/missing") }
  }
}
