internal import StrictJSON

/// One stage of making text of tokens, by Hugging Face's names. Each maps a list of pieces, as UTF-8; the last list is joined.
enum Decoder: Equatable, Sendable {
  /// `WordPiece`: a space before each piece but the first, unless it begins with the prefix, which falls away; marks and
  /// contractions join the word before them where it cleans up.
  case wordPiece(prefix: String, cleansUp: Bool)
  /// `Replace`: each match in each piece.
  case replace(TextPattern, with: String)
  /// `ByteLevel`: characters back to bytes (``ByteAlphabet``).
  case byteLevel
  /// `Metaspace`: the mark is a space, but for one at the beginning.
  case metaspace(PreTokenizer.Metaspace)
  /// `ByteFallback`: tokens like `<0x0A>` back to bytes.
  case byteFallback
  /// `BPEDecoder`: the suffix is a space, but for the last.
  case wordEnds(suffix: String)
  /// `Fuse`: all pieces in one.
  case fuse
  /// `Strip`: up to so many of a character at the ends of each piece fall away.
  case strip(Unicode.Scalar, left: Int, right: Int)

  /// What SentencePiece does itself: `▁` is a space, but for so many at the beginning, and the unknown piece is ` ⁇ `.
  case sentencePiece(unknown: String?, dropping: Int)

  /// Puts marks at the end of the word before them: `sat.`, not `sat .`.
  static let english: [Decoder] =
    [.wordPiece(prefix: "##", cleansUp: false)]
    + [".", ",", "?", "!", ";", ":"].map { .replace(.string(" " + $0), with: $0) }

  /// What cleaning up puts in the place of what, in order.
  private static let cleanUp = [
    (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"), (" 'm", "'m"),
    (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
  ]

  /// The pieces after this stage.
  func decoded(_ pieces: [[UInt8]]) -> [[UInt8]] {
    switch self {
    case .wordPiece(let prefix, let cleansUp):
      let prefix = Array(prefix.utf8)
      return pieces.enumerated().map { index, piece in
        let isInside = piece.starts(with: prefix)
        let joined = index == 0 ? piece : isInside ? Array(piece[prefix.count...]) : [0x20] + piece
        return cleansUp ? Self.cleanUp.reduce(joined) { Self.replacing(.string($1.0), with: $1.1, in: $0) } : joined
      }
    case .replace(let pattern, let content): return pieces.map { Self.replacing(pattern, with: content, in: $0) }
    case .byteLevel: return [pieces.flatMap { ByteAlphabet.bytes(of: String(decoding: $0, as: UTF8.self)) ?? $0 }]
    case .metaspace(let metaspace): return metaspace.decoded(pieces)
    case .byteFallback: return joinedBytes(pieces)
    case .wordEnds(let suffix):
      return pieces.enumerated().map { index, piece in
        Self.replacing(.string(suffix), with: index == pieces.count - 1 ? "" : " ", in: piece)
      }
    case .fuse: return [Array(pieces.joined())]
    case .sentencePiece(let unknown, let dropped): return spaced(pieces, unknown, dropped)
    case .strip(let scalar, let left, let right): return pieces.map { stripped($0, of: scalar, left, right) }
    }
  }

  private static func replacing(_ pattern: TextPattern, with content: String, in piece: [UInt8]) -> [UInt8] {
    var text = AlignedText(utf8: piece)
    let matches = pattern.matches(in: text.points[...])
    guard !matches.isEmpty else { return piece }
    text.replace(matches, with: content.points)
    return text.points.utf8
  }

  /// Runs of byte tokens as the text that they spell; a U+FFFD for each of a run that spells none.
  private func joinedBytes(_ pieces: [[UInt8]]) -> [[UInt8]] {
    var result: [[UInt8]] = []
    var run: [UInt8] = []
    func endRun() {
      if !run.isEmpty {
        let isText = String(validating: run, as: UTF8.self) != nil
        result += isText ? [run] : run.map { _ in Array("\u{FFFD}".utf8) }
      }
      run = []
    }
    for piece in pieces {
      if let byte = ByteTokens.byte(of: piece) {
        run.append(byte)
      } else {
        endRun()
        result.append(piece)
      }
    }
    endRun()
    return result
  }

  private func spaced(_ pieces: [[UInt8]], _ unknown: String?, _ dropped: Int) -> [[UInt8]] {
    var left = dropped
    return pieces.map { piece in
      if let unknown, piece.elementsEqual(unknown.utf8) {
        left = 0
        return Array(" \u{2047} ".utf8)
      }
      let points = AlignedText(utf8: piece).points.map { $0 == SentencePieceNormalizer.space ? 0x20 : $0 }
      let spaces = points.prefix(left).prefix { $0 == 0x20 }.count
      left = spaces == points.count ? left - spaces : 0
      return points[spaces...].utf8
    }
  }

  private func stripped(_ piece: [UInt8], of scalar: Unicode.Scalar, _ left: Int, _ right: Int) -> [UInt8] {
    let points = AlignedText(utf8: piece).points
    let start = points.prefix(left).prefix { $0 == scalar.value }.count
    let end = points.count - points.suffix(right).reversed().prefix { $0 == scalar.value }.count
    return start < end ? points[start..<end].utf8 : []
  }
}

extension PreTokenizer.Metaspace {
  fileprivate func decoded(_ pieces: [[UInt8]]) -> [[UInt8]] {
    pieces.enumerated().map { index, piece in
      let points = AlignedText(utf8: piece).points
      guard index == 0, scheme != .never else { return points.map { $0 == mark.value ? 0x20 : $0 }.utf8 }
      return points.filter { $0 != mark.value }.utf8
    }
  }
}
