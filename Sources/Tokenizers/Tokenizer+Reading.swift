internal import Files
internal import StrictJSON

extension Tokenizer {
  /// The file that holds the stages.
  public static let fileName = "tokenizer.json"
  /// The file that says which token plays which part.
  public static let configurationFileName = "tokenizer_config.json"
  private static let longestFile = 64_000_000

  /// Reads the tokenizer of a model's folder: `tokenizer.json`, and where it stands, `tokenizer_config.json`.
  public static func load(folder: String) throws(TokenizerError) -> Tokenizer {
    let path = folder + "/" + fileName
    let bytes = try file(path)
    let configurationPath = folder + "/" + configurationFileName
    guard isFile(configurationPath) else { return try Tokenizer(json: bytes, name: path) }
    let tokenizer = try Tokenizer(json: bytes, name: path)
    return try tokenizer.withRoles(configuration: file(configurationPath), name: configurationPath)
  }

  private static func file(_ path: String) throws(TokenizerError) -> [UInt8] {
    do throws(FileError) { return try readFile(at: path, limit: longestFile) } catch {
      throw TokenizerError(file: path, problem: .file(error))
    }
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

  /// This tokenizer with the parts that a `tokenizer_config.json` gives to its tokens.
  func withRoles(configuration bytes: [UInt8], name: String) throws(TokenizerError) -> Tokenizer {
    do throws(TokenizerError.Problem) {
      let object = try TokenizerReader.json(bytes)
      var roles = Roles()
      roles.padding = try id(of: "pad_token", in: object)
      roles.beginning = try id(of: "bos_token", in: object)
      roles.end = try id(of: "eos_token", in: object)
      roles.unknown = try id(of: "unk_token", in: object) ?? model.unknownId
      roles.classification = try id(of: "cls_token", in: object)
      roles.separator = try id(of: "sep_token", in: object)
      roles.mask = try id(of: "mask_token", in: object)
      return Tokenizer(
        model: model, preTokenizer: preTokenizer, postProcessor: postProcessor, decoders: decoders,
        addedTokens: addedTokens.tokens, roles: roles)
    } catch { throw TokenizerError(file: name, problem: error) }
  }

  /// The number of the token that plays a part; it stands as a string or as an object with its `content`.
  private func id(of role: String, in configuration: JSONObject) throws(TokenizerError.Problem) -> Int? {
    guard let value = configuration[role], value != .null else { return nil }
    let token = try reading { () throws(JSONMismatch) in
      guard case .object(let object) = value else { return try value.string(at: role) }
      return try object.required("content", at: role).string(at: role + ".content")
    }
    guard let id = id(of: token) else { throw .missingToken(token, role: role) }
    return id
  }
}
