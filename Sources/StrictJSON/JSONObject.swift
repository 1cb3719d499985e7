/// Names and values in the order in which they were written. No name occurs twice.
public struct JSONObject: Sendable, Equatable {
  /// A name and its value.
  public struct Member: Sendable, Equatable {
    /// The name.
    public let name: String
    /// The value.
    public var value: JSONValue

    /// A name and its value.
    public init(name: String, value: JSONValue) {
      self.name = name
      self.value = value
    }

    /// Whether the names have the same bytes and the values are equal.
    public static func == (a: Self, b: Self) -> Bool { haveSameBytes(a.name, b.name) && a.value == b.value }
  }

  /// The members, in order.
  public private(set) var members: [Member]

  /// An empty object.
  public init() { members = [] }

  /// An object of given members, in order.
  ///
  /// - Precondition: no name occurs twice.
  public init(_ pairs: some Sequence<(String, JSONValue)>) {
    var names = NameSet()
    members = pairs.map { name, value in
      precondition(names.insert(name), "an object was given the name \(name) twice")
      return Member(name: name, value: value)
    }
  }

  /// Members whose names are known to differ.
  init(checked members: [Member]) { self.members = members }

  /// The value of a name, compared by bytes, or nil; setting nil takes the member out, setting a new name puts it last.
  /// Takes time in proportion to the number of members.
  public subscript(name: String) -> JSONValue? {
    get { members.first { haveSameBytes($0.name, name) }?.value }
    set {
      let index = members.firstIndex { haveSameBytes($0.name, name) }
      switch (index, newValue) {
      case (let index?, let value?): members[index].value = value
      case (let index?, nil): members.remove(at: index)
      case (nil, let value?): members.append(Member(name: name, value: value))
      case (nil, nil): break
      }
    }
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  /// An object, in the order given.
  public init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}

/// The names of an object so far. Few names are compared one by one, many are hashed.
struct NameSet {
  private static let fewNames = 8
  private var names: [String] = []
  private var hashed: Set<ByteKey> = []

  /// Takes a name up; false when it was there.
  mutating func insert(_ name: String) -> Bool {
    guard hashed.isEmpty else { return hashed.insert(ByteKey(name)).inserted }
    guard !names.contains(where: { haveSameBytes($0, name) }) else { return false }
    names.append(name)
    if names.count > Self.fewNames { hashed = Set(names.map(ByteKey.init)) }
    return true
  }
}
