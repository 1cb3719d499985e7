internal import StrictJSON
internal import Wording

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
    case "BertProcessing":
      let (begin, end) = try frame(stage, vocabulary)
      return [.template(.bert(begin: begin, end: end))]
    case "RobertaProcessing":
      let (begin, end) = try frame(stage, vocabulary)
      return try trimming(stage) + [.template(.roberta(begin: begin, end: end))]
    case "ByteLevel": return try trimming(stage)
    default: throw stage.unsupported(known: Self.knownPostProcessors)
    }
  }

  private func trimming(_ stage: Stage) throws(Problem) -> [PostProcessor] {
    guard try stage.bool("trim_offsets", default: true) else { return [] }
    return [.trimOffsets(addsSpace: try stage.bool("add_prefix_space", default: true))]
  }

  /// `cls` before a text and `sep` behind it, each a token with its number.
  private func frame(
    _ stage: Stage, _ vocabulary: Vocabulary
  ) throws(Problem) -> (begin: TemplateProcessing.Special, end: TemplateProcessing.Special) {
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
    return (try special("cls"), try special("sep"))
  }

  private func template(_ stage: Stage, _ vocabulary: Vocabulary) throws(Problem) -> TemplateProcessing {
    let specials = try specials(stage, vocabulary)
    let single = try pieces(stage, "single", ["A"], specials)
    // Two texts without a template of their own stand one behind the other.
    let isPairAbsent = stage["pair"].map { $0 == .null || $0 == [] } ?? true
    let pair =
      isPairAbsent
      ? [.first(segment: 0), .second(segment: 1)] : try pieces(stage, "pair", ["A", "B"], specials)
    return TemplateProcessing(single: single, pair: pair)
  }

  /// The pieces of a template, in which each text stands once.
  private func pieces(
    _ stage: Stage, _ name: String, _ texts: [String], _ specials: [ByteKey: TemplateProcessing.Special]
  ) throws(Problem) -> [TemplateProcessing.Piece] {
    let place = stage.place + "." + name
    let list = try reading { () throws(JSONMismatch) in try (stage[name] ?? .null).array(at: place) }
    guard list.count <= Stage.most else {
      throw .unsupported(stage: place, found: "\(list.count) pieces", known: ["\(Stage.most)"])
    }
    var found: [String] = []
    let pieces = try list.map { piece throws(Problem) in
      try self.piece(piece, at: place, texts, specials, found: &found)
    }
    guard found.sorted() == texts else {
      throw .unsupported(
        stage: place, found: texts.count == 1 ? "\(found.count) times the text" : "texts \(found)",
        known: [texts.count == 1 ? "once" : "each of A and B once"])
    }
    return pieces
  }

  private func piece(
    _ piece: JSONValue, at place: String, _ texts: [String], _ specials: [ByteKey: TemplateProcessing.Special],
    found: inout [String]
  ) throws(Problem) -> TemplateProcessing.Piece {
    let known = ["SpecialToken"] + texts.map { "Sequence \($0)" }
    let members = try reading { () throws(JSONMismatch) in try piece.object(at: place).members }
    guard let member = members.first, members.count == 1 else {
      throw .unsupported(stage: place, found: "a piece without id", known: known)
    }
    let (id, segment) = try reading { () throws(JSONMismatch) in
      let fields = try member.value.object(at: place)
      return (
        fields["id"],
        try (fields["type_id"] ?? .integer(0)).integer(at: place + ".type_id", in: 0...TemplateProcessing.mostSegments)
      )
    }
    switch (member.name, id) {
    case ("Sequence", .string(let text)) where texts.contains(text):
      found.append(text)
      return text == "A" ? .first(segment: segment) : .second(segment: segment)
    case ("SpecialToken", .string(let name)):
      guard let special = specials[ByteKey(name)] else { throw .missingToken(name, role: "template's") }
      return .special(special, segment: segment)
    case (_, nil): throw .unsupported(stage: place, found: "a piece without id", known: known)
    default: throw .unsupported(stage: place, found: plain(member.name), known: known)
    }
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
