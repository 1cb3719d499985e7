/// One place on the screen: 16 bytes, plain values, so that a canvas is filled, compared and copied in microseconds.
public struct Cell: Hashable, Sendable {
  /// The scalar's value; 0 marks the right half of a wide character.
  var glyph: UInt32
  /// `0xAARRGGBB`: attributes above the foreground.
  var ink: UInt32
  /// `0x00RRGGBB`.
  var paper: UInt32
  /// Index + 1 of the combining marks in the canvas's table; 0 without.
  var cluster: UInt16
  /// Heat of the upper and the lower half: 0 none, else 1 + 254 × value.
  var upper: UInt8
  var lower: UInt8

  init(glyph: UInt32, foreground: Color, background: Color, attributes: Attributes) {
    self.glyph = glyph
    ink = UInt32(attributes.rawValue) << 24 | foreground.rgb
    paper = background.rgb
    cluster = 0
    upper = 0
    lower = 0
  }

  /// The right half of a wide character.
  static let continuation: UInt32 = 0
  static let space: UInt32 = 0x20

  /// The character's base, or `nil` in the right half of a wide character.
  public var scalar: Unicode.Scalar? { glyph == Cell.continuation ? nil : Unicode.Scalar(glyph) }

  /// The colour of the strokes.
  public var foreground: Color {
    get { Color(ink) }
    set { ink = ink & 0xFF00_0000 | newValue.rgb }
  }

  /// The colour behind.
  public var background: Color {
    get { Color(paper) }
    set { paper = newValue.rgb }
  }

  /// Bold, dim, italic, underline, reverse.
  public var attributes: Attributes {
    get { Attributes(rawValue: UInt8(truncatingIfNeeded: ink >> 24)) }
    set { ink = UInt32(newValue.rawValue) << 24 | ink & 0xFF_FFFF }
  }

  /// The values this cell shows as colour, from 0 to 1, or `nil` where it shows none.
  ///
  /// A presenter that can't show 24-bit colour draws them as ░▒▓█, and so does plain text.
  public var heat: (upper: Float, lower: Float)? {
    get { upper == 0 ? nil : (Float(upper - 1) / 254, Float(lower - 1) / 254) }
    set {
      guard let newValue else {
        upper = 0
        lower = 0
        return
      }
      upper = Cell.heatByte(newValue.upper)
      lower = Cell.heatByte(newValue.lower)
    }
  }

  private static func heatByte(_ value: Float) -> UInt8 {
    value.isNaN ? 1 : UInt8(1 + (min(max(value, 0), 1) * 254).rounded())
  }
}
