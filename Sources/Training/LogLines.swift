internal import StrictJSON

/// Makes entries of a log's bytes, which come in pieces.
struct LogLines {
  /// Bytes that a line may have; a program's own lines have some 150.
  static let longestLine = 65_536

  private let path: String
  private let size: Int
  private var entries: [MetricLog.Entry] = []
  private var started: [UInt8] = []

  /// - Parameter size: Bytes of the whole log, for the memory that its entries will need.
  init(path: String, size: Int) {
    self.path = path
    self.size = size
  }

  /// Takes the next piece up.
  mutating func take(_ bytes: [UInt8]) throws(TrainingError) {
    var start = bytes.startIndex
    while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
      started += bytes[start..<end]
      entries.append(try entry())
      started.removeAll(keepingCapacity: true)
      start = end + 1
    }
    started += bytes[start...]
    guard started.count <= Self.longestLine else { throw tooLong }
    // Asked for once, from what the first lines take: doubling would take half as much again.
    if entries.capacity < entries.count * 2, start > 0 {
      entries.reserveCapacity(size / max(bytes.count / entries.count, 1) + entries.count)
    }
  }

  /// All entries; a last line that is cut is left out.
  mutating func finish() -> [MetricLog.Entry] {
    if !started.isEmpty, let last = try? entry() { entries.append(last) }
    return entries
  }

  private var tooLong: TrainingError {
    damaged("it has more than \(Self.longestLine) bytes", allowed: "one JSON object")
  }

  private func damaged(_ found: String, allowed: String) -> TrainingError {
    .damagedLog(path: path, line: entries.count + 1, found: found, allowed: allowed)
  }

  /// What the bytes of one line say.
  private func entry() throws(TrainingError) -> MetricLog.Entry {
    guard started.count <= Self.longestLine else { throw tooLong }
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONValue(parsing: started, limits: JSONLimits(bytes: Self.longestLine, depth: 4, values: 1_000))
    } catch {
      throw damaged("column \(error.column): \(error.problem)", allowed: "one JSON object")
    }
    do throws(JSONMismatch) { return try MetricLog.Entry(value) } catch {
      throw damaged("\(error.place) is \(error.found)", allowed: error.expected)
    }
  }
}

extension MetricLog.Entry {
  fileprivate init(_ value: JSONValue) throws(JSONMismatch) {
    let object = try value.object(at: "the line")
    if object["loss"] != nil {
      self = .step(try MetricLog.Step(object))
    } else if object["validation_loss"] != nil {
      self = .validation(try MetricLog.Validation(object))
    } else if object["change"] != nil {
      self = .change(try SettingChange(object), seconds: try object.measure("seconds"))
    } else {
      throw JSONMismatch(
        place: "the line", expected: "one with loss, validation_loss or change", found: value.summary)
    }
  }
}

extension MetricLog.Step {
  fileprivate init(_ object: JSONObject) throws(JSONMismatch) {
    self.init(
      step: try object.step(), loss: try object.measure("loss"), learningRate: try object.measure("learning_rate"),
      gradientNorm: try object.measure("gradient_norm"), tokensPerSecond: try object.measure("tokens_per_second"),
      seconds: try object.measure("seconds"))
  }
}

extension MetricLog.Validation {
  fileprivate init(_ object: JSONObject) throws(JSONMismatch) {
    self.init(
      step: try object.step(), loss: try object.measure("validation_loss"),
      accuracy: try object.measure("validation_accuracy"), seconds: try object.measure("seconds"))
  }
}

extension JSONObject {
  fileprivate func step() throws(JSONMismatch) -> Int {
    try required("step").integer(at: "step", in: 0...SettingRange.steps.upperBound)
  }

  fileprivate func measure(_ name: String) throws(JSONMismatch) -> Double { try required(name).measure(at: name) }
}
