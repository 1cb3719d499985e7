/// How text is drawn beyond its colours.
public struct Attributes: OptionSet, Hashable, Sendable {
  /// The bits of the set.
  public let rawValue: UInt8
  /// A set from its bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Heavier strokes.
  public static let bold = Attributes(rawValue: 1)
  /// Fainter strokes.
  public static let dim = Attributes(rawValue: 2)
  /// Slanted strokes.
  public static let italic = Attributes(rawValue: 4)
  /// A line below; also marks what stands in for an invisible or invalid character.
  public static let underline = Attributes(rawValue: 8)
  /// Foreground and background exchanged.
  public static let reverse = Attributes(rawValue: 16)
}

/// What to draw with. A colour that is `nil` leaves what the canvas already has there.
public struct Style: Hashable, Sendable {
  /// The colour of the strokes, or `nil` to keep the one in place.
  public var foreground: Color?
  /// The colour behind, or `nil` to keep the one in place.
  public var background: Color?
  /// Bold, dim, italic, underline, reverse.
  public var attributes: Attributes

  /// A style: `Style(theme.text, on: theme.panel, .bold)`.
  public init(_ foreground: Color? = nil, on background: Color? = nil, _ attributes: Attributes = []) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }

  /// This style with further attributes.
  public func with(_ more: Attributes) -> Style { Style(foreground, on: background, attributes.union(more)) }

  /// This style on another background.
  public func on(_ background: Color?) -> Style { Style(foreground, on: background, attributes) }
}
