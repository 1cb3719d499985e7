/// Text made safe and visible: the only door from untrusted bytes to cells, to stderr and to titles.
///
/// It works scalar by scalar and keeps no state. Controls become their pictures (␀…␟, ⏎ for LF, ⇥ for TAB, ␡), C1
/// controls, invalid bytes, bidirectional controls, private and unassigned code points become their number (`‹9B›`),
/// zero-width characters become ◌, and a base keeps at most four combining marks. Substitutes are marked as such, so that
/// the screen can draw them apart from text that merely looks like them.
public struct VisibleText: Hashable, Sendable {
  /// One character as it stands on the screen.
  public struct Glyph: Hashable, Sendable {
    /// The base character.
    public let scalar: Unicode.Scalar
    /// Columns it takes, 1 or 2.
    public let columns: Int
    /// Whether it stands in for something that can't be shown.
    public let isSubstitute: Bool
    /// Combining marks over it, at most ``VisibleText/maximumMarks``.
    public internal(set) var marks: [Unicode.Scalar] = []
  }

  /// How a leading space is shown.
  public enum LeadingSpace: Sendable {
    /// As a blank.
    case blank
    /// As `·`, for tokens such as GPT-2's " cat".
    case dot
  }

  /// Combining marks kept over one base.
  public static let maximumMarks = 4

  /// The characters in order.
  public private(set) var glyphs: [Glyph] = []
  /// The columns they take together.
  public private(set) var columns = 0

  /// Visible text from a string.
  public init(_ text: String, leadingSpace: LeadingSpace = .blank) {
    glyphs.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars { append(scalar, leadingSpace) }
  }

  /// Visible text from bytes of any kind; those that aren't UTF-8 are shown one by one as `‹FF›`.
  public init(bytes: some Collection<UInt8>, leadingSpace: LeadingSpace = .blank) {
    UTF8Scan.forEach(bytes) { item in
      switch item {
      case .scalar(let scalar): append(scalar, leadingSpace)
      case .invalid(let byte): append(hex: UInt32(byte))
      }
    }
  }

  init(glyphs: some Sequence<Glyph>) {
    self.glyphs = Array(glyphs)
    columns = self.glyphs.reduce(0) { $0 + $1.columns }
  }

  /// One behind the other.
  public static func + (left: VisibleText, right: VisibleText) -> VisibleText {
    VisibleText(glyphs: left.glyphs + right.glyphs)
  }

  private mutating func append(_ scalar: Unicode.Scalar, _ leadingSpace: LeadingSpace) {
    switch VisibleText.classify(scalar) {
    case .glyph(" ", _) where leadingSpace == .dot && glyphs.allSatisfy({ $0.isSubstitute && $0.scalar == "·" }):
      append("·", columns: 1, isSubstitute: true)
    case .glyph(let scalar, let columns): append(scalar, columns: columns, isSubstitute: false)
    case .substitute(let scalar): append(scalar, columns: 1, isSubstitute: true)
    case .number(let value): append(hex: value)
    case .mark(let scalar):
      if glyphs.last.map({ $0.isSubstitute }) ?? true { append("◌", columns: 1, isSubstitute: true) }
      if glyphs[glyphs.count - 1].marks.count < VisibleText.maximumMarks {
        glyphs[glyphs.count - 1].marks.append(scalar)
      }
    }
  }

  private mutating func append(_ scalar: Unicode.Scalar, columns: Int, isSubstitute: Bool) {
    glyphs.append(Glyph(scalar: scalar, columns: columns, isSubstitute: isSubstitute))
    self.columns += columns
  }

  private mutating func append(hex value: UInt32) {
    let digits = String(value, radix: 16, uppercase: true)
    for scalar in "‹\(digits.utf8.count < 2 ? "0" : "")\(digits)›".unicodeScalars {
      append(scalar, columns: 1, isSubstitute: true)
    }
  }
}

extension VisibleText {
  /// The columns a string takes on the screen.
  public static func columns(of text: String) -> Int { VisibleText(text).columns }

  /// The longest beginning that fits; a wide character is never cut.
  public func prefix(columns limit: Int) -> VisibleText {
    var used = 0
    return VisibleText(
      glyphs: glyphs.prefix { glyph in
        used += glyph.columns
        return used <= limit
      })
  }

  /// The text in lines of at most `limit` columns, broken at spaces and beside wide characters, as Chinese is, or
  /// anywhere where there is no such place.
  public func wrapped(columns limit: Int) -> [VisibleText] {
    guard limit > 0, !glyphs.isEmpty else { return [] }
    var lines: [VisibleText] = []
    var (start, used, index) = (0, 0, 0)
    /// Where the line may end, and where the next one would begin.
    var place: (end: Int, next: Int)?
    while index < glyphs.count {
      let glyph = glyphs[index]
      if glyph.scalar == " " {
        place = (index, index + 1)
      } else if index > start, Self.mayBreak(between: glyphs[index - 1], and: glyph) {
        place = (index, index)
      }
      if used + glyph.columns > limit, index > start, glyph.scalar != " " {
        let (end, next) = place ?? (index, index)
        lines.append(VisibleText(glyphs: glyphs[start..<end]))
        (start, used, place) = (next, 0, nil)
        index = start
        continue
      }
      used += glyph.columns
      index += 1
    }
    lines.append(VisibleText(glyphs: glyphs[start...]))
    return lines
  }

  /// Whether a line may end between two glyphs: beside a wide one, but no line begins with a sign that closes or ends with
  /// one that opens (the rule of Chinese typesetting, GB/T 15834-2011).
  private static func mayBreak(between left: Glyph, and right: Glyph) -> Bool {
    guard left.columns == 2 || right.columns == 2, left.scalar != " " else { return false }
    return !"，。、；：！？）》」』”’…%".unicodeScalars.contains(right.scalar)
      && !"（《「『“‘".unicodeScalars.contains(left.scalar)
  }
}

extension VisibleText: CustomStringConvertible {
  /// The text as a string that is safe to print.
  public var description: String {
    var scalars = String.UnicodeScalarView()
    for glyph in glyphs {
      scalars.append(glyph.scalar)
      scalars.append(contentsOf: glyph.marks)
    }
    return String(scalars)
  }
}
