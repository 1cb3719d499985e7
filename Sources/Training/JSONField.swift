internal import StrictJSON

/// A member of an object on the disk and its place in a value: one description reads it, checks it and writes it.
struct JSONField<Root> {
  let name: String
  let written: (Root) -> JSONValue?
  let take: (JSONValue?, inout Root) throws(JSONMismatch) -> Void

  /// A member that must be there.
  private init(
    _ name: String, written: @escaping (Root) -> JSONValue,
    take: @escaping (JSONValue, inout Root) throws(JSONMismatch) -> Void
  ) {
    self.name = name
    self.written = written
    self.take = { (value, root) throws(JSONMismatch) in
      guard let value else { throw JSONMismatch(place: name, expected: "a value", found: "nothing") }
      try take(value, &root)
    }
  }

  /// A member that may be absent.
  private init(
    optional name: String, written: @escaping (Root) -> JSONValue?,
    take: @escaping (JSONValue?, inout Root) throws(JSONMismatch) -> Void
  ) {
    (self.name, self.written, self.take) = (name, written, take)
  }

  /// A whole number.
  static func whole(_ name: String, _ place: WritableKeyPath<Root, Int>, _ range: ClosedRange<Int>) -> Self {
    Self(name, written: { .integer($0[keyPath: place]) }) { (value, root) throws(JSONMismatch) in
      root[keyPath: place] = try value.integer(at: name, in: range)
    }
  }

  /// A whole number that may be absent.
  static func whole(_ name: String, _ place: WritableKeyPath<Root, Int?>, _ range: ClosedRange<Int>) -> Self {
    Self(optional: name, written: { $0[keyPath: place].map { .integer($0) } }) { (value, root) throws(JSONMismatch) in
      root[keyPath: place] = try value.map { (value) throws(JSONMismatch) in try value.integer(at: name, in: range) }
    }
  }

  /// A whole number, which may be left out where it is as always.
  static func whole(
    _ name: String, _ place: WritableKeyPath<Root, Int>, _ range: ClosedRange<Int>, otherwise normal: Int
  ) -> Self {
    Self(optional: name, written: { .integer($0[keyPath: place]) }) { (value, root) throws(JSONMismatch) in
      root[keyPath: place] =
        try value.map { (value) throws(JSONMismatch) in try value.integer(at: name, in: range) } ?? normal
    }
  }

  /// A number.
  static func number(
    _ name: String, _ place: WritableKeyPath<Root, Double>, _ range: ClosedRange<Double>
  ) -> Self {
    Self(name, written: { .number($0[keyPath: place]) }) { (value, root) throws(JSONMismatch) in
      root[keyPath: place] = try value.number(at: name, in: range)
    }
  }

  /// A number that may be absent.
  static func number(
    _ name: String, _ place: WritableKeyPath<Root, Double?>, _ range: ClosedRange<Double>
  ) -> Self {
    Self(optional: name, written: { $0[keyPath: place].map { .number($0) } }) { (value, root) throws(JSONMismatch) in
      root[keyPath: place] = try value.map { (value) throws(JSONMismatch) in try value.number(at: name, in: range) }
    }
  }

  /// A number in single precision, written as a person would.
  static func single(
    _ name: String, _ place: WritableKeyPath<Root, Float>, _ range: ClosedRange<Float>
  ) -> Self {
    Self(name, written: { .number(shortest: $0[keyPath: place]) }) { (value, root) throws(JSONMismatch) in
      let number = Float(try value.number(at: name))
      guard range.contains(number) else { throw outside(range, at: name, value) }
      root[keyPath: place] = number
    }
  }

  /// One of a few names.
  static func kind<Kind: RawRepresentable & CaseIterable>(
    _ name: String, _ place: WritableKeyPath<Root, Kind>
  ) -> Self where Kind.RawValue == String {
    Self(name, written: { .string($0[keyPath: place].rawValue) }) { (value, root) throws(JSONMismatch) in
      root[keyPath: place] = try named(value, at: name)
    }
  }

  /// One of a few names, that may be absent.
  static func kind<Kind: RawRepresentable & CaseIterable>(
    _ name: String, _ place: WritableKeyPath<Root, Kind?>
  ) -> Self where Kind.RawValue == String {
    Self(optional: name, written: { $0[keyPath: place].map { .string($0.rawValue) } }) {
      (value, root) throws(JSONMismatch) in
      root[keyPath: place] = try value.map { (value) throws(JSONMismatch) in try named(value, at: name) }
    }
  }

