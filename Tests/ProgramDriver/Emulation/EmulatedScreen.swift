/// A terminal made of values: the screen that a program's bytes draw, the modes that they set, and every byte that no
/// program of ours may send.
///
/// It knows what xterm does with the sequences that ncurses sends for `xterm-256color`, and nothing else: whatever it
/// doesn't know is a ``violations`` entry, so that a test which feeds it all of a program's output proves that the
/// output holds the program's own sequences alone. Widths are the C library's.
public struct EmulatedScreen: Sendable {
  /// Columns.
  public private(set) var width: Int
  /// Rows.
  public private(set) var height: Int
  /// Bytes that our programs must not send, with what stood there; the first hundred.
  public internal(set) var violations: [String] = []
  /// Attempts to draw outside the screen; the first hundred. A program that hasn't heard of a resize yet makes some.
  public internal(set) var overdraws: [String] = []
  /// What programs change about a terminal besides its cells.
  public internal(set) var modes = Modes()
  /// How often the whole screen was cleared.
  public internal(set) var clears = 0

  var cells: [Cell]
  var cursor = (x: 0, y: 0)
  /// Whether the last column was written and the next character would go to the next row.
  var isPastEdge = false
  var pen = Pen()
  var saved: (x: Int, y: Int, pen: Pen) = (0, 0, Pen())
  var region: Range<Int>
  /// The cells of the main screen while the alternate one shows.
  public internal(set) var main: [Cell]?
  var lastPrinted: Unicode.Scalar = " "
  var pending: [UInt8] = []

  /// An empty screen.
  public init(width: Int, height: Int) {
    (self.width, self.height) = (width, height)
    cells = Array(repeating: Cell(), count: width * height)
    region = 0..<height
  }

  /// How a cell is painted.
  public struct Pen: Hashable, Sendable {
    /// −1 for the terminal's own colour, a palette's index, or 24-bit red, green and blue above 2²⁴.
    public var ink: Int32 = -1
    /// As ``ink``.
    public var paper: Int32 = -1
    /// A bit for each attribute, 1 << its SGR number.
    public var attributes: UInt16 = 0
  }

  /// One place on the screen.
  public struct Cell: Hashable, Sendable {
    /// The character; NUL in the right half of a wide one.
    public var scalar: Unicode.Scalar = " "
    /// What combines with it.
    public var marks: [Unicode.Scalar] = []
    /// How it is painted.
    public var pen = Pen()

    /// The same without what can't be seen: a blank's ink, where nothing but ink would show it.
    var visible: Cell {
      var cell = self
      let needsInk = pen.attributes & (1 << 4 | 1 << 7) != 0
      if scalar == " ", marks.isEmpty, !needsInk { cell.pen = Pen(paper: pen.paper) }
      return cell
    }
  }

  /// What programs change about a terminal besides its cells.
  public struct Modes: Hashable, Sendable {
    /// Private modes that are on, by their DEC or xterm numbers; at first the visible cursor and wrapping.
    public var switches: Set<Int> = [7, 25]
    /// Whether the keypad sends application codes.
    public var hasApplicationKeypad = false
    /// Whether characters push others to the right.
    public var isInserting = false
    /// Whether letters are line drawing.
    public var isLineDrawing = false
  }

  /// Whether the terminal is as a shell expects it: every mode as at first, plain colours.
  public var isPlain: Bool { modes == Modes() && pen == Pen() && main == nil }

  /// Gives the screen another size.
  ///
  /// What it shows then is each terminal's own affair: some cut, others wrap lines anew. Here it is nothing that anybody
  /// has drawn, so that a program which relies on what was there is found out. A shell's lines stay where they fit.
  public mutating func resize(width newWidth: Int, height newHeight: Int) {
    guard (newWidth, newHeight) != (width, height) else { return }
    func refit(_ old: [Cell]) -> [Cell] {
      (0..<newHeight).flatMap { y in
        (0..<newWidth).map { x in x < width && y < height ? old[y * width + x] : Cell() }
      }
    }
    cells = main == nil ? refit(cells) : Array(repeating: Cell(scalar: "▒"), count: newWidth * newHeight)
    main = main.map(refit)
    (width, height) = (newWidth, newHeight)
    region = 0..<height
    cursor = (min(cursor.x, max(0, width - 1)), min(cursor.y, max(0, height - 1)))
    isPastEdge = false
  }

  /// The lines of the screen, without blanks at their ends.
  public var lines: [String] {
    (0..<height).map { y in
      var line = String.UnicodeScalarView()
      for cell in cells[y * width..<(y + 1) * width] where cell.scalar != "\0" {
        line.append(cell.scalar)
        line.append(contentsOf: cell.marks)
      }
      while line.last == " " { line.removeLast() }
      return String(line)
    }
  }

  /// The lines as one text.
  public var text: String { lines.joined(separator: "\n") }

  /// Whether nothing is to be seen.
  public var isBlank: Bool { cells.allSatisfy { $0.visible.scalar == " " } }

  /// The first places where two screens don't look the same, in words; `nil` where they do.
  public func difference(from other: EmulatedScreen) -> String? {
    guard width == other.width, height == other.height else {
      return "\(width) × \(height) is not \(other.width) × \(other.height)"
    }
    let places = cells.indices.filter { cells[$0].visible != other.cells[$0].visible }
    guard let first = places.first else { return nil }
    let (y, x) = first.quotientAndRemainder(dividingBy: width)
    return "\(places.count) cells differ, the first at column \(x), row \(y): \(cells[first]) is not "
      + "\(other.cells[first])\n\(text)\n-- is not --\n\(other.text)"
  }

  /// Forgets what was noted so far.
  public mutating func forgetNotes() { (violations, overdraws) = ([], []) }

  mutating func violate(_ what: @autoclosure () -> String) {
    if violations.count < 100 { violations.append(what()) }
  }

  mutating func overdraw(_ what: @autoclosure () -> String) {
    if overdraws.count < 100 { overdraws.append("\(what()) on \(width) × \(height)") }
  }
}
