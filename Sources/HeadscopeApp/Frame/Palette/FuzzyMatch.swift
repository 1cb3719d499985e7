/// Where the letters of a pattern stand in a text, in order, and how well they fit.
///
/// Letters side by side count more than beginnings of words, and those more than letters anywhere: `nt` finds “Next
/// Theme”, `eme` finds it too, and letters scattered over a sentence find nothing. Capitals and small letters are the same.
struct FuzzyMatch: Equatable {
  /// Higher is better.
  let score: Int
  /// The scalars of the text that matched, ascending.
  let places: [Int]

  /// The first letter at the beginning of a word; a later one there, after a gap; a letter behind its neighbour.
  private static let firstAtWordStart = 16
  private static let wordStart = 8
  private static let adjacent = 12
  private static let elsewhere = 1
  /// What each letter must bring on average; scattered ones bring less.
  private static let least = 6

  /// `nil` where the letters don't stand in the text in this order, or too far apart to mean it.
  init?(_ pattern: String, in text: String) {
    let wanted = FuzzyMatch.folded(pattern).filter { $0 != " " }
    let scalars = FuzzyMatch.folded(text)
    guard !wanted.isEmpty, wanted.count <= scalars.count else { return nil }
    let starts = FuzzyMatch.wordStarts(scalars)
    // best[j]: the best way to match the pattern so far with its last letter at place j.
    var best: [FuzzyMatch?] = Array(repeating: nil, count: scalars.count)
    for (row, scalar) in wanted.enumerated() {
      var next: [FuzzyMatch?] = Array(repeating: nil, count: scalars.count)
      var before: FuzzyMatch?
      for place in scalars.indices {
        defer { if let own = best[place], own.score > before?.score ?? .min { before = own } }
        guard scalars[place] == scalar else { continue }
        if row == 0 {
          let value = starts[place] ? FuzzyMatch.firstAtWordStart : FuzzyMatch.elsewhere
          next[place] = FuzzyMatch(score: value, places: [place])
          continue
        }
        let near = place > 0 ? best[place - 1].map { $0.adding(FuzzyMatch.adjacent, at: place) } : nil
        let far = before.map { $0.adding(starts[place] ? FuzzyMatch.wordStart : FuzzyMatch.elsewhere, at: place) }
        next[place] = [near, far].compactMap { $0 }.max { $0.score < $1.score }
      }
      best = next
    }
    let found = best.compactMap { $0 }.max { ($0.score, -$0.places[0]) < ($1.score, -$1.places[0]) }
    guard let found, found.score >= FuzzyMatch.least * wanted.count else { return nil }
    self = found
  }

  private init(score: Int, places: [Int]) {
    self.score = score
    self.places = places
  }

  private func adding(_ value: Int, at place: Int) -> FuzzyMatch {
    FuzzyMatch(score: score + value, places: places + [place])
  }

  /// Small letters, scalar for scalar; a letter whose small form is several stays as it is.
  static func folded(_ text: String) -> [Unicode.Scalar] {
    text.unicodeScalars.map { scalar in
      guard !scalar.isASCII else {
        return ("A"..."Z").contains(scalar) ? Unicode.Scalar(UInt8(scalar.value) + 32) : scalar
      }
      let lower = scalar.properties.lowercaseMapping.unicodeScalars
      return lower.count == 1 ? lower.first ?? scalar : scalar
    }
  }

  /// Whether a word begins at each place; where words are written without blanks, at every sign.
  private static func wordStarts(_ scalars: [Unicode.Scalar]) -> [Bool] {
    scalars.indices.map { place in
      guard place > 0 else { return true }
      return scalars[place].properties.isIdeographic || !isLetter(scalars[place - 1])
    }
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
  }
}
