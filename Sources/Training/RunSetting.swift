internal import StrictJSON

/// A setting of a run by its name in the run's settings.json, as one would write it there.
public struct RunSetting: Equatable, Sendable {
  /// Names with points between: `training.learning_rate`.
  public let name: String
  /// Its value. Untrusted where the run is somebody else's.
  public let value: String

  /// A setting.
  public init(name: String, value: String) { (self.name, self.value) = (name, value) }
}

extension TrainingPlan {
  /// Every setting of the plan.
  public var listed: [RunSetting] { RunSetting.leaves(of: json, under: "") }
}

extension RunSettings {
  /// What there is to say of a run besides its plan: what it begins with, what it learns from, how it is kept.
  public var listedBesides: [RunSetting] {
    guard case .object(let object) = json else { return [] }
    let own = ["from", "token_ids", "corpus", "precision", "checkpoint_every"]
    return own.flatMap { name in object[name].map { RunSetting.leaves(of: $0, under: name) } ?? [] }
  }
}

extension RunSetting {
  fileprivate static func leaves(of value: JSONValue, under name: String) -> [RunSetting] {
    switch value {
    case .object(let object):
      object.members.flatMap { leaves(of: $0.value, under: name.isEmpty ? $0.name : name + "." + $0.name) }
    case .string(let text): [RunSetting(name: name, value: text)]
    case .array(let values) where values.isEmpty: []
    case .array, .bool, .integer, .null, .number: [RunSetting(name: name, value: value.text())]
    }
  }
}
