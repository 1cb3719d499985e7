import CNcurses
import TerminalCanvas

/// The table from colours to ncurses' pairs.
///
/// `alloc_pair` recycles pairs silently when its table is full, which recolours cells on the screen; this one says so.
struct ColorPairs {
  private var pairs: [UInt64: Int32] = [:]
  /// Pairs the terminal has; pair 0 is its own colours.
  private let limit: Int32
  private let colors: Int32
  /// Whether a pair was refused since the last reset.
  private(set) var isFull = false

  init(limit: Int32, colors: Int32) {
    self.limit = min(limit, 65_536)
    self.colors = colors
  }

  /// The pair for two colours, made if need be; 0 when the table is full.
  mutating func pair(ink: PaintColor, paper: PaintColor) -> Int32 {
    let (foreground, background) = (number(ink), number(paper))
    guard foreground >= 0 || background >= 0 else { return 0 }
    let key = UInt64(UInt32(bitPattern: foreground)) << 32 | UInt64(UInt32(bitPattern: background))
    if let pair = pairs[key] { return pair }
    let pair = Int32(pairs.count + 1)
    guard pair < limit else {
      isFull = true
      return 0
    }
    guard init_extended_pair(pair, foreground, background) == OK else { return 0 }
    pairs[key] = pair
    return pair
  }

  /// Forgets every pair; all cells must be drawn again.
  mutating func reset() {
    pairs.removeAll(keepingCapacity: true)
    reset_color_pairs()
    isFull = false
  }

  private func number(_ color: PaintColor) -> Int32 {
    switch color {
    case .standard: -1
    case .index(let index): Int32(index) < colors ? Int32(index) : Int32(index & 7)
    // Direct-colour entries read 0 to 7 as the terminal's own colours: the darkest blues become one step lighter.
    case .rgb(let color): max(Int32(color.rgb), 8)
    }
  }
}
