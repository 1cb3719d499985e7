internal import Glibc

/// An open regular file, read by position into memory of one's own.
///
/// Nothing is mapped: a file that another process cuts short gives an error, never a signal.
public struct InputFile: ~Copyable {
  /// Where it stands.
  public let path: String
  /// Bytes it had when it was opened.
  public let size: Int
  private let descriptor: Int32

  /// Opens a file. Links are followed; folders, pipes and devices are refused without waiting on them.
  public init(path: String) throws(FileError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else { throw .lastFailure(path: path, action: "opening") }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      Glibc.close(descriptor)
      throw .notAFile(path: path)
    }
    self.path = path
    self.descriptor = descriptor
    size = Int(status.st_size)
  }

  deinit { Glibc.close(descriptor) }

  /// Fills a buffer with the bytes from `offset` on.
  public borrowing func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileError) {
    var done = 0
    while done < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
      let count = pread(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .lastFailure(path: path, action: "reading") }
      guard count > 0 else { throw .ended(path: path, at: offset + done, expected: offset + buffer.count) }
      done += count
    }
  }

  /// `count` bytes from `offset` on.
  public borrowing func bytes(at offset: Int, count: Int) throws(FileError) -> [UInt8] {
    // The empty array is one for all threads, and is not to be written to.
    guard count > 0 else { return [] }
    var failure: FileError?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      do throws(FileError) {
        try read(into: UnsafeMutableRawBufferPointer(buffer), at: offset)
        initialized = count
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }
}

/// A whole file, if it has at most `limit` bytes.
public func readFile(at path: String, limit: Int) throws(FileError) -> [UInt8] {
  let file = try InputFile(path: path)
  guard file.size <= limit else { throw .tooLarge(path: path, bytes: file.size, limit: limit) }
  return try file.bytes(at: 0, count: file.size)
}
