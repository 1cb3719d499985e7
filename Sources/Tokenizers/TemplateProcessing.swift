/// Templates: what stands around one text, and around and between two.
struct TemplateProcessing: Equatable, Sendable {
  /// A control token as it stands in a template; it may be written as several tokens.
  struct Special: Equatable, Sendable {
    /// How the template names it.
    var name: String
    /// The numbers of its tokens.
    var ids: [Int]
    /// The tokens.
    var tokens: [String]
  }

  /// A part of a template, with the segment (`type_id`) that its tokens belong to.
  enum Piece: Equatable, Sendable {
    /// A control token.
    case special(Special, segment: Int)
    /// The first text, A.
    case first(segment: Int)
    /// The second text, B.
    case second(segment: Int)
  }

  /// What no model's segments exceed; a file that claims more is broken or hostile.
  static let mostSegments = 1_024

  /// Around one text.
  var single: [Piece]
  /// Around and between two.
  var pair: [Piece]

  /// Templates of given pieces; A once in each, B once in that of two.
  init(single: [Piece], pair: [Piece]) { (self.single, self.pair) = (single, pair) }

  /// Control tokens before and behind a text, and of two texts around each, the second being a segment of its own.
  init(before: [Special], after: [Special]) {
    func around(_ text: Piece, segment: Int) -> [Piece] {
      before.map { .special($0, segment: segment) } + [text] + after.map { .special($0, segment: segment) }
    }
    single = around(.first(segment: 0), segment: 0)
    pair = single + around(.second(segment: 1), segment: 1)
  }

  /// BERT's: `[CLS] A [SEP]`, and of two texts `[CLS] A [SEP] B [SEP]`, of which B and its mark are the second segment.
  static func bert(begin: Special, end: Special) -> TemplateProcessing {
    var template = TemplateProcessing(before: [begin], after: [end])
    template.pair = template.single + [.second(segment: 1), .special(end, segment: 1)]
    return template
  }

  /// RoBERTa's: `<s> A </s>`, and of two texts `<s> A </s></s> B </s>`; it knows one segment.
  static func roberta(begin: Special, end: Special) -> TemplateProcessing {
    var template = TemplateProcessing(before: [begin], after: [end])
    let mark = Piece.special(end, segment: 0)
    template.pair = template.single + [mark, .second(segment: 0), mark]
    return template
  }

  /// Whether more stands around two texts than one behind the other.
  var joinsTexts: Bool {
    pair.contains {
      if case .special = $0 { true } else { false }
    }
  }

  /// The tokens of one or two texts in one row, with those of the template where they are wanted.
  func applied(to rows: [[EncodedToken]], addSpecialTokens: Bool) -> [EncodedToken] {
    func moved(_ tokens: [EncodedToken], to segment: Int) -> [EncodedToken] {
      tokens.map { token in
        var token = token
        token.segment = segment
        return token
      }
    }
    return (rows.count > 1 ? pair : single).flatMap { piece in
      switch piece {
      case .special(let special, let segment): addSpecialTokens ? moved(inserted(special), to: segment) : []
      case .first(let segment): rows.first.map { moved($0, to: segment) } ?? []
      case .second(let segment): rows.count > 1 ? moved(rows[1], to: segment) : []
      }
    }
  }

  private func inserted(_ special: Special) -> [EncodedToken] {
    zip(special.ids, special.tokens).map { id, text in
      EncodedToken(
        id: id, text: text, source: "", range: 0..<0, isSpecial: true, isInserted: true, isUnknown: false)
    }
  }
}
