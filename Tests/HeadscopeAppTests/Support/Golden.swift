import Glibc
import Testing

/// A drawn screen kept as a text file, rewritten on demand with `HEADSCOPE_UPDATE_GOLDENS=1`.
enum Golden {
  private static var folder: String {
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(separator: "/") + "/Goldens"
  }

  private static var updates: Bool { getenv("HEADSCOPE_UPDATE_GOLDENS") != nil }

  /// Compares a screen with its file; a missing file is a failure.
  static func expect(_ screen: String, named name: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let path = "\(folder)/\(name).txt"
    if updates { write(screen + "\n", to: path) }
    guard let expected = read(path) else {
      Issue.record("\(name).txt is missing; HEADSCOPE_UPDATE_GOLDENS=1 makes it", sourceLocation: sourceLocation)
      return
    }
    let (found, wanted) = (lines(screen + "\n"), lines(expected))
    guard found != wanted else { return }
    let row = zip(found, wanted).enumerated().first { $0.element.0 != $0.element.1 }
    let difference = row.map { "line \($0.offset + 1)\n  is  \($0.element.0)\n  was \($0.element.1)" }
    Issue.record(
      "\(name) differs at \(difference ?? "its length: \(found.count) lines, was \(wanted.count)")\n\(screen)",
      sourceLocation: sourceLocation)
  }

  private static func lines(_ text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  private static func read(_ path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&block, 1, block.count, file)
      guard count > 0 else { break }
      bytes += block[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func write(_ text: String, to path: String) {
    guard let file = fopen(path, "w") else {
      Issue.record("\(path) can't be written")
      return
    }
    defer { fclose(file) }
    fputs(text, file)
  }
}
