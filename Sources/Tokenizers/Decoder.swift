/// One stage of making text of tokens, by Hugging Face's names. Each maps a list of pieces; the last list is joined.
public enum Decoder: Equatable, Sendable {
  /// `WordPiece`: a space before each piece but the first, unless it begins with the prefix, which falls away.
  case wordPiece(prefix: String)
  /// `Replace` with a fixed string: each occurrence in each piece.
  case replace(String, with: String)
  /// `ByteLevel`: characters back to bytes (``ByteAlphabet``), which are read as UTF-8 all together.
  case byteLevel
  /// `Fuse`: all pieces in one.
  case fuse

  /// Puts marks at the end of the word before them: `sat.`, not `sat .`.
  static let english: [Decoder] =
    [.wordPiece(prefix: "##")] + [".", ",", "?", "!", ";", ":"].map { .replace(" " + $0, with: $0) }

  /// The pieces after this stage.
  func decoded(_ pieces: [String]) -> [String] {
    switch self {
    case .wordPiece(let prefix):
      pieces.enumerated().map { index, piece in
        if index == 0 { return piece }
        return piece.utf8.starts(with: prefix.utf8) && !prefix.isEmpty
          ? String(piece.utf8.dropFirst(prefix.utf8.count)) ?? piece : " " + piece
      }
    case .fuse: [pieces.joined()]
    case .byteLevel:
      [String(decoding: pieces.flatMap { ByteAlphabet.bytes(of: $0) ?? Array($0.utf8) }, as: UTF8.self)]
    case .replace(let pattern, let content): pieces.map { replacing(pattern, with: content, in: $0) }
    }
  }

  /// Replaces from left to right, byte by byte, as the library does.
  private func replacing(_ pattern: String, with content: String, in text: String) -> String {
    let pattern = Array(pattern.utf8)
    guard !pattern.isEmpty else { return text }
    var rest = Array(text.utf8)[...]
    var result: [UInt8] = []
    while let byte = rest.first {
      if rest.starts(with: pattern) {
        result += content.utf8
        rest = rest.dropFirst(pattern.count)
      } else {
        result.append(byte)
        rest = rest.dropFirst()
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
