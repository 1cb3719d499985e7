/// The screen as a value: a grid of cells that views draw on and presenters read.
///
/// Every drawing operation clips; none fails. All text passes ``VisibleText``, so no byte that could move a cursor or
/// hide itself ever becomes a cell.
public struct Canvas: Sendable {
  /// The number of columns.
  public let width: Int
  /// The number of rows.
  public let height: Int
  /// The colours of an untouched cell.
  public let base: Style
  /// Drawing outside it has no effect; it lies within the canvas.
  public private(set) var clip: Rect

  var cells: [Cell]
  var clusters: [[Unicode.Scalar]] = []

  /// An empty canvas.
  ///
  /// - Parameters:
  ///   - width: Columns, clamped to 0…4,096.
  ///   - height: Rows, clamped to 0…4,096.
  ///   - base: Colours of untouched cells; missing ones are light grey on black.
  public init(width: Int, height: Int, base: Style = Style()) {
    self.width = min(max(0, width), 4096)
    self.height = min(max(0, height), 4096)
    self.base = Style(base.foreground ?? Color(0xC8CCD8), on: base.background ?? .black)
    clip = Rect(x: 0, y: 0, width: self.width, height: self.height)
    cells = Array(repeating: Canvas.blank(self.base), count: self.width * self.height)
  }

  static func blank(_ style: Style) -> Cell {
    Cell(
      glyph: Cell.space, foreground: style.foreground ?? .white, background: style.background ?? .black,
      attributes: style.attributes)
  }

  /// The whole canvas.
  public var bounds: Rect { Rect(x: 0, y: 0, width: width, height: height) }

  /// The cell at a place; reading outside gives a blank one.
  public subscript(x: Int, y: Int) -> Cell {
    guard x >= 0, x < width, y >= 0, y < height else { return Canvas.blank(base) }
    return cells[y * width + x]
  }

  /// The combining marks of a cell, at most four.
  public func marks(of cell: Cell) -> [Unicode.Scalar] {
    cell.cluster == 0 ? [] : clusters[Int(cell.cluster) - 1]
  }

  /// Draws with the clip narrowed to `rect`, whatever it was before.
  @discardableResult
  public mutating func clipped<Result>(to rect: Rect, _ draw: (inout Canvas) -> Result) -> Result {
    let outer = clip
    clip = clip.intersection(rect)
    defer { clip = outer }
    return draw(&self)
  }
}

extension Canvas {
  /// Puts a glyph of known width into the cell(s) at a place; a wide one that would be cut is not drawn.
  ///
  /// Whatever half of another wide character remains is blanked.
  mutating func place(
    _ scalar: Unicode.Scalar, width columns: Int, marks: [Unicode.Scalar] = [], x: Int, y: Int, style: Style
  ) {
    guard y >= clip.y, y < clip.maxY, x < clip.maxX, x + columns > clip.x else { return }
    guard x >= clip.x, x + columns <= clip.maxX else {
      for column in max(x, clip.x)..<min(x + columns, clip.maxX) { set(Cell.space, x: column, y: y, style: style) }
      return
    }
    set(scalar.value, x: x, y: y, style: style)
    if columns == 2 { set(Cell.continuation, x: x + 1, y: y, style: style, keepsLeft: true) }
    if !marks.isEmpty { cells[y * width + x].cluster = intern(marks) }
  }

  /// Writes one cell inside the clip and keeps wide characters whole.
  private mutating func set(_ glyph: UInt32, x: Int, y: Int, style: Style, keepsLeft: Bool = false) {
    let index = y * width + x
    let old = cells[index]
    if old.glyph == Cell.continuation, x > 0, !keepsLeft { blank(index - 1) }
    if x + 1 < width, cells[index + 1].glyph == Cell.continuation { blank(index + 1) }
    cells[index] = Cell(
      glyph: glyph, foreground: style.foreground ?? old.foreground, background: style.background ?? old.background,
      attributes: style.attributes)
  }

  private mutating func blank(_ index: Int) {
    cells[index].glyph = Cell.space
    cells[index].cluster = 0
  }

