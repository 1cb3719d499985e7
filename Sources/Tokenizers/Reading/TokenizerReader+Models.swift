internal import StrictJSON

extension TokenizerReader {
  private static var knownModels: [String] { ["WordLevel", "WordPiece", "BPE", "Unigram"] }

  /// The model of a tokenizer.
  func model(_ file: JSONObject) throws(Problem) -> TokenModel {
    let object = try reading { () throws(JSONMismatch) in try file.required("model").object(at: "model") }
    // Older files leave the kind out where only one has such fields.
    let kind = try reading { () throws(JSONMismatch) in
      object["merges"] == nil ? try object.required("type", at: "model") : object["type"] ?? "BPE"
    }
    switch kind {
    case "WordLevel":
      let (vocabulary, unknown) = (try vocabulary(object), try requiredUnknownToken(object))
      guard let model = WordLevel(vocabulary: vocabulary, unknownToken: unknown) else {
        throw .missingToken(unknown, role: "unknown")
      }
      return .words(model)
    case "WordPiece": return .pieces(try wordPiece(object))
    case "BPE": return .pairs(try bytePairs(object))
    case "Unigram": return .likeliest(try unigram(object))
    default: throw .unsupported(stage: "model", found: kind.summary, known: Self.knownModels)
    }
  }

  private func wordPiece(_ object: JSONObject) throws(Problem) -> WordPiece {
    let (vocabulary, unknown) = (try vocabulary(object), try requiredUnknownToken(object))
    let (prefix, longest) = try reading { () throws(JSONMismatch) in
      (
        try (object["continuing_subword_prefix"] ?? "##").string(at: "model.continuing_subword_prefix"),
        try (object["max_input_chars_per_word"] ?? 100).integer(
          at: "model.max_input_chars_per_word", in: 1...Int(Int32.max))
      )
    }
    guard let model = WordPiece(vocabulary: vocabulary, unknownToken: unknown, prefix: prefix, longestWord: longest)
    else { throw .missingToken(unknown, role: "unknown") }
    return model
  }

  private func bytePairs(_ object: JSONObject) throws(Problem) -> BytePairs {
    if let dropout = object.value(of: "dropout"), dropout != 0, dropout != 0.0 {
      throw .unsupported(stage: "model.dropout", found: dropout.summary, known: ["null", "0"])
    }
    var options = BytePairs.Options()
    options.unknownToken = try unknownToken(object)
    try reading { () throws(JSONMismatch) in
      func flag(_ name: String) throws(JSONMismatch) -> Bool {
        try (object.value(of: name) ?? false).bool(at: "model." + name)
      }
      func text(_ name: String) throws(JSONMismatch) -> String {
        try (object.value(of: name) ?? "").string(at: "model." + name)
      }
      (options.prefix, options.suffix) = (try text("continuing_subword_prefix"), try text("end_of_word_suffix"))
      options.fusesUnknown = try flag("fuse_unk")
      options.fallsBackToBytes = try flag("byte_fallback")
      options.ignoresMerges = try flag("ignore_merges")
    }
    let merges = try reading { () throws(JSONMismatch) in
      try object.required("merges", at: "model").array(at: "model.merges").map { value throws(JSONMismatch) in
        try merge(value)
      }
    }
    return try BytePairs(vocabulary: try vocabulary(object), merges: merges, options: options)
  }

  /// The vocabulary of a Unigram model is a list of tokens and the logarithms of their probabilities.
  private func unigram(_ object: JSONObject) throws(Problem) -> Unigram {
    let place = "model.vocab"
    let list = try reading { () throws(JSONMismatch) in try object.required("vocab", at: "model").array(at: place) }
    guard list.count <= Vocabulary.largest else { throw .tooManyTokens(limit: Vocabulary.largest) }
    var (vocabulary, scores) = (Vocabulary(), [Double]())
    for (id, element) in list.enumerated() {
      let (token, score) = try reading { () throws(JSONMismatch) in
        let pair = try element.array(at: place)
        guard pair.count == 2 else {
          throw JSONMismatch(place: place, expected: "a token and its score", found: element.summary)
        }
        return (try pair[0].string(at: place), try pair[1].number(at: place))
      }
      _ = vocabulary.insert(token, id: id)
      scores.append(score)
    }
    let (unknown, fallsBack) = try reading { () throws(JSONMismatch) in
      (
        try object.value(of: "unk_id")?.integer(at: "model.unk_id", in: 0...Vocabulary.largest),
        try (object.value(of: "byte_fallback") ?? false).bool(at: "model.byte_fallback")
      )
    }
    if let unknown, unknown >= list.count { throw .missingToken(String(unknown), role: "unknown") }
    return Unigram(vocabulary: vocabulary, scores: scores, unknownId: unknown, fallsBackToBytes: fallsBack)
  }

  /// A merge, written as a list of two tokens or, in older files, with a space between them.
  private func merge(_ value: JSONValue) throws(JSONMismatch) -> (first: String, second: String) {
    let place = "model.merges"
    if case .array(let pair) = value, pair.count == 2 {
      return (try pair[0].string(at: place), try pair[1].string(at: place))
    }
    let parts = try value.string(at: place).split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { throw JSONMismatch(place: place, expected: "two tokens", found: value.summary) }
    return (String(parts[0]), String(parts[1]))
  }

  private func requiredUnknownToken(_ object: JSONObject) throws(Problem) -> String {
    try reading { () throws(JSONMismatch) in
      try object.required("unk_token", at: "model").string(at: "model.unk_token")
    }
  }

  private func unknownToken(_ object: JSONObject) throws(Problem) -> String? {
    guard let value = object["unk_token"], value != .null else { return nil }
    return try reading { () throws(JSONMismatch) in try value.string(at: "model.unk_token") }
  }

  func vocabulary(_ object: JSONObject) throws(Problem) -> Vocabulary {
    let words = try reading { () throws(JSONMismatch) in
      try object.required("vocab", at: "model").object(at: "model.vocab").members
    }
    guard words.count <= Vocabulary.largest else { throw .tooManyTokens(limit: Vocabulary.largest) }
    var vocabulary = Vocabulary()
    for word in words {
      let id = try reading { () throws(JSONMismatch) in
        try word.value.integer(at: "model.vocab." + word.name, in: 0...Vocabulary.largest - 1)
      }
      if let other = vocabulary.insert(word.name, id: id) {
        throw .duplicateId(id, first: other, second: word.name)
      }
    }
    return vocabulary
  }
}
