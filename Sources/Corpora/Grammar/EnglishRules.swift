typealias EnglishPart = Part<EnglishSymbol>
typealias Ways = Rule<EnglishSymbol>

/// The rules of the English grammar: what each symbol unfolds to, with weights.
enum EnglishRules {
  static func ways(_ symbol: EnglishSymbol) -> [Ways] {
    switch symbol {
    case .document: document()
    case .agreeingDocument: agreeing()
    case .agreeingSentence(let clause): agreeing(clause)
    case .judgingDocument: judging()
    case .sentence(let topic, let clause): sentence(topic, clause)
    case .objectIntroduction(let topic): objectIntroduction(topic)
    case .continuation(let topic, let clause): continuation(topic, clause)
    case .objectContinuation(let topic): objectContinuation(topic)
    case .cause(let topic, let feeling): cause(topic, feeling)
    case .causeVerb(let topic, let feeling): causeVerb(topic, feeling)
    case .feeling(let topic, let feeling): self.feeling(topic, feeling)
    case .felt(let topic, let feeling): felt(topic, feeling)
    case .being(let adjective, let tense, let number): being(adjective, tense, number)
    case .one(let adjective): [Ways(1, [.word(.complement, Word(adjective.english, .adjective(adjective)))])]
    case .feelingPhrase(let meaning, let feeling): feelingPhrase(meaning, feeling)
    case .help(let topic, let feeling): help(topic, feeling)
    case .reason(let topic, let feeling): reason(topic, feeling)
    case .contrast: contrast()
    case .weather(let tense, let withTime): weather(tense, withTime: withTime)
    case .weatherIs(let tense): weatherIs(tense)
    case .weatherPhrase: weatherPhrase()
    case .theWeather: theWeather()
    case .found(let topic, let tense): found(topic, tense)
    case .answered(let verb, let topic): answered(verb, topic)
    case .question(let question, let topic): self.question(question, topic)
    case .answer(let question, let topic): answer(question, topic)
    default: phrase(symbol)
    }
  }

  /// What phrases inside a sentence unfold to.
  private static func phrase(_ symbol: EnglishSymbol) -> [Ways] {
    switch symbol {
    case .predicate(let meaning, let number, let clause, let reference, let owner):
      predicate(meaning, number, clause, reference, owner: owner)
    case .deed(let verb, let topic, let asPronoun): deed(verb, topic, asPronoun: asPronoun)
    case .action(let meaning, let form, let reference, let owner): action(meaning, form, reference, owner: owner)
    case .intransitive(let verb, let meaning, let form, let reference): intransitive(verb, meaning, form, reference)
    case .place(let frames, let reference): place(frames, reference)
    case .property(let meaning, let look): property(meaning, look)
    case .stateAdjective(let meaning, let look): stateAdjective(meaning, look)
    case .choice(let classes, let reference, let shape): choice(classes, reference, shape)
    case .nounPhrase(let meaning, let number, let reference, let shape):
      nounPhrase(meaning, number, reference, shape)
    case .just(let noun, let isDefinite): just(noun, isDefinite: isDefinite)
    case .relative(let meaning, let number, let reference): relative(meaning, number, reference)
    case .nominal(let meaning, let number, let reference, let look, let vowel):
      nominal(meaning, number, reference, look, vowel: vowel)
    case .noun(let meaning, let number, let reference, let vowel): noun(meaning, number, reference, vowel: vowel)
    case .adjective(let kind, let meaning, let vowel): adjective(kind, meaning, vowel: vowel)
    default: []
    }
  }

  // Parts that many rules share.

  static let stop = EnglishPart.word(.mark, ".")
  static let comma = EnglishPart.word(.mark, ",")
  static let questionMark = EnglishPart.word(.mark, "?")
  static let not = EnglishPart.word(.negation, "not")

  static func copula(_ tense: Tense, _ number: GrammaticalNumber) -> EnglishPart {
    switch (tense, number) {
    case (.present, .singular): .word(.verb, Word("is", .copula))
    case (.present, .plural): .word(.verb, Word("are", .copula))
    case (.past, .singular): .word(.verb, Word("was", .copula))
    case (.past, .plural): .word(.verb, Word("were", .copula))
    }
  }

  static func verb(_ verb: Verb, _ form: VerbForm) -> EnglishPart { .word(.verb, Word(verb.form(form), .verb(verb))) }

  static func subject(_ pronoun: Pronoun) -> EnglishPart {
    .word(.subject, Word(pronoun.rawValue, .pronoun(pronoun)))
  }

  static func object(_ pronoun: Pronoun) -> EnglishPart { .word(.object, Word(pronoun.object, .pronoun(pronoun))) }
}
