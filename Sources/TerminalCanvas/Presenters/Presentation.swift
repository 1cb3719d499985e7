/// Reduces cells to what a screen can show: the one place where 24-bit colour, 256, 16 and none part ways.
public struct Presentation: Sendable {
  /// What the screen can show.
  public let capability: Capability
  private var reducer = PaletteReducer()

  /// A presentation for a screen.
  public init(_ capability: Capability) { self.capability = capability }

  /// How a cell looks on the screen, or `nil` in the right half of a wide character.
  public mutating func appearance(_ canvas: Canvas, x: Int, y: Int) -> Appearance? {
    let cell = canvas[x, y]
    guard let scalar = cell.scalar else {
      // A wide character has no ASCII stand-in of two columns, so each half gets its own.
      return capability.isASCII ? paint(cell, "?", [], columns: 1, canvas) : nil
    }
    if cell.heat != nil { return heat(cell, scalar, canvas) }
    let isWide = x + 1 < canvas.width && canvas[x + 1, y].scalar == nil
    return paint(cell, scalar, canvas.marks(of: cell), columns: isWide ? 2 : 1, canvas)
  }

  private mutating func heat(_ cell: Cell, _ scalar: Unicode.Scalar, _ canvas: Canvas) -> Appearance {
    switch capability.depth {
    case .direct, .indexed256:
      guard capability.isASCII, scalar != " " else { return paint(cell, scalar, [], columns: 1, canvas) }
      var blended = cell
      blended.background = cell.foreground.mixed(with: cell.background, 0.5)
      return paint(blended, " ", [], columns: 1, canvas)
    case .ansi16:
      let shade = glyph(cell.shade ?? " ")
      let inkIsUpper = scalar == "▀"
      let inkIsStronger = scalar != " " && (cell.upper >= cell.lower) == inkIsUpper
      let ink = Palette16.heat(inkIsStronger ? cell.foreground : cell.background)
      return Appearance(scalar: shade, columns: 1, marks: [], ink: ink, paper: .standard, attributes: [])
    case .mono:
      return Appearance(
        scalar: glyph(cell.shade ?? " "), columns: 1, marks: [], ink: .standard, paper: .standard, attributes: [])
    }
  }

  private func glyph(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    capability.isASCII ? Glyphs.ascii(scalar) : scalar
  }

  private mutating func paint(
    _ cell: Cell, _ scalar: Unicode.Scalar, _ marks: [Unicode.Scalar], columns: Int, _ canvas: Canvas
  ) -> Appearance {
    var result = Appearance(
      scalar: glyph(scalar), columns: capability.isASCII ? 1 : columns, marks: capability.isASCII ? [] : marks,
      ink: .standard, paper: .standard, attributes: cell.attributes)
    switch capability.depth {
    case .direct:
      (result.ink, result.paper) = (.rgb(cell.foreground), .rgb(cell.background))
    case .indexed256:
      result.ink = .index(reducer.index256(cell.foreground))
      result.paper = .index(reducer.index256(cell.background))
    case .ansi16: paint16(cell, &result, canvas)
    case .mono: paintMono(cell, &result, canvas)
    }
    return result
  }

  /// The screen's own colours for what resembles an untouched cell, else hues; text on a hue is black or white, and
  /// strokes on the screen's own background have only colours that show on a dark one and on a light one.
  private func paint16(_ cell: Cell, _ result: inout Appearance, _ canvas: Canvas) {
    let basePaper = canvas.base.background ?? .black
    if cell.background.contrast(with: basePaper) >= 2 {
      let (paper, ink) = Palette16.box(cell.background)
      (result.paper, result.ink) = (.index(paper), .index(ink))
      // Many terminals draw bold black as grey.
      if ink == 0 { result.attributes.remove(.bold) }
      return
    }
    result.ink = Palette16.stroke(cell.foreground)
    if result.ink == .standard, cell.foreground.contrast(with: basePaper) < 3 { result.attributes.insert(.dim) }
  }

  /// Filled boxes are reversed, faint strokes dim.
  private func paintMono(_ cell: Cell, _ result: inout Appearance, _ canvas: Canvas) {
    let basePaper = canvas.base.background ?? .black
    if cell.background.contrast(with: basePaper) >= 3 {
      result.attributes.formSymmetricDifference(.reverse)
    } else if cell.foreground.contrast(with: basePaper) < 3 {
      result.attributes.formUnion(.dim)
    }
  }
}
