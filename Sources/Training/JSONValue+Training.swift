internal import StrictJSON

extension JSONValue {
  /// A measured number, exactly; what isn't finite as a string, since JSON has no number for it.
  init(measure value: Double) {
    self = value.isFinite ? .number(value) : .string(value.isNaN ? "NaN" : value > 0 ? "Infinity" : "-Infinity")
  }

  /// A number, or the name of one that JSON doesn't know.
  func measure(at place: String) throws(JSONMismatch) -> Double {
    switch self {
    case .string("NaN"): return .nan
    case .string("Infinity"): return .infinity
    case .string("-Infinity"): return -.infinity
    case .integer, .number: return try number(at: place)
    default: throw JSONMismatch(place: place, expected: "a number, NaN, Infinity or -Infinity", found: summary)
    }
  }
}

extension SettingChange {
  /// `"step":120,"change":"learning_rate","from":0.002,"to":0.001`
  var members: [(String, JSONValue)] {
    [("step", .integer(step)), ("change", .string(name)), ("from", from.json), ("to", to.json)]
  }

  /// Reads ``members``.
  init(_ object: JSONObject) throws(JSONMismatch) {
    self.init(
      step: try object.required("step").integer(at: "step", in: 0...SettingRange.steps.upperBound),
      name: try object.required("change").string(at: "change"), from: try Value(object, "from"),
      to: try Value(object, "to"))
  }
}

extension SettingChange.Value {
  /// Not rounded, so that a run can be told from its log.
  fileprivate var json: JSONValue {
    switch self {
    case .text(let text): .string(text)
    case .number(let number): Int(exactly: number).map { .integer($0) } ?? JSONValue(measure: number)
    }
  }

  fileprivate init(_ object: JSONObject, _ name: String) throws(JSONMismatch) {
    let value = try object.required(name)
    if case .string(let text) = value { self = .text(text) } else { self = .number(try value.number(at: name)) }
  }
}
