internal import StrictJSON

extension Normalizer {
  /// As a `tokenizer.json` holds it. What SentencePiece's own does is written in the library's stages, which come closest.
  var json: [JSONValue] {
    switch self {
    case .bert(let bert):
      [
        [
          "type": "BertNormalizer", "clean_text": .bool(bert.cleansText),
          "handle_chinese_chars": .bool(bert.separatesChinese),
          "strip_accents": bert.stripsAccents.map { .bool($0) } ?? .null, "lowercase": .bool(bert.lowercases),
        ]
      ]
    case .form(let form): [["type": .string(form.rawValue)]]
    case .lowercase: [["type": "Lowercase"]]
    case .stripAccents: [["type": "StripAccents"]]
    case .strip(let left, let right): [["type": "Strip", "strip_left": .bool(left), "strip_right": .bool(right)]]
    case .replace(let pattern, let content):
      [["type": "Replace", "pattern": pattern.json, "content": .string(content)]]
    case .prepend(let content): [["type": "Prepend", "prepend": .string(content)]]
    case .charsmap(let charsmap):
      [["type": "Precompiled", "precompiled_charsmap": .string(Base64.text(of: charsmap.bytes))]]
    case .byteLevel: [["type": "ByteLevel"]]
    case .sentencePiece(let normalizer): normalizer.stages.flatMap(\.json)
    }
  }
}

extension SentencePieceNormalizer {
  /// What it does, in the library's stages.
  fileprivate var stages: [Normalizer] {
    let mark = escapesSpaces ? "▁" : " "
    var stages: [Normalizer] = charsmap.map { [.charsmap($0)] } ?? []
    if removesExtraSpaces { stages += [.strip(left: true, right: true), .replace(.spaces, with: " ")] }
    if addsSpace { stages.append(.prepend(" ")) }
    return escapesSpaces ? stages + [.replace(.string(" "), with: mark)] : stages
  }
}

extension TextPattern {
  fileprivate var json: JSONValue {
    if case .string(let text) = self { return ["String": .string(text)] }
    let known = Self.known.first { $0.pattern == self }
    return ["Regex": .string(known?.expression ?? "")]
  }
}

extension PreTokenizer {
  /// As a `tokenizer.json` holds it.
  var json: JSONValue {
    switch self {
    case .whitespace: ["type": "Whitespace"]
    case .whitespaceSplit: ["type": "WhitespaceSplit"]
    case .bytes(let addsSpace, let cuts):
      ["type": "ByteLevel", "add_prefix_space": .bool(addsSpace), "trim_offsets": false, "use_regex": .bool(cuts)]
    case .bert: ["type": "BertPreTokenizer"]
    case .metaspace(let metaspace): metaspace.json
    case .punctuation(let rule): ["type": "Punctuation", "behavior": .string(rule.behavior.rawValue)]
    case .digits(let areSingle): ["type": "Digits", "individual_digits": .bool(areSingle)]
    case .delimiter(let scalar): ["type": "CharDelimiterSplit", "delimiter": .string(String(scalar))]
    case .split(let rule):
      [
        "type": "Split", "pattern": rule.pattern?.json ?? .null, "behavior": .string(rule.behavior.rawValue),
        "invert": .bool(rule.isInverted),
      ]
    }
  }
}

extension PreTokenizer.Metaspace {
  fileprivate var json: JSONValue {
    [
      "type": "Metaspace", "replacement": .string(String(mark)), "prepend_scheme": .string(scheme.rawValue),
      "split": .bool(cuts),
    ]
  }
}

extension Decoder {
  /// As a `tokenizer.json` holds it. What SentencePiece's own does is written in the library's stages, which come closest.
  var json: [JSONValue] {
    switch self {
    case .byteLevel: [["type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true, "use_regex": true]]
    case .fuse: [["type": "Fuse"]]
    case .wordPiece(let prefix, let cleansUp):
      [["type": "WordPiece", "prefix": .string(prefix), "cleanup": .bool(cleansUp)]]
    case .replace(let pattern, let content):
      [["type": "Replace", "pattern": pattern.json, "content": .string(content)]]
    case .metaspace(let metaspace): [metaspace.json]
    case .byteFallback: [["type": "ByteFallback"]]
    case .wordEnds(let suffix): [["type": "BPEDecoder", "suffix": .string(suffix)]]
    case .strip(let scalar, let left, let right):
      [["type": "Strip", "content": .string(String(scalar)), "start": .integer(left), "stop": .integer(right)]]
    case .sentencePiece(_, let dropped):
      [Decoder.replace(.string("▁"), with: " "), .fuse, .strip(" ", left: dropped, right: 0)].flatMap(\.json)
    }
  }
}

extension PostProcessor {
  /// As a `tokenizer.json` holds it.
  var json: JSONValue {
    switch self {
    case .template(let template): template.json
    case .trimOffsets(let addsSpace):
      ["type": "ByteLevel", "add_prefix_space": .bool(addsSpace), "trim_offsets": true, "use_regex": true]
    }
  }
}

extension TemplateProcessing {
  fileprivate var json: JSONValue {
    var specials = JSONObject()
    for case .special(let special, _) in single + pair {
      specials[special.name] = [
        "id": .string(special.name), "ids": .array(special.ids.map { .integer($0) }),
        "tokens": .array(special.tokens.map { .string($0) }),
      ]
    }
    return [
      "type": "TemplateProcessing", "single": .array(single.map(\.json)), "pair": .array(pair.map(\.json)),
      "special_tokens": .object(specials),
    ]
  }
}

extension TemplateProcessing.Piece {
  fileprivate var json: JSONValue {
    func piece(_ kind: String, _ name: String, segment: Int) -> JSONValue {
      .object([kind: ["id": .string(name), "type_id": .integer(segment)]])
    }
    return switch self {
    case .special(let special, let segment): piece("SpecialToken", special.name, segment: segment)
    case .first(let segment): piece("Sequence", "A", segment: segment)
    case .second(let segment): piece("Sequence", "B", segment: segment)
    }
  }
}
