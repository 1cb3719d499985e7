import Glibc

/// Keeps standard error off the screen: it goes to an unnamed file while the screen is up and is shown afterwards.
struct ErrorCapture {
  /// The file.
  let file: Int32
  /// Standard error as it was.
  let original: Int32

  /// Begins to capture if standard error would go to a terminal; `nil` where it doesn't or where no file can be made.
  init?() {
    guard isatty(STDERR_FILENO) == 1 else { return nil }
    var path = Array("\(Self.folder)/headscope-errors-XXXXXX".utf8CString)
    let file = mkstemp(&path)
    guard file >= 0 else { return nil }
    _ = fcntl(file, F_SETFD, FD_CLOEXEC)
    unlink(path)
    let original = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)
    guard original >= 0, dup2(file, STDERR_FILENO) >= 0 else {
      close(file)
      return nil
    }
    self.file = file
    self.original = original
  }

  private static var folder: String {
    guard let folder = getenv("TMPDIR") else { return "/tmp" }
    return String(cString: folder)
  }

  /// Gives standard error back and shows what came meanwhile.
  func end() {
    dup2(original, STDERR_FILENO)
    var kit = Rescue.kit.pointee
    kit.capture = file
    kit.errors = original
    Rescue.replayErrors(kit)
    close(file)
    close(original)
  }
}
