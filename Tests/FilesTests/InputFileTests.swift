import Files
import Glibc
import Testing

@Suite("A file that is read")
struct InputFileTests {
  @Test func `bytes are read by position`() throws {
    let folder = try TemporaryFolder()
    try writeFileAtomically([0, 1, 2, 3, 4], to: folder.path + "/a")
    let file = try InputFile(path: folder.path + "/a")
    #expect(file.size == 5)
    #expect(try file.bytes(at: 1, count: 3) == [1, 2, 3])
    #expect(try file.bytes(at: 5, count: 0) == [])
  }

  @Test func `what is no file is refused at once`() throws {
    let folder = try TemporaryFolder()
    let pipe = folder.path + "/pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    for path in [folder.path, pipe, "/dev/null"] {
      #expect(throws: FileError.notAFile(path: path)) { try readFile(at: path, limit: 10) }
    }
    let missing = folder.path + "/missing"
    #expect(throws: FileError.missing(path: missing)) { try readFile(at: missing, limit: 10) }
    let link = folder.path + "/link"
    #expect(symlink(missing, link) == 0)
    #expect(throws: FileError.brokenLink(path: link)) { try readFile(at: link, limit: 10) }
  }

  @Test func `a file over its limit is not read`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/a"
    try writeFileAtomically([1, 2, 3], to: path)
    let error = FileError.tooLarge(path: path, bytes: 3, limit: 2)
    #expect(throws: error) { try readFile(at: path, limit: 2) }
    #expect(error.description == "\(path): it has 3 bytes, and at most 2 are allowed")
  }

  @Test func `a file that shrinks while it is read is an error`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/a"
    try writeFileAtomically([1, 2, 3, 4], to: path)
    let file = try InputFile(path: path)
    #expect(truncate(path, 2) == 0)
    var found: FileError?
    do throws(FileError) { _ = try file.bytes(at: 0, count: 4) } catch { found = error }
    #expect(found == .ended(path: path, at: 2, expected: 4))
  }

  @Test func `a name cannot play tricks on the terminal`() {
    let error = FileError.missing(path: "a\u{1B}[2J\n")
    #expect(error.description == "a\\u{1B}[2J\\u{A}: no such file")
  }
}

@Suite("Folders")
struct FolderTests {
  @Test func `one is made with those above it`() throws {
    let folder = try TemporaryFolder()
    let inner = folder.path + "/a/b/c"
    try makeFolder(at: inner)
    try makeFolder(at: inner)
    #expect(isFolder(inner) && !isFile(inner))
    try writeFileAtomically([], to: folder.path + "/file")
    #expect(isFile(folder.path + "/file"))
    #expect(throws: FileError.self) { try makeFolder(at: folder.path + "/file/x") }
    #expect(names(inFolder: folder.path) == ["a", "file"])
    #expect(names(inFolder: folder.path + "/none").isEmpty)
  }

  @Test func `a temporary one goes away with all that is in it`() throws {
    var path = ""
    do {
      let folder = try TemporaryFolder()
      path = folder.path
      try makeFolder(at: path + "/a/b")
      try writeFileAtomically([1], to: path + "/a/b/c")
      #expect(symlink("/", path + "/root") == 0)
    }
    #expect(!isFolder(path))
  }

  @Test(arguments: [("/a/b", "/a", "b"), ("/a", "/", "a"), ("a", ".", "a"), ("a/b", "a", "b"), ("./a", ".", "a")])
  func `a path has a parent and a last part`(path: String, parent: String, last: String) {
    #expect(parentFolder(of: path) == parent)
    #expect(lastComponent(of: path) == last)
  }
}
