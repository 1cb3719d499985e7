internal import CNcurses
internal import Glibc

extension EmulatedScreen {
  /// How many columns the C library gives to a scalar in UTF-8; −1 for what can't be printed.
  private static func columns(_ scalar: Unicode.Scalar) -> Int {
    // In a locale of its own, so that the tests' is left alone and the answer is the same everywhere.
    let old = uselocale(locale)
    defer { uselocale(old) }
    return Int(wcwidth(wchar_t(bitPattern: scalar.value)))
  }

  // Made once and only read.
  private nonisolated(unsafe) static let locale = newlocale(1 << LC_CTYPE, "C.UTF-8", nil)

  mutating func print(_ scalar: Unicode.Scalar) {
    guard !(0x80..<0xA0).contains(scalar.value) else { return violate("the control character \(scalar.value)") }
    let columns = scalar.isASCII ? 1 : Self.columns(scalar)
    guard columns != 0 else { return combine(scalar) }
    if !scalar.isASCII, scalar.properties.generalCategory == .format {
      violate("U+\(String(scalar.value, radix: 16)), which hides or turns what stands around it")
    } else if columns < 0 {
      violate("U+\(String(scalar.value, radix: 16)), which can't be seen")
    }
    guard columns > 0, width > 0, height > 0 else { return }
    if isPastEdge || cursor.x + columns > width {
      let row = cursor.y
      overdraw("\(scalar) in row \(row) behind the last column")
      cursor = (0, min(cursor.y + 1, height - 1))
      isPastEdge = false
      guard columns <= width else { return }
    }
    if modes.isInserting { shiftRight(columns) }
    put(Cell(scalar: scalar, pen: pen), x: cursor.x)
    if columns == 2 { put(Cell(scalar: "\0", pen: pen), x: cursor.x + 1) }
    lastPrinted = scalar
    isPastEdge = cursor.x + columns == width
    cursor.x = min(cursor.x + columns, width - 1)
  }

  /// Of a wide character that loses a half, the other becomes a blank.
  private mutating func put(_ cell: Cell, x: Int) {
    let index = cursor.y * width + x
    if cells[index].scalar == "\0", cell.scalar != "\0", x > 0 { cells[index - 1].scalar = " " }
    if x + 1 < width, cells[index + 1].scalar == "\0" { cells[index + 1].scalar = " " }
    cells[index] = cell
  }

  private mutating func combine(_ scalar: Unicode.Scalar) {
    let category = scalar.properties.generalCategory
    // Vowels and finals of Hangul join the letter before them.
    let isHangul = (0x1160...0x11FF).contains(scalar.value) || (0xD7B0...0xD7FF).contains(scalar.value)
    guard category == .nonspacingMark || category == .enclosingMark || isHangul else {
      return violate("U+\(String(scalar.value, radix: 16)), which takes no room")
    }
    var x = isPastEdge ? cursor.x : cursor.x - 1
    if x > 0, cells[cursor.y * width + x].scalar == "\0" { x -= 1 }
    guard x >= 0, width > 0 else { return }
    cells[cursor.y * width + x].marks.append(scalar)
    if cells[cursor.y * width + x].marks.count > 4 { violate("more than four marks on a character") }
  }

  /// A control character; the four that ncurses moves the cursor with are allowed.
  mutating func control(_ byte: UInt8) {
    isPastEdge = false
    switch byte {
    case 0x08: cursor.x = max(0, cursor.x - 1)
    case 0x09: cursor.x = min(max(0, width - 1), (cursor.x / 8 + 1) * 8)
    case 0x0A: lineFeed()
    case 0x0D: cursor.x = 0
    default: violate("the control character \(byte)")
    }
  }

  mutating func lineFeed() {
    if cursor.y == region.upperBound - 1 { scroll(by: 1) } else { cursor.y = min(cursor.y + 1, height - 1) }
  }

  mutating func reverseLineFeed() {
    if cursor.y == region.lowerBound { scroll(by: -1) } else { cursor.y = max(cursor.y - 1, 0) }
  }

  /// Moves the region's rows up, or down where `count` is negative.
  mutating func scroll(by count: Int) { shiftRows(region, by: count) }

  /// Opens rows at the cursor, or takes them away where `count` is negative.
  mutating func insertRows(_ count: Int) {
    guard region.contains(cursor.y) else { return }
    shiftRows(cursor.y..<region.upperBound, by: -count)
    cursor.x = 0
  }

  private mutating func shiftRows(_ rows: Range<Int>, by count: Int) {
    let old = cells
    for y in rows {
      for x in 0..<width {
        cells[y * width + x] = rows.contains(y + count) ? old[(y + count) * width + x] : erased
      }
    }
  }

  mutating func shiftRight(_ count: Int) {
    let row = cursor.y * width
    for x in stride(from: width - 1, through: cursor.x, by: -1) {
      cells[row + x] = x - count >= cursor.x ? cells[row + x - count] : erased
    }
  }

  mutating func shiftLeft(_ count: Int) {
    let row = cursor.y * width
    for x in cursor.x..<width { cells[row + x] = x + count < width ? cells[row + x + count] : erased }
  }

  /// Blanks columns of the cursor's row.
  mutating func erase(columns: Range<Int>) {
    for x in columns.clamped(to: 0..<width) { put(erased, x: x) }
  }

  mutating func erase(rows: Range<Int>) {
    for index in rows.lowerBound * width..<rows.upperBound * width { cells[index] = erased }
  }

  /// What erasing leaves: a blank on the current paper (bce).
  private var erased: Cell { Cell(pen: Pen(paper: pen.paper)) }
}
