/// Which noun phrases fit beside a pronoun that is still to come: so that its antecedent is the only one possible.
enum Reference: Hashable, Sendable {
  /// No pronoun follows.
  case free
  /// This phrase is the antecedent.
  case exactly(Pronoun)
  /// This phrase must not be taken for the antecedent.
  case other(Pronoun)

  /// Whether a noun in this number may stand here.
  func allows(_ pronoun: Pronoun?, _ number: GrammaticalNumber) -> Bool {
    let own = number == .plural ? Pronoun.they : pronoun
    switch self {
    case .free: return true
    case .exactly(let wanted): return own == wanted
    case .other(let taken):
      guard let own else { return taken == .it || taken == .they }
      return own != taken
    }
  }

  /// What phrases inside or beside this one must keep to.
  var beside: Reference {
    if case .exactly(let pronoun) = self { return .other(pronoun) }
    return self
  }
}

/// Whom a pronoun takes up: what it is called and what can be said of it.
struct Topic: Hashable, Sendable {
  let pronoun: Pronoun
  let meaning: NounClass
}

/// How a noun phrase is built up, by its place in the sentence.
enum Shape: Hashable, Sendable {
  /// A subject: may carry a prepositional phrase, a relative clause or a second noun phrase.
  case subject
  /// A determiner, adjectives and a noun.
  case plain
  /// The same where something happens: mostly *the*, mostly one.
  case place
  /// What one likes in general: *apples*, *milk*.
  case generic
}

/// The form of a verb.
enum VerbForm: Hashable, Sendable {
  case past, base
  case present(GrammaticalNumber)
}

/// Present or past, for copulas.
enum Tense: Hashable, Sendable, CaseIterable { case present, past }

/// A symbol of the English grammar; features are in its associated values.
enum EnglishSymbol: Hashable, Sendable {
  // Documents and sentences.
  case document
  case statement
  case introduction(Topic)
  case objectIntroduction(Topic)
  case continuation(Topic)
  case cause(Topic, Feeling)
  case feeling(Topic, Feeling)
  case help(Topic)
  case reason(Topic, Feeling)
  case causeClause(Topic, Feeling)
  case contrast(Topic)
  case weatherStatement(Bool)
  case weatherQuestion
  case weatherAnswer
  case question(Question, Topic)
  case answer(Question, Topic)

  // Predicates.
  case predicate(NounClass, GrammaticalNumber, Reference, owner: Pronoun?)
  case state(NounClass, GrammaticalNumber, Reference)
  case property(NounClass)
  case habit(NounClass, GrammaticalNumber, Reference)
  case action(NounClass, VerbForm, Reference, owner: Pronoun?)
  case intransitive(Verb, VerbForm, Reference)
  case place([PlaceFrame], Reference)
  case stateAdjective(NounClass)

  // Noun phrases.
  case someone(Reference, Shape)
  case choice([NounClass], Reference, Shape, owner: Pronoun?)
  case nounPhrase(NounClass, GrammaticalNumber, Reference, Shape, owner: Pronoun?)
  case relative(NounClass, GrammaticalNumber, Reference)
  case nominal(NounClass, GrammaticalNumber, Reference, vowel: Bool?)
  case noun(NounClass, GrammaticalNumber, Reference, vowel: Bool?)
  case adjective(AdjectiveKind, NounClass, vowel: Bool?)

  /// The phrase's name in a bracketed parse; empty for a choice, whose parts belong to the phrase above.
  var label: String {
    switch self {
    case .document: "TEXT"
    case .statement, .introduction, .objectIntroduction, .continuation, .cause, .feeling, .help, .contrast,
      .weatherStatement, .weatherAnswer, .answer, .reason, .causeClause:
      "S"
    case .weatherQuestion, .question: "SQ"
    case .predicate: "VP"
    case .place: "PP"
    case .relative: "SBAR"
    case .nounPhrase: "NP"
    case .property: "ADJP"
    case .state, .habit, .action, .intransitive, .stateAdjective, .someone, .choice, .nominal, .noun, .adjective: ""
    }
  }
}

/// A feeling, or a state of the body, and what brings it about.
enum Feeling: Hashable, Sendable, CaseIterable {
  case joy, grief, fear, tiredness, hunger
}

/// What is asked.
enum Question: Hashable, Sendable {
  case place
  case yesNo(holds: Bool)
  case doing
}
