internal import StrictJSON

extension TokenizerReader {
  private static let knownPostProcessors = ["TemplateProcessing", "BertProcessing", "RobertaProcessing", "ByteLevel"]

  /// What is done to the tokens once they are there.
  func postProcessors(_ file: JSONObject, vocabulary: Vocabulary) throws(Problem) -> [PostProcessor] {
    let place = "post_processor"
    return try Stage.all(in: file[place], at: place, list: "processors").map { stage throws(Problem) in
      try postProcessors(stage, vocabulary)
    }
    .flatMap { $0 }
  }

  private func postProcessors(_ stage: Stage, _ vocabulary: Vocabulary) throws(Problem) -> [PostProcessor] {
    switch stage.type {
    case "TemplateProcessing": return [.template(try template(stage, vocabulary))]
    case "BertProcessing": return [.template(try frame(stage, vocabulary))]
    case "RobertaProcessing": return try trimming(stage) + [.template(try frame(stage, vocabulary))]
    case "ByteLevel": return try trimming(stage)
    default: throw stage.unsupported(known: Self.knownPostProcessors)
    }
  }

  private func trimming(_ stage: Stage) throws(Problem) -> [PostProcessor] {
    guard try stage.bool("trim_offsets", default: true) else { return [] }
    return [.trimOffsets(addsSpace: try stage.bool("add_prefix_space", default: true))]
  }

  /// `cls` before a text and `sep` behind it, each a token with its number.
  private func frame(_ stage: Stage, _ vocabulary: Vocabulary) throws(Problem) -> TemplateProcessing {
    func special(_ name: String) throws(Problem) -> TemplateProcessing.Special {
      let place = stage.place + "." + name
      let (token, id) = try reading { () throws(JSONMismatch) in
        let pair = try (stage[name] ?? .null).array(at: place)
        guard pair.count == 2 else {
          throw JSONMismatch(place: place, expected: "a token and its number", found: JSONValue.array(pair).summary)
        }
        return (try pair[0].string(at: place), try pair[1].integer(at: place, in: 0...Vocabulary.largest - 1))
      }
      guard vocabulary.id(of: token) == id else { throw .missingToken(token, role: name) }
      return TemplateProcessing.Special(name: token, ids: [id], tokens: [token])
    }
    return TemplateProcessing(before: [try special("cls")], after: [try special("sep")])
  }

  private func template(_ stage: Stage, _ vocabulary: Vocabulary) throws(Problem) -> TemplateProcessing {
    let place = stage.place + ".single"
    let known = ["SpecialToken", "Sequence A"]
    let specials = try specials(stage, vocabulary)
    let pieces = try reading { () throws(JSONMismatch) in try (stage["single"] ?? .null).array(at: place) }
    guard pieces.count <= Stage.most else {
      throw .unsupported(stage: place, found: "\(pieces.count) pieces", known: ["\(Stage.most)"])
    }
    var template = TemplateProcessing(before: [], after: [])
    var sequences = 0
    for piece in pieces {
      let members = try reading { () throws(JSONMismatch) in try piece.object(at: place).members }
      guard let member = members.first, members.count == 1,
        let id = try reading({ () throws(JSONMismatch) in try member.value.object(at: place)["id"] })
      else { throw .unsupported(stage: place, found: "a piece without id", known: known) }
      switch (member.name, id) {
      case ("Sequence", "A"): sequences += 1
      case ("SpecialToken", .string(let name)):
        guard let special = specials[ByteKey(name)] else { throw .missingToken(name, role: "template's") }
        if sequences == 0 { template.before.append(special) } else { template.after.append(special) }
      default: throw .unsupported(stage: place, found: member.name, known: known)
      }
    }
    guard sequences == 1 else {
      throw .unsupported(stage: place, found: "\(sequences) times the text", known: ["once"])
    }
    return template
  }

  private func specials(
    _ stage: Stage, _ vocabulary: Vocabulary
  ) throws(Problem) -> [ByteKey: TemplateProcessing.Special] {
    var specials: [ByteKey: TemplateProcessing.Special] = [:]
    let place = stage.place + ".special_tokens"
    let members = try reading { () throws(JSONMismatch) in
      try (stage["special_tokens"] ?? [:]).object(at: place).members
    }
    for member in members {
      let special = try reading { () throws(JSONMismatch) in
        let fields = try member.value.object(at: place)
        return TemplateProcessing.Special(
          name: member.name,
          ids: try fields.required("ids", at: place).array(at: place).map { value throws(JSONMismatch) in
            try value.integer(at: place + ".ids", in: 0...Vocabulary.largest - 1)
          },
          tokens: try fields.required("tokens", at: place).array(at: place).map { value throws(JSONMismatch) in
            try value.string(at: place + ".tokens")
          })
      }
      for (id, token) in zip(special.ids, special.tokens) where vocabulary.id(of: token) != id {
        throw .missingToken(token, role: "template's")
      }
      guard special.ids.count == special.tokens.count, special.ids.count <= Stage.most else {
        throw .unsupported(stage: place, found: "unequal numbers of ids and tokens", known: ["as many of each"])
      }
      specials[ByteKey(member.name)] = special
    }
    return specials
  }
}
