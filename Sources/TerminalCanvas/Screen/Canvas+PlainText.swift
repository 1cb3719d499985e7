extension Canvas {
  /// The screen as text, without blanks at the ends of lines: the same story as the colours tell, heat as ░▒▓█.
  ///
  /// - Parameter isASCII: Whether every character is one of ASCII; wide ones become `??`.
  public func plainText(isASCII: Bool = false) -> String {
    var buffer = TextBuffer(capacity: width * height * 2)
    for y in 0..<height {
      if y > 0 { buffer.append(UInt8(ascii: "\n")) }
      appendLine(y, isASCII: isASCII, to: &buffer)
    }
    return buffer.text
  }

  /// One line of the screen as text.
  public func plainLine(_ y: Int) -> String {
    var buffer = TextBuffer(capacity: width * 2)
    appendLine(y, isASCII: false, to: &buffer)
    return buffer.text
  }

  private func appendLine(_ y: Int, isASCII: Bool, to buffer: inout TextBuffer) {
    var end = buffer.bytes.count
    for x in 0..<width {
      let cell = self[x, y]
      guard let glyph = cell.shade ?? cell.scalar else {
        if isASCII { buffer.append(UInt8(ascii: "?")) }
        continue
      }
      buffer.append(isASCII ? Glyphs.ascii(glyph) : glyph)
      if !isASCII, cell.cluster != 0 { for mark in marks(of: cell) { buffer.append(mark) } }
      if glyph != " " { end = buffer.bytes.count }
    }
    buffer.truncate(to: end)
  }
}

extension Cell {
  /// The shade that carries this cell's heat without colour, or `nil` where it has none.
  ///
  /// A half block says more than a shade where nearly all heat is in one half; else the mean picks among  ░▒▓█. A cell
  /// of one colour with heat in its lower half alone stands for a value below zero (``Canvas/setSignedHeat(x:y:_:color:)``).
  var shade: Unicode.Scalar? {
    guard let heat else { return nil }
    if glyph == Cell.space, heat.upper == 0, heat.lower > 0 { return Glyphs.shadeBelowZero(heat.lower) }
    let (strong, weak) = (max(heat.upper, heat.lower), min(heat.upper, heat.lower))
    if strong >= 0.5, weak < 0.1 { return heat.upper > heat.lower ? "▀" : "▄" }
    return Glyphs.shade((heat.upper + heat.lower) / 2)
  }
}
