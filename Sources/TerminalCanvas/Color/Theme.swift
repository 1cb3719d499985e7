/// The colours of the screen by what they mean.
public struct Theme: Hashable, Sendable {
  /// The name in menus and for `--theme`.
  public let name: String
  /// Behind everything.
  public let background: Color
  /// Behind a panel's contents.
  public let panel: Color
  /// Behind chips, tabs and bars' tracks: a step away from `panel`.
  public let raised: Color
  /// The lines of a panel without focus.
  public let border: Color
  /// The focus, the brand, what is selected.
  public let accent: Color
  /// Text on `accent`.
  public let onAccent: Color
  /// A second selection beside the accent: the query token.
  public let query: Color
  /// Text.
  public let text: Color
  /// Labels and context.
  public let muted: Color
  /// Grid lines and hints that may be overlooked.
  public let faint: Color
  /// Good news, training loss, what runs.
  public let good: Color
  /// Neutral figures, validation loss.
  public let info: Color
  /// What needs a look.
  public let warning: Color
  /// What went wrong.
  public let bad: Color
  /// Findings and names of roles.
  public let special: Color
  /// Background of a key chip.
  public let keyChip: Color
  /// Text of a key chip.
  public let onKeyChip: Color
  /// Colours for several lines in one picture, told apart by colour-blind readers (after Okabe and Ito 2008).
  public let series: [Color]

  /// An untouched cell.
  public var base: Style { Style(text, on: background) }
  /// Text in a panel.
  public var body: Style { Style(text, on: panel) }
  /// Whether text is darker than what is behind it.
  public var isLight: Bool { panel.luminance > text.luminance }

  /// A ramp as it reads best on this theme: on light screens what is small is light, so that it recedes here as well.
  public func adapted(_ ramp: Ramp) -> Ramp {
    guard isLight else { return ramp }
    return ramp.isDiverging ? .divergingOnLight : ramp.reversed()
  }

  /// A label in a panel.
  public var label: Style { Style(muted, on: panel) }
}

extension Theme {
  /// Warm accents on blue black; the standard.
  public static let midnight = Theme(
    name: "midnight",
    background: Color(0x12141B), panel: Color(0x1A1C25), raised: Color(0x262935), border: Color(0x3D4152),
    accent: Color(0xFFB454), onAccent: Color(0x16130C), query: Color(0x6CCBFF),
    text: Color(0xDCE0EA), muted: Color(0x8F95A8), faint: Color(0x565C70),
    good: Color(0x7EDC94), info: Color(0x6CCBFF), warning: Color(0xFFD866), bad: Color(0xFF7B72),
    special: Color(0xC99BF2), keyChip: Color(0x8C92A6), onKeyChip: Color(0x12141B),
    series: [0xFFB454, 0x6CCBFF, 0x7EDC94, 0xC99BF2, 0xFF7B72, 0xFFE98A, 0x4FA3FF, 0xF2A5C8].map(Color.init))

  /// Ink on paper, for projectors and bright rooms.
  public static let daylight = Theme(
    name: "daylight",
    background: Color(0xECEBE6), panel: Color(0xF9F8F4), raised: Color(0xE2E0D8), border: Color(0xB9B6AB),
    accent: Color(0xB35900), onAccent: Color(0xFFFFFF), query: Color(0x0B62A8),
    text: Color(0x23252B), muted: Color(0x63656F), faint: Color(0x9A9A98),
    good: Color(0x1B7F3B), info: Color(0x0B62A8), warning: Color(0x8A6100), bad: Color(0xB3261E),
    special: Color(0x7A3DB8), keyChip: Color(0x63656F), onKeyChip: Color(0xFFFFFF),
    series: [0xB35900, 0x0B62A8, 0x1B7F3B, 0x7A3DB8, 0xB3261E, 0x8A6100, 0x00857A, 0xA8367B].map(Color.init))

  /// White on black with full contrast.
  public static let contrast = Theme(
    name: "contrast",
    background: Color(0x000000), panel: Color(0x000000), raised: Color(0x2B2B2B), border: Color(0x8A8A8A),
    accent: Color(0xFFD400), onAccent: Color(0x000000), query: Color(0x5FD7FF),
    text: Color(0xFFFFFF), muted: Color(0xC6C6C6), faint: Color(0x8A8A8A),
    good: Color(0x66FF88), info: Color(0x5FD7FF), warning: Color(0xFFE566), bad: Color(0xFF8078),
    special: Color(0xE0A8FF), keyChip: Color(0xC6C6C6), onKeyChip: Color(0x000000),
    series: [0xFFD400, 0x5FD7FF, 0x66FF88, 0xE0A8FF, 0xFF8078, 0xFFFFFF, 0x4FA3FF, 0xFFA5D8].map(Color.init))

  /// Every theme, in the order in which a key cycles them.
  public static let all = [midnight, daylight, contrast]

  /// The theme of a name, for `--theme`.
  public static func named(_ name: String) -> Theme? { all.first { $0.name == name } }
}
