extension EmulatedScreen {
  /// Takes bytes in; a sequence that is cut off waits for its rest.
  public mutating func feed(_ bytes: some Sequence<UInt8>) {
    pending.append(contentsOf: bytes)
    let input = pending
    var index = 0
    while index < input.count {
      let length = step(input[index...])
      if length == 0 { break }
      index += length
    }
    pending = Array(input[index...])
  }

  /// Whether a sequence was begun and not ended.
  public var isInsideSequence: Bool { !pending.isEmpty }

  /// Uses what belongs together at the beginning and returns its length; 0 when more is needed.
  private mutating func step(_ bytes: ArraySlice<UInt8>) -> Int {
    switch bytes[bytes.startIndex] {
    case 0x1B: return escape(bytes)
    case 0x20..<0x7F:
      print(Unicode.Scalar(bytes[bytes.startIndex]))
      return 1
    case 0x00..<0x20, 0x7F:
      control(bytes[bytes.startIndex])
      return 1
    default: return decode(bytes)
    }
  }

  /// A scalar of two to four bytes in UTF-8.
  private mutating func decode(_ bytes: ArraySlice<UInt8>) -> Int {
    let first = bytes[bytes.startIndex]
    let count = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    let part = bytes.prefix(count)
    if part.count < count, part.dropFirst().allSatisfy({ $0 & 0xC0 == 0x80 }), first >= 0xC2, first < 0xF5 { return 0 }
    var iterator = part.makeIterator()
    var decoder = UTF8()
    guard case .scalarValue(let scalar) = decoder.decode(&iterator) else {
      violate("the byte \(first), which is not UTF-8")
      return 1
    }
    print(scalar)
    return count
  }

  private mutating func escape(_ bytes: ArraySlice<UInt8>) -> Int {
    guard let second = bytes.dropFirst().first else { return 0 }
    switch second {
    case UInt8(ascii: "["): return controlSequence(bytes)
    case UInt8(ascii: "("):
      guard let set = bytes.dropFirst(2).first else { return 0 }
      if set != UInt8(ascii: "B"), set != UInt8(ascii: "0") { violate("the character set \(Unicode.Scalar(set))") }
      modes.isLineDrawing = set == UInt8(ascii: "0")
      return 3
    case UInt8(ascii: "="): modes.hasApplicationKeypad = true
    case UInt8(ascii: ">"): modes.hasApplicationKeypad = false
    case UInt8(ascii: "7"): saved = (cursor.x, cursor.y, pen)
    case UInt8(ascii: "8"):
      cursor = (min(saved.x, max(0, width - 1)), min(saved.y, max(0, height - 1)))
      pen = saved.pen
    case UInt8(ascii: "M"): reverseLineFeed()
    default:
      violate("Escape \(Unicode.Scalar(second))")
      return second == 0x1B ? 1 : 2
    }
    isPastEdge = false
    return 2
  }

