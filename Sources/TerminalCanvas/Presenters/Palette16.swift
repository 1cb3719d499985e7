/// Finds the colours of a 16-colour terminal that stand for 24-bit ones.
///
/// Nobody can ask such a terminal whether its background is dark or light, and its palette may be anything: bright yellow
/// vanishes on white, dark blue on black, bright black on Solarized. So strokes on the terminal's own background take its
/// own foreground, or one of the three hues that reach 3:1 on black and on white in xterm's palette (red, magenta, bright
/// blue); a box brings its background and its text along.
enum Palette16 {
  private enum Hue {
    case grey, red, orange, yellow, green, cyan, blue, magenta
  }

  /// For text, lines and signs on the terminal's own background.
  static func stroke(_ color: Color) -> PaintColor {
    switch hue(of: color) {
    case .red: .index(1)
    case .orange, .magenta: .index(5)
    case .blue, .cyan: .index(12)
    case .grey, .yellow, .green: .standard
    }
  }

  /// For shades: as strokes, but with orange apart from magenta, since the two are neighbours on a ramp.
  static func heat(_ color: Color) -> PaintColor { hue(of: color) == .orange ? .index(1) : stroke(color) }

  /// For a box: its background, and black or white for the text on it.
  static func box(_ color: Color) -> (paper: UInt8, ink: UInt8) {
    switch hue(of: color) {
    case .red: (1, 15)
    case .orange: (3, 0)
    case .yellow: (11, 0)
    case .green: (2, 0)
    case .cyan: (6, 0)
    case .blue: (4, 15)
    case .magenta: (5, 15)
    case .grey: color.luminance > 0.45 ? (15, 0) : color.luminance > 0.15 ? (7, 0) : (8, 15)
    }
  }

  private static func hue(of color: Color) -> Hue {
    let (r, g, b) = (Int(color.red), Int(color.green), Int(color.blue))
    let (high, low) = (max(r, g, b), min(r, g, b))
    guard high - low > max(24, high / 4) else { return .grey }
    let middle = (high + low) / 2
    switch (r > middle, g > middle, b > middle) {
    case (true, false, false): return g - low > (high - low) * 2 / 5 ? .orange : .red
    case (true, true, false): return 5 * g >= 4 * r ? .yellow : .orange
    case (false, true, false): return .green
    // Sky blue is blue.
    case (false, true, true): return 8 * b > 9 * g ? .blue : .cyan
    case (false, false, true): return .blue
    case (true, false, true): return .magenta
    default: return .grey
    }
  }
}
