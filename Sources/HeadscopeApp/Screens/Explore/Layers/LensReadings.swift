internal import Analysis
public import Models

/// The logit lens of the trace in sight, as far as it has been read: a large model is read a few positions at a time.
struct LensReadings: Sendable {
  /// The request for the trace that the readings belong to.
  private(set) var generation = 0
  /// Which reading holds a position.
  private var readings: [Int: LogitLens] = [:]
  /// Whether the answer to a request is under way.
  private(set) var isReading = false

  /// Multiply-adds of one request: about a frame's time on one core, so that a new sentence never waits long.
  static let budget = 400_000_000

  /// How far from the query positions are read: farther than any screen shows. The rest follows when one goes there.
  static let reach = 64

  /// What a stage says at a position; nil where that was not read yet.
  func reading(stage: Int, position: Int) -> LogitLens.Reading? {
    readings[position].flatMap { $0.stages.indices.contains(stage) ? $0[stage, position] : nil }
  }

  /// Takes an answer, unless it is late.
  mutating func take(_ lens: LogitLens, generation: Int) {
    guard generation == self.generation else { return }
    for position in lens.positions { readings[position] = lens }
    isReading = false
  }

  /// The positions to read next, those nearest to the query first; nil where nothing is left or an answer under way.
  mutating func next(for trace: Trace, generation: Int, around query: Int) -> Range<Int>? {
    if generation != self.generation {
      self = LensReadings()
      self.generation = generation
    }
    guard !isReading else { return nil }
    let query = min(query, trace.length - 1)
    let near = max(0, query - LensReadings.reach)..<min(trace.length, query + LensReadings.reach + 1)
    let unread = near.filter { readings[$0] == nil }
    guard let start = unread.min(by: { abs($0 - query) < abs($1 - query) }) else { return nil }
    let sizes = trace.configuration
    let cost = LogitLens.Stage.all(of: trace).count * sizes.logitCount * sizes.width
    let most = max(1, LensReadings.budget / max(1, cost))
    var range = start..<start + 1
    while range.count < most, let next = neighbour(of: range, length: trace.length) {
      range = min(range.lowerBound, next)..<max(range.upperBound, next + 1)
    }
    isReading = true
    return range
  }

  /// An unread position beside a range.
  private func neighbour(of range: Range<Int>, length: Int) -> Int? {
    [range.lowerBound - 1, range.upperBound].first { 0..<length ~= $0 && readings[$0] == nil }
  }
}

/// A logit lens to compute.
public struct LensRequest: Equatable, Sendable {
  /// What is read.
  public let trace: Trace
  /// Where it is read.
  public let positions: Range<Int>
  /// Goes back with the answer.
  public let generation: Int
}

extension AppState {
  /// The work that the page in sight still wants for the trace in sight.
  mutating func readOn() -> [Effect] {
    guard explore.page == .layers, !explore.isWaiting, let reading = explore.reading, reading.hasStages,
      reading.hasLogits,
      let positions = explore.logitLens.next(
        for: reading.trace, generation: explore.generation, around: explore.selection.query)
    else { return [] }
    return [.lens(LensRequest(trace: reading.trace, positions: positions, generation: explore.generation))]
  }
}
