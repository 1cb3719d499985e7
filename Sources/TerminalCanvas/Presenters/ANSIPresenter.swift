/// Turns canvases into text with colour sequences (SGR, ECMA-48 8.3.117), for pipes, files and recordings.
public struct ANSIPresenter: Sendable {
  private var presentation: Presentation

  /// A presenter for a screen's abilities.
  public init(_ capability: Capability) { presentation = Presentation(capability) }

  /// The screen in lines, each ending with the colours reset: fit for `cat`. Moves no cursor.
  public mutating func frame(_ canvas: Canvas) -> String {
    var text = ""
    for y in 0..<canvas.height {
      var pen = Pen()
      write(canvas, Canvas.Run(y: y, columns: 0..<canvas.width), &pen, &text)
      text += pen.isPlain ? "\n" : "\u{1B}[0m\n"
    }
    return text
  }

  /// What turns a terminal that shows `old` (`nil`: anything) into one that shows `new`.
  public mutating func update(from old: Canvas?, to new: Canvas) -> String {
    let runs = new.changes(from: old ?? Canvas(width: 0, height: 0))
    guard !runs.isEmpty else { return "" }
    var pen = Pen()
    var text = "\u{1B}[0m"
    for run in runs {
      text += "\u{1B}[\(run.y + 1);\(run.columns.lowerBound + 1)H"
      write(new, run, &pen, &text)
    }
    return pen.isPlain ? text : text + "\u{1B}[0m"
  }

  private mutating func write(_ canvas: Canvas, _ run: Canvas.Run, _ pen: inout Pen, _ text: inout String) {
    for x in run.columns {
      guard let cell = presentation.appearance(canvas, x: x, y: run.y) else { continue }
      pen.change(to: Pen(ink: cell.ink, paper: cell.paper, attributes: cell.attributes), &text)
      text.unicodeScalars.append(cell.scalar)
      text.unicodeScalars.append(contentsOf: cell.marks)
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
  mutating func change(to next: Pen, _ text: inout String) {
    guard next != self else { return }
    var codes: [String] = []
    if !attributes.subtracting(next.attributes).isEmpty {
      codes.append("0")
      self = Pen()
    }
    let switches: [(Attributes, String)] = [
      (.bold, "1"), (.dim, "2"), (.italic, "3"), (.underline, "4"), (.reverse, "7"),
    ]
    for (attribute, code) in switches where next.attributes.subtracting(attributes).contains(attribute) {
      codes.append(code)
    }
    if next.ink != ink { codes.append(Pen.code(next.ink, base: 30)) }
    if next.paper != paper { codes.append(Pen.code(next.paper, base: 40)) }
    text += "\u{1B}[" + codes.joined(separator: ";") + "m"
    self = next
  }

  private static func code(_ color: PaintColor, base: Int) -> String {
    switch color {
    case .standard: "\(base + 9)"
    case .index(let index) where index < 8: "\(base + Int(index))"
    case .index(let index) where index < 16: "\(base + 52 + Int(index))"
    case .index(let index): "\(base + 8);5;\(index)"
    case .rgb(let color): "\(base + 8);2;\(color.red);\(color.green);\(color.blue)"
    }
  }
}
