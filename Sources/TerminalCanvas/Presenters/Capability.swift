/// How many colours a screen can show.
public enum ColorDepth: String, Hashable, Sendable, CaseIterable {
  /// None: shades, bold and reverse tell the story.
  case mono
  /// The terminal's 8 or 16 own colours; heat is shown by shades.
  case ansi16 = "16"
  /// The 256 colours of xterm.
  case indexed256 = "256"
  /// 24 bits.
  case direct
}

/// What a screen can show.
public struct Capability: Hashable, Sendable {
  /// How many colours.
  public var depth: ColorDepth
  /// Whether only ASCII characters can be shown.
  public var isASCII: Bool

  /// A screen's abilities.
  public init(_ depth: ColorDepth, isASCII: Bool = false) {
    self.depth = depth
    self.isASCII = isASCII
  }
}

/// A colour as a screen takes it.
public enum PaintColor: Hashable, Sendable {
  /// The screen's own foreground or background.
  case standard
  /// An entry of the palette: 0–15 or 0–255.
  case index(UInt8)
  /// 24 bits.
  case rgb(Color)
}

/// A cell reduced to what a screen can show.
public struct Appearance: Hashable, Sendable {
  /// The character.
  public var scalar: Unicode.Scalar
  /// Columns it takes, 1 or 2.
  public var columns: Int
  /// Combining marks over it.
  public var marks: [Unicode.Scalar]
  /// The colour of the strokes.
  public var ink: PaintColor
  /// The colour behind.
  public var paper: PaintColor
  /// Bold, dim, italic, underline, reverse.
  public var attributes: Attributes
}
