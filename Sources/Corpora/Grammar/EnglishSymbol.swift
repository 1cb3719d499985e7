/// A symbol of the English grammar; its features are in its associated values.
enum EnglishSymbol: Hashable, Sendable {
  // Documents and sentences.
  case document
  case agreeingDocument
  case agreeingSentence(Clause)
  case judgingDocument
  case sentence(Topic?, Clause)
  case objectIntroduction(Topic)
  case continuation(Topic, Clause)
  case objectContinuation(Topic)
  case cause(Topic, Feeling)
  case causeVerb(Topic, Feeling)
  case feeling(Topic, Feeling)
  case felt(Topic, Feeling)
  case being(Adjective, Tense, GrammaticalNumber)
  case one(Adjective)
  case feelingPhrase(NounClass, Feeling)
  case help(Topic, Feeling)
  case reason(Topic, Feeling)
  case contrast
  case weather(Tense, withTime: Bool)
  case weatherIs(Tense)
  case weatherPhrase
  case theWeather
  case found(Topic, Tense)
  case answered(Verb, Topic)
  case question(Question, Topic)
  case answer(Question, Topic)

  // Predicates.
  case predicate(NounClass, GrammaticalNumber, Clause, Reference, owner: Pronoun?)
  case deed(Verb, Topic, asPronoun: Bool)
  case action(NounClass, VerbForm, Reference, owner: Pronoun?)
  case intransitive(Verb, NounClass, VerbForm, Reference)
  case place([PlaceFrame], Reference)
  case property(NounClass, Look)
  case stateAdjective(NounClass, Look)

  // Noun phrases.
  case choice([NounClass], Reference, Shape)
  case nounPhrase(NounClass, GrammaticalNumber, Reference, Shape)
  case just(Noun, isDefinite: Bool)
  case relative(NounClass, GrammaticalNumber, Reference)
  case nominal(NounClass, GrammaticalNumber, Reference, Look, vowel: Bool?)
  case noun(NounClass, GrammaticalNumber, Reference, vowel: Bool?)
  case adjective(AdjectiveKind, NounClass, vowel: Bool?)

  /// The phrase's name in a bracketed parse; empty for a choice, whose parts belong to the phrase above.
  var label: String {
    switch self {
    case .document, .agreeingDocument, .judgingDocument: return "TEXT"
    case .sentence, .agreeingSentence, .objectIntroduction, .continuation, .objectContinuation, .cause, .feeling, .help,
      .reason,
      .contrast, .weather, .answer:
      return "S"
    case .question(let question, _):
      if case .yesNo = question { return "SQ" }
      if case .did = question { return "SQ" }
      return "SBARQ"
    case .predicate, .causeVerb, .deed, .felt, .being, .weatherIs, .found, .answered: return "VP"
    case .place: return "PP"
    case .relative: return "SBAR"
    case .nounPhrase, .just, .theWeather: return "NP"
    case .property, .feelingPhrase, .weatherPhrase, .one: return "ADJP"
    case .action, .intransitive, .stateAdjective, .choice, .nominal, .noun, .adjective: return ""
    }
  }
}

/// Which noun phrases fit beside a pronoun that is still to come: so that its antecedent is the only one possible.
enum Reference: Hashable, Sendable {
  /// No pronoun follows.
  case free
  /// This phrase is the antecedent.
  case exactly(Pronoun)
  /// This phrase must not be taken for the antecedent.
  case other(Pronoun)
  /// The antecedent is an animal, an *it*: of things, only places may stand here in the singular.
  case besideAnimal

  /// Whether a noun in this number may stand here.
  func allows(_ pronoun: Pronoun?, _ number: GrammaticalNumber) -> Bool {
    let own = number == .plural ? Pronoun.they : pronoun
    switch self {
    case .free: return true
    case .exactly(let wanted): return own == wanted
    case .other(let taken):
      guard let own else { return taken == .it || taken == .they }
      return own != taken
    case .besideAnimal: return own != .it
    }
  }

  /// What phrases inside or beside this one must keep to.
  var beside: Reference {
    guard case .exactly(let pronoun) = self else { return self }
    return pronoun == .it ? .besideAnimal : .other(pronoun)
  }
}

/// Whom a pronoun takes up: what it is called and what can be said of it.
struct Topic: Hashable, Sendable {
  let pronoun: Pronoun
  let meaning: NounClass

  var number: GrammaticalNumber { pronoun.number }

  /// What phrases beside the antecedent must keep to.
  var others: Reference { pronoun == .it && meaning.isAnimate ? .besideAnimal : .other(pronoun) }
}

/// How a noun phrase is built up, by its place in the sentence.
enum Shape: Hashable, Sendable {
  /// The subject of an event: may carry a prepositional phrase, a relative clause or a second noun phrase.
  case actor(Look)
  /// The subject of a state: the same, but known, and without the adjectives that the predicate may use.
  case bearer(Look)
  /// The subject of a place or a habit: known, and no place beside it.
  case holder(Look)
  /// A subject with something behind its noun.
  case distracted(Look)
  /// A determiner, adjectives and a noun; or the determiner of what somebody owns.
  case plain(owner: Pronoun?)
  /// What somebody owns: *her ball*.
  case owned(Pronoun)
  /// What has been talked about: *the ball*.
  case known
  /// The same without adjectives.
  case bare
  /// What is met for the first time and talked about next: *a big ball*.
  case met
  /// Where something happens: mostly *the*, mostly one.
  case place
  /// What one likes in general: *apples*, *milk*.
  case generic

  /// Which adjectives it may have.
  var look: Look {
    switch self {
    case .actor(let look), .bearer(let look), .holder(let look), .distracted(let look): look
    case .bare: .none
    case .known, .met: .inner
    case .generic: .inner
    default: .any
    }
  }
}

/// Which adjectives a noun phrase takes; a predicate takes the others, so that no tired dog *is tired*.
enum Look: Hashable, Sendable {
  case any
  case none
  /// Size and age.
  case inner
  /// Quality and colour.
  case outer

  func admits(_ kind: AdjectiveKind) -> Bool {
    switch self {
    case .any: true
    case .none: false
    case .inner: kind == .size || kind == .age
    case .outer: kind == .quality || kind == .colour
    }
  }
}

/// The form of a verb.
enum VerbForm: Hashable, Sendable {
  case past, base
  case present(GrammaticalNumber)
}

/// Present or past, for copulas.
enum Tense: Hashable, Sendable, CaseIterable { case present, past }

/// What a sentence says of its subject.
enum Clause: Hashable, Sendable {
  case event
  case property(Tense, Look)
  case location(Tense)
  case habit
}

/// A feeling, or a state of the body, and what brings it about.
enum Feeling: Hashable, Sendable, CaseIterable { case joy, grief, fear, tiredness, hunger, thirst }

/// What is asked.
enum Question: Hashable, Sendable {
  case weather(Tense, withTime: Bool)
  case location(Tense)
  case yesNo(Tense, holds: Bool)
  case did(Verb, holds: Bool)
  case what(Verb)
  case who(Verb)
}
