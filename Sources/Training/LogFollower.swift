public import Files

/// Reads a log that another program may be writing, piece by piece, and notices when it is cut back, replaced or taken away.
/// Nothing is written or locked.
public struct LogFollower: Sendable {
  /// What a look at the log has brought.
  public enum News: Equatable, Sendable {
    /// All of it is read.
    case nothing
    /// A piece was read; so much of the file is read now, from 0 to 1.
    case more(Double)
    /// It is another log now: what was read before no longer holds, and it is read from its beginning.
    case anew
    /// Nothing stands at the path.
    case gone
  }

  /// Where the log stands.
  public let path: String
  /// What was made of it so far.
  public private(set) var reader = LogReader()
  private var offset = 0
  /// The last bytes that were read: where others stand in their place, the log was cut and has grown since.
  private var tail: [UInt8] = []
  /// The file when it was last looked at.
  private var stamp: FileStamp?

  private static let chunkLength = 1 << 18
  private static let tailLength = 256

  /// A follower that has read nothing.
  public init(path: String) { self.path = path }

  /// Reads the next piece and hands over what it completes.
  public mutating func read(_ yield: (LogPoint) -> Void) throws(FileError) -> News {
    guard let now = FileStamp(path: path) else {
      guard stamp != nil else { return .gone }
      forget()
      return .gone
    }
    if try isAnother(now) {
      forget()
      stamp = now
      return .anew
    }
    stamp = now
    guard offset < now.size else {
      guard reader.format == nil else { return .nothing }
      reader.settle(yield)
      return reader.points > 0 ? .more(1) : .nothing
    }
    let file = try InputFile(path: path)
    let count = min(Self.chunkLength, file.size - offset)
    guard count > 0 else { return .nothing }
    let bytes: [UInt8]
    // Cut while it is read: the next look finds out.
    do throws(FileError) { bytes = try file.bytes(at: offset, count: count) } catch .ended { return .nothing }
    reader.take(bytes, yield)
    offset += bytes.count
    tail = (tail + bytes.suffix(Self.tailLength)).suffix(Self.tailLength) + []
    return .more(Double(offset) / Double(max(now.size, 1)))
  }

  /// Takes a last line that has no end, of a log to which nothing will be added.
  public mutating func finish(_ yield: (LogPoint) -> Void) { reader.finish(yield) }

  private mutating func forget() { self = LogFollower(path: path) }

  private func isAnother(_ now: FileStamp) throws(FileError) -> Bool {
    guard let stamp, stamp != now else { return false }
    guard stamp.isSameFile(as: now), now.size >= offset else { return true }
    // A document is written anew from its beginning.
    if reader.format == .document { return true }
    guard offset > 0, now.size > offset else { return false }
    let file = try InputFile(path: path)
    do throws(FileError) {
      return try file.bytes(at: offset - tail.count, count: tail.count) != tail
    } catch .ended {
      return true
    }
  }
}
