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
      "added_tokens": .array(addedTokens.tokens.map(json)), "normalizer": nil,
      "pre_tokenizer": preTokenizerJSON, "post_processor": json(postProcessor), "decoder": decoderJSON,
      "model": modelJSON,
    ]
  }

  private var preTokenizerJSON: JSONValue {
    switch preTokenizer {
    case .none: .null
    case .byteLevel: ["type": "ByteLevel", "add_prefix_space": false, "trim_offsets": false, "use_regex": true]
    case .whitespace, .whitespaceSplit: ["type": .string(preTokenizer.rawValue)]
    }
  }

  private var modelJSON: JSONValue {
    let vocabulary = JSONValue.object(JSONObject(model.vocabulary.entries.map { ($0.token, JSONValue.integer($0.id)) }))
    let unknown = model.unknownToken.map { JSONValue.string($0) } ?? .null
    return switch model {
    case .words: ["type": "WordLevel", "vocab": vocabulary, "unk_token": unknown]
    case .pieces(let model):
      [
        "type": "WordPiece", "unk_token": unknown, "continuing_subword_prefix": .string(model.prefix),
        "max_input_chars_per_word": .integer(model.longestWord), "vocab": vocabulary,
      ]
    case .pairs(let model):
      [
        "type": "BPE", "dropout": nil, "unk_token": unknown, "continuing_subword_prefix": nil,
        "end_of_word_suffix": nil, "fuse_unk": false, "byte_fallback": false, "ignore_merges": false,
        "vocab": vocabulary,
        "merges": .array(model.merges.map { .array([.string($0.first), .string($0.second)]) }),
      ]
    }
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

  private func json(_ postProcessor: PostProcessor) -> JSONValue {
    guard case .template(let template) = postProcessor else { return .null }
    func piece(_ kind: String, _ name: String, segment: Int) -> JSONValue {
      .object([kind: ["id": .string(name), "type_id": .integer(segment)]])
    }
    func pieces(_ sequence: String, segment: Int) -> [JSONValue] {
      template.before.map { piece("SpecialToken", $0.name, segment: segment) }
        + [piece("Sequence", sequence, segment: segment)]
        + template.after.map { piece("SpecialToken", $0.name, segment: segment) }
    }
    var specials = JSONObject()
    for special in template.before + template.after {
      specials[special.name] = [
        "id": .string(special.name), "ids": .array(special.ids.map { .integer($0) }),
        "tokens": .array(special.tokens.map { .string($0) }),
      ]
    }
    return [
      "type": "TemplateProcessing", "single": .array(pieces("A", segment: 0)),
      "pair": .array(pieces("A", segment: 0) + pieces("B", segment: 1)), "special_tokens": .object(specials),
    ]
  }

  private var decoderJSON: JSONValue {
    let stages: [JSONValue] = decoders.map { decoder in
      switch decoder {
      case .byteLevel: ["type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true, "use_regex": true]
      case .fuse: ["type": "Fuse"]
      case .wordPiece(let prefix): ["type": "WordPiece", "prefix": .string(prefix), "cleanup": false]
      case .replace(let pattern, let content):
        ["type": "Replace", "pattern": ["String": .string(pattern)], "content": .string(content)]
      }
    }
    switch stages.count {
    case 0: return .null
    case 1: return stages[0]
    default: return ["type": "Sequence", "decoders": .array(stages)]
    }
  }
}
