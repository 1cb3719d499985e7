internal import StrictJSON

extension TokenizerReader {
  private static let knownDecoders = [
    "WordPiece", "Replace", "ByteLevel", "Metaspace", "ByteFallback", "BPEDecoder", "Fuse", "Strip",
  ]

  /// How tokens become text.
  func decoders(_ file: JSONObject) throws(Problem) -> [Decoder] {
    var growth = 1
    return try Stage.all(in: file["decoder"], at: "decoder", list: "decoders").map { stage throws(Problem) in
      let decoder = try decoder(stage)
      if case .replace(_, let content) = decoder { growth *= max(content.unicodeScalars.count, 1) }
      guard growth <= 1_024 else {
        throw .unsupported(stage: stage.place, found: "one that makes texts too long", known: ["1,024 times as long"])
      }
      return decoder
    }
  }

  private func decoder(_ stage: Stage) throws(Problem) -> Decoder {
    switch stage.type {
    case "WordPiece":
      .wordPiece(
        prefix: try stage.string("prefix", default: "##"), cleansUp: try stage.bool("cleanup", default: true))
    case "Replace": .replace(try stage.pattern(), with: try stage.string("content"))
    case "ByteLevel": .byteLevel
    case "Metaspace": .metaspace(try metaspace(stage))
    case "ByteFallback": .byteFallback
    case "BPEDecoder": .wordEnds(suffix: try stage.string("suffix", default: "</w>"))
    case "Fuse": .fuse
    case "Strip":
      .strip(
        try stage.scalar("content", default: " "), left: try stage.integer("start", default: 0),
        right: try stage.integer("stop", default: 0))
    default: throw stage.unsupported(known: Self.knownDecoders)
    }
  }
}
