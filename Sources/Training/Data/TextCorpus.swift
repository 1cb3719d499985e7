internal import Files
public import KernelTypes
public import Models
public import Tensors
public import Tokenizers
private import Wording

/// A text file to learn from, of any size: it stays on the disk, and each batch reads the few stretches that it needs.
///
/// The last twentieth of it, at most ``longestValidation`` bytes, is kept for validation.
public struct TextCorpus: Sendable {
  /// Where it stands.
  public let path: String
  /// Its bytes, without a byte order mark at the beginning.
  public let bytes: Range<Int>
  /// What makes tokens of it.
  public let tokenizer: Tokenizer
  /// CRC-64/XZ of the file, in hexadecimal digits.
  public let checksum: String
  /// A mean token's bytes, measured at the beginning of the text.
  private let bytesPerToken: Double

  static let longestValidation = 262_144

  /// A text with the tokenizer that reads it.
  ///
  /// - Throws: What keeps it from being read, and `damaged` where it is too short to learn from.
  public init(path: String, tokenizer: Tokenizer) throws(TrainingError) {
    let file = try Self.file(path)
    let head = try Self.read(file, at: 0, count: min(65_536, file.size))
    let mark = head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let whole = Self.wholeCharacters(head[mark...])
    let tokens = tokenizer.encode(utf8: whole, addSpecialTokens: false, recognisingAddedTokens: false).tokens.count
    guard tokens > 1 else {
      throw .damaged(
        path: path, place: "the text", found: counted(tokens, "token"),
        allowed: "a text of at least two tokens")
    }
    (self.path, self.tokenizer, bytes) = (path, tokenizer, mark..<file.size)
    bytesPerToken = Double(whole.count) / Double(tokens)
    var checksum = Checksum()
    for start in stride(from: 0, to: file.size, by: 1 << 20) {
      let bytes = try Self.read(file, at: start, count: min(1 << 20, file.size - start))
      bytes.withUnsafeBytes { checksum.add($0) }
    }
    self.checksum = String(checksum.value, radix: 16)
  }

  private static func file(_ path: String) throws(TrainingError) -> InputFile {
    do throws(FileError) { return try InputFile(path: path) } catch { throw .file(error) }
  }

  private static func read(
    _ file: borrowing InputFile, at start: Int, count: Int
  ) throws(TrainingError) -> [UInt8] {
    do throws(FileError) { return try file.bytes(at: start, count: count) } catch { throw .file(error) }
  }

  /// Bytes without the parts of characters at their end.
  private static func wholeCharacters(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var end = bytes.endIndex
    while end > bytes.startIndex, bytes.endIndex - end < 4, bytes[end - 1] & 0xC0 == 0x80 { end -= 1 }
    guard end > bytes.startIndex, bytes[end - 1] & 0x80 != 0 else { return Array(bytes) }
    let lead = bytes[end - 1]
    let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
    return Array(end - 1 + length <= bytes.endIndex ? bytes : bytes[..<(end - 1)])
  }

  /// How the text begins: its first line that is not empty, or what of it there is room for.
  public func opening(characters: Int) -> String {
    guard let file = try? Self.file(path),
      let head = try? Self.read(file, at: bytes.lowerBound, count: min(4_096, bytes.count))
    else { return "" }
    let lines = String(decoding: Self.wholeCharacters(head[...]), as: UTF8.self).split(whereSeparator: \.isNewline)
    return String((lines.first ?? "").prefix(characters))
  }

  /// The part to learn from, and the part to validate on.
  var parts: (training: Range<Int>, validation: Range<Int>) {
    let border = bytes.upperBound - min(bytes.count / 20, Self.longestValidation)
    return (bytes.lowerBound..<border, border..<bytes.upperBound)
  }

  /// `<s>` and `count` tokens from a random place of the part to learn from, where a word begins if one does nearby.
  func row(of count: Int, using generator: inout SplitMix64) throws(TrainingError) -> [Int32] {
    let part = parts.training
    let file = try Self.file(path)
    var row: [Int32] = [1]
    // A stretch near the end, or a text that is shorter than a row, goes on elsewhere.
    while row.count <= count {
      let start = Int.random(in: part, using: &generator)
      row += try tokens(of: file, from: start, within: part, count: count + 1 - row.count)
    }
    return row
  }

