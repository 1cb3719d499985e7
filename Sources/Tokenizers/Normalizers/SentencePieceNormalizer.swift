/// How SentencePiece changes text: by its table, longest match first, with a space in front and as `▁`, and where the model
/// wants it, without any further white space.
///
/// - SeeAlso: Kudo and Richardson 2018, section 3.2; `normalizer.cc` in their code.
struct SentencePieceNormalizer: Equatable, Sendable {
  /// What is written instead of what.
  var charsmap: Charsmap?
  /// Whether a space is put before the text, or behind it for a model whose words end in spaces.
  var addsSpace = true
  /// Whether spaces are put at the ends of words rather than at their beginnings.
  var endsWords = false
  /// Whether spaces at the ends and all but one of each run of them fall away.
  var removesExtraSpaces = true
  /// Whether spaces become `▁`.
  var escapesSpaces = true
  /// Stretches that no table changes.
  var fixed = Trie([])

  static let space: CodePoint = 0x2581

  func apply(to text: inout AlignedText) {
    guard text.count > 0 else { return }
    let mark: CodePoint = escapesSpaces ? Self.space : 0x20
    let end = text.origin(of: 0..<text.count).upperBound
    var places: [(point: CodePoint, start: Int)] = []
    var isBehindSpace = removesExtraSpaces
    /// Where what is not white space begins.
    var first: Int?
    forEachPart(of: text) { part, start in
      if first == nil, !removesExtraSpaces || part != [0x20] { first = start }
      let kept = isBehindSpace ? part.drop { $0 == 0x20 } : part[...]
      for point in kept { places.append((point == 0x20 ? mark : point, start)) }
      if let last = kept.last { isBehindSpace = last == 0x20 && removesExtraSpaces }
    }
    var behind = end
    if removesExtraSpaces {
      while let last = places.last, last.point == mark { behind = places.removeLast().start }
      if places.isEmpty, !endsWords || first == nil { return text.set([]) }
    }
    if addsSpace {
      if endsWords { places.append((mark, behind)) } else { places.insert((mark, first ?? 0), at: 0) }
    }
    let ends = places.dropFirst().map(\.start) + [behind]
    text.set(zip(places, ends).map { ($0.point, $0.start..<max($0.start, $1)) })
  }

  /// Hands out what each stretch of the text becomes, and where the stretch begins in the given text.
  private func forEachPart(of text: AlignedText, _ body: ([CodePoint], Int) -> Void) {
    let (points, origins) = (text.points, text.origins)
    let bytes = points.utf8
    var (place, byte) = (0, 0)
    while place < points.count {
      let start = origins[place].lowerBound
      var (count, part) = (1, [points[place]])
      if let match = fixed.longestMatch(in: points[...], at: place) {
        (count, part) = (match.end - place, Array(points[place..<match.end]))
      } else if let match = charsmap?.longestMatch(in: bytes[byte...]) {
        var width = 0
        count =
          points[place...].prefix { point in
            defer { width += point.width }
            return width < match.length
          }.count
        part = match.text
      }
      body(part, start)
      byte += points[place..<place + count].reduce(0) { $0 + $1.width }
      place += count
    }
  }
}
