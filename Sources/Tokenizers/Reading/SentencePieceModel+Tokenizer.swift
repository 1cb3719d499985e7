extension SentencePieceModel {
  /// The tokenizer that the model is. As with SentencePiece itself, nothing is put around a text, and control tokens are not
  /// recognised in it.
  func tokenizer() throws(Problem) -> Tokenizer {
    let vocabulary = try vocabulary()
    var normalizer = normalizer
    normalizer.fixed = Trie(
      pieces.enumerated().filter { $0.element.kind == .userDefined }.map { ($0.element.text.points, $0.offset) })
    return Tokenizer(
      model: try model(vocabulary), normalizers: [.sentencePiece(normalizer)], preTokenizers: [], postProcessors: [],
      decoders: decoders, addedTokens: addedTokens, roles: roles)
  }

  /// The pieces, numbered as they stand.
  func vocabulary() throws(Problem) -> Vocabulary { try Self.vocabulary(pieces.map(\.text)) }

  /// Tokens, numbered as they stand; none may stand twice.
  static func vocabulary(_ tokens: [String]) throws(Problem) -> Vocabulary {
    guard tokens.count <= Vocabulary.largest else { throw .tooManyTokens(limit: Vocabulary.largest) }
    var vocabulary = Vocabulary()
    for (id, token) in tokens.enumerated() {
      if let other = vocabulary.id(of: token) { throw .conflictingIds(token: token, first: other, second: id) }
      _ = vocabulary.insert(token, id: id)
    }
    return vocabulary
  }

  private func model(_ vocabulary: Vocabulary) throws(Problem) -> TokenModel {
    let unknownId = pieces.firstIndex { $0.kind == .unknown }
    switch type {
    case 1:
      return .likeliest(
        Unigram(
          vocabulary: vocabulary, scores: scores, unknownId: unknownId,
          fallsBackToBytes: fallsBackToBytes, isSingle: true
        ) { isPiece($0) })
    case 2:
      var options = BytePairs.Options()
      options.unknownToken = unknownId.map { pieces[$0].text }
      (options.fusesUnknown, options.showsUnknown, options.fallsBackToBytes) = (true, true, fallsBackToBytes)
      let merges = merges(vocabulary)
      return .pairs(
        try BytePairs(
          vocabulary: vocabulary, merges: merges.map { ($0.first, $0.second) }, options: options,
          ranks: merges.map(\.rank)))
    default: throw .unsupported(stage: "trainer_spec.model_type", found: "\(type)", known: ["1 (unigram)", "2 (bpe)"])
    }
  }

  /// The logarithms of probabilities. What a user defined gets a tenth for each byte beyond its first, as in version 0.2.3 of
  /// SentencePiece (found by comparing).
  private var scores: [Double] {
    pieces.map { piece in
      piece.kind == .userDefined
        ? Double(Float(0.1 * Double(piece.text.utf8.count) - 0.1)) : Double(piece.score)
    }
  }

  /// Whether text is cut into a piece.
  private func isPiece(_ id: Int) -> Bool { pieces[id].kind == .normal || pieces[id].kind == .userDefined }

  private struct Merge {
    let first: String
    let second: String
    let rank: Int
  }

  /// Every way to join two pieces to a third; those to a piece of higher score come first.
  private func merges(_ vocabulary: Vocabulary) -> [Merge] {
    let points = pieces.map(\.text.points)
    let trie = Trie(points.indices.filter(isPiece).map { (points[$0], $0) })
    let scores = Set(pieces.map(\.score)).sorted(by: >)
    let ranks = Dictionary(uniqueKeysWithValues: scores.enumerated().map { ($1, $0) })
    var merges: [Merge] = []
    for id in points.indices where pieces[id].kind == .normal {
      trie.forEachMatch(in: points[id][...], at: 0) { first, end in
        guard end < points[id].count else { return }
        let second = points[id][end...].text
        guard let other = vocabulary.id(of: second), isPiece(other) else { return }
        merges.append(Merge(first: pieces[first].text, second: second, rank: ranks[pieces[id].score] ?? 0))
      }
    }
    return merges.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }.map(\.element)
  }

  /// Every way to join two pieces to a third, as the library makes them for Llama: those to a piece of lower number come
  /// first, and among these those of a shorter first piece.
  func mergesByNumber() -> [(first: String, second: String)] {
    let points = pieces.map(\.text.points)
    let beginnings = Trie(points.indices.map { (points[$0], $0) })
    // Read backwards, so that a piece's ends are found in one pass and not looked up one by one.
    let endings = Trie(points.indices.map { (points[$0].reversed(), $0) })
    var merges: [(first: String, second: String)] = []
    for id in points.indices {
      let count = points[id].count
      var seconds = [Int?](repeating: nil, count: count + 1)
      endings.forEachMatch(in: points[id].reversed()[...], at: 0) { second, length in
        seconds[count - length] = second
      }
      beginnings.forEachMatch(in: points[id][...], at: 0) { first, end in
        guard end < count, let second = seconds[end] else { return }
        merges.append((pieces[first].text, pieces[second].text))
      }
    }
    return merges
  }

  /// The control tokens and the unknown one, to be looked for in text.
  var controlTokens: [AddedToken] {
    pieces.filter { $0.kind == .control || $0.kind == .unknown }.map { AddedToken(id: 0, content: $0.text) }
  }

  /// What the library looks for in Llama's texts: control tokens, and what a user defined.
  var listedTokens: [AddedToken] {
    pieces.filter { $0.kind == .control || $0.kind == .userDefined }
      .map { AddedToken(id: 0, content: $0.text, isSpecial: $0.kind == .control) }
  }

  private var addedTokens: [AddedToken] {
    pieces.enumerated().compactMap { id, piece in
      switch piece.kind {
      case .control: AddedToken(id: id, content: piece.text, isSought: false)
      // The other model weighs them against all pieces.
      case .userDefined where type == 2:
        AddedToken(id: id, content: piece.text, isNormalized: true, isSpecial: false)
      default: nil
      }
    }
  }

  private var decoders: [Decoder] {
    let dropped = normalizer.removesExtraSpaces ? Int(Int32.max) : normalizer.addsSpace ? 1 : 0
    let unknown = pieces.first { $0.kind == .unknown }?.text
    return [.sentencePiece(unknown: unknown, dropping: dropped), .byteFallback, .fuse]
  }

  private var roles: Tokenizer.Roles {
    func control(_ id: UInt64) -> Int? {
      guard id < pieces.count, pieces[Int(id)].kind == .control else { return nil }
      return Int(id)
    }
    var roles = Tokenizer.Roles()
    (roles.beginning, roles.end, roles.padding) = (control(beginning), control(end), control(padding))
    roles.unknown = pieces.firstIndex { $0.kind == .unknown }
    return roles
  }
}
