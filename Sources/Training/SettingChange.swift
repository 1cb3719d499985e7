internal import Models

/// One setting that was changed while a run was under way.
public struct SettingChange: Equatable, Sendable {
  /// What a setting was or is.
  public enum Value: Equatable, Sendable {
    /// A number.
    case number(Double)
    /// A name or a list, as one would type it on the command line.
    case text(String)
  }

  /// Steps that were done; the next one is the first under the new value.
  public let step: Int
  /// The setting's name on the command line, with underscores: `learning_rate`.
  public let name: String
  /// What it was.
  public let from: Value
  /// What it is.
  public let to: Value

  /// All of it.
  public init(step: Int, name: String, from: Value, to: Value) {
    self.step = step
    self.name = name
    self.from = from
    self.to = to
  }

  /// `learning_rate 0.002 → 0.001`
  public var summary: String { "\(name) \(from) → \(to)" }

  /// What differs between two sets of settings, in the order of the command line.
  static func between(
    _ old: TrainingSettings, _ oldInterval: Int, _ new: TrainingSettings, _ newInterval: Int, step: Int
  ) -> [SettingChange] {
    zip(values(old, oldInterval, apart: new), values(new, newInterval, apart: old)).compactMap { old, new in
      old.1 == new.1 ? nil : SettingChange(step: step, name: old.0, from: old.1, to: new.1)
    }
  }

  /// Every setting that can change with its value.
  ///
  /// - Parameter other: The settings to compare with. Dropout is one setting as on the command line, unless the three
  ///   rates differ on one of the sides.
  private static func values(
    _ settings: TrainingSettings, _ interval: Int, apart other: TrainingSettings
  ) -> [(String, Value)] {
    let (optimizer, schedule) = (settings.optimizer, settings.schedule)
    var values: [(String, Value)] = [
      ("batch", .number(settings.batch)), ("accumulate", .number(settings.accumulation)),
      ("steps", .number(schedule.steps)), ("learning_rate", .number(schedule.peak)),
      ("schedule", .text(schedule.shape.rawValue)), ("warmup", .number(schedule.warmup)),
      ("optimizer", .text(optimizer.kind.rawValue)), ("beta1", .number(optimizer.beta1)),
      ("beta2", .number(optimizer.beta2)), ("epsilon", .number(optimizer.epsilon)),
      ("momentum", .number(optimizer.momentum)), ("weight_decay", .number(optimizer.weightDecay)),
      ("decay", .text(optimizer.decayScope.rawValue)),
    ]
    if settings.dropout.isUniform && other.dropout.isUniform {
      values.append(("dropout", .number(settings.dropout.embedding)))
    } else {
      values.append(("dropout_embedding", .number(settings.dropout.embedding)))
      values.append(("dropout_attention", .number(settings.dropout.attention)))
      values.append(("dropout_residual", .number(settings.dropout.residual)))
    }
    let frozen = settings.frozenNames.joined(separator: ",")
    return values + [
      ("label_smoothing", .number(settings.labelSmoothing)), ("clip", .number(settings.clip)),
      ("freeze", .text(frozen)), ("validate_every", .number(interval)),
    ]
  }
}

extension [SettingChange] {
  /// Takes a change in. One of the same setting before the same step becomes one with it: what was never learnt under was none.
  public mutating func add(_ change: SettingChange) {
    guard let place = lastIndex(where: { $0.step == change.step && $0.name == change.name }) else {
      return append(change)
    }
    let whole = SettingChange(step: change.step, name: change.name, from: self[place].from, to: change.to)
    if whole.from == whole.to { remove(at: place) } else { self[place] = whole }
  }
}

extension DropoutRates {
  /// Whether one rate is dropped everywhere, as the command line sets it.
  fileprivate var isUniform: Bool { embedding == attention && attention == residual }
}

extension SettingChange.Value {
  /// A whole number.
  static func number(_ whole: Int) -> Self { .number(Double(whole)) }

  /// A single-precision number as a person would write it: 0.1 rather than 0.10000000149011612.
  static func number(_ float: Float) -> Self { .number(Double(float.description) ?? Double(float)) }
}

extension SettingChange.Value: CustomStringConvertible {
  /// As one would type it; an empty list as “none”.
  public var description: String {
    switch self {
    case .number(let number): Int(exactly: number).map { "\($0)" } ?? "\(number)"
    case .text(let text): text.isEmpty ? "none" : text
    }
  }
}
