internal import Files
internal import Safetensors
internal import StrictJSON
internal import Tokenizers
internal import Wording

extension CheckpointError {
  /// The command that fetches a model from Hugging Face, of a name that may go on with `@` and a revision; nil where it can't be
  /// one of Hugging Face's: one or two parts of letters, digits, `-`, `_` and `.`, which a shell reads as one word.
  private static func downloadCommand(_ name: String) -> String? {
    let halves = name.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    let parts = halves[0].split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, (parts + halves.dropFirst()).allSatisfy(isWord) else { return nil }
    return "hf download \(halves[0])" + (halves.count == 1 ? "" : " --revision \(halves[1])")
  }

  private static func isWord(_ text: Substring) -> Bool {
    guard let first = text.utf8.first, first != UInt8(ascii: "."), first != UInt8(ascii: "-") else { return false }
    return text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
      case UInt8(ascii: "0")...UInt8(ascii: "9"): true
      default: byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
      }
    }
  }

  private static func advice(onUnknown name: String) -> String {
    guard let command = downloadCommand(name) else {
      return "There is no such folder, and it is no name of Hugging Face's, such as ORGANISATION/NAME"
    }
    return name.contains("/")
      ? "To fetch it from Hugging Face: \(command)"
      : "Samples are found through HEADSCOPE_SAMPLES; a model of Hugging Face is fetched by: \(command)"
  }
}

extension CheckpointError: CustomStringConvertible {
  /// File, what was found, what is allowed and what to do, in one line free of control characters.
  public var description: String {
    switch self {
    case .unknownModel(let name, let searched, let nearest):
      "no model \(quoted(name))" + (nearest.map { " (did you mean \(quoted($0))?)" } ?? "")
        + "; searched: " + searched.map { plain($0) }.joined(separator: ", ")
        + ". \(Self.advice(onUnknown: name))"
    case .modelIsFile(let path):
      "\(plain(path)) is a file; name the folder that holds config.json and model.safetensors"
    case .incompleteDownload(let name):
      "\(quoted(name)): its download is incomplete; to go on with it: hf download \(plain(name))"
    case .noMainRevision(let name, let choices):
      "\(quoted(name)): no such revision among \(counted(choices.count, "revision")) in the cache; there are: "
        + choices.map { plain($0) }.joined(separator: ", ")
    case .missingWeights(let folder, let conversion, let incomplete):
      "\(plain(folder)): no model.safetensors" + (conversion?.advice ?? "")
        + (conversion == nil
          ? incomplete.map { "; its download is incomplete, to go on with it: hf download \(plain($0))" } ?? "" : "")
    case .namelessWeights(let folder, let files):
      "\(plain(folder)): no model.safetensors"
        + (files.count == 1
          ? "; if the weights are \(quoted(files[0])), rename it"
          : " and no model.safetensors.index.json, which says what stands in \(quoted(files[0])) and "
            + counted(files.count - 1, "other"))
    case .file(let error): error.description
    case .configuration(let file, let problem): "\(plain(file)): \(problem)"
    case .weights(let error): error.description
    case .index(let file, let problem): "\(plain(file)): \(problem)"
    case .tokenizer(let error): error.description
    case .tokenizerTooLarge(let folder, let tokens, let rows):
      "\(plain(folder)): the tokenizer has \(counted(tokens, "token")), and the model's embedding \(counted(rows, "row"))"
    case .tiedWeightsDiffer(let file, let name, let original):
      "\(plain(file)): \(quoted(name)) differs from \(quoted(original)), but config.json ties them; "
        + "set tie_word_embeddings to false"
    case .missingHead(let file, let name):
      "\(plain(file)): no tensor \(quoted(name)): the model was saved without its head; save it with its head, or, where that is "
        + "the embedding, set tie_word_embeddings in config.json to true"
    case .memory(let folder, let needed, let budget):
      "\(plain(folder)): the weights need \(byteSize(needed)) of memory, and \(byteSize(budget)) may be used"
    }
  }
}

extension WeightConversion {
  /// What to do, behind a semicolon.
  fileprivate var advice: String {
    let needs = needs.map { " (with \($0))" } ?? ""
    return "; \(plain(file)) is not read"
      + (command.map { ", this saves it as safetensors\(needs): \($0)" }
        ?? ", save the model with transformers' save_pretrained")
  }
}

extension ConfigurationProblem: CustomStringConvertible {
  /// The problem in words.
  public var description: String {
    switch self {
    case .json(let error): error.description
    case .mismatch(let mismatch): mismatch.description
    case .aliasesDisagree(let first, let a, let second, let b):
      "\(first) is \(grouped(a)) and \(second) is \(grouped(b)), and they mean the same"
    case .indivisibleWidth(let width, let setting, let heads, let headsSetting):
      "\(setting) is \(grouped(width)), which is no multiple of the \(counted(heads, "head")) of \(headsSetting)"
    case .unsupported(let setting, let found, let supported):
      "\(setting) is \(found), which is not supported; supported: " + supported.joined(separator: ", ")
    }
  }
}

extension IndexProblem: CustomStringConvertible {
  /// The problem in words.
  public var description: String {
    switch self {
    case .json(let error): error.description
    case .mismatch(let mismatch): mismatch.description
    case .invalidFileName(let name):
      "the file name \(quoted(name)) is not allowed; letters, digits, '.', '_' and '-' are, with .safetensors at the end"
    case .listsNothing: "weight_map lists no tensor"
    case .unlisted(let tensor, let file):
      "weight_map doesn't list tensor \(quoted(tensor)), which stands in \(quoted(file))"
    case .misplaced(let tensor, let file): "tensor \(quoted(tensor)) should stand in \(quoted(file)) and nowhere else"
    }
  }
}
