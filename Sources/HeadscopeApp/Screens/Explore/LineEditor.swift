/// One line of text with a cursor. Moves and deletes whole characters as people see them.
struct LineEditor: Equatable, Sendable {
  /// Most scalars that a line holds; a paste is cut there.
  static let capacity = 4096

  private(set) var scalars: [Unicode.Scalar]
  /// How many scalars stand before the cursor.
  private(set) var cursor: Int

  init(_ text: String) {
    scalars = Array(text.unicodeScalars.prefix(LineEditor.capacity))
    cursor = scalars.count
  }

  var text: String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text)
  }

  /// UTF-8 bytes before the cursor.
  var cursorByte: Int { scalars[..<cursor].reduce(0) { $0 + UTF8.width($1) } }

  /// Puts scalars before the cursor; returns how many found no room.
  mutating func insert(_ new: [Unicode.Scalar]) -> Int {
    let taken = new.prefix(max(0, LineEditor.capacity - scalars.count))
    scalars.insert(contentsOf: taken, at: cursor)
    cursor += taken.count
    return new.count - taken.count
  }

  /// Puts pasted text in: line breaks and tabs become blanks, since this is one line.
  mutating func paste(_ text: String) -> Int {
    insert(text.unicodeScalars.map { "\n\r\t".unicodeScalars.contains($0) ? " " : $0 })
  }

  /// Moves the cursor; returns whether it could move.
  mutating func move(_ motion: Motion) -> Bool {
    let place = target(of: motion)
    defer { cursor = place }
    return place != cursor
  }

  /// Puts the cursor behind so many scalars, or where the character that holds them begins.
  mutating func moveTo(scalar index: Int) {
    cursor = boundaries.last { $0 <= index } ?? 0
  }

  /// Deletes from the cursor to where a motion goes; returns whether there was anything to delete.
  mutating func delete(_ motion: Motion) -> Bool {
    let end = target(of: motion)
    guard end != cursor else { return false }
    let range = min(cursor, end)..<max(cursor, end)
    scalars.removeSubrange(range)
    cursor = range.lowerBound
    return true
  }

  /// Where the cursor can go.
  enum Motion: Hashable, Sendable {
    case left, right, wordLeft, wordRight, start, end
  }

  private func target(of motion: Motion) -> Int {
    switch motion {
    case .left: boundaries.last { $0 < cursor } ?? 0
    case .right: boundaries.first { $0 > cursor } ?? scalars.count
    case .wordLeft: wordStart
    case .wordRight: wordEnd
    case .start: 0
    case .end: scalars.count
    }
  }

  /// Scalars before each character as people see it, and before the end.
  private var boundaries: [Int] {
    text.reduce(into: [0]) { sums, character in sums.append((sums.last ?? 0) + character.unicodeScalars.count) }
  }

  private var wordStart: Int {
    var place = cursor
    while place > 0, !isWord(place - 1) { place -= 1 }
    while place > 0, isWord(place - 1) { place -= 1 }
    return place
  }

  private var wordEnd: Int {
    var place = cursor
    while place < scalars.count, !isWord(place) { place += 1 }
    while place < scalars.count, isWord(place) { place += 1 }
    return place
  }

  private func isWord(_ index: Int) -> Bool { !scalars[index].properties.isWhitespace }
}