  private func tokens(
    of file: borrowing InputFile, from start: Int, within part: Range<Int>, count: Int
  ) throws(TrainingError) -> [Int32] {
    var length = Int(Double(count) * bytesPerToken * 1.25) + 64
    while true {
      let end = min(start + length, part.upperBound)
      let found = try Self.read(file, at: start, count: end - start)
      let text = Self.wholeCharacters(Self.fromWordStart(found, isBeginning: start == bytes.lowerBound))
      let ids = tokenizer.encode(utf8: text, addSpecialTokens: false, recognisingAddedTokens: false).ids
      // The last token may go on beyond what was read.
      if end == part.upperBound || ids.count > count { return ids.prefix(count).map { Int32($0) } }
      length *= 2
    }
  }

  /// Bytes from the first white space on, if there is one near; else from the first whole character on.
  private static func fromWordStart(_ bytes: [UInt8], isBeginning: Bool) -> ArraySlice<UInt8> {
    if isBeginning { return bytes[...] }
    if let space = bytes.prefix(48).firstIndex(where: { $0 == 0x20 || $0 == 0x0A }) { return bytes[space...] }
    return bytes.drop { $0 & 0xC0 == 0x80 }
  }

  /// The validation part, cut into rows of at most `length + 1` tokens, at most `limit` of them.
  func validationRows(length: Int, limit: Int = 256) throws(TrainingError) -> [[Int32]] {
    let part = parts.validation
    guard !part.isEmpty else { return [] }
    let file = try Self.file(path)
    let read = try Self.read(file, at: part.lowerBound, count: part.count)
    let text = Self.wholeCharacters(Self.fromWordStart(read, isBeginning: false))
    let ids = tokenizer.encode(utf8: text, addSpecialTokens: false, recognisingAddedTokens: false).ids
    return stride(from: 0, to: ids.count, by: length).prefix(limit)
      .map { [1] + ids[$0..<min($0 + length, ids.count)].map { Int32($0) } }
  }

  /// Scores a model on all of the text, cut into stretches of its context, each read alone; `<s>` stands before each where the
  /// tokenizer puts it before a text.
  ///
  /// - Parameter progress: Told the share that is done, 0…1; what it returns says whether to go on.
  /// - Returns: Nil where `progress` ended it.
  public func evaluation(
    of model: LanguageModel, kernels: KernelSet, crew: WorkerCrew, progress: (Double) -> Bool
  ) throws(TrainingError) -> Evaluation? {
    let file = try Self.file(path)
    let before = tokenizer.encode("").ids.map { Int32($0) }
    let length = max(model.configuration.contextLength - before.count, 1) + (before.isEmpty ? 0 : 1)
    var all = Evaluation()
    var (offset, ids) = (bytes.lowerBound, [Int32]())
    var rest: [UInt8] = []
    while offset < bytes.upperBound {
      guard progress(Double(offset) / Double(file.size)) else { return nil }
      let count = min(1 << 20, bytes.upperBound - offset)
      rest += try Self.read(file, at: offset, count: count)
      offset += count
      let end = offset == bytes.upperBound ? rest.count : Self.lastWordEnd(rest)
      let text = Array(rest[..<end])
      try TextSurvey.check(text[...], at: offset - rest.count, of: path)
      rest.removeFirst(end)
      ids += tokenizer.encode(utf8: text, addSpecialTokens: false, recognisingAddedTokens: false).ids.map { Int32($0) }
      let isLast = offset == bytes.upperBound
      let whole = isLast ? ids.count : ids.count / length * length
      let rows = stride(from: 0, to: whole, by: length)
        .map { before + ids[$0..<min($0 + length, whole)] }.filter { $0.count > 1 }
      ids.removeFirst(whole)
      guard
        let scored = Evaluation(
          of: model, on: rows.map { Example(sequence: $0) }, kernels: kernels, crew: crew,
          progress: { share in
            progress((Double(offset) - Double(count) * (1 - share)) / Double(file.size))
          })
      else { return nil }
      all += scored
    }
    return all
  }

  /// Where a chunk can be cut: before the last white space in it, else behind its last whole character.
  private static func lastWordEnd(_ bytes: [UInt8]) -> Int {
    if let place = bytes.lastIndex(where: { $0 == 0x20 || $0 == 0x0A }), place > 0 { return place }
    return wholeCharacters(bytes[...]).count
  }
}
