extension Tokenizer {
  /// A text as tokens. Takes time in proportion to n·log n characters.
  ///
  /// - Parameters:
  ///   - text: Any text.
  ///   - addSpecialTokens: Whether the template's tokens are put around it.
  ///   - recognisingAddedTokens: Whether `<s>` in the text is the token of that name, or three words like any other.
  public func encode(
    _ text: String, addSpecialTokens: Bool = true, recognisingAddedTokens: Bool = true
  ) -> Encoding {
    encode(
      utf8: Array(text.utf8), addSpecialTokens: addSpecialTokens, recognisingAddedTokens: recognisingAddedTokens)
  }

  /// Two texts as one row of tokens, joined as the template says: `[CLS] A [SEP] B [SEP]`, say.
  ///
  /// - Parameters:
  ///   - text: The first text, A.
  ///   - pair: The second, B.
  ///   - addSpecialTokens: Whether the template's tokens are put around and between them.
  ///   - recognisingAddedTokens: Whether `<s>` in a text is the token of that name.
  public func encode(
    _ text: String, pair: String, addSpecialTokens: Bool = true, recognisingAddedTokens: Bool = true
  ) -> Encoding {
    encode(
      utf8: Array(text.utf8), pair: Array(pair.utf8), addSpecialTokens: addSpecialTokens,
      recognisingAddedTokens: recognisingAddedTokens)
  }

  /// Bytes as tokens, of one text or two. What is not UTF-8 is read as U+FFFD, and the ranges refer to the text that results; a
  /// tokenizer of bytes reads every byte as it is.
  public func encode(
    utf8 bytes: [UInt8], pair: [UInt8]? = nil, addSpecialTokens: Bool = true, recognisingAddedTokens: Bool = true
  ) -> Encoding {
    let given = [bytes] + (pair.map { [$0] } ?? [])
    let texts = given.map { String(decoding: $0, as: UTF8.self) }
    let read = readsBytes ? given : texts.map { Array($0.utf8) }
    let rows = read.enumerated().map { number, bytes in
      tokens(of: bytes, recognisingAddedTokens).map { token in
        var token = token
        (token.segment, token.isOfSecond) = (number, number == 1)
        return token
      }
    }
    return Encoding(
      text: texts[0], utf8: read[0], second: pair == nil ? nil : texts[1],
      tokens: joined(rows, of: read, addSpecialTokens: addSpecialTokens))
  }

  /// The tokens of one or two texts after the last stages, in one row.
  private func joined(_ rows: [[EncodedToken]], of texts: [[UInt8]], addSpecialTokens: Bool) -> [EncodedToken] {
    Array(
      postProcessors.reduce(rows) { $1.apply(to: $0, of: texts, addSpecialTokens: addSpecialTokens) }.joined())
  }

  /// The tokens of a text before anything is put around them.
  private func tokens(of bytes: [UInt8], _ recognisingAddedTokens: Bool) -> [EncodedToken] {
    let given = AlignedText(utf8: bytes)
    var tokens: [EncodedToken] = []
    let whole = given.count > 0 ? [AddedTokens.Piece(range: 0..<given.count, token: nil)] : []
    for piece in recognisingAddedTokens ? addedTokens.split(given: given) : whole {
      if let token = piece.token {
        tokens.append(encoded(token, at: piece.range, of: given, bytes))
        continue
      }
      // Most texts hold no added token and need not be copied.
      var part = piece.range.count == given.count ? given : AlignedText(given, piece.range)
      for normalizer in normalizers { normalizer.apply(to: &part) }
      for piece in recognisingAddedTokens ? addedTokens.split(normalized: part) : [.init(range: 0..<part.count)] {
        if let token = piece.token {
          tokens.append(encoded(token, at: piece.range, of: part, bytes))
        } else {
          append(wordsOf: piece.range.count == part.count ? part : AlignedText(part, piece.range), bytes, to: &tokens)
        }
      }
    }
    return tokens
  }

  /// Whether tokens are written byte by byte, so that every byte is read as it is, and nobody reads how they are written.
  public var readsBytes: Bool {
    normalizers.contains(.byteLevel)
      || preTokenizers.contains {
        if case .bytes = $0 { true } else { false }
      }
  }

  private func encoded(
    _ token: AddedToken, at range: Range<Int>, of text: AlignedText, _ bytes: [UInt8]
  ) -> EncodedToken {
    let origin = text.origin(of: range)
    return EncodedToken(
      id: token.id, text: text.points[range].text, source: String(decoding: bytes[origin], as: UTF8.self),
      range: origin, isSpecial: token.isSpecial)
  }

  private func append(wordsOf text: AlignedText, _ bytes: [UInt8], to tokens: inout [EncodedToken]) {
    var words = CutText(text)
    for preTokenizer in preTokenizers { preTokenizer.apply(to: &words) }
    for word in words.words {
      for piece in model.pieces(of: words.text.points[word]) {
        guard let id = piece.id ?? unknownId else { continue }
        let range = words.text.origin(of: piece.range)
        let isShown = piece.id == nil && model.showsUnknown
        tokens.append(
          EncodedToken(
            id: id, text: isShown ? words.text.points[piece.range].text : vocabulary.token(id) ?? "",
            source: String(decoding: bytes[range], as: UTF8.self), range: range,
            isUnknown: piece.id == nil || id == unknownId))
      }
    }
  }

  /// Numbers as text. Numbers without a token are left out.
  ///
  /// - Parameters:
  ///   - ids: Numbers of tokens.
  ///   - skippingSpecialTokens: Whether control tokens are left out.
  public func decode(_ ids: some Sequence<Int>, skippingSpecialTokens: Bool = true) -> String {
    String(decoding: decodeUTF8(ids, skippingSpecialTokens: skippingSpecialTokens), as: UTF8.self)
  }

  /// Numbers as bytes, which need not be UTF-8 where the tokens are of bytes.
  public func decodeUTF8(_ ids: some Sequence<Int>, skippingSpecialTokens: Bool = true) -> [UInt8] {
    let tokens = ids.compactMap { id in
      skippingSpecialTokens && isSpecial(id)
        ? nil : (addedTokens.writing(id: id) ?? vocabulary.token(id)).map { Array($0.utf8) }
    }
    guard !decoders.isEmpty else { return Array(tokens.joined(separator: [0x20])) }
    return Array(decoders.reduce(tokens) { $1.decoded($0) }.joined())
  }
}