  /// A text.
  static func text(_ name: String, _ place: WritableKeyPath<Root, String>) -> Self {
    Self(name, written: { .string($0[keyPath: place]) }) { (value, root) throws(JSONMismatch) in
      root[keyPath: place] = try value.string(at: name)
    }
  }

  /// A text that may be absent.
  static func text(_ name: String, _ place: WritableKeyPath<Root, String?>) -> Self {
    Self(optional: name, written: { $0[keyPath: place].map { .string($0) } }) { (value, root) throws(JSONMismatch) in
      root[keyPath: place] = try value.map { (value) throws(JSONMismatch) in try value.string(at: name) }
    }
  }

  /// Texts, which are left out where there are none.
  static func texts(_ name: String, _ place: WritableKeyPath<Root, [String]>) -> Self {
    Self(
      optional: name,
      written: { $0[keyPath: place].isEmpty ? nil : .array($0[keyPath: place].map { .string($0) }) }
    ) { (value, root) throws(JSONMismatch) in
      root[keyPath: place] = []
      for text in try value?.array(at: name) ?? [] { root[keyPath: place].append(try text.string(at: name)) }
    }
  }

  /// A name that could be a file's: letters, digits, `.`, `_` and `-`, the first one no point.
  static func name(_ name: String, _ place: WritableKeyPath<Root, String>) -> Self {
    Self(name, written: { .string($0[keyPath: place]) }) { (value, root) throws(JSONMismatch) in
      let text = try value.string(at: name)
      let isName = text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
          true
        default: false
        }
      }
      guard isName, !text.isEmpty, !text.hasPrefix("."), text.utf8.count <= 64 else {
        throw JSONMismatch(
          place: name, expected: "up to 64 letters, digits, points, _ and -, no point first", found: value.summary)
      }
      root[keyPath: place] = text
    }
  }

  /// Yes or no.
  static func flag(_ name: String, _ place: WritableKeyPath<Root, Bool>) -> Self {
    Self(name, written: { .bool($0[keyPath: place]) }) { (value, root) throws(JSONMismatch) in
      root[keyPath: place] = try value.bool(at: name)
    }
  }

  /// Yes or no, which is left out where it is as always.
  static func flag(_ name: String, _ place: WritableKeyPath<Root, Bool>, otherwise normal: Bool) -> Self {
    Self(optional: name, written: { $0[keyPath: place] == normal ? nil : .bool(!normal) }) {
      (value, root) throws(JSONMismatch) in
      root[keyPath: place] = try value?.bool(at: name) ?? normal
    }
  }

  /// A number of 64 bits, as a text: JSON's readers elsewhere would round it.
  static func bits(_ name: String, _ place: WritableKeyPath<Root, UInt64>) -> Self {
    Self(name, written: { .string(String($0[keyPath: place])) }) { (value, root) throws(JSONMismatch) in
      guard let number = UInt64(try value.string(at: name)) else {
        throw JSONMismatch(place: name, expected: "a whole number as a string", found: value.summary)
      }
      root[keyPath: place] = number
    }
  }
}

extension JSONObject {
  /// A value's fields, in their order.
  init<Root>(_ root: Root, _ fields: [JSONField<Root>]) {
    self.init(fields.compactMap { field in field.written(root).map { (field.name, $0) } })
  }

  /// Reads a value's fields; members that are none of them are not looked at.
  func fill<Root>(_ root: inout Root, _ fields: [JSONField<Root>]) throws(JSONMismatch) {
    for field in fields { try field.take(self[field.name], &root) }
  }
}

extension JSONValue {
  /// The number that stands here, within a range.
  fileprivate func number(at place: String, in range: ClosedRange<Double>) throws(JSONMismatch) -> Double {
    let number = try number(at: place)
    guard range.contains(number) else { throw outside(range, at: place, self) }
    return number
  }
}

private func named<Kind: RawRepresentable & CaseIterable>(
  _ value: JSONValue, at place: String
) throws(JSONMismatch) -> Kind where Kind.RawValue == String {
  guard let kind = Kind(rawValue: try value.string(at: place)) else {
    let names = Kind.allCases.map(\.rawValue).joined(separator: ", ")
    throw JSONMismatch(place: place, expected: "one of \(names)", found: value.summary)
  }
  return kind
}

private func outside<Number>(_ range: ClosedRange<Number>, at place: String, _ value: JSONValue) -> JSONMismatch {
  JSONMismatch(
    place: place, expected: "a number from \(range.lowerBound) to \(range.upperBound)", found: value.summary)
}
