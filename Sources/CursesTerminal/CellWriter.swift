import CNcurses
import Glibc
import TerminalCanvas

/// Turns a canvas's cells into those of ncurses.
struct CellWriter {
  private var presentation: Presentation
  private var pairs: ColorPairs
  private let hasBrightColors: Bool
  private var row: [cchar_t] = []

  init(_ capability: Capability) {
    presentation = Presentation(capability)
    let colors = tigetnum("colors")
    pairs = ColorPairs(limit: max(1, tigetnum("pairs")), colors: colors)
    hasBrightColors = colors >= 16
  }

  /// Whether some cell got no pair of colours because the table is full.
  var isOutOfPairs: Bool { pairs.isFull }

  /// Forgets the pairs; everything must be drawn again.
  mutating func resetPairs() { pairs.reset() }

  /// Puts a run of cells into the window.
  mutating func write(_ canvas: Canvas, _ run: Canvas.Run, _ window: UnsafeMutablePointer<WINDOW>) {
    row.removeAll(keepingCapacity: true)
    var last: Appearance?
    for x in run.columns {
      guard var cell = presentation.appearance(canvas, x: x, y: run.y) else { continue }
      // Nobody sees a blank's ink: with that of its neighbour it costs no change of colours.
      if let last, cell.isBlank, last.paper == cell.paper, last.attributes == cell.attributes { cell.ink = last.ink }
      append(cell)
      last = cell
    }
    _ = row.withUnsafeBufferPointer { cells in
      mvwadd_wchnstr(window, Int32(run.y), Int32(run.columns.lowerBound), cells.baseAddress, Int32(cells.count))
    }
  }

  /// ncurses asks the C library how wide a character is: one about which it disagrees with us is shown as `?`.
  private mutating func append(_ cell: Appearance) {
    let isKnown = cell.scalar.isASCII || wcwidth(cell.scalar.wide) == Int32(cell.columns)
    guard isKnown else {
      for _ in 0..<cell.columns { row.append(curses(cell, "?", [])) }
      return
    }
    row.append(curses(cell, cell.scalar, cell.marks.filter { wcwidth($0.wide) == 0 }))
  }

  private mutating func curses(_ cell: Appearance, _ scalar: Unicode.Scalar, _ marks: [Unicode.Scalar]) -> cchar_t {
    var attributes: attr_t = 0
    for (attribute, shift) in Self.attributes where cell.attributes.contains(attribute) {
      attributes |= attr_t(1) << attr_t(NCURSES_ATTR_SHIFT + shift)
    }
    if case .index(let index) = cell.ink, index >= 8, index < 16, !hasBrightColors {
      attributes |= attr_t(1) << attr_t(NCURSES_ATTR_SHIFT + 13)
    }
    let pair = pairs.pair(ink: cell.ink, paper: cell.paper)
    var result = cchar_t()
    // The lower bits hold what fits of the pair, for parts of ncurses that know no more than 256.
    result.attr = attributes | attr_t(min(pair, 255)) << attr_t(NCURSES_ATTR_SHIFT)
    result.ext_color = pair
    result.chars.0 = scalar.wide
    if marks.count > 0 { result.chars.1 = marks[0].wide }
    if marks.count > 1 { result.chars.2 = marks[1].wide }
    if marks.count > 2 { result.chars.3 = marks[2].wide }
    if marks.count > 3 { result.chars.4 = marks[3].wide }
    return result
  }

  /// Bits of curses.h, counted from `NCURSES_ATTR_SHIFT`.
  private static let attributes: [(Attributes, Int32)] = [
    (.underline, 9), (.reverse, 10), (.dim, 12), (.bold, 13), (.italic, 23),
  ]
}

extension Unicode.Scalar {
  /// The scalar as the C library's wide character.
  fileprivate var wide: wchar_t { wchar_t(bitPattern: value) }
}

extension Appearance {
  /// Whether only its paper is seen.
  fileprivate var isBlank: Bool { scalar == " " && attributes.isDisjoint(with: [.underline, .reverse]) }
}
