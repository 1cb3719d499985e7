import Glibc

/// What the kernel tells of a process in `/proc`.
public enum ProcessFigures {
  /// The first 4 kB of a file of `/proc`, which has no size; nothing where the process is gone.
  public static func text(of path: String) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 4_096)
    let count = read(descriptor, &bytes, bytes.count)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }

  /// A process's own resident memory in kB, this one's by default: without pages of files, as the program's code, which
  /// the kernel takes away and brings back as it likes.
  public static func kilobytes(of process: Int32? = nil) throws(DriverError) -> Int {
    let status = text(of: "/proc/\(process.map(String.init) ?? "self")/status")
    guard let found = status.firstMatch(of: /RssAnon:\s*(\d+) kB/), let kilobytes = Int(found.1) else {
      throw .neverCame(what: "RssAnon", screen: status)
    }
    return kilobytes
  }
}
