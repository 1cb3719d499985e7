internal import StrictJSON

extension TokenizerReader {
  private static let knownPreTokenizers = [
    "Whitespace", "WhitespaceSplit", "ByteLevel", "BertPreTokenizer", "Metaspace", "Punctuation", "Digits",
    "CharDelimiterSplit", "Split",
  ]

  /// How text is cut into words.
  func preTokenizers(_ file: JSONObject) throws(Problem) -> [PreTokenizer] {
    let place = "pre_tokenizer"
    let all = try Stage.all(in: file[place], at: place, list: "pretokenizers").map { stage throws(Problem) in
      try preTokenizer(stage)
    }
    // Each makes up to four characters of one.
    let spelling = all.count { if case .bytes = $0 { true } else { false } }
    guard spelling <= 1 else { throw .unsupported(stage: place, found: "\(spelling) times ByteLevel", known: ["once"]) }
    return all
  }

  private func preTokenizer(_ stage: Stage) throws(Problem) -> PreTokenizer {
    switch stage.type {
    case "Whitespace": .whitespace
    case "WhitespaceSplit": .whitespaceSplit
    case "ByteLevel":
      // The library's own defaults, where a file says nothing.
      .bytes(
        addsSpace: try stage.bool("add_prefix_space", default: true), cuts: try stage.bool("use_regex", default: true))
    case "BertPreTokenizer": .bert
    case "Metaspace": .metaspace(try metaspace(stage))
    case "Punctuation": .punctuation(.init(behavior: try stage.choice("behavior", default: .isolated)))
    case "Digits": .digits(areSingle: try stage.bool("individual_digits", default: false))
    case "CharDelimiterSplit": .delimiter(try stage.scalar("delimiter"))
    case "Split":
      .split(
        .init(
          pattern: try stage.pattern(), behavior: try stage.choice("behavior"),
          isInverted: try stage.bool("invert", default: false)))
    default: throw stage.unsupported(known: Self.knownPreTokenizers)
    }
  }

  /// The mark of a pre-tokenizer or a decoder; older files say whether a space is put in front in another way.
  func metaspace(_ stage: Stage) throws(Problem) -> PreTokenizer.Metaspace {
    let adds = try stage.bool("add_prefix_space", default: true)
    return PreTokenizer.Metaspace(
      mark: try stage.scalar("replacement", default: "▁"),
      scheme: try stage.choice("prepend_scheme", default: adds ? .always : .never),
      cuts: try stage.bool("split", default: true))
  }
}
