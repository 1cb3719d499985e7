internal import StrictJSON

/// A recording in asciicast v2 as a player takes it: a header, then events, each line a JSON value of its own.
public struct PlayedFilm: Sendable {
  /// What happens at a time.
  public struct Event: Hashable, Sendable {
    /// Seconds since the beginning.
    public let time: Double
    /// `o` for output, `r` for another size.
    public let code: String
    /// What is written, or the size as `80x24`.
    public let data: String
  }

  /// Why a file is no recording.
  public struct Fault: Error, CustomStringConvertible {
    /// What was found.
    public let description: String
  }

  /// Columns at the beginning.
  public let width: Int
  /// Rows at the beginning.
  public let height: Int
  /// The names of the header's members.
  public let headerNames: [String]
  /// What is recorded.
  public let title: String
  /// When it began, in seconds since 1970.
  public let timestamp: Int
  /// What happens, in order.
  public let events: [Event]

  /// Reads a whole file: every line must be right.
  public init(_ bytes: [UInt8]) throws {
    guard bytes.last == UInt8(ascii: "\n") else { throw Fault(description: "the last line has no end") }
    let lines = try bytes.dropLast().split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
      try JSONValue(parsing: Array($0), limits: JSONLimits(bytes: 1 << 24, depth: 3, values: 100))
    }
    let header = try lines[0].object(at: "the header")
    guard try header.required("version").integer(at: "version", in: 2...2) == 2 else { throw Fault(description: "") }
    width = try header.required("width").integer(at: "width", in: 1...10_000)
    height = try header.required("height").integer(at: "height", in: 1...10_000)
    title = try header.required("title").string(at: "title")
    timestamp = try header.required("timestamp").integer(at: "timestamp", in: 0...Int.max)
    headerNames = header.members.map(\.name)
    events = try lines.dropFirst().map { line in
      let parts = try line.array(at: "an event")
      guard parts.count == 3 else { throw Fault(description: "an event of \(parts.count) parts") }
      return Event(
        time: try parts[0].number(at: "its time"), code: try parts[1].string(at: "its code"),
        data: try parts[2].string(at: "its data"))
    }
    guard zip(events, events.dropFirst()).allSatisfy({ $0.time <= $1.time }), events.allSatisfy({ $0.time >= 0 }) else {
      throw Fault(description: "an event comes before the one before it")
    }
  }

  /// What a player's terminal shows after all events, or after the first so many.
  public func screen(after count: Int = .max) throws -> EmulatedScreen {
    var screen = EmulatedScreen(width: width, height: height)
    for event in events.prefix(count) {
      switch event.code {
      case "o": screen.feed(event.data.utf8)
      case "r":
        let size = event.data.split(separator: "x").compactMap { Int($0) }
        guard size.count == 2 else { throw Fault(description: "the size \(event.data)") }
        screen.resize(width: size[0], height: size[1])
      default: throw Fault(description: "the event \(event.code)")
      }
    }
    return screen
  }
}
