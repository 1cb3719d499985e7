internal import Glibc

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

/// Whether something that is neither a file nor a folder stands at the path (or a link to it).
public func isDevice(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG && status.st_mode & S_IFMT != S_IFDIR
}

/// Whether a symbolic link stands at the path.
public func isLink(_ path: String) -> Bool {
  var status = stat()
  return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
}

/// Where a path leads whose last part may be a symbolic link, also one to nothing; the path itself where it is none.
public func followingLinks(_ path: String) -> String {
  var path = path
  // As many as the system follows.
  for _ in 0..<40 {
    guard isLink(path) else { return path }
    var bytes = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    let count = readlink(path, &bytes, bytes.count - 1)
    guard count > 0 else { return path }
    let target = String(decoding: bytes.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    path = target.hasPrefix("/") || !path.contains("/") ? target : parentFolder(of: path) + "/" + target
  }
  return path
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

/// Bytes that are still free on the disk of a folder; nil where the system doesn't say.
public func freeBytes(onDiskOf folder: String) -> Int? {
  var status = statvfs()
  guard statvfs(folder, &status) == 0 else { return nil }
  let (bytes, isTooMany) = Int(clamping: status.f_bavail).multipliedReportingOverflow(
    by: Int(clamping: status.f_frsize))
  return isTooMany ? .max : bytes
}

/// Makes a folder and those above it; one that is there already is fine.
public func makeFolder(at path: String) throws(FileError) {
  guard !path.isEmpty, !isFolder(path) else { return }
  try makeFolder(at: parentFolder(of: path))
  guard mkdir(path, 0o777) == 0 || errno == EEXIST && isFolder(path) else {
    throw .lastFailure(path: path, action: "making the folder")
  }
}

/// Takes a folder away if nothing is in it.
public func removeEmptyFolder(_ path: String) { rmdir(path) }

/// A path that means the same wherever the program is: links are followed where the file is there.
public func absolutePath(_ path: String) -> String {
  if let real = realpath(path, nil) {
    defer { free(real) }
    return String(cString: real)
  }
  guard !path.hasPrefix("/"), let folder = getcwd(nil, 0) else { return path }
  defer { free(folder) }
  return String(cString: folder) + "/" + path
}

/// Makes a file known under a second name, where none must stand; where the file system has no such thing, its bytes are copied.
public func linkFile(at path: String, as name: String) throws(FileError) {
  guard link(path, name) != 0 else { return }
  guard errno != EEXIST else { throw .lastFailure(path: name, action: "linking") }
  let file = try InputFile(path: path)
  try writeFileAtomically(try file.bytes(at: 0, count: file.size), to: name)
}

/// Takes a file away.
public func removeFile(at path: String) throws(FileError) {
  guard unlink(path) == 0 else { throw .lastFailure(path: path, action: "removing") }
}
