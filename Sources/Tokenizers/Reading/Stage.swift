internal import StrictJSON

/// A stage as a `tokenizer.json` holds it: an object with a `type` and what belongs to it.
struct Stage {
  typealias Problem = TokenizerError.Problem

  /// More stages of a kind than any tokenizer needs are refused.
  static let most = 64

  /// Where it stands, for messages.
  let place: String
  let type: String
  private let object: JSONObject

  init(_ value: JSONValue, at place: String) throws(Problem) {
    self.place = place
    (object, type) = try reading { () throws(JSONMismatch) in
      let object = try value.object(at: place)
      return (object, try object.required("type", at: place).string(at: place + ".type"))
    }
  }

  /// The stages at a place, those of a `Sequence` one by one; none where nothing stands there.
  ///
  /// - Parameter list: The name of a sequence's list.
  static func all(in value: JSONValue?, at place: String, list: String) throws(Problem) -> [Stage] {
    var found: [Stage] = []
    try collect(value ?? .null, at: place, list: list, into: &found)
    return found
  }

  private static func collect(
    _ value: JSONValue, at place: String, list: String, into found: inout [Stage]
  ) throws(Problem) {
    guard value != .null else { return }
    let stage = try Stage(value, at: place)
    guard stage.type == "Sequence" else {
      found.append(stage)
      guard found.count <= most else {
        throw .unsupported(stage: place, found: "one too many", known: ["\(most) stages"])
      }
      return
    }
    let elements = try reading { () throws(JSONMismatch) in
      try stage.object.required(list, at: place).array(at: place + "." + list)
    }
    for (index, element) in elements.enumerated() {
      try collect(element, at: "\(place).\(list)[\(index)]", list: list, into: &found)
    }
  }

  /// The value of a name, or nil where it is left out or null.
  subscript(name: String) -> JSONValue? { object.value(of: name) }

  /// A truth value, or what holds where it is left out.
  func bool(_ name: String, default standard: Bool) throws(Problem) -> Bool {
    try reading { () throws(JSONMismatch) in try (self[name] ?? .bool(standard)).bool(at: place + "." + name) }
  }

  /// A text, or what holds where it is left out.
  func string(_ name: String, default standard: String? = nil) throws(Problem) -> String {
    try reading { () throws(JSONMismatch) in
      if let standard, self[name] == nil { return standard }
      return try object.required(name, at: place).string(at: place + "." + name)
    }
  }

  /// A single character, or what holds where it is left out.
  func scalar(_ name: String, default standard: Unicode.Scalar? = nil) throws(Problem) -> Unicode.Scalar {
    let text = try string(name, default: standard.map { String($0) })
    guard let scalar = text.unicodeScalars.first, text.unicodeScalars.count == 1 else {
      throw .unsupported(stage: place + "." + name, found: JSONValue.string(text).summary, known: ["one character"])
    }
    return scalar
  }

  /// A whole number from 0 on, or what holds where it is left out.
  func integer(_ name: String, default standard: Int) throws(Problem) -> Int {
    try reading { () throws(JSONMismatch) in
      try (self[name] ?? .integer(standard)).integer(at: place + "." + name, in: 0...Int(Int32.max))
    }
  }

  /// One of the values that an enumeration names; `names` changes what stands in the file first.
  func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ name: String, default standard: Choice? = nil
  ) throws(Problem) -> Choice {
    let text = try string(name, default: standard?.rawValue)
    guard let choice = Choice(rawValue: text) else {
      throw .unsupported(
        stage: place + "." + name, found: JSONValue.string(text).summary, known: Choice.allCases.map(\.rawValue))
    }
    return choice
  }

  /// What is looked for: a string, or a regular expression that is known.
  func pattern() throws(Problem) -> TextPattern {
    let place = place + ".pattern"
    let members = try reading { () throws(JSONMismatch) in
      try object.required("pattern", at: self.place).object(at: place).members
    }
    guard let member = members.first, members.count == 1, case .string(let text) = member.value else {
      throw .unsupported(stage: place, found: "\(members.count) members", known: ["String", "Regex"])
    }
    switch member.name {
    case "String": return .string(text)
    case "Regex":
      guard let pattern = TextPattern(expression: text) else { throw .unknownExpression(stage: place, text) }
      return pattern
    default:
      throw .unsupported(stage: place, found: JSONValue.string(member.name).summary, known: ["String", "Regex"])
    }
  }

  /// The error of a kind that is not known.
  func unsupported(known: [String]) -> Problem {
    .unsupported(stage: place, found: JSONValue.string(type).summary, known: known + ["Sequence", "null"])
  }
}

extension JSONObject {
  /// The value of a name, or nil where it is left out or null.
  func value(of name: String) -> JSONValue? {
    guard let value = self[name], value != .null else { return .none }
    return value
  }
}
