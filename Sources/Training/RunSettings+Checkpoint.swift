internal import StrictJSON

extension RunSettings {
  /// Compares the settings with a checkpoint, which must be of the same run: of the same sizes, data and seed. What can be
  /// changed on the way, such as the learning rate, may differ.
  ///
  /// - Parameter folder: The run's, for the message.
  /// - Throws: `otherSettings` with the first member that differs.
  func check(_ checkpoint: Checkpoint, inFolder folder: String) throws(TrainingError) {
    let (own, other) = (plan.lastingMembers, checkpoint.plan.lastingMembers)
    for name in (own.members + other.members).map(\.name) where own[name] != other[name] {
      throw .otherSettings(
        path: folder + "/" + Self.fileName, place: name, found: words(own[name]), step: checkpoint.progress.step,
        expected: words(other[name]))
    }
  }
}

extension TrainingPlan {
  /// What stays as it is from a run's first step to its last, as it is written.
  fileprivate var lastingMembers: JSONObject {
    JSONObject(
      members(of: json).filter { ["preset", "documents", "exercises", "base"].contains($0.0) }
        + members(of: preset.model.json).map { ("model." + $0.0, $0.1) }
        + members(of: preset.training.json)
        .filter { ["length", "attention_only", "seed", "shards"].contains($0.0) }.map { ("training." + $0.0, $0.1) })
  }
}

/// An object's members; none of another value.
private func members(of value: JSONValue) -> [(String, JSONValue)] {
  guard case .object(let object) = value else { return [] }
  return object.members.map { ($0.name, $0.value) }
}

/// A member's value in a message; of a list all that is in it.
private func words(_ value: JSONValue?) -> String {
  guard case .array(let elements) = value else { return value?.summary ?? "nothing" }
  return "[" + elements.map(\.summary).joined(separator: ", ") + "]"
}
