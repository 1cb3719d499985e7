internal import Files
public import Tokenizers
private import Wording

/// One reading of a text file from end to end: that all of it is UTF-8, and how often each word or character stands in it.
///
/// Takes bounded memory: what was seen rarely is forgotten where there is too much to remember.
public struct TextSurvey {
  /// What a text is cut into.
  public enum Unit: String, CaseIterable, Sendable {
    /// Single characters.
    case characters
    /// Whole words and punctuation marks; white space is not kept.
    case words
    /// Byte pairs: frequent words whole, rare ones in pieces.
    case bpe
  }

  /// Different words that are counted at a time.
  private static let mostWords = 400_000
  private static let chunk = 1 << 20

  private let unit: Unit
  private var counts: [String: Int] = [:]
  private var characters: [Unicode.Scalar: Int] = [:]

  /// The tokenizer that a text asks for.
  ///
  /// - Parameters:
  ///   - size: How many tokens it shall have at most, the control tokens included.
  ///   - progress: Told the share that is read, 0…1; what it returns says whether to go on.
  /// - Returns: Nil where `progress` ended it.
  /// - Throws: `damaged` where the file is empty or some of its bytes are not UTF-8, with their place.
  public static func tokenizer(
    for path: String, unit: Unit, size: Int, progress: (Double) -> Bool = { _ in true }
  ) throws(TrainingError) -> Tokenizer? {
    var survey = TextSurvey(unit: unit)
    guard try survey.read(path, progress: progress) else { return nil }
    return survey.tokenizer(size: size)
  }

  private init(unit: Unit) { self.unit = unit }

  private func tokenizer(size: Int) -> Tokenizer {
    let room = max(size - Tokenizer.controlTokens.count, 1)
    switch unit {
    case .characters:
      let frequent = characters.sorted { ($0.value, $1.key.value) > ($1.value, $0.key.value) }.prefix(room)
      return .characters(frequent.map(\.key).sorted { $0.value < $1.value })
    case .words:
      let frequent = counts.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
      let words = frequent.lazy.compactMap { Tokenizer.word(spelled: $0.key) }
        .filter { !Tokenizer.controlTokens.contains($0) }
      // Compared by bytes they differ; a vocabulary does so too.
      return .wordLevel(words: Array(words.prefix(room)))
    case .bpe: return .bytePairs(counts: counts, size: size)
    }
  }

  private mutating func read(_ path: String, progress: (Double) -> Bool) throws(TrainingError) -> Bool {
    let file: InputFile
    do throws(FileError) { file = try InputFile(path: path) } catch { throw .file(error) }
    var (offset, rest) = (0, [UInt8]())
    while offset < file.size {
      guard progress(Double(offset) / Double(file.size)) else { return false }
      let count = min(Self.chunk, file.size - offset)
      var bytes = rest
      do throws(FileError) { bytes += try file.bytes(at: offset, count: count) } catch { throw .file(error) }
      let start = offset - rest.count
      offset += count
      let mark = start == 0 && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
      let end = offset == file.size ? bytes.count : Self.border(of: bytes)
      try Self.check(bytes[mark..<end], at: start, of: path)
      take(Array(bytes[mark..<end]))
      rest = Array(bytes[end...])
    }
    guard !counts.isEmpty || !characters.isEmpty else {
      throw .damaged(
        path: path, place: "the text", found: file.size == 0 ? "an empty file" : "nothing but white space",
        allowed: "a text in UTF-8")
    }
    return true
  }

  private mutating func take(_ text: [UInt8]) {
    switch unit {
    case .characters:
      for scalar in String(decoding: text, as: UTF8.self).unicodeScalars { characters[scalar, default: 0] += 1 }
    case .words, .bpe:
      for word in Tokenizer.spelledWords(in: text, cutBy: unit == .bpe ? .byteLevel : .whitespace) {
        counts[word, default: 0] += 1
      }
      var least = 1
      while counts.count > Self.mostWords {
        counts = counts.filter { $0.value > least }
        least *= 2
      }
    }
  }

  /// Where a chunk can be cut: at the last line or word that ends in it, else behind its last whole character.
  private static func border(of bytes: [UInt8]) -> Int {
    for separator in [UInt8(ascii: "\n"), UInt8(ascii: " ")] {
      if let place = bytes.lastIndex(of: separator), place > 0 { return place }
    }
    var end = bytes.count
    while end > 0, bytes.count - end < 4, bytes[end - 1] & 0xC0 == 0x80 { end -= 1 }
    return end > 0 && bytes[end - 1] & 0x80 != 0 ? end - 1 : bytes.count
  }

  /// Throws `damaged` with the place of the first byte that is not UTF-8, counted from the file's byte `start`.
  static func check(_ bytes: ArraySlice<UInt8>, at start: Int, of path: String) throws(TrainingError) {
    guard let place = firstFault(bytes) else { return }
    throw .damaged(
      path: path, place: "byte \(grouped(start + place))",
      found: "0x\(String(bytes[place], radix: 16, uppercase: true)), which is not UTF-8",
      allowed: "a text in UTF-8 (iconv -t utf-8 converts others)")
  }

  /// The first byte of what is not UTF-8.
  private static func firstFault(_ bytes: ArraySlice<UInt8>) -> Int? {
    var place = bytes.startIndex
    while place < bytes.endIndex {
      let first = bytes[place]
      if first < 0x80 {
        place += 1
        continue
      }
      // Lengths and second bytes of well-formed sequences (The Unicode Standard, table 3-7).
      let (length, second): (Int, ClosedRange<UInt8>)
      switch first {
      case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
      case 0xE0: (length, second) = (3, 0xA0...0xBF)
      case 0xED: (length, second) = (3, 0x80...0x9F)
      case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
      case 0xF0: (length, second) = (4, 0x90...0xBF)
      case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
      case 0xF4: (length, second) = (4, 0x80...0x8F)
      default: return place
      }
      guard place + length <= bytes.endIndex, second.contains(bytes[place + 1]),
        bytes[(place + 2)..<(place + length)].allSatisfy({ $0 & 0xC0 == 0x80 })
      else { return place }
      place += length
    }
    return nil
  }
}
