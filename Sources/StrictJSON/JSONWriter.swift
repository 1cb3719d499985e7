/// How JSON is laid out.
public enum JSONLayout: Sendable {
  /// One line without spaces.
  case compact
  /// Two spaces of indentation, one member or element a line, a line break at the end.
  case pretty
}

extension JSONValue {
  /// This value as JSON text. The same value always gives the same text, and reading the text gives the value again:
  /// numbers are written with the fewest digits that identify them, control characters are escaped.
  ///
  /// - Precondition: all numbers are finite, since JSON knows no others.
  public func text(_ layout: JSONLayout = .compact) -> String {
    var writer = JSONWriter(layout: layout)
    writer.write(self)
    if layout == .pretty { writer.text += "\n" }
    return writer.text
  }
}

struct JSONWriter {
  let layout: JSONLayout
  var text = ""
  private var depth = 0

  init(layout: JSONLayout) { self.layout = layout }

  mutating func write(_ value: JSONValue) {
    switch value {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .number(let value):
      precondition(value.isFinite, "JSON has no number \(value)")
      text += value.description
    case .string(let value): write(string: value)
    case .array(let elements):
      enclosed("[", "]", elements) { writer, element in writer.write(element) }
    case .object(let object):
      enclosed("{", "}", object.members) { writer, member in
        writer.write(string: member.name)
        writer.text += writer.layout == .pretty ? ": " : ":"
        writer.write(member.value)
      }
    }
  }

  private mutating func enclosed<Element>(
    _ opening: String, _ closing: String, _ elements: [Element], _ body: (inout JSONWriter, Element) -> Void
  ) {
    text += opening
    depth += 1
    for (index, element) in elements.enumerated() {
      if index > 0 { text += "," }
      breakLine()
      body(&self, element)
    }
    depth -= 1
    if !elements.isEmpty { breakLine() }
    text += closing
  }

  private mutating func breakLine() {
    guard layout == .pretty else { return }
    text += "\n"
    for _ in 0..<depth { text += "  " }
  }

  private mutating func write(string: String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      // U+2028 and U+2029 are legal, but some tools take them for the end of a line.
      case "\0"..<" ", "\u{7F}"..<"\u{A0}", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
