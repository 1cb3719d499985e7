private import Glibc

/// All of stdin, at most 64 MB.
func readStandardInput(limit: Int = 64 << 20) throws -> [UInt8] {
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = read(STDIN_FILENO, &chunk, chunk.count)
    if count == 0 { return bytes }
    if count < 0 && errno == EINTR { continue }
    guard count > 0 else { throw UserError("stdin: reading failed: \(String(cString: strerror(errno)))") }
    bytes += chunk[..<count]
    guard bytes.count <= limit else { throw UserError("stdin: more than \(limit >> 20) MB; give a shorter text") }
  }
}

/// Takes a pipe away from standard input, where the terminal comes in its stead so that keys can be read, and returns the
/// pipe.
func exchangedStandardInput() throws -> Int32 {
  guard isatty(STDIN_FILENO) == 0 else {
    throw UserError(
      "--watch -: standard input is the terminal, and no log comes from it; pipe one into it, as in "
        + "ssh host tail -f log.jsonl | headscope train --watch -")
  }
  let pipe = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
  guard pipe >= 0 else { throw UserError("stdin: reading failed: \(String(cString: strerror(errno)))") }
  // Where there is no terminal, the screen is printed as text.
  let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
  if terminal >= 0 {
    dup2(terminal, STDIN_FILENO)
    close(terminal)
  }
  return pipe
}
