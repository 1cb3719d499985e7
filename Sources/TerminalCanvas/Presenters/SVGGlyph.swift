/// Characters that are drawn as shapes, so that they meet across cells whatever the font.
struct SVGGlyph {
  /// The cell's left edge in pixels.
  let x: Int
  /// The cell's upper edge in pixels.
  let y: Int

  enum Shape {
    /// Edges on whole pixels, without seams between neighbours.
    case block(String, opacity: String?)
    case fill(String)
    case stroke(String, width: String)
  }

  func shape(_ scalar: Unicode.Scalar) -> Shape? {
    switch scalar.value {
    case 0x2500...0x257F: box(scalar)
    case 0x2580...0x259F: block(scalar)
    case 0x2801...0x28FF: .fill(braille(scalar.value & 0xFF))
    default: sign(scalar)
    }
  }

  private func area(left: Double, top: Double, width: Double, height: Double) -> String {
    let (l, t) = (number(Double(x) + left), number(Double(y) + top))
    return "M\(l) \(t)h\(number(width))v\(number(height))h\(number(-width))z"
  }

  /// A coordinate without a needless decimal.
  private func number(_ value: Double) -> String {
    value == value.rounded() ? "\(Int(value))" : Figure.fixed(Float(value), decimals: 2)
  }

  private func block(_ scalar: Unicode.Scalar) -> Shape? {
    let value = Int(scalar.value)
    switch value {
    case 0x2580: return .block(area(left: 0, top: 0, width: 10, height: 10), opacity: nil)
    case 0x2581...0x2588:
      let height = Double(value - 0x2580) * 2.5
      return .block(area(left: 0, top: 20 - height, width: 10, height: height), opacity: nil)
    case 0x2589...0x258F:
      return .block(area(left: 0, top: 0, width: Double(0x2590 - value) * 1.25, height: 20), opacity: nil)
    case 0x2590: return .block(area(left: 5, top: 0, width: 5, height: 20), opacity: nil)
    case 0x2591...0x2593:
      let opacity = [" fill-opacity=\".25\"", " fill-opacity=\".5\"", " fill-opacity=\".75\""][value - 0x2591]
      return .block(area(left: 0, top: 0, width: 10, height: 20), opacity: opacity)
    case 0x2594: return .block(area(left: 0, top: 0, width: 10, height: 2.5), opacity: nil)
    case 0x2595: return .block(area(left: 8.75, top: 0, width: 1.25, height: 20), opacity: nil)
    default:
      // Quadrants: upper left 1, upper right 2, lower left 4, lower right 8.
      let masks = [4, 8, 1, 13, 9, 7, 11, 2, 6, 14]
      let mask = masks[value - 0x2596]
      var path = ""
      for quarter in 0..<4 where mask >> quarter & 1 == 1 {
        path += area(left: Double(quarter % 2) * 5, top: Double(quarter / 2) * 10, width: 5, height: 10)
      }
      return .block(path, opacity: nil)
    }
  }

  /// Dots of 3 × 3 pixels every 5, so that curves go on evenly from cell to cell.
  private func braille(_ dots: UInt32) -> String {
    let places = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3)]
    var path = ""
    for (bit, place) in places.enumerated() where dots >> UInt32(bit) & 1 == 1 {
      path += "M\(x + 1 + 5 * place.0) \(y + 1 + 5 * place.1)h3v3h-3z"
    }
    return path
  }

  /// Lines through the middle of the cell; corners are quarter circles.
  private func box(_ scalar: Unicode.Scalar) -> Shape? {
    let (cx, cy) = (x + 5, y + 10)
    let (left, right) = ("M\(x) \(cy)h5", "M\(cx) \(cy)h5")
    let (up, down) = ("M\(cx) \(y)v10", "M\(cx) \(cy)v10")
    let path: String
    switch scalar {
    case "─": path = "M\(x) \(cy)h10"
    case "│": path = "M\(cx) \(y)v20"
    case "━": return .stroke("M\(x) \(cy)h10", width: "2.5")
    case "┃": return .stroke("M\(cx) \(y)v20", width: "2.5")
    case "┈": path = "M\(x + 1) \(cy)h1m2 0h1m2 0h1m2 0h1"
    case "┊": path = "M\(cx) \(y + 1)v2m0 3v2m0 3v2m0 3v2"
    case "╭": path = "M\(cx) \(y + 20)v-5a5 5 0 0 1 5-5"
    case "╮": path = "M\(x) \(cy)a5 5 0 0 1 5 5v5"
    case "╰": path = "M\(cx) \(y)v5a5 5 0 0 0 5 5"
    case "╯": path = "M\(x) \(cy)a5 5 0 0 0 5-5v-5"
    case "┌": path = right + down
    case "┐": path = left + down
    case "└": path = right + up
    case "┘": path = left + up
    case "├": path = right + up + down
    case "┤": path = left + up + down
    case "┬": path = left + right + down
    case "┴": path = left + right + up
    case "┼": path = left + right + up + down
    case "╴": path = left
    case "╵": path = up
    case "╶": path = right
    case "╷": path = down
    default: return nil
    }
    return .stroke(path, width: "1.25")
  }

  /// Signs that fonts draw in very different sizes.
  private func sign(_ scalar: Unicode.Scalar) -> Shape? {
    switch scalar {
    case "●": .fill("M\(x + 1) \(y + 10)a4 4 0 1 1 8 0a4 4 0 1 1-8 0z")
    case "○": .stroke("M\(x + 1) \(y + 10)a4 4 0 1 1 8 0a4 4 0 1 1-8 0z", width: "1.25")
    case "◆": .fill("M\(x + 5) \(y + 5)l5 5l-5 5l-5-5z")
    case "▸": .fill("M\(x + 2) \(y + 6)l7 4l-7 4z")
    case "▶": .fill("M\(x + 1) \(y + 5)l9 5l-9 5z")
    case "·": .fill("M\(x + 4) \(y + 9)h2v2h-2z")
    default: nil
    }
  }
}
