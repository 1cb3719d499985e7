import Tensors

/// A prefix that ends right before a verb, the form that agrees with the subject, and the one that doesn't.
public struct AgreementPrompt: Hashable, Sendable {
  /// The words before the verb.
  public let prefix: [String]
  /// The words after the verb, to the end of its sentence: what an encoder sees besides.
  public let suffix: [String]
  /// The form that the document has.
  public let correct: String
  /// The form of the other number.
  public let wrong: String
  /// The subject's number.
  public let number: GrammaticalNumber
  /// What stands between subject and verb, with a noun of the other number.
  public let between: Distractor

  /// What stands between a subject and its verb.
  public enum Distractor: String, Hashable, Sendable, CaseIterable {
    /// The cats near the **dog** …
    case prepositionalPhrase
    /// The dog that chased the **cats** …
    case relativeClause
  }
}

/// Agreement prompts from documents that are not in the training split: half singular, half plural, in each half as
/// many across a prepositional phrase as across a relative clause, and every one with a noun of the other number
/// right before the verb's place as the last noun.
public struct AgreementSet: Sendable {
  /// The prompts, each once.
  public let prompts: [AgreementPrompt]

  /// Collects prompts from those of the English grammar's sentences that show agreement.
  ///
  /// - Parameters:
  ///   - count: How many; rounded up to a multiple of four, one for each number and kind of phrase between.
  ///   - seed: Equal seeds give equal sets.
  public init(count: Int, seed: UInt64) {
    let grammar = Grammar(
      WeightedGrammar(start: EnglishSymbol.agreeingDocument, rules: EnglishRules.ways, label: \.label))
    let quota = (count + 3) / 4
    var generator = SplitMix64(seed: seed)
    var taken: [String: Int] = [:]
    var seen: Set<[String]> = []
    var prompts: [AgreementPrompt] = []
    while prompts.count < quota * 4 {
      guard let document = grammar.document(using: &generator, where: { $0 != .train }),
        let prompt = Self.prompt(of: document)
      else { continue }
      let kind = prompt.number.rawValue + prompt.between.rawValue
      guard taken[kind, default: 0] < quota, seen.insert(prompt.prefix).inserted else { continue }
      taken[kind, default: 0] += 1
      prompts.append(prompt)
    }
    self.prompts = prompts
  }

  /// Pairs of forms, singular first.
  static let forms: [(singular: String, plural: String)] =
    [("is", "are"), ("was", "were"), ("has", "have"), ("does", "do")]
    + (Lexicon.intransitives + Lexicon.attitudes).compactMap { verb in
      verb.third.flatMap { $0 == "has" ? nil : (singular: $0, plural: verb.base) }
    }

  /// The prompt of a document's first clause, if something of the other number stands before its verb.
  static func prompt(of document: Document) -> AgreementPrompt? {
    guard let sentence = LocatedTree(document.tree).children.first,
      let subject = sentence.children.first, subject.role == .subject, subject.label == "NP",
      let predicate = sentence.first(.predicate), let between = distractor(in: subject),
      let number = subject.number
    else { return nil }
    let verb = predicate.begin
    guard let last = subject.all.last(where: { $0.word?.isNoun ?? false }), last.number != number,
      let forms = forms.first(where: { $0.singular == document.tokens[verb] || $0.plural == document.tokens[verb] })
    else { return nil }
    let isSingular = number == .singular
    return AgreementPrompt(
      prefix: Array(document.tokens[..<verb]),
      suffix: Array(document.tokens[(verb + 1)..<max(verb + 1, sentence.end)]),
      correct: isSingular ? forms.singular : forms.plural,
      wrong: isSingular ? forms.plural : forms.singular, number: number, between: between)
  }

  private static func distractor(in subject: LocatedTree) -> AgreementPrompt.Distractor? {
    if subject.first(.place) != nil { return .prepositionalPhrase }
    return subject.children.contains { $0.label == "SBAR" } ? .relativeClause : nil
  }
}

extension LocatedTree {
  /// A noun phrase's number; a noun's own.
  var number: GrammaticalNumber? {
    if first(.conjunction) != nil { return .plural }
    switch head.word?.entry {
    case .noun(_, let number): return number
    case .name: return .singular
    default: return nil
    }
  }
}

extension Word {
  /// Whether it is a noun or a name.
  var isNoun: Bool {
    switch entry {
    case .noun, .name: true
    default: false
    }
  }
}
