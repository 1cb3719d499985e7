internal import Files
internal import TerminalCanvas

/// A recording on its way to the disk.
struct Film: ~Copyable {
  /// Bytes that wait at most before they are written.
  private static let mostBytes = 1 << 16

  private var file: AppendedFile
  private var cast: Asciicast
  private var lines: [UInt8] = []
  private var beginning: ContinuousClock.Instant?

  init(_ file: consuming AppendedFile, title: String, timestamp: Int) {
    self.file = file
    cast = Asciicast(title: title, timestamp: timestamp)
  }

  var path: String { file.path }
  var bytes: Int { file.length }
  /// Whether something waits to be written.
  var isBehind: Bool { !lines.isEmpty }

  /// Takes a screen in, and writes where enough has come together.
  mutating func add(_ canvas: Canvas, at time: ContinuousClock.Instant) throws(FileError) {
    cast.add(canvas, at: microseconds(at: time), to: &lines)
    if lines.count >= Self.mostBytes { try flush() }
  }

  /// Writes what has come together: whole lines, all of them or none.
  mutating func flush() throws(FileError) {
    guard isBehind else { return }
    try file.append(lines)
    lines.removeAll(keepingCapacity: true)
  }

  /// Writes the end, and waits for the disk.
  mutating func end(at time: ContinuousClock.Instant) throws(FileError) {
    cast.end(at: microseconds(at: time), to: &lines)
    try flush()
    try file.sync()
  }

  /// The first screen is the beginning.
  private mutating func microseconds(at time: ContinuousClock.Instant) -> Int {
    let beginning = beginning ?? time
    self.beginning = beginning
    let (seconds, attoseconds) = beginning.duration(to: time).components
    return Int(seconds) * 1_000_000 + Int(attoseconds / 1_000_000_000_000)
  }
}
