/// A key press, with a name that reads and prints the same: `ctrl-a`, `left`, `enter`, `space`, `?`, `shift-tab`.
public struct Key: Hashable, Sendable {
  /// Which key.
  public enum Code: Hashable, Sendable {
    /// What the key types; upper case is a character of its own, without `shift`.
    case character(Unicode.Scalar)
    /// The arrow to the left.
    case left
    /// The arrow to the right.
    case right
    /// The arrow up.
    case up
    /// The arrow down.
    case down
    /// To the beginning.
    case home
    /// To the end.
    case end
    /// One page up.
    case pageUp
    /// One page down.
    case pageDown
    /// Return.
    case enter
    /// Tabulator.
    case tab
    /// Escape.
    case escape
    /// Delete to the left.
    case backspace
    /// Delete to the right.
    case delete
    /// Insert.
    case insert
    /// A function key, 1 to 12.
    case function(Int)
  }

  /// Keys held with it.
  public struct Modifiers: OptionSet, Hashable, Sendable {
    /// The bits of the set.
    public let rawValue: UInt8
    /// A set from its bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// Shift, where the terminal tells it apart: with arrows, Tab and function keys.
    public static let shift = Modifiers(rawValue: 1)
    /// Alt or Meta.
    public static let alt = Modifiers(rawValue: 2)
    /// Control.
    public static let control = Modifiers(rawValue: 4)
  }

  /// Which key.
  public var code: Code
  /// What is held with it.
  public var modifiers: Modifiers

  /// A key with modifiers.
  public init(_ code: Code, _ modifiers: Modifiers = []) {
    self.code = code
    self.modifiers = modifiers
  }

  /// The key that types a character.
  public init(_ character: Unicode.Scalar) { self.init(.character(character)) }

  /// The character it types into a text, or `nil` for commands and with Control or Alt held.
  public var typed: Unicode.Scalar? {
    guard case .character(let scalar) = code, modifiers.isSubset(of: .shift) else { return nil }
    return scalar
  }
}

extension Key: CustomStringConvertible {
  /// Names of the keys that type nothing (and of the space bar).
  private static let names: [(name: String, code: Code)] = [
    ("left", .left), ("right", .right), ("up", .up), ("down", .down), ("home", .home), ("end", .end),
    ("pageup", .pageUp), ("pagedown", .pageDown), ("enter", .enter), ("tab", .tab), ("escape", .escape),
    ("esc", .escape),
    ("backspace", .backspace), ("delete", .delete), ("insert", .insert), ("space", .character(" ")),
  ]

  /// Every name that ``init(named:)`` knows besides single characters and f1…f12; for messages.
  public static var knownNames: [String] { names.map(\.name) }

  /// The key's name, as ``init(named:)`` reads it.
  public var description: String {
    var name = ""
    if modifiers.contains(.control) { name += "ctrl-" }
    if modifiers.contains(.alt) { name += "alt-" }
    if modifiers.contains(.shift) { name += "shift-" }
    switch code {
    case .function(let number): return name + "f\(number)"
    case .character(let scalar) where scalar != " ": return name + VisibleText(String(scalar)).description
    default: return name + (Key.names.first { $0.code == code }?.name ?? "")
    }
  }

  /// The key of a name such as `ctrl-a`, `shift-tab`, `f5`, `space`, `enter` or `?`; `nil` for an unknown name.
  public init?(named name: String) {
    var rest = Substring(name)
    var modifiers: Modifiers = []
    let prefixes: [(String, Modifiers)] = [("ctrl-", .control), ("alt-", .alt), ("shift-", .shift)]
    while let (prefix, modifier) = prefixes.first(where: { rest.hasPrefix($0.0) && rest.count > $0.0.count }) {
      rest = rest.dropFirst(prefix.count)
      modifiers.insert(modifier)
    }
    if rest.unicodeScalars.count == 1, let scalar = rest.unicodeScalars.first {
      guard case .glyph = VisibleText.classify(scalar), scalar != " " else { return nil }
      self.init(.character(scalar), modifiers)
    } else if let named = Key.names.first(where: { $0.name == rest }) {
      self.init(named.code, modifiers)
    } else if rest.first == "f", let number = Int(rest.dropFirst()), (1...12).contains(number) {
      self.init(.function(number), modifiers)
    } else {
      return nil
    }
  }
}

/// A name in a key script that no key has.
public struct UnknownKey: Error, Hashable, Sendable, CustomStringConvertible {
  /// The name that was found.
  public let name: String
  /// Its place in the script, counted from 1.
  public let position: Int

  /// The fault in one line.
  public var description: String {
    "key \(position), “\(VisibleText(name))”, has no meaning; a key is one character, f1 to f12 or "
      + Key.knownNames.joined(separator: ", ") + ", with ctrl-, alt- or shift- before it"
  }
}

extension Key {
  /// Keys from a script: names with blanks between, such as `"j j enter"`.
  public static func script(_ text: String) throws(UnknownKey) -> [Key] {
    var keys: [Key] = []
    for name in text.split(whereSeparator: \.isWhitespace) {
      guard let key = Key(named: String(name)) else {
        throw UnknownKey(name: String(name), position: keys.count + 1)
      }
      keys.append(key)
    }
    return keys
  }
}
