extension Tokenizer {
  /// A text as tokens. Takes time in proportion to the text.
  ///
  /// - Parameters:
  ///   - text: Any text.
  ///   - addSpecialTokens: Whether the template's tokens are put around it.
  ///   - recognisingAddedTokens: Whether `<s>` in the text is the token of that name, or three words like any other.
  public func encode(
    _ text: String, addSpecialTokens: Bool = true, recognisingAddedTokens: Bool = true
  ) -> Encoding {
    let bytes = Array(text.utf8)
    var tokens: [EncodedToken] = []
    let whole = bytes.isEmpty ? [] : [AddedTokens.Piece(range: 0..<bytes.count, token: nil)]
    for piece in recognisingAddedTokens ? addedTokens.split(bytes) : whole {
      let source = String(decoding: bytes[piece.range], as: UTF8.self)
      if let token = piece.token {
        tokens.append(
          EncodedToken(
            id: token.id, text: token.content, source: source, range: piece.range, isSpecial: token.isSpecial,
            isInserted: false, isUnknown: false))
      } else {
        append(wordsOf: source, at: piece.range.lowerBound, bytes: bytes, to: &tokens)
      }
    }
    if addSpecialTokens, case .template(let template) = postProcessor { tokens = template.applied(to: tokens) }
    return Encoding(text: text, tokens: tokens)
  }

  /// Bytes as tokens; what is not UTF-8 is read as U+FFFD, and the ranges refer to the text that results.
  public func encode(
    utf8 bytes: [UInt8], addSpecialTokens: Bool = true, recognisingAddedTokens: Bool = true
  ) -> Encoding {
    encode(
      String(decoding: bytes, as: UTF8.self), addSpecialTokens: addSpecialTokens,
      recognisingAddedTokens: recognisingAddedTokens)
  }

  private func append(wordsOf text: String, at start: Int, bytes: [UInt8], to tokens: inout [EncodedToken]) {
    let isByteLevel = preTokenizer == .byteLevel
    for word in preTokenizer.words(in: text[...]) {
      let source = bytes[start + word.lowerBound..<start + word.upperBound]
      var place = source.startIndex
      let symbols = isByteLevel ? ByteAlphabet.text(source) : String(decoding: source, as: UTF8.self)
      for piece in model.pieces(of: symbols) {
        let length = isByteLevel ? piece.text.unicodeScalars.count : piece.text.utf8.count
        // As in the library, part of a character stands where the character stands.
        let range = isByteLevel ? wholeCharacters(place..<place + length, in: bytes) : place..<place + length
        place += length
        guard let id = piece.id ?? model.unknownId else { continue }
        tokens.append(
          EncodedToken(
            id: id, text: vocabulary.token(id) ?? "", source: String(decoding: bytes[range], as: UTF8.self),
            range: range,
            isSpecial: false, isInserted: false, isUnknown: piece.id == nil))
      }
    }
  }

  /// A range of bytes and those of the characters that it cuts.
  private func wholeCharacters(_ range: Range<Int>, in bytes: [UInt8]) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start > 0, bytes[start] & 0xC0 == 0x80 { start -= 1 }
    while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
    return start..<end
  }

  /// Numbers as text. Numbers without a token are left out.
  ///
  /// - Parameters:
  ///   - ids: Numbers of tokens.
  ///   - skippingSpecialTokens: Whether control tokens are left out.
  public func decode(_ ids: some Sequence<Int>, skippingSpecialTokens: Bool = true) -> String {
    let tokens = ids.compactMap { id in
      skippingSpecialTokens && isSpecial(id) ? nil : vocabulary.token(id)
    }
    guard !decoders.isEmpty else { return tokens.joined(separator: " ") }
    return decoders.reduce(tokens) { $1.decoded($0) }.joined()
  }
}
