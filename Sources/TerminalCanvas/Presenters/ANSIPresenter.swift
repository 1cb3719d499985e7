/// Turns canvases into text with colour sequences (SGR, ECMA-48 8.3.117), for pipes, files and recordings.
public struct ANSIPresenter: Sendable {
  private var presentation: Presentation

  /// A presenter for a screen's abilities.
  public init(_ capability: Capability) { presentation = Presentation(capability) }

  /// The screen in lines, each ending with the colours reset: fit for `cat`. Moves no cursor.
  public mutating func frame(_ canvas: Canvas) -> String {
    var text = TextBuffer(capacity: canvas.width * canvas.height * 8)
    for y in 0..<canvas.height {
      var pen = Pen()
      write(canvas, Canvas.Run(y: y, columns: 0..<canvas.width), &pen, &text)
      if !pen.isPlain { text.append("\u{1B}[0m") }
      text.append(UInt8(ascii: "\n"))
    }
    return text.text
  }

  /// What turns a terminal that shows `old` (`nil`: anything) into one that shows `new`.
  public mutating func update(from old: Canvas?, to new: Canvas) -> String {
    var text = TextBuffer()
    appendUpdate(from: old, to: new, &text)
    return text.text
  }

  /// Appends what ``update(from:to:)`` returns.
  mutating func appendUpdate(from old: Canvas?, to new: Canvas, _ text: inout TextBuffer) {
    let runs = new.changes(from: old ?? Canvas(width: 0, height: 0))
    guard !runs.isEmpty else { return }
    var pen = Pen()
    text.append("\u{1B}[0m")
    for run in runs {
      text.append("\u{1B}[")
      text.append(number: run.y + 1)
      text.append(UInt8(ascii: ";"))
      text.append(number: run.columns.lowerBound + 1)
      text.append(UInt8(ascii: "H"))
      write(new, run, &pen, &text)
    }
    if !pen.isPlain { text.append("\u{1B}[0m") }
  }

  private mutating func write(_ canvas: Canvas, _ run: Canvas.Run, _ pen: inout Pen, _ text: inout TextBuffer) {
    for x in run.columns {
      guard let cell = presentation.appearance(canvas, x: x, y: run.y) else { continue }
      pen.change(to: Pen(ink: cell.ink, paper: cell.paper, attributes: cell.attributes), &text)
      text.append(cell.scalar)
      for mark in cell.marks { text.append(mark) }
    }
  }
}

/// The colours and attributes that a terminal draws with at the moment.
private struct Pen: Equatable {
  var ink = PaintColor.standard
  var paper = PaintColor.standard
  var attributes: Attributes = []

  var isPlain: Bool { self == Pen() }

  /// Writes the shortest sequence that leads to another pen.
  mutating func change(to next: Pen, _ text: inout TextBuffer) {
    guard next != self else { return }
    var separator: StaticString = "\u{1B}["
    func code(_ number: Int) {
      text.append(separator)
      text.append(number: number)
      separator = ";"
    }
    if !attributes.subtracting(next.attributes).isEmpty {
      code(0)
      self = Pen()
    }
    for (attribute, number) in Pen.switches where next.attributes.subtracting(attributes).contains(attribute) {
      code(number)
    }
    if next.ink != ink { Pen.codes(next.ink, base: 30, code) }
    if next.paper != paper { Pen.codes(next.paper, base: 40, code) }
    text.append(UInt8(ascii: "m"))
    self = next
  }

  private static let switches: [(Attributes, Int)] = [
    (.bold, 1), (.dim, 2), (.italic, 3), (.underline, 4), (.reverse, 7),
  ]

  private static func codes(_ color: PaintColor, base: Int, _ code: (Int) -> Void) {
    switch color {
    case .standard: code(base + 9)
    case .index(let index) where index < 8: code(base + Int(index))
    case .index(let index) where index < 16: code(base + 52 + Int(index))
    case .index(let index):
      code(base + 8)
      code(5)
      code(Int(index))
    case .rgb(let color):
      code(base + 8)
      code(2)
      for channel in [color.red, color.green, color.blue] { code(Int(channel)) }
    }
  }
}
