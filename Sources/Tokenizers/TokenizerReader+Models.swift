internal import StrictJSON

extension TokenizerReader {
  private static var knownModels: [String] { ["WordLevel", "WordPiece", "BPE"] }

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
    for (name, neutral) in [("continuing_subword_prefix", JSONValue.string("")), ("end_of_word_suffix", "")] {
      guard let value = object[name], value != .null, value != neutral else { continue }
      throw .unsupported(stage: "model.\(name)", found: value.summary, known: ["null"])
    }
    for name in ["dropout", "byte_fallback", "ignore_merges", "fuse_unk"] {
      guard let value = object[name], value != .null, value != false else { continue }
      throw .unsupported(stage: "model.\(name)", found: value.summary, known: ["false"])
    }
    let vocabulary = try vocabulary(object)
    let merges = try reading { () throws(JSONMismatch) in
      try object.required("merges", at: "model").array(at: "model.merges").map { value throws(JSONMismatch) in
        try merge(value)
      }
    }
    let unknown = try unknownToken(object)
    for merge in merges {
      for token in [merge.first, merge.second, merge.first + merge.second] where vocabulary.id(of: token) == nil {
        throw .missingToken(token, role: "merged")
      }
    }
    guard let model = BytePairs(vocabulary: vocabulary, merges: merges, unknownToken: unknown) else {
      throw .missingToken(unknown ?? "", role: "unknown")
    }
    return model
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

  private func vocabulary(_ object: JSONObject) throws(Problem) -> Vocabulary {
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
