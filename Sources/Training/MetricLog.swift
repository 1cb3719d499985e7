public import Files
private import Glibc
internal import StrictJSON

/// A run's log: JSON Lines, appended one whole line a write, so that a reader never sees half a line but the last, and a
/// line that could not be written leaves nothing behind.
public final class MetricLog {
  /// Its name in a run's folder.
  public static let fileName = "log.jsonl"
  private var file: AppendedFile

  /// Opens a log for appending.
  ///
  /// - Parameters:
  ///   - path: Where it stands, or shall stand.
  ///   - keeping: Bytes of an older one that stay. Where it has fewer, its whole lines stay.
  public init(
    path: String, keeping: Int = 0, using system: FileSystem = .system
  ) throws(TrainingError) {
    do throws(FileError) {
      let whole = keeping == 0 ? 0 : try Self.wholeLines(path, upTo: keeping)
      file = try AppendedFile(path: path, keeping: whole, using: system)
    } catch { throw .log(error) }
  }

  /// Where it stands.
  public var path: String { file.path }
  /// Bytes that stand in it.
  public var length: Int { file.length }

  /// Whether it still stands where it was begun.
  public var isInPlace: Bool { file.isInPlace }

  /// Goes on at the end of what stands at its path, which is made where nothing does.
  func reopen(using system: FileSystem) throws(TrainingError) {
    do throws(FileError) { file = try AppendedFile(path: path, keeping: .max, using: system) } catch {
      throw .log(error)
    }
  }

  /// Waits until all of it stands on the disk.
  public func sync() throws(TrainingError) {
    do throws(FileError) { try file.sync() } catch { throw .log(error) }
  }

  /// Bytes of a log up to a length, without a last line that is cut; 0 where there is no log.
  private static func wholeLines(_ path: String, upTo length: Int) throws(FileError) -> Int {
    guard isFile(path) else { return 0 }
    let file = try InputFile(path: path)
    let end = min(length, file.size)
    // Longer lines than these are no program's own.
    let start = max(0, end - LogLines.longestLine)
    let tail = try file.bytes(at: start, count: end - start)
    return tail.lastIndex(of: UInt8(ascii: "\n")).map { start + $0 + 1 } ?? 0
  }

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

  /// A validation: `{"step":250,"validation_loss":1.53,"validation_accuracy":0.61,"seconds":21.3}`; where the run's data asks
  /// for them, with `"training_accuracy":1` and `"induction_score":0.93`.
  public func append(_ evaluation: Evaluation, step: Int, seconds: Double) throws(TrainingError) {
    try append(
      .object(
        JSONObject(
          [
            ("step", .integer(step)), ("validation_loss", number(evaluation.loss)),
            ("validation_accuracy", number(evaluation.accuracy)),
          ] + evaluation.closer.map { ($0.name, number($0.value)) } + [("seconds", number(seconds))])))
  }

  /// A validation that stands in another log; what only this run's data asks for is not among what was read.
  func append(_ validation: Validation) throws(TrainingError) {
    try append(
      .object(
        JSONObject([
          ("step", .integer(validation.step)), ("validation_loss", number(validation.loss)),
          ("validation_accuracy", number(validation.accuracy)), ("seconds", number(validation.seconds)),
        ])))
  }

  /// A changed setting: `{"step":120,"change":"learning_rate","from":0.002,"to":0.001,"seconds":9.8}`.
  public func append(_ change: SettingChange, seconds: Double) throws(TrainingError) {
    try append(.object(JSONObject(change.members + [("seconds", number(seconds))])))
  }

  /// Six significant digits.
  private func number(_ value: Double) -> JSONValue {
    guard value.isFinite, value != 0 else { return JSONValue(measure: value) }
    let digits = 5 - Int(log10(abs(value)).rounded(.down))
    let unit = pow(10, Double(abs(digits)))
    guard unit.isFinite else { return .number(value) }
    return .number(digits >= 0 ? (value * unit).rounded() / unit : (value / unit).rounded() * unit)
  }

  private func append(_ value: JSONValue) throws(TrainingError) {
    do throws(FileError) { try file.append(Array((value.text() + "\n").utf8)) } catch { throw .log(error) }
  }
}
