/// A horizontal bar that ends at an eighth of a column, on a track.
public struct Bar: Hashable, Sendable {
  /// The filled share, clamped to 0…1; NaN counts as 0.
  public var share: Float
  /// The colour of the filled part.
  public var color: Color
  /// The colour of the rest; `nil` keeps the panel's.
  public var track: Color?

  /// A bar.
  public init(_ share: Float, color: Color, track: Color? = nil) {
    self.share = share
    self.color = color
    self.track = track
  }

  /// Draws the bar over every row of the rectangle.
  ///
  /// A share above zero shows at least an eighth, so that "little" and "nothing" differ.
  public func draw(on canvas: inout Canvas, in rect: Rect, theme: Theme) {
    guard !rect.isEmpty else { return }
    let filled = share.isNaN ? 0 : min(max(share, 0), 1)
    var eighths = Int((filled * Float(rect.width * 8)).rounded())
    if filled > 0, eighths == 0 { eighths = 1 }
    let style = Style(color, on: track ?? theme.panel)
    canvas.fill(rect, style: style)
    let (whole, part) = eighths.quotientAndRemainder(dividingBy: 8)
    canvas.fill(Rect(x: rect.x, y: rect.y, width: whole, height: rect.height), with: "█", style: style)
    guard part > 0 else { return }
    canvas.fill(
      Rect(x: rect.x + whole, y: rect.y, width: 1, height: rect.height), with: Glyphs.growing[part - 1], style: style)
  }
}

/// A value on its way from a lowest to a highest, with a knob: `━━━━●━━━━━`.
public struct Slider: Hashable, Sendable {
  /// The knob's place from 0 to 1.
  public var position: Float
  /// Whether keys act on it.
  public var isFocused: Bool

  /// A slider.
  public init(_ position: Float, isFocused: Bool = false) {
    self.position = position
    self.isFocused = isFocused
  }

  /// Draws the slider in the rectangle's first row.
  public func draw(on canvas: inout Canvas, in rect: Rect, theme: Theme) {
    guard rect.height > 0, rect.width > 0 else { return }
    let place = position.isNaN ? 0 : min(max(position, 0), 1)
    let knob = Int((place * Float(rect.width - 1)).rounded())
    let (left, rest) = rect.row(0).splitLeft(knob)
    canvas.fill(left, with: "━", style: Style(theme.accent, on: theme.panel))
    canvas.fill(rest, with: "─", style: Style(theme.border, on: theme.panel))
    let style = Style(isFocused ? theme.accent : theme.text, on: theme.panel, isFocused ? .bold : [])
    canvas.write("●", at: rest.origin, style: style)
  }

  /// The position that a click on a column of the rectangle means.
  public static func position(ofColumn x: Int, in rect: Rect) -> Float {
    rect.width <= 1 ? 0 : min(max(Float(x - rect.x) / Float(rect.width - 1), 0), 1)
  }
}
