typealias EnglishPart = Part<EnglishSymbol>
typealias Ways = Rule<EnglishSymbol>

/// The rules of the English grammar: what each symbol unfolds to, with weights.
enum EnglishRules {
  static func ways(_ symbol: EnglishSymbol) -> [Ways] {
    switch symbol {
    case .document: document()
    case .statement: statement()
    case .introduction(let topic): introduction(topic)
    case .objectIntroduction(let topic): objectIntroduction(topic)
    case .continuation(let topic): continuation(topic)
    case .cause(let topic, let feeling): cause(topic, feeling)
    case .feeling(let topic, let feeling): self.feeling(topic, feeling)
    case .help(let topic): help(topic)
    case .reason(let topic, let feeling): reason(topic, feeling)
    case .causeClause(let topic, let feeling): causeClause(topic, feeling)
    case .contrast(let topic): contrast(topic)
    case .weatherStatement(let isPresent): weatherStatement(isPresent)
    case .weatherQuestion: weatherQuestion()
    case .weatherAnswer: weatherAnswer()
    case .question(let question, let topic): self.question(question, topic)
    case .answer(let question, let topic): answer(question, topic)
    case .predicate(let meaning, let number, let reference, let owner):
      predicate(meaning, number, reference, owner: owner)
    case .state(let meaning, let number, let reference): state(meaning, number, reference)
    case .property(let meaning): property(meaning)
    case .habit(let meaning, let number, let reference): habit(meaning, number, reference)
    case .action(let meaning, let form, let reference, let owner): action(meaning, form, reference, owner: owner)
    case .intransitive(let verb, let form, let reference): intransitive(verb, form, reference)
    case .place(let frames, let reference): place(frames, reference)
    case .stateAdjective(let meaning): stateAdjective(meaning)
    case .someone(let reference, let shape):
      choice(NounClass.animate, reference, shape, owner: nil)
    case .choice(let classes, let reference, let shape, let owner):
      choice(classes, reference, shape, owner: owner)
    case .nounPhrase(let meaning, let number, let reference, let shape, let owner):
      nounPhrase(meaning, number, reference, shape, owner: owner)
    case .relative(let meaning, let number, let reference): relative(meaning, number, reference)
    case .nominal(let meaning, let number, let reference, let vowel):
      nominal(meaning, number, reference, vowel: vowel)
    case .noun(let meaning, let number, let reference, let vowel): noun(meaning, number, reference, vowel: vowel)
    case .adjective(let kind, let meaning, let vowel): adjective(kind, meaning, vowel: vowel)
    }
  }
}
