import StrictJSON

extension JSONValue {
  /// Whole numbers of a list.
  var integers: [Int]? {
    guard case .array(let values) = self else { return nil }
    return values.compactMap { if case .integer(let number) = $0 { number } else { nil } }
  }

  /// Strings of a list.
  var texts: [String]? {
    guard case .array(let values) = self else { return nil }
    return values.compactMap { if case .string(let text) = $0 { text } else { nil } }
  }
}

extension JSONObject {
  /// The object that a text holds.
  init(parsing text: String) throws {
    guard case .object(let object) = try JSONValue(parsing: Array(text.utf8)) else { throw NoObject(text: text) }
    self = object
  }

  struct NoObject: Error { let text: String }
}
