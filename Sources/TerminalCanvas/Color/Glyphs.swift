/// The characters that views draw with: only ones that common terminal fonts have, each one column wide.
public enum Glyphs {
  /// Eighths of a column's height, from one to eight.
  public static let rising: [Unicode.Scalar] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  /// Eighths of a cell's width, from one to eight.
  public static let growing: [Unicode.Scalar] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]
  /// A faint grid line.
  public static let grid: Unicode.Scalar = "┈"
  /// Where a causal mask hides a value.
  public static let masked: Unicode.Scalar = "·"

  /// The shade for a value from 0 to 1: blank, ░, ▒, ▓ or █.
  ///
  /// The steps lie lower than equal fifths: attention spreads one unit over many positions, and a tenth is a finding.
  public static func shade(_ value: Float) -> Unicode.Scalar {
    switch value {
    case 0.75...: "█"
    case 0.5..<0.75: "▓"
    case 0.25..<0.5: "▒"
    case 0.08..<0.25: "░"
    default: " "
    }
  }

  /// The shade for how far a value from 0 to 1 lies below zero: blank, ▁, ▂, ▃ or ▄, as dense as ``shade(_:)`` is.
  public static func shadeBelowZero(_ size: Float) -> Unicode.Scalar {
    switch size {
    case 0.75...: "▄"
    case 0.5..<0.75: "▃"
    case 0.25..<0.5: "▂"
    case 0.08..<0.25: "▁"
    default: " "
    }
  }

  /// The nearest ASCII character for terminals without UTF-8 and for `--ascii`.
  public static func ascii(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar {
    case "\u{20}"..."\u{7E}": scalar
    case "─", "━", "┈", "╌", "╴", "╶", "▁", "⏎": "-"
    case "│", "┃", "┊", "▏", "▎", "▌", "▐", "▕", "‖": "|"
    case "╭", "╮", "╰", "╯", "┌", "┐", "└", "┘", "├", "┤", "┬", "┴", "┼": "+"
    case "░": "."
    case "▒": ":"
    case "▓": "*"
    case "█", "▉", "▊", "▋", "▇", "▆": "#"
    case "▀": "\""
    case "▄", "▅", "▃", "▂", "▍": "_"
    case "←", "‹", "◂", "◀": "<"
    case "→", "›", "▸", "▶", "⇥": ">"
    case "↑", "▴", "▲": "^"
    case "↓", "▾", "▼": "v"
    case "·", "…": "."
    case "●", "◉", "◆": "o"
    case "×", "⊙": "x"
    case "÷": "/"
    case "≥": ">"
    case "≤": "<"
    case "Σ": "S"
    case "√": "V"
    case "π": "p"
    case "∞": "8"
    case "ε": "e"
    case "Δ": "D"
    case "²", "₂": "2"
    case "₁": "1"
    case "○": "c"
    case "■": "m"
    case "□": "n"
    case "∂", "δ": "d"
    case "σ": "s"
    case "✗": "x"
    case "³": "3"
    case "✓": "v"
    case "–", "—", "−": "-"
    case "“", "”", "«", "»": "\""
    case "‘", "’": "'"
    case "\u{2800}": " "
    case "\u{2801}"..."\u{28FF}": braille(scalar.value & 0xFF)
    default: "?"
    }
  }

  /// A dot pattern as `'`, `.` or `:` by where its dots lie.
  private static func braille(_ dots: UInt32) -> Unicode.Scalar {
    let (top, bottom) = (dots & 0b0001_1011, dots & 0b1110_0100)
    return top == 0 ? "." : bottom == 0 ? "'" : ":"
  }
}
