extension Canvas {
  /// The screen as text, without blanks at the ends of lines: the same story as the colours tell, heat as ░▒▓█.
  public func plainText() -> String {
    (0..<height).map(plainLine).joined(separator: "\n")
  }

  /// One line of the screen as text.
  public func plainLine(_ y: Int) -> String {
    var line = String.UnicodeScalarView()
    var end = line.endIndex
    for x in 0..<width {
      let cell = self[x, y]
      let glyph = cell.shade ?? cell.scalar
      guard let glyph else { continue }
      line.append(glyph)
      line.append(contentsOf: marks(of: cell))
      if glyph != " " { end = line.endIndex }
    }
    return String(line[..<end])
  }
}

extension Cell {
  /// The shade that carries this cell's heat without colour, or `nil` where it has none.
  ///
  /// A half block says more than a shade where nearly all heat is in one half; else the mean picks among  ░▒▓█.
  var shade: Unicode.Scalar? {
    guard let heat else { return nil }
    let (strong, weak) = (max(heat.upper, heat.lower), min(heat.upper, heat.lower))
    if strong >= 0.5, weak < 0.1 { return heat.upper > heat.lower ? "▀" : "▄" }
    return Glyphs.shade((heat.upper + heat.lower) / 2)
  }
}
