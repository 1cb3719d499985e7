internal import StrictJSON

extension Tokenizer {
  /// The file that holds the stages.
  public static let fileName = "tokenizer.json"
  /// The file that says which token plays which part.
  public static let configurationFileName = "tokenizer_config.json"

  /// Whether a folder holds a tokenizer of any kind.
  public static func stands(in folder: String) -> Bool { TokenizerFolder.kind(in: folder) != nil }

  /// Reads the tokenizer of a model's folder: `tokenizer.json`, or `vocab.json` and `merges.txt`, or `vocab.txt`, or
  /// `tokenizer.model`; and where it stands, `tokenizer_config.json`.
  public static func load(folder: String) throws(TokenizerError) -> Tokenizer {
    try TokenizerFolder(folder).tokenizer()
  }

  /// Reads the contents of a `tokenizer.json`.
  ///
  /// - Parameters:
  ///   - bytes: The file's bytes.
  ///   - name: How errors call it.
  public init(json bytes: [UInt8], name: String) throws(TokenizerError) {
    do throws(TokenizerError.Problem) { self = try TokenizerReader().tokenizer(of: bytes) } catch {
      throw TokenizerError(file: name, problem: error)
    }
  }

  /// Reads the contents of a `tokenizer.model`, SentencePiece's file. Nothing is put around a text.
  ///
  /// - Parameters:
  ///   - bytes: The file's bytes.
  ///   - name: How errors call it.
  public init(sentencePiece bytes: [UInt8], name: String) throws(TokenizerError) {
    do throws(TokenizerError.Problem) { self = try SentencePieceModel(bytes).tokenizer() } catch {
      throw TokenizerError(file: name, problem: error)
    }
  }

  /// This tokenizer with the parts that a `tokenizer_config.json` gives to its tokens.
  func withRoles(_ configuration: JSONObject) throws(TokenizerError.Problem) -> Tokenizer {
    var roles = Roles()
    roles.padding = try id(of: "pad_token", in: configuration)
    roles.beginning = try id(of: "bos_token", in: configuration)
    roles.end = try id(of: "eos_token", in: configuration)
    roles.unknown = try id(of: "unk_token", in: configuration) ?? model.unknownId
    roles.classification = try id(of: "cls_token", in: configuration)
    roles.separator = try id(of: "sep_token", in: configuration)
    roles.mask = try id(of: "mask_token", in: configuration)
    return with(postProcessors: postProcessors, roles: roles)
  }

  /// This tokenizer with other stages at its end.
  func with(postProcessors: [PostProcessor], roles: Roles) -> Tokenizer {
    Tokenizer(
      model: model, normalizers: normalizers, preTokenizers: preTokenizers, postProcessors: postProcessors,
      decoders: decoders, addedTokens: addedTokens.tokens, roles: roles)
  }

  /// The token that plays a part; it stands as a string or as an object with its `content`.
  static func token(of role: String, in configuration: JSONObject) throws(TokenizerError.Problem) -> String? {
    guard let value = configuration.value(of: role) else { return nil }
    return try reading { () throws(JSONMismatch) in
      guard case .object(let object) = value else { return try value.string(at: role) }
      return try object.required("content", at: role).string(at: role + ".content")
    }
  }

  private func id(of role: String, in configuration: JSONObject) throws(TokenizerError.Problem) -> Int? {
    guard let token = try Self.token(of: role, in: configuration) else { return nil }
    guard let id = id(of: token) else { throw .missingToken(token, role: role) }
    return id
  }
}
