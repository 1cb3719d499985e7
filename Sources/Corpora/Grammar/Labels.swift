/// A grammatical relation between two words.
public enum Relation: String, Hashable, Sendable, CaseIterable {
  /// The subject's noun and its verb or copula.
  case subjectVerb = "subject-verb"
  /// A verb and its object's noun or pronoun.
  case verbObject = "verb-object"
  /// An article, number or possessive and its noun.
  case determinerNoun = "determiner-noun"
  /// An adjective and the noun it stands before.
  case modifierNoun = "modifier-noun"
  /// A preposition and its object's noun.
  case prepositionObject = "preposition-object"
  /// A pronoun or possessive and the noun it takes up.
  case pronounAntecedent = "pronoun-antecedent"
  /// A word of a predicate that says something good or bad, and the noun of whom it is said.
  case sentiment = "sentiment"
}

/// Two words of a document that stand in a relation, by their places among its tokens.
public struct RelationPair: Hashable, Sendable {
  /// The relation.
  public let relation: Relation
  /// The dependent's place: the subject, object, determiner, adjective, the preposition's object, the pronoun, the
  /// word that judges.
  public let dependent: Int
  /// The place of the word it depends on: the verb, the noun, the preposition, the antecedent.
  public let head: Int

  /// Two words by their places.
  public init(relation: Relation, dependent: Int, head: Int) {
    (self.relation, self.dependent, self.head) = (relation, dependent, head)
  }

  /// The place that a causal model reads last: the only one of the two that can look at the other.
  public var later: Int { max(dependent, head) }
  /// The place that the later one looks back at.
  public var earlier: Int { min(dependent, head) }
  /// How far apart they are; at least 1.
  public var distance: Int { later - earlier }
}

/// Reads the relations off a tree.
struct LabelReader {
  private(set) var pairs: [RelationPair] = []

  init(_ document: LocatedTree) {
    for phrase in document.all {
      switch phrase.label {
      case "NP": nounPhrase(phrase)
      case "VP": verbPhrase(phrase)
      case "PP": add(.prepositionObject, phrase.first(.object)?.head, phrase.first(.preposition))
      default: clause(phrase)
      }
    }
    let antecedents = Antecedents(document)
    for leaf in document.all {
      if let antecedent = antecedents.antecedent(of: leaf) { add(.pronounAntecedent, leaf, antecedent.head) }
    }
    pairs.sort { ($0.later, $0.earlier, $0.relation.rawValue) < ($1.later, $1.earlier, $1.relation.rawValue) }
  }

  private mutating func add(_ relation: Relation, _ dependent: LocatedTree?, _ head: LocatedTree?) {
    guard let dependent, let head else { return }
    pairs.append(RelationPair(relation: relation, dependent: dependent.begin, head: head.begin))
  }

  private mutating func nounPhrase(_ phrase: LocatedTree) {
    add(.determinerNoun, phrase.first(.determiner), phrase.head)
    for modifier in phrase.all(.modifier) where modifier.word != nil { add(.modifierNoun, modifier, phrase.head) }
  }

  private mutating func verbPhrase(_ phrase: LocatedTree) {
    add(.verbObject, phrase.first(.object)?.head, phrase.first(.verb))
    add(.prepositionObject, phrase.first(.recipient)?.head, phrase.first(.preposition))
  }

  /// A sentence or relative clause: each subject with the predicate that follows it, or the verb beside it.
  private mutating func clause(_ phrase: LocatedTree) {
    for (place, subject) in phrase.children.enumerated() where subject.role == .subject && subject.label == "NP" {
      let predicate = phrase.children[place...].first { $0.role == .predicate }?.first(.verb)
      add(.subjectVerb, subject.head, predicate ?? phrase.first(.verb))
      if let said = phrase.children[place...].first(where: { $0.role == .predicate }) { judgements(said, of: subject) }
    }
    guard phrase.first(.predicate) == nil else { return }
    add(.verbObject, phrase.first(.object)?.head, phrase.first(.verb))
  }

  /// What a predicate says of a subject that is good or bad, in its own words and those of its adjective phrase.
  private mutating func judgements(_ predicate: LocatedTree, of subject: LocatedTree) {
    let own = predicate.children.flatMap { $0.label == "ADJP" ? $0.children : [$0] }
    for leaf in own where (leaf.word?.feeling ?? 0) != 0 { add(.sentiment, leaf, subject.head) }
  }
}

/// Finds what a pronoun takes up: the noun phrase before it of its gender and number; a person or animal before a place.
struct Antecedents {
  private let nounPhrases: [LocatedTree]

  init(_ document: LocatedTree) { nounPhrases = document.all.filter { $0.label == "NP" } }

  /// The noun phrase that a leaf takes up; nil for other leaves.
  func antecedent(of leaf: LocatedTree) -> LocatedTree? {
    let pronoun: Pronoun
    switch leaf.word?.entry {
    case .pronoun(let own), .possessive(let own): pronoun = own
    default: return nil
    }
    let candidates = nounPhrases.filter { $0.pronoun == pronoun && $0.head.begin < leaf.begin }
    return candidates.first { $0.noun?.meaning.isAnimate ?? true } ?? candidates.first
  }
}
