/// What characters decompose into and what composes to them, unpacked from ``DecompositionTable`` when first asked for.
struct Decomposition: Sendable {
  /// Decompositions that are canonical, and all of them.
  enum Kind: Sendable {
    case canonical, compatible
  }

  private struct Pair: Hashable {
    let first: CodePoint
    let second: CodePoint
  }

  private struct Entry {
    let isCanonical: Bool
    let parts: [CodePoint]
  }

  /// In one step; the parts may decompose further.
  private var entries: [CodePoint: Entry] = [:]
  private var compositions: [Pair: CodePoint] = [:]

  /// Unicode's.
  static let unicode = Decomposition()

  private init() {
    var digits = Digits()
    var (end, before): (CodePoint, Int) = (0, 0)
    while let distance = digits.next() {
      let kind = digits.next() ?? 0
      var parts: [CodePoint] = []
      for _ in 0..<(digits.next() ?? 0) {
        let number = digits.next() ?? 0
        before += number & 1 == 0 ? number >> 1 : -(number + 1) >> 1
        parts.append(CodePoint(before))
      }
      let start = end + CodePoint(distance)
      end = start + CodePoint(kind / 3) + 1
      for point in start..<end {
        let stepped = parts.count == 1 ? [parts[0] + (point - start)] : parts
        entries[point] = Entry(isCanonical: kind % 3 < 2, parts: stepped)
        if kind % 3 == 0, parts.count == 2 { compositions[Pair(first: parts[0], second: parts[1])] = point }
      }
    }
  }

  /// Hands out the characters that one decomposes into, all the way; a character without decomposition, or one that the
  /// version of Unicode does not know, hands out itself.
  func forEachPart(of point: CodePoint, _ kind: Kind, version: Int, _ body: (CodePoint) -> Void) {
    // Nothing below U+00A0 decomposes.
    guard point >= 0xA0 else { return body(point) }
    if let hangul = Hangul(syllable: point) { return hangul.jamo.forEach(body) }
    guard let entry = entries[point], entry.isCanonical || kind == .compatible, point.isKnown(in: version) else {
      return body(point)
    }
    for part in entry.parts { forEachPart(of: part, kind, version: version, body) }
  }

  /// The character that two compose to, or nil.
  func composed(_ first: CodePoint, _ second: CodePoint) -> CodePoint? {
    Hangul.composed(first, second) ?? compositions[Pair(first: first, second: second)]
  }
}

/// The table's numbers, one after another.
private struct Digits {
  private var place = 0

  mutating func next() -> Int? {
    var (number, shift) = (0, 0)
    while place < DecompositionTable.records.utf8CodeUnitCount {
      let byte = DecompositionTable.records.utf8Start[place]
      place += 1
      // Line breaks.
      guard byte >= 0x30 else { continue }
      let digit = Int(byte) - 0x30
      number |= (digit & 31) << shift
      shift += 5
      if digit < 32 { return number }
    }
    return nil
  }
}

/// A Hangul syllable, whose decomposition is arithmetic.
///
/// - SeeAlso: The Unicode Standard, section 3.12.
private struct Hangul {
  private static let (syllables, leads, vowels, trails): (CodePoint, CodePoint, CodePoint, CodePoint) =
    (0xAC00, 0x1100, 0x1161, 0x11A7)
  private static let (leadCount, vowelCount, trailCount): (CodePoint, CodePoint, CodePoint) = (19, 21, 28)

  private let index: CodePoint

  init?(syllable: CodePoint) {
    guard Self.syllables..<Self.syllables + Self.leadCount * Self.vowelCount * Self.trailCount ~= syllable else {
      return nil
    }
    index = syllable - Self.syllables
  }

  var jamo: [CodePoint] {
    let trail = index % Self.trailCount
    let open = [
      Self.leads + index / (Self.vowelCount * Self.trailCount),
      Self.vowels + index / Self.trailCount % Self.vowelCount,
    ]
    return trail == 0 ? open : open + [Self.trails + trail]
  }

  static func composed(_ first: CodePoint, _ second: CodePoint) -> CodePoint? {
    if leads..<leads + leadCount ~= first, vowels..<vowels + vowelCount ~= second {
      return syllables + ((first - leads) * vowelCount + (second - vowels)) * trailCount
    }
    guard trails + 1..<trails + trailCount ~= second, let syllable = Hangul(syllable: first),
      syllable.index.isMultiple(of: trailCount)
    else { return nil }
    return first + (second - trails)
  }
}
