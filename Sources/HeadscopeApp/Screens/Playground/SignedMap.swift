internal import TerminalCanvas

/// Numbers around 0 over the plane as colours, two rows of pixels in each row of cells: what is positive blue, what is negative
/// orange, as TensorFlow Playground has it; without colours the darker, the greater.
struct SignedMap {
  let width: Int
  let height: Int
  /// Row by row from the top.
  let values: [Float]
  /// What is as strong as can be.
  let scale: Float
  /// Whether only the sign is shown.
  var isDiscrete = false

  /// From −1 to 1.
  func strength(_ x: Int, _ y: Int) -> Float {
    let value = values[y * width + x]
    guard value.isFinite else { return 0 }
    if isDiscrete { return value >= 0 ? 1 : -1 }
    return scale > 0 ? min(max(value / scale, -1), 1) : 0
  }

  /// The colour of a strength.
  static func color(_ strength: Float, theme: Theme) -> Color {
    theme.adapted(.diverging).color((1 - strength) / 2)
  }

  /// Draws the map with its top left pixel in the rectangle's corner. `dim` mixes it with the panel.
  func draw(on canvas: inout Canvas, in rect: Rect, theme: Theme, dim: Float = 0) {
    let ramp = theme.adapted(.diverging)
    func color(_ strength: Float) -> Color {
      guard !strength.isNaN else { return theme.panel }
      let color = ramp.color((1 - strength) / 2)
      return dim > 0 ? color.mixed(with: theme.panel, dim) : color
    }
    for row in 0..<min((height + 1) / 2, rect.height) {
      for column in 0..<min(width, rect.width) {
        let upper = strength(column, 2 * row)
        let lower = 2 * row + 1 < height ? strength(column, 2 * row + 1) : .nan
        canvas.setHeat(
          x: rect.x + column, y: rect.y + row, upper: (upper + 1) / 2, lower: (lower + 1) / 2,
          upperColor: color(upper), lowerColor: color(lower))
      }
    }
  }
}
