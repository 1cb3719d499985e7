internal import StrictJSON

/// SentencePiece's table of what is written instead of what (`precompiled_charsmap`): a trie of UTF-8 sequences and, one
/// behind another, what they become.
///
/// - SeeAlso: Yata's Darts-clone for the trie; Kudo and Richardson 2018, section 3.2.
struct Charsmap: Equatable, Sendable {
  /// The table as its file holds it.
  let bytes: [UInt8]
  /// The trie: a double array.
  private let units: [UInt32]
  /// Where what things become begins in the bytes.
  private let texts: Int

  /// Longer replacements than this are refused: they could make any text too large.
  static let longest = 1_024

  /// Reads a table; nil where it is none.
  init?(_ bytes: [UInt8]) {
    guard bytes.count >= 4 else { return nil }
    let size = Int(Self.word(bytes, at: 0))
    guard size.isMultiple(of: 4), size > 0, size <= bytes.count - 4 else { return nil }
    self.bytes = bytes
    units = stride(from: 4, to: 4 + size, by: 4).map { Self.word(bytes, at: $0) }
    texts = 4 + size
    guard bytes[texts...].split(separator: 0).allSatisfy({ $0.count <= Self.longest }) else { return nil }
  }

  static func == (a: Self, b: Self) -> Bool { a.bytes == b.bytes }

  private static func word(_ bytes: [UInt8], at place: Int) -> UInt32 {
    bytes[place..<place + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// What becomes of the sequences that some bytes begin with: how many bytes each has and where its text begins, short
  /// ones first.
  private func matches(_ key: some Sequence<UInt8>) -> [(length: Int, text: Int)] {
    var found: [(length: Int, text: Int)] = []
    var node = offset(units[0])
    for (index, byte) in key.enumerated() {
      node ^= Int(byte)
      guard byte != 0, node < units.count, units[node] & 0x8000_00FF == UInt32(byte) else { break }
      let unit = units[node]
      node ^= offset(unit)
      guard node < units.count else { break }
      if unit >> 8 & 1 == 1 { found.append((index + 1, Int(units[node] & 0x7FFF_FFFF))) }
    }
    return found
  }

  private func offset(_ unit: UInt32) -> Int { Int(unit >> 10) << Int(unit & 0x200 != 0 ? 8 : 0) }

  private func text(at place: Int) -> [CodePoint]? {
    guard place < bytes.count - texts else { return nil }
    let text = bytes[(texts + place)...].prefix { $0 != 0 }
    return String(decoding: text, as: UTF8.self).points
  }

  /// What the library makes of a character or a cluster of them: of all matches it takes the shortest, even where that
  /// does not reach the cluster's end. nil where there is none.
  private func replacement(of cluster: some Sequence<CodePoint>) -> [CodePoint]? {
    matches(cluster.utf8).first.flatMap { text(at: $0.text) }
  }

  /// What SentencePiece makes of the bytes from a place on: the longest match. nil where there is none.
  func longestMatch(in bytes: ArraySlice<UInt8>) -> (length: Int, text: [CodePoint])? {
    guard let last = matches(bytes).last, let text = text(at: last.text) else { return nil }
    return (last.length, text)
  }

  /// Changes a text as the library does: by clusters of less than six bytes, else by characters.
  func apply(to text: inout AlignedText) {
    var changes: [AlignedText.Change] = []
    changes.reserveCapacity(text.count)
    var hasChanged = false
    var start = 0
    for cluster in text.points.text {
      let end = start + cluster.unicodeScalars.count
      let points = text.points[start..<end]
      start = end
      let isShort = points.reduce(0) { $0 + $1.width } < 6
      if isShort, let new = replacement(of: points) {
        hasChanged = true
        replace(points.count, by: new, in: &changes)
        continue
      }
      for point in points {
        if let new = replacement(of: CollectionOfOne(point)) {
          hasChanged = true
          replace(1, by: new, in: &changes)
        } else {
          changes.append(.init(point))
        }
      }
    }
    if hasChanged { text.apply(changes) }
  }

  private func replace(_ count: Int, by new: [CodePoint], in changes: inout [AlignedText.Change]) {
    for (index, point) in new.enumerated() { changes.append(.init(point, index < count ? 0 : 1)) }
    if count > new.count, let last = changes.indices.last { changes[last].shift -= count - new.count }
  }
}