  private mutating func intern(_ marks: [Unicode.Scalar]) -> UInt16 {
    if let index = clusters.lastIndex(of: marks), index < 0xFFFE { return UInt16(index + 1) }
    guard clusters.count < 0xFFFE else { return 0 }
    clusters.append(marks)
    return UInt16(clusters.count)
  }

  /// Fills a rectangle with blanks of the style's colours.
  public mutating func fill(_ rect: Rect, style: Style) {
    fill(rect, with: " ", style: style)
  }

  /// Fills a rectangle with one narrow character; anything else is drawn as a blank.
  public mutating func fill(_ rect: Rect, with scalar: Unicode.Scalar, style: Style) {
    let area = rect.intersection(clip)
    let glyph: Unicode.Scalar = CharacterWidth.isDrawable(scalar, columns: 1) ? scalar : " "
    for y in area.y..<area.maxY {
      for x in area.x..<area.maxX { set(glyph.value, x: x, y: y, style: style) }
    }
  }

  /// Changes colours and adds attributes, leaving the characters: for selections and crosshairs.
  public mutating func restyle(_ rect: Rect, _ style: Style) {
    let area = rect.intersection(clip)
    for y in area.y..<area.maxY {
      for index in (y * width + area.x)..<(y * width + area.maxX) {
        if let color = style.foreground { cells[index].foreground = color }
        if let color = style.background { cells[index].background = color }
        cells[index].attributes.formUnion(style.attributes)
      }
    }
  }

  /// Mixes every colour in the rectangle with another, so that an overlay stands out: 0 nothing, 1 only `color`.
  public mutating func fade(_ rect: Rect, toward color: Color, _ amount: Float) {
    let area = rect.intersection(clip)
    for y in area.y..<area.maxY {
      for index in (y * width + area.x)..<(y * width + area.maxX) {
        cells[index].foreground = cells[index].foreground.mixed(with: color, amount)
        cells[index].background = cells[index].background.mixed(with: color, amount)
      }
    }
  }

  /// Shows two values in one cell: `upper` and `lower` as colours and, where colour fails, as shades.
  public mutating func setHeat(
    x: Int, y: Int, upper: Float, lower: Float, upperColor: Color, lowerColor: Color
  ) {
    guard clip.contains(Point(x, y)) else { return }
    // A font's half blocks may leave a seam at the cell's edge: the empty half is better left to the background.
    let onlyLower = upper.isNaN && !lower.isNaN
    let glyph: UInt32 = upperColor == lowerColor ? Cell.space : onlyLower ? 0x2584 : 0x2580
    let (ink, paper) = onlyLower ? (lowerColor, upperColor) : (upperColor, lowerColor)
    set(glyph, x: x, y: y, style: Style(ink, on: paper))
    cells[y * width + x].heat = (upper, lower)
  }

  /// Shows a value from −1 to 1 in one cell: as colour and, where colour fails, above zero as ░▒▓█ and below as ▁▂▃▄.
  public mutating func setSignedHeat(x: Int, y: Int, _ value: Float, color: Color) {
    let size = abs(value)
    setHeat(x: x, y: y, upper: value < 0 ? 0 : size, lower: size, upperColor: color, lowerColor: color)
  }
}

extension Canvas: Equatable {
  /// Whether both look the same: size, and every cell with its marks.
  public static func == (a: Canvas, b: Canvas) -> Bool {
    guard a.width == b.width, a.height == b.height else { return false }
    if a.clusters == b.clusters { return a.cells == b.cells }
    return a.cells.indices.allSatisfy { a.looksEqual($0, b) }
  }

  /// Whether cell `index` looks the same on another canvas of the same size.
  func looksEqual(_ index: Int, _ other: Canvas) -> Bool {
    var (mine, theirs) = (cells[index], other.cells[index])
    if mine.cluster == 0 && theirs.cluster == 0 { return mine == theirs }
    guard marks(of: mine) == other.marks(of: theirs) else { return false }
    mine.cluster = 0
    theirs.cluster = 0
    return mine == theirs
  }
}