  /// `ESC [ parameters final`, ECMA-48 5.4.
  private mutating func controlSequence(_ bytes: ArraySlice<UInt8>) -> Int {
    let body = bytes.dropFirst(2)
    guard let end = body.firstIndex(where: { !(0x20...0x3F).contains($0) }) else { return body.count > 64 ? 1 : 0 }
    guard (0x40...0x7E).contains(bytes[end]) else {
      violate("a control sequence cut short")
      return end - bytes.startIndex
    }
    let text = String(decoding: body[..<end], as: UTF8.self)
    let numbers = text.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) }
    let final = Unicode.Scalar(bytes[end])
    if final != "m", final != "h", final != "l" { isPastEdge = false }
    if !perform(final, text, numbers.map { $0 ?? 0 }) { violate("Escape [ \(text) \(final)") }
    return end - bytes.startIndex + 1
  }

  /// Does what a sequence asks for; `false` where it is none of those that ncurses and we send.
  private mutating func perform(_ final: Unicode.Scalar, _ text: String, _ numbers: [Int]) -> Bool {
    if final == "h" || final == "l" { return setMode(text, isOn: final == "h") }
    if final == "t" { return text == "22;0;0" || text == "23;0;0" }
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: ";") }) else { return false }
    if final == "m" { return paint(numbers) }
    let count = max(1, numbers.first ?? 1)
    switch final {
    case "H": place(x: max(1, numbers.count > 1 ? numbers[1] : 1) - 1, y: count - 1)
    case "G": place(x: count - 1, y: cursor.y)
    case "d": place(x: cursor.x, y: count - 1)
    case "A": cursor.y = max(0, cursor.y - count)
    case "B": cursor.y = min(max(0, height - 1), cursor.y + count)
    case "C": cursor.x = min(max(0, width - 1), cursor.x + count)
    case "D": cursor.x = max(0, cursor.x - count)
    case "r": setRegion(top: count, bottom: numbers.count > 1 ? numbers[1] : height)
    case "J", "K": return erase(final, numbers.first ?? 0)
    case "X": erase(columns: cursor.x..<cursor.x + count)
    default: return edit(final, count)
    }
    return true
  }

  /// Inserting, deleting, scrolling and repeating.
  private mutating func edit(_ final: Unicode.Scalar, _ count: Int) -> Bool {
    switch final {
    case "@": shiftRight(count)
    case "P": shiftLeft(count)
    case "L": insertRows(count)
    case "M": insertRows(-count)
    case "S": scroll(by: count)
    case "T": scroll(by: -count)
    case "b": for _ in 0..<min(count, width) { print(lastPrinted) }
    default: return false
    }
    return true
  }

  private mutating func place(x: Int, y: Int) {
    if x >= width || y >= height { overdraw("the cursor at column \(x), row \(y)") }
    cursor = (min(x, max(0, width - 1)), min(y, max(0, height - 1)))
  }

  private mutating func setRegion(top: Int, bottom: Int) {
    let rows = (top - 1)..<max(top, min(bottom, height))
    region = rows.upperBound <= height ? rows : 0..<height
    cursor = (0, 0)
  }

  private mutating func erase(_ final: Unicode.Scalar, _ part: Int) -> Bool {
    switch (final, part) {
    case ("K", 0): erase(columns: cursor.x..<width)
    case ("K", 1): erase(columns: 0..<cursor.x + 1)
    case ("K", 2): erase(columns: 0..<width)
    case ("J", 0):
      if cursor == (0, 0) { clears += 1 }
      erase(columns: cursor.x..<width)
      erase(rows: min(cursor.y + 1, height)..<height)
    case ("J", 2):
      clears += 1
      erase(rows: 0..<height)
    default: return false
    }
    return true
  }

  /// Cursor keys, blinking, wrapping, the cursor, the mouse, focus, paste, synchronised output, the alternate screen.
  private static let knownSwitches: Set<Int> = [1, 7, 12, 25, 1000, 1002, 1003, 1004, 1006, 1049, 2004, 2026]

  private mutating func setMode(_ text: String, isOn: Bool) -> Bool {
    if text == "4" {
      modes.isInserting = isOn
      return true
    }
    guard text.hasPrefix("?") else { return false }
    for part in text.dropFirst().split(separator: ";") {
      guard let number = Int(part), Self.knownSwitches.contains(number) else { return false }
      if number == 1049 { showAlternate(isOn) }
      if isOn { modes.switches.insert(number) } else { modes.switches.remove(number) }
    }
    return true
  }

  private mutating func showAlternate(_ isOn: Bool) {
    if isOn, main == nil {
      saved = (cursor.x, cursor.y, pen)
      main = cells
      erase(rows: 0..<height)
    } else if !isOn, let main {
      cells = main
      self.main = nil
      cursor = (min(saved.x, max(0, width - 1)), min(saved.y, max(0, height - 1)))
      pen = saved.pen
    }
  }

  /// SGR, ECMA-48 8.3.117, with xterm's colours.
  private mutating func paint(_ numbers: [Int]) -> Bool {
    var rest = (numbers.isEmpty ? [0] : numbers)[...]
    while let number = rest.popFirst() {
      switch number {
      case 0: pen = Pen()
      case 1, 2, 3, 4, 7: pen.attributes |= 1 << UInt16(number)
      case 22: pen.attributes &= ~(1 << 1 | 1 << 2)
      case 23, 24, 27: pen.attributes &= ~(1 << UInt16(number - 20))
      case 30...37: pen.ink = Int32(number - 30)
      case 40...47: pen.paper = Int32(number - 40)
      case 90...97: pen.ink = Int32(number - 82)
      case 100...107: pen.paper = Int32(number - 92)
      case 39: pen.ink = -1
      case 49: pen.paper = -1
      case 38, 48:
        guard let color = Self.color(&rest) else { return false }
        if number == 38 { pen.ink = color } else { pen.paper = color }
      default: return false
      }
    }
    return true
  }

  /// `5;index` or `2;red;green;blue`.
  private static func color(_ rest: inout ArraySlice<Int>) -> Int32? {
    let kind = rest.popFirst()
    let values = rest.prefix(kind == 2 ? 3 : 1)
    rest = rest.dropFirst(values.count)
    guard kind == 2 && values.count == 3 || kind == 5 && values.count == 1 else { return nil }
    guard values.allSatisfy({ (0...255).contains($0) }) else { return nil }
    return values.reduce(kind == 2 ? 1 : 0) { $0 << 8 | Int32($1) }
  }
}
