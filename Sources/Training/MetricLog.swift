private import Glibc
internal import StrictJSON

/// A run's log: JSON Lines, appended one whole line a write, so that a reader never sees half a line but the last.
public final class MetricLog {
  /// Where it stands.
  public let path: String
  private let descriptor: Int32

  /// Opens a log for appending; an older one at the path is emptied.
  public init(replacing path: String) throws(TrainingError) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .refused(path: path, action: "opening the log", code: errno) }
  }

  deinit { close(descriptor) }

  /// A training step: `{"step":1,"loss":5.54,"learning_rate":0.001,"gradient_norm":1.9,"tokens_per_second":410000,
  /// "seconds":0.01}`; where a number was not finite with `"skipped":"gradient of wte.weight"`.
  public func append(_ record: StepRecord, tokensPerSecond: Double, seconds: Double) throws(TrainingError) {
    let skipped: [(String, JSONValue)] = record.notFinite.map { [("skipped", .string($0))] } ?? []
    let members: [(String, JSONValue)] = [
      ("step", .integer(record.step)), ("loss", number(record.loss)), ("learning_rate", number(record.learningRate)),
      ("gradient_norm", number(record.gradientNorm)), ("tokens_per_second", .number(tokensPerSecond.rounded())),
      ("seconds", number(seconds)),
    ]
    try append(.object(JSONObject(members + skipped)))
  }

  /// A validation: `{"step":250,"validation_loss":1.53,"validation_accuracy":0.61,"seconds":21.3}`.
  public func append(_ evaluation: Evaluation, step: Int, seconds: Double) throws(TrainingError) {
    try append([
      "step": .integer(step), "validation_loss": number(evaluation.loss),
      "validation_accuracy": number(evaluation.accuracy), "seconds": number(seconds),
    ])
  }

  /// A changed setting: `{"step":120,"change":"learning_rate","from":0.002,"to":0.001,"seconds":9.8}`.
  public func append(_ change: SettingChange, seconds: Double) throws(TrainingError) {
    try append([
      "step": .integer(change.step), "change": .string(change.name), "from": value(change.from),
      "to": value(change.to), "seconds": number(seconds),
    ])
  }

  /// A setting as it is: not rounded, so that a run can be told from its log.
  private func value(_ value: SettingChange.Value) -> JSONValue {
    switch value {
    case .text(let text): .string(text)
    case .number(let number) where number.isFinite: Int(exactly: number).map { .integer($0) } ?? .number(number)
    case .number(let number): self.number(number)
    }
  }

  /// Six significant digits; what isn't finite as a string, since JSON has no number for it.
  private func number(_ value: Double) -> JSONValue {
    guard value.isFinite else { return .string(value.isNaN ? "NaN" : value > 0 ? "Infinity" : "-Infinity") }
    guard value != 0 else { return .number(0) }
    let digits = 5 - Int(log10(abs(value)).rounded(.down))
    let unit = pow(10, Double(abs(digits)))
    return .number(digits >= 0 ? (value * unit).rounded() / unit : (value / unit).rounded() * unit)
  }

  private func append(_ value: JSONValue) throws(TrainingError) {
    let line = Array((value.text() + "\n").utf8)
    var written: Int
    repeat { written = write(descriptor, line, line.count) } while written < 0 && errno == EINTR
    guard written == line.count else {
      throw .refused(path: path, action: "writing the log", code: written < 0 ? errno : ENOSPC)
    }
  }
}
