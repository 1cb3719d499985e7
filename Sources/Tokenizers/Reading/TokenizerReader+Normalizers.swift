internal import StrictJSON

extension TokenizerReader {
  private static var knownNormalizers: [String] {
    ["BertNormalizer"] + NormalForm.allCases.map(\.rawValue)
      + ["Lowercase", "StripAccents", "Strip", "Replace", "Prepend", "Precompiled", "ByteLevel"]
  }

  /// How much longer normalizers may make a text; more is no tokenizer but a trap.
  private static let mostGrowth = 512

  /// What changes text first.
  func normalizers(_ file: JSONObject) throws(Problem) -> [Normalizer] {
    var growth = 1
    return try Stage.all(in: file["normalizer"], at: "normalizer", list: "normalizers").map { stage throws(Problem) in
      let normalizer = try normalizer(stage)
      growth *= normalizer.growth
      guard growth <= Self.mostGrowth else {
        throw .unsupported(
          stage: stage.place, found: "one that makes texts too long", known: ["\(Self.mostGrowth) times as long"])
      }
      return normalizer
    }
  }

  private func normalizer(_ stage: Stage) throws(Problem) -> Normalizer {
    switch stage.type {
    case "BertNormalizer":
      return .bert(
        BertNormalizer(
          cleansText: try stage.bool("clean_text", default: true),
          separatesChinese: try stage.bool("handle_chinese_chars", default: true),
          stripsAccents: stage["strip_accents"] == nil ? nil : try stage.bool("strip_accents", default: false),
          lowercases: try stage.bool("lowercase", default: true)))
    case "Lowercase": return .lowercase
    case "StripAccents": return .stripAccents
    case "Strip":
      return .strip(
        left: try stage.bool("strip_left", default: true), right: try stage.bool("strip_right", default: true))
    case "Replace": return .replace(try stage.pattern(), with: try stage.string("content"))
    case "Prepend": return .prepend(try stage.string("prepend"))
    case "Precompiled":
      // transformers writes null for a model without a table.
      guard stage["precompiled_charsmap"] != nil else { return .replace(.string(""), with: "") }
      guard let charsmap = Base64.bytes(of: try stage.string("precompiled_charsmap")).flatMap(Charsmap.init) else {
        throw .invalidCharsmap(place: stage.place + ".precompiled_charsmap")
      }
      return .charsmap(charsmap)
    case "ByteLevel": return .byteLevel
    default:
      guard let form = NormalForm(rawValue: stage.type) else { throw stage.unsupported(known: Self.knownNormalizers) }
      return .form(form)
    }
  }
}

extension Normalizer {
  /// About how many times as long it can make a text.
  fileprivate var growth: Int {
    switch self {
    case .replace(.string(let pattern), let content):
      content.unicodeScalars.count / max(pattern.unicodeScalars.count, 1) + 1
    case .replace(_, let content), .prepend(let content): content.unicodeScalars.count + 1
    case .charsmap: 32
    case .byteLevel: 4
    case .bert, .form, .lowercase, .stripAccents, .strip, .sentencePiece: 1
    }
  }
}
