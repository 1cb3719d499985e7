/// Turns the screens that a program draws, one after another, into a recording that asciinema plays: asciicast v2, lines of
/// JSON (https://docs.asciinema.org/manual/asciicast/v2/).
///
/// What it holds are the drawn cells in 24-bit colour, whatever the terminal at hand can show: the first screen whole, as
/// each of a new size, of all others the cells that changed. It says nothing of the machine or the person.
public struct Asciicast: Sendable {
  private let title: String
  private let timestamp: Int
  private var presenter = ANSIPresenter(Capability(.direct))
  private var shown: Canvas?

  /// - Parameters:
  ///   - title: What is recorded.
  ///   - timestamp: When it began, in seconds since 1970.
  public init(title: String, timestamp: Int) {
    self.title = title
    self.timestamp = timestamp
  }

  /// Appends the lines for the next screen; none where it looks as the last one did.
  ///
  /// - Parameters:
  ///   - microseconds: When it was drawn, since the recording's beginning; never less than before.
  ///   - lines: What the lines are appended to; it holds whole lines at any time.
  public mutating func add(_ canvas: Canvas, at microseconds: Int, to lines: inout [UInt8]) {
    var drawing = TextBuffer()
    let isWhole = shown.map { ($0.width, $0.height) != (canvas.width, canvas.height) } ?? true
    if isWhole { drawing.append(shown == nil ? "\u{1B}[?25l\u{1B}[2J" : "\u{1B}[0m\u{1B}[2J") }
    presenter.appendUpdate(from: isWhole ? nil : shown, to: canvas, &drawing)
    guard !drawing.bytes.isEmpty else { return }
    var text = TextBuffer(capacity: drawing.bytes.count * 3 / 2)
    if shown == nil {
      appendHeader(canvas, to: &text)
    } else if isWhole {
      Self.append(event: "r", at: microseconds, Array("\(canvas.width)x\(canvas.height)".utf8), to: &text)
    }
    Self.append(event: "o", at: microseconds, drawing.bytes, to: &text)
    lines += text.bytes
    shown = canvas
  }

  /// Appends the last line: the player's terminal gets its cursor back, in the last row, and what was drawn stays.
  public mutating func end(at microseconds: Int, to lines: inout [UInt8]) {
    guard let last = shown else { return }
    shown = nil
    var text = TextBuffer()
    let farewell = Array("\u{1B}[0m\u{1B}[\(last.height);1H\u{1B}[?25h".utf8)
    Self.append(event: "o", at: microseconds, farewell, to: &text)
    lines += text.bytes
  }

  /// The names of the sequences used, and nothing of the terminal that the program ran on.
  private func appendHeader(_ canvas: Canvas, to text: inout TextBuffer) {
    text.append("{\"version\": 2, \"width\": ")
    text.append(number: canvas.width)
    text.append(", \"height\": ")
    text.append(number: canvas.height)
    text.append(", \"timestamp\": ")
    text.append(number: max(0, timestamp))
    text.append(", \"env\": {\"TERM\": \"xterm-256color\", \"COLORTERM\": \"truecolor\"}, \"title\": ")
    text.append(json: Array(title.utf8))
    text.append("}\n")
  }

  private static func append(
    event code: StaticString, at microseconds: Int, _ data: [UInt8], to text: inout TextBuffer
  ) {
    let (seconds, rest) = max(0, microseconds).quotientAndRemainder(dividingBy: 1_000_000)
    text.append(UInt8(ascii: "["))
    text.append(number: seconds)
    text.append(UInt8(ascii: "."))
    // Six digits, with the noughts at the front.
    var unit = 100_000
    while unit > 0 {
      text.append(UInt8(ascii: "0") + UInt8(rest / unit % 10))
      unit /= 10
    }
    text.append(", \"")
    text.append(code)
    text.append("\", ")
    text.append(json: data)
    text.append("]\n")
  }
}

extension TextBuffer {
  /// Appends UTF-8 as a string of JSON (RFC 8259, section 7).
  fileprivate mutating func append(json bytes: [UInt8]) {
    append(UInt8(ascii: "\""))
    var rest = bytes[...]
    while let place = rest.firstIndex(where: { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) {
      append(rest[..<place])
      switch bytes[place] {
      case 0x1B: append("\\u001b")
      case let byte where byte < 0x20:
        append("\\u00")
        append(Self.digits[Int(byte >> 4)])
        append(Self.digits[Int(byte & 15)])
      case let byte:
        append(UInt8(ascii: "\\"))
        append(byte)
      }
      rest = rest[(place + 1)...]
    }
    append(rest)
    append(UInt8(ascii: "\""))
  }

  private static let digits = Array("0123456789abcdef".utf8)
}
