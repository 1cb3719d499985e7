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
