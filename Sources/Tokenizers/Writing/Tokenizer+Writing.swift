internal import Files
internal import StrictJSON

extension Tokenizer {
  /// Writes `tokenizer.json` and `tokenizer_config.json` into a folder, such that `AutoTokenizer` opens it as it is.
  ///
  /// - Parameters:
  ///   - folder: A folder that is there.
  ///   - modelMaxLength: How many tokens the model takes at most.
  public func save(folder: String, modelMaxLength: Int) throws(TokenizerError) {
    try Self.write(json, to: folder + "/" + Self.fileName)
    try Self.write(configuration(modelMaxLength: modelMaxLength), to: folder + "/" + Self.configurationFileName)
  }

  private static func write(_ value: JSONValue, to path: String) throws(TokenizerError) {
    do throws(FileError) { try writeFileAtomically(Array(value.text(.pretty).utf8), to: path) } catch {
      throw TokenizerError(file: path, problem: .file(error))
    }
  }

  /// The contents of `tokenizer.json`.
  var json: JSONValue {
    [
      "version": "1.0", "truncation": nil, "padding": nil,
      "added_tokens": .array(addedTokens.tokens.map(json)),
      "normalizer": sequence(normalizers.flatMap(\.json), "normalizers"),
      "pre_tokenizer": sequence(preTokenizers.map(\.json), "pretokenizers"),
      "post_processor": sequence(postProcessors.map(\.json), "processors"),
      "decoder": sequence(decoders.flatMap(\.json), "decoders"), "model": modelJSON,
    ]
  }

  /// No stage, one, or a list of them.
  private func sequence(_ stages: [JSONValue], _ list: String) -> JSONValue {
    switch stages.count {
    case 0: .null
    case 1: stages[0]
    default: .object(["type": "Sequence", list: .array(stages)])
    }
  }

  private var modelJSON: JSONValue {
    let unknown = model.unknownToken.map { JSONValue.string($0) } ?? .null
    func written(_ text: String) -> JSONValue { text.isEmpty ? .null : .string(text) }
    return switch model {
    case .words: ["type": "WordLevel", "vocab": vocabularyJSON, "unk_token": unknown]
    case .pieces(let model):
      [
        "type": "WordPiece", "unk_token": unknown, "continuing_subword_prefix": .string(model.prefix),
        "max_input_chars_per_word": .integer(model.longestWord), "vocab": vocabularyJSON,
      ]
    case .pairs(let model):
      [
        "type": "BPE", "dropout": nil, "unk_token": unknown,
        "continuing_subword_prefix": written(model.options.prefix),
        "end_of_word_suffix": written(model.options.suffix), "fuse_unk": .bool(model.options.fusesUnknown),
        "byte_fallback": .bool(model.options.fallsBackToBytes), "ignore_merges": .bool(model.options.ignoresMerges),
        "vocab": vocabularyJSON,
        "merges": .array(model.merges.map { .array([.string($0.first), .string($0.second)]) }),
      ]
    case .likeliest(let model):
      [
        "type": "Unigram", "unk_id": model.unknownId.map { .integer($0) } ?? .null,
        "vocab": .array(model.vocabulary.entries.map { [.string($0.token), .number(model.scores[$0.id])] }),
        "byte_fallback": .bool(model.fallsBackToBytes),
      ]
    }
  }

  private var vocabularyJSON: JSONValue {
    .object(JSONObject(model.vocabulary.entries.map { ($0.token, JSONValue.integer($0.id)) }))
  }

  private func configuration(modelMaxLength: Int) -> JSONValue {
    var object: JSONObject = [
      "tokenizer_class": "PreTrainedTokenizerFast", "clean_up_tokenization_spaces": false,
      "model_max_length": .integer(modelMaxLength),
    ]
    let players = [
      ("bos_token", roles.beginning), ("eos_token", roles.end), ("pad_token", roles.padding),
      ("unk_token", roles.unknown), ("cls_token", roles.classification), ("sep_token", roles.separator),
      ("mask_token", roles.mask),
    ]
    for (role, id) in players { object[role] = id.flatMap(token).map { .string($0) } }
    return .object(object)
  }

  private func json(_ token: AddedToken) -> JSONValue {
    [
      "id": .integer(token.id), "content": .string(token.content), "single_word": .bool(token.isSingleWord),
      "lstrip": .bool(token.stripsLeft), "rstrip": .bool(token.stripsRight), "normalized": .bool(token.isNormalized),
      "special": .bool(token.isSpecial),
    ]
  }
}
