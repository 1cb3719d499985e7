internal import StrictJSON

/// What stands beside a vocabulary of the older kinds: `tokenizer_config.json`, and in folders of slow tokenizers
/// `special_tokens_map.json` and `added_tokens.json`, which count where the first has no `added_tokens_decoder`.
struct OlderSettings {
  typealias Problem = TokenizerError.Problem

  static let tokenMapFileName = "special_tokens_map.json"
  static let addedTokensFileName = "added_tokens.json"

  /// The parts that tokens play in every class, in the order in which new tokens are numbered.
  static let roles = ["bos", "eos", "unk", "sep", "pad", "cls", "mask"]

  /// Where `tokenizer_config.json` stands or would stand.
  private let file: String
  /// `tokenizer_config.json`; empty where there is none.
  let configuration: JSONObject
  /// Whether any of the files is there.
  let areGiven: Bool
  /// The name of the Python class, which says what no setting does; empty where nothing tells.
  let className: String
  /// Who plays a part that is named, as `cls` for `cls_token`. Their numbers don't count yet.
  private(set) var named: [String: AddedToken] = [:]
  /// Control tokens that play no part, in order. Their numbers don't count yet.
  private(set) var extra: [AddedToken] = []
  /// Added tokens with their numbers, in the order of these.
  private(set) var added: [AddedToken] = []
  /// The file that those come from.
  let addedFile: String
  /// The rows of the model's embedding, where its configuration tells.
  let rows: Int?
  /// The tokens of lists that make an added token a control token.
  private var listed: Set<ByteKey> = []

  /// - Parameters:
  ///   - folder: Where the files stand.
  ///   - configuration: `tokenizer_config.json`, where it is there.
  init(_ folder: String, _ configuration: JSONObject?) throws(TokenizerError) {
    file = folder + "/" + Tokenizer.configurationFileName
    self.configuration = configuration ?? JSONObject()
    let hasDecoder = self.configuration.value(of: "added_tokens_decoder") != nil
    let (mapFile, listFile) = (folder + "/" + Self.tokenMapFileName, folder + "/" + Self.addedTokensFileName)
    let map = hasDecoder ? nil : try TokenizerFolder.object(mapFile)
    let list = hasDecoder ? nil : try TokenizerFolder.object(listFile)
    areGiven = configuration != nil || map != nil || list != nil
    addedFile = hasDecoder ? file : listFile
    let model = try TokenizerFolder.object(folder + "/config.json")
    className = try Self.className(self.configuration, file, model, folder + "/config.json")
    rows = if case .integer(let rows)? = model?.value(of: "vocab_size") { rows } else { nil }
    try TokenizerFolder.named(file) { () throws(Problem) in try takeTokens(self.configuration, isMap: false) }
    if let map { try TokenizerFolder.named(mapFile) { () throws(Problem) in try takeTokens(map, isMap: true) } }
    try TokenizerFolder.named(addedFile) { () throws(Problem) in
      if let list { try takeAdded(list) } else { try takeDecoder() }
    }
  }

  /// Runs a step that looks into `tokenizer_config.json`, whose errors name that file.
  func reading<Result>(_ body: () throws(Problem) -> Result) throws(TokenizerError) -> Result {
    try TokenizerFolder.named(file, body)
  }

  /// A text, or what holds where it is left out.
  func string(_ name: String, default standard: String) throws(Problem) -> String {
    try Tokenizers.reading { () throws(JSONMismatch) in
      try (configuration.value(of: name) ?? .string(standard)).string(at: name)
    }
  }

  /// A truth value, or what holds where it is left out.
  func flag(_ name: String, default standard: Bool) throws(Problem) -> Bool {
    try Tokenizers.reading { () throws(JSONMismatch) in
      try (configuration.value(of: name) ?? .bool(standard)).bool(at: name)
    }
  }

  /// The tokens that a file names by their parts, and those that it lists; later files go before earlier ones.
  private mutating func takeTokens(_ file: JSONObject, isMap: Bool) throws(Problem) {
    for member in file.members where member.name.hasSuffix("_token") && member.value != .null {
      let role = String(member.name.dropLast("_token".count))
      if Self.roles.contains(role) {
        named[role] = try token(member.value, at: member.name)
      } else if case .string = member.value {
        try take(member.value, at: member.name)
      }
    }
    guard
      let place = ["extra_special_tokens", "additional_special_tokens"].first(where: { file.value(of: $0) != nil }),
      let value = file.value(of: place)
    else { return }
    var values: [JSONValue] = []
    if case .object(let object) = value {
      values = object.members.map(\.value)
    } else {
      values = try Tokenizers.reading { () throws(JSONMismatch) in try value.array(at: place) }
    }
    guard values.count <= Vocabulary.largest else { throw .tooManyTokens(limit: Vocabulary.largest) }
    for value in values { try take(value, at: place) }
    // As in the library, an old map's list does not count here.
    if !isMap || place == "extra_special_tokens" {
      listed.formUnion(extra.suffix(values.count).map { ByteKey($0.content) })
    }
  }

  private mutating func take(_ value: JSONValue, at place: String) throws(Problem) {
    if let token = try token(value, at: place) { extra.append(token) }
  }

