/// Text on its way through normalizers and pre-tokenizers: its characters, and for each of them the bytes of the given text
/// that it comes from.
///
/// The rules for where a new character comes from are the library's (`NormalizedString`), so that offsets are too.
struct AlignedText: Equatable {
  private(set) var points: [CodePoint]
  /// By character, in bytes of the given text.
  private(set) var origins: [Range<Int>]
  /// Where the text begins in the given one.
  let start: Int

  /// A character of a changed text.
  struct Change: Equatable {
    var point: CodePoint
    /// 0 if it takes the place of one character, 1 if it comes in addition, −n if n characters behind that one fall away.
    var shift: Int

    init(_ point: CodePoint, _ shift: Int = 0) {
      self.point = point
      self.shift = shift
    }
  }

  /// The characters of bytes, in which nothing is changed yet.
  init(utf8 bytes: [UInt8]) {
    (points, origins, start) = ([], [], 0)
    points.reserveCapacity(bytes.count)
    origins.reserveCapacity(bytes.count)
    var place = 0
    while place < bytes.count {
      let (point, width) = CodePoint.first(in: bytes, at: place)
      points.append(point)
      origins.append(place..<place + width)
      place += width
    }
  }

  /// Part of a text.
  init(_ text: AlignedText, _ range: Range<Int>) {
    points = Array(text.points[range])
    origins = Array(text.origins[range])
    start = origins.first?.lowerBound ?? text.start
  }

  /// How many characters it has.
  var count: Int { points.count }

  /// The bytes of the given text that characters come from.
  func origin(of range: Range<Int>) -> Range<Int> {
    guard let first = origins[range].first, let last = origins[range].last else { return start..<start }
    return first.lowerBound..<max(first.lowerBound, last.upperBound)
  }

  /// Puts characters in the place of all.
  ///
  /// - Parameters:
  ///   - changes: The new characters.
  ///   - dropped: How many characters fall away before the first.
  mutating func apply(_ changes: [Change], dropping dropped: Int = 0) {
    var place = dropped
    var new: [Range<Int>] = []
    new.reserveCapacity(changes.count)
    for change in changes {
      let source = change.shift > 0 ? place - 1 : min(place, origins.count - 1)
      new.append(source < 0 ? start..<start : origins[source])
      if change.shift <= 0 { place = min(place + 1 - change.shift, origins.count) }
    }
    (points, origins) = (changes.map(\.point), new)
  }

  /// Puts characters of known origins in the place of all.
  mutating func set(_ characters: [(point: CodePoint, origin: Range<Int>)]) {
    (points, origins) = (characters.map(\.point), characters.map(\.origin))
  }

  /// Keeps some characters.
  mutating func filter(_ keeps: (CodePoint) -> Bool) {
    guard !points.allSatisfy(keeps) else { return }
    let kept = points.indices.filter { keeps(points[$0]) }
    (points, origins) = (kept.map { points[$0] }, kept.map { origins[$0] })
  }

  /// Keeps a stretch.
  mutating func keep(_ range: Range<Int>) {
    (points, origins) = (Array(points[range]), Array(origins[range]))
  }

  /// Replaces each character by one.
  mutating func map(_ transform: (CodePoint) -> CodePoint) { points = points.map(transform) }

  /// Replaces each character by some, which all come from where it came from; nil leaves it as it is.
  mutating func flatMap(_ transform: (CodePoint) -> [CodePoint]?) {
    var (points, origins): ([CodePoint], [Range<Int>]) = ([], [])
    points.reserveCapacity(count)
    origins.reserveCapacity(count)
    for (point, origin) in zip(self.points, self.origins) {
      if let new = transform(point) {
        points += new
        origins += repeatElement(origin, count: new.count)
      } else {
        points.append(point)
        origins.append(origin)
      }
    }
    (self.points, self.origins) = (points, origins)
  }

  /// Replaces stretches, given in order, each by the same characters, which come from where its last one came from.
  mutating func replace(_ ranges: [Range<Int>], with content: [CodePoint]) {
    guard !ranges.isEmpty else { return }
    var (points, origins): ([CodePoint], [Range<Int>]) = ([], [])
    var end = 0
    for range in ranges {
      points += self.points[end..<range.lowerBound] + content
      origins += self.origins[end..<range.lowerBound]
      origins += repeatElement(self.origins[range.upperBound - 1], count: content.count)
      end = range.upperBound
    }
    (self.points, self.origins) = (points + self.points[end...], origins + self.origins[end...])
  }

  /// Puts characters before each of some places, which come from where the character there comes from.
  mutating func insert(_ content: [CodePoint], before places: [Int]) {
    guard !places.isEmpty else { return }
    var (points, origins): ([CodePoint], [Range<Int>]) = ([], [])
    var end = 0
    for place in places {
      points += self.points[end..<place] + content
      origins += self.origins[end..<place] + repeatElement(self.origins[place], count: content.count)
      end = place
    }
    (self.points, self.origins) = (points + self.points[end...], origins + self.origins[end...])
  }
}
