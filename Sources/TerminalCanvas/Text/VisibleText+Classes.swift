extension VisibleText {
  /// What becomes of a scalar.
  enum Class: Equatable {
    /// Drawn as it is.
    case glyph(Unicode.Scalar, columns: Int)
    /// Drawn over the character before it.
    case mark(Unicode.Scalar)
    /// Drawn as another character of one column.
    case substitute(Unicode.Scalar)
    /// Drawn as its number.
    case number(UInt32)
  }

  static func classify(_ scalar: Unicode.Scalar) -> Class {
    switch scalar.value {
    case 0x20..<0x7F: .glyph(scalar, columns: 1)
    case 0x09: .substitute("⇥")
    case 0x0A: .substitute("⏎")
    case 0x00..<0x20: .substitute(Unicode.Scalar(0x2400 + scalar.value) ?? "?")
    case 0x7F: .substitute("␡")
    case 0x80..<0xA0: .number(scalar.value)
    case 0xA0: .substitute("·")
    case 0xAD: .substitute("◌")
    case 0xA1..<0x300: .glyph(scalar, columns: 1)
    case 0x2500..<0x2600, 0x2801..<0x2900:  // box drawing, blocks, shapes, braille: what views draw with
      .glyph(scalar, columns: CharacterWidth.columns(scalar))
    case 0x4E00..<0xA000, 0xAC00..<0xD7A4: .glyph(scalar, columns: 2)
    default: classifyByProperties(scalar)
    }
  }

  private static func classifyByProperties(_ scalar: Unicode.Scalar) -> Class {
    switch scalar.value {
    case 0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800: return .substitute("◌")  // letters that draw nothing
    case 0x1161...0x11FF, 0xD7B0...0xD7FF: return .mark(scalar)  // Hangul vowels and finals join the syllable
    case 0x034F, 0x180B...0x180F, 0x200B...0x200D, 0x2060...0x2064, 0xFE00...0xFE0F, 0xFEFF, 0xE0100...0xE01EF:
      return .substitute("◌")  // zero width, joiners and variation selectors
    default: break
    }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return .mark(scalar)
    case .spaceSeparator: return .substitute("·")
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
      return .number(scalar.value)
    default: return .glyph(scalar, columns: CharacterWidth.columns(scalar))
    }
  }
}

/// A UTF-8 reader that names every byte which is not part of a valid sequence (Unicode Standard, table 3-7).
enum UTF8Scan {
  /// A scalar, or a byte that belongs to none.
  enum Item: Equatable {
    case scalar(Unicode.Scalar)
    case invalid(UInt8)
  }

  static func forEach(_ bytes: some Collection<UInt8>, _ body: (Item) -> Void) {
    var index = bytes.startIndex
    while index != bytes.endIndex {
      let (item, next) = read(bytes, at: index)
      body(item)
      index = next
    }
  }

  private static func read<Bytes: Collection<UInt8>>(
    _ bytes: Bytes, at start: Bytes.Index
  ) -> (Item, Bytes.Index) {
    let first = bytes[start]
    var next = bytes.index(after: start)
    if first < 0x80 { return (.scalar(Unicode.Scalar(first)), next) }
    let (count, minimum): (Int, UInt32) =
      switch first {
      case 0xC2...0xDF: (1, 0x80)
      case 0xE0...0xEF: (2, 0x800)
      case 0xF0...0xF4: (3, 0x10000)
      default: (0, 0)
      }
    guard count > 0 else { return (.invalid(first), next) }
    var value = UInt32(first) & (0x3F >> UInt32(count))
    let afterFirst = next
    for _ in 0..<count {
      guard next != bytes.endIndex, bytes[next] & 0xC0 == 0x80 else { return (.invalid(first), afterFirst) }
      value = value << 6 | UInt32(bytes[next] & 0x3F)
      next = bytes.index(after: next)
    }
    guard value >= minimum, let scalar = Unicode.Scalar(value) else { return (.invalid(first), afterFirst) }
    return (.scalar(scalar), next)
  }
}