  /// A control token, as a string or as an object; nil where it is empty.
  private func token(_ value: JSONValue, at place: String) throws(Problem) -> AddedToken? {
    var token = try Tokenizers.reading { () throws(JSONMismatch) in
      guard case .object = value else { return AddedToken(id: 0, content: try value.string(at: place)) }
      return try TokenizerReader().addedToken(value, at: place, id: 0)
    }
    guard token.content.utf8.count <= AddedTokens.longest else {
      throw .mismatch(
        JSONMismatch(
          place: place, expected: "at most \(AddedTokens.longest) bytes", found: JSONValue.string(token.content).summary
        ))
    }
    token.isSpecial = true
    return token.content.isEmpty ? nil : token
  }

  /// `added_tokens.json`: tokens and their numbers. One that plays a part, or is listed, is a control token.
  private mutating func takeAdded(_ list: JSONObject) throws(Problem) {
    guard list.members.count <= Vocabulary.largest else { throw .tooManyTokens(limit: Vocabulary.largest) }
    let special = listed.union(named.values.map { ByteKey($0.content) })
    for member in list.members {
      let id = try Tokenizers.reading { () throws(JSONMismatch) in
        try member.value.integer(at: String(member.name.unicodeScalars.prefix(40)), in: 0...Vocabulary.largest - 1)
      }
      let isSpecial = special.contains(ByteKey(member.name))
      try take(AddedToken(id: id, content: member.name, isNormalized: !isSpecial, isSpecial: isSpecial))
    }
    try sortAdded()
  }

  /// `added_tokens_decoder`: numbers and their tokens.
  private mutating func takeDecoder() throws(Problem) {
    let place = "added_tokens_decoder"
    guard let value = configuration.value(of: place) else { return }
    for member in try Tokenizers.reading({ () throws(JSONMismatch) in try value.object(at: place).members }) {
      guard let id = Int(member.name), 0..<Vocabulary.largest ~= id else {
        let found = JSONValue.string(member.name).summary
        throw .mismatch(JSONMismatch(place: place, expected: "a token's number", found: found))
      }
      try take(
        Tokenizers.reading { () throws(JSONMismatch) in
          try TokenizerReader().addedToken(member.value, at: place, id: id)
        })
    }
    try sortAdded()
  }

  private mutating func take(_ token: AddedToken) throws(Problem) {
    guard 1...AddedTokens.longest ~= token.content.utf8.count else {
      throw .invalidAddedToken(id: token.id, bytes: token.content.utf8.count, limit: AddedTokens.longest)
    }
    added.append(token)
  }

  /// Puts the added tokens in the order of their numbers; no two may have the same.
  private mutating func sortAdded() throws(Problem) {
    added.sort { $0.id < $1.id }
    for (token, next) in zip(added, added.dropFirst()) where token.id == next.id {
      throw .duplicateId(token.id, first: token.content, second: next.content)
    }
    var ids: [ByteKey: Int] = [:]
    for token in added {
      if let other = ids.updateValue(token.id, forKey: ByteKey(token.content)) {
        throw .conflictingIds(token: token.content, first: other, second: token.id)
      }
    }
  }
}

extension OlderSettings {
  /// The class that `AutoTokenizer` of `transformers` takes for a family, of those that are told apart here.
  private static let classes = [
    "RobertaTokenizer": [
      "bart", "bridgetower", "clap", "data2vec-text", "ibert", "lilt", "longformer", "mega", "mra", "roberta",
      "roberta-prelayernorm",
    ],
    "LEDTokenizer": ["led"],
    "Qwen2Tokenizer": ["qwen2", "qwen2_moe", "qwen2_vl", "qwen2_5_vl", "qwen3", "qwen3_moe", "qwen3_vl"],
    "MBartTokenizer": ["mbart"],
    "MBart50Tokenizer": ["mbart50"],
    "NllbTokenizer": ["nllb", "nllb-moe"],
    "CamembertTokenizer": ["camembert"],
    "XLMRobertaTokenizer": ["xlm-roberta", "gte", "jina_embeddings_v3", "metaclip_2"],
  ]

  /// The class that the settings name, else the model's configuration, else the one of the model's family.
  private static func className(
    _ settings: JSONObject, _ settingsFile: String, _ model: JSONObject?, _ modelFile: String
  ) throws(TokenizerError) -> String {
    func string(_ name: String, in object: JSONObject?, _ file: String) throws(TokenizerError) -> String? {
      guard let value = object?.value(of: name) else { return nil }
      return try TokenizerFolder.named(file) { () throws(Problem) in
        try Tokenizers.reading { () throws(JSONMismatch) in try value.string(at: name) }
      }
    }
    let key = "tokenizer_class"
    if let name = try string(key, in: settings, settingsFile) { return bare(name) }
    if let name = try string(key, in: model, modelFile) { return bare(name) }
    guard let family = try string("model_type", in: model, modelFile) else { return "" }
    return classes.first { $0.value.contains(family) }?.key ?? ""
  }

  /// The library has one class under both names.
  private static func bare(_ name: String) -> String {
    name.hasSuffix("Fast") ? String(name.dropLast("Fast".count)) : name
  }
}
