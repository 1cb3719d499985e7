internal import Wording

/// A value that is not what its place asks for.
public struct JSONMismatch: Error, Equatable, Sendable, CustomStringConvertible {
  /// Where: the name of the member, or a path to it.
  public let place: String
  /// What is allowed there.
  public let expected: String
  /// What stands there.
  public let found: String

  /// The facts of a mismatch.
  public init(place: String, expected: String, found: String) {
    self.place = place
    self.expected = expected
    self.found = found
  }

  /// `n_layer: expected a whole number, found "12"`.
  public var description: String { "\(plain(place)): expected \(expected), found \(found)" }
}

extension JSONValue {
  /// The value in a few words, fit for a message: `12`, `"gelu"`, `a list of 3`.
  public var summary: String {
    switch self {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .integer(let value): String(value)
    case .number(let value): value.description
    case .string(let value): quoted(value, limit: 40)
    case .array(let elements): "a list of \(grouped(elements.count))"
    case .object(let object): "an object with " + counted(object.members.count, "member")
    }
  }

  private func mismatch(_ place: String, _ expected: String) -> JSONMismatch {
    JSONMismatch(place: place, expected: expected, found: summary)
  }

  /// The object that stands here.
  public func object(at place: @autoclosure () -> String) throws(JSONMismatch) -> JSONObject {
    guard case .object(let object) = self else { throw mismatch(place(), "an object") }
    return object
  }

  /// The list that stands here.
  public func array(at place: @autoclosure () -> String) throws(JSONMismatch) -> [JSONValue] {
    guard case .array(let elements) = self else { throw mismatch(place(), "a list") }
    return elements
  }

  /// The string that stands here.
  public func string(at place: @autoclosure () -> String) throws(JSONMismatch) -> String {
    guard case .string(let string) = self else { throw mismatch(place(), "a string") }
    return string
  }

  /// The truth value that stands here.
  public func bool(at place: @autoclosure () -> String) throws(JSONMismatch) -> Bool {
    guard case .bool(let value) = self else { throw mismatch(place(), "true or false") }
    return value
  }

  /// The whole number that stands here, within a range.
  public func integer(
    at place: @autoclosure () -> String, in range: ClosedRange<Int> = 0...Int.max
  ) throws(JSONMismatch) -> Int {
    guard case .integer(let value) = self, range.contains(value) else {
      let bounds =
        range.upperBound == Int.max
        ? "of at least \(grouped(range.lowerBound))"
        : "from \(grouped(range.lowerBound)) to \(grouped(range.upperBound))"
      throw mismatch(place(), "a whole number \(bounds)")
    }
    return value
  }

  /// The number that stands here, whole or not.
  public func number(at place: @autoclosure () -> String) throws(JSONMismatch) -> Double {
    switch self {
    case .integer(let value): return Double(value)
    case .number(let value): return value
    default: throw mismatch(place(), "a number")
    }
  }
}

extension JSONObject {
  /// The value of a name, or an error that says what is missing.
  public func required(_ name: String, at place: String = "") throws(JSONMismatch) -> JSONValue {
    guard let value = self[name] else {
      throw JSONMismatch(place: place.isEmpty ? name : place + "." + name, expected: "a value", found: "nothing")
    }
    return value
  }
}
