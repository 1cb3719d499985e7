extension EnglishRules {
  static func predicate(
    _ meaning: NounClass, _ number: GrammaticalNumber, _ reference: Reference, owner: Pronoun?
  ) -> [Ways] {
    let state = Ways(meaning.isAnimate ? 3.4 : 1, [.symbol(.verb, .state(meaning, number, reference))])
    guard meaning.isAnimate else { return [state] }
    let past = EnglishPart.symbol(.verb, .action(meaning, .past, reference, owner: owner))
    let base = EnglishPart.symbol(.verb, .action(meaning, .base, reference, owner: owner))
    return [
      state, Ways(1.6, [.symbol(.verb, .habit(meaning, number, reference))]),
      Ways(4.2, [past]), Ways(0.4, [past, .word(.time, "yesterday")]),
      Ways(0.5, [.word(.auxiliary, "did"), .word(.negation, "not"), base]),
    ]
  }

  static func copula(_ tense: Tense, _ number: GrammaticalNumber) -> EnglishPart {
    switch (tense, number) {
    case (.present, .singular): .word(.verb, "is")
    case (.present, .plural): .word(.verb, "are")
    case (.past, .singular): .word(.verb, "was")
    case (.past, .plural): .word(.verb, "were")
    }
  }

  static func state(_ meaning: NounClass, _ number: GrammaticalNumber, _ reference: Reference) -> [Ways] {
    var ways: [Ways] = []
    let property = EnglishPart.symbol(.complement, .property(meaning))
    for tense in Tense.allCases {
      let copula = copula(tense, number)
      ways.append(Ways(4, [copula, property]))
      ways.append(Ways(0.7, [copula, .word(.negation, "not"), property]))
      let frames = whereabouts(meaning)
      if !frames.isEmpty {
        ways.append(Ways(meaning.isAnimate ? 0.8 : 2, [copula, .symbol(.place, .place(frames, reference))]))
      }
    }
    return ways
  }

  /// Where one may be said to be.
  static func whereabouts(_ meaning: NounClass) -> [PlaceFrame] {
    switch meaning {
    case .adult, .child, .livestock, .hunter:
      [Lexicon.inPlace, Lexicon.inBuilding, Lexicon.nearThing, Lexicon.behindThing]
    case .pet, .rodent, .bird: [Lexicon.inPlace, Lexicon.underThing, Lexicon.nearThing, Lexicon.onSeat]
    case .toy, .reading, .letter, .picture, .food, .drink, .clothing, .container:
      [Lexicon.onTable, Lexicon.onTable, Lexicon.onSeat, Lexicon.inContainer, Lexicon.underThing]
    case .vehicle: [Lexicon.behindThing, Lexicon.nearThing]
    case .boat: [Lexicon.inWater]
    case .tree, .flower, .seat, .table: [Lexicon.inPlace, Lexicon.nearThing]
    default: []
    }
  }

  static func property(_ meaning: NounClass) -> [Ways] {
    let adjective = EnglishPart.symbol(.complement, .stateAdjective(meaning))
    return [
      Ways(5, [adjective]), Ways(1.2, [.word(.degree, "very"), adjective]),
      Ways(0.8, [adjective, .word(.conjunction, "and"), adjective]),
    ]
  }

  static func stateAdjective(_ meaning: NounClass) -> [Ways] {
    Lexicon.adjectives.compactMap { adjective in
      let fits = adjective.classes.contains(meaning) || (adjective.english == "afraid" && meaning.isAnimate)
      guard fits else { return nil }
      let weight = adjective.isState || !meaning.isAnimate ? adjective.weight : adjective.weight * 0.2
      return Ways(weight, [.word(.complement, Word(adjective.english, .adjective(adjective)))])
    }
  }

  static func habit(_ meaning: NounClass, _ number: GrammaticalNumber, _ reference: Reference) -> [Ways] {
    var ways: [Ways] = []
    for verb in Lexicon.attitudes where verb.subjects.contains(meaning) {
      let object = EnglishPart.symbol(
        .object, .choice(verb.objects, reference, verb.takesKinds ? .generic : .plain, owner: nil))
      ways.append(Ways(verb.weight, [.word(.verb, Word(verb.form(.present(number)), .verb(verb))), object]))
      let auxiliary = number == .singular ? "does" : "do"
      ways.append(
        Ways(
          verb.weight * 0.15,
          [.word(.auxiliary, auxiliary), .word(.negation, "not"), .word(.verb, Word(verb.base, .verb(verb))), object]))
    }
    for verb in Lexicon.intransitives where verb.third != nil && verb.subjects.contains(meaning) {
      let present = EnglishPart.word(.verb, Word(verb.form(.present(number)), .verb(verb)))
      for (often, weight) in [("often", 2.0), ("always", 1), ("never", 0.7)] {
        ways.append(
          Ways(
            verb.weight * 0.12 * weight,
            [.word(.time, often), present, .symbol(.place, .place(verb.places, reference))]))
      }
    }
    return ways
  }

  static func action(
    _ meaning: NounClass, _ form: VerbForm, _ reference: Reference, owner: Pronoun?
  ) -> [Ways] {
    var ways: [Ways] = []
    for verb in Lexicon.intransitives where verb.subjects.contains(meaning) {
      ways.append(Ways(verb.weight * 1.3, [.symbol(.verb, .intransitive(verb, form, reference))]))
    }
    for verb in Lexicon.transitives where verb.subjects.contains(meaning) {
      let word = EnglishPart.word(.verb, Word(verb.form(form), .verb(verb)))
      let objects = EnglishRules.objects(of: verb, by: meaning)
      ways.append(Ways(verb.weight, [word, .symbol(.object, .choice(objects, reference, .plain, owner: owner))]))
    }
    if meaning.isPerson {
      ways.append(
        Ways(
          1.5,
          [
            .word(.verb, Word(Lexicon.give.form(form), .verb(Lexicon.give))),
            .symbol(.object, .choice(Lexicon.give.objects, reference, .plain, owner: owner)), .word(.preposition, "to"),
            .symbol(.recipient, .choice(NounClass.people + [.pet], reference, .plain, owner: nil)),
          ]))
      ways.append(
        Ways(
          1.5,
          [
            .word(.verb, Word(Lexicon.put.form(form), .verb(Lexicon.put))),
            .symbol(.object, .choice(Lexicon.put.objects, reference, .plain, owner: owner)),
            .symbol(.place, .place(Lexicon.put.places, reference)),
          ]))
    }
    return ways
  }

  /// What a verb acts on when one of this class does it: the hunted is smaller than the hunter.
  static func objects(of verb: Verb, by meaning: NounClass) -> [NounClass] {
    guard verb.base == "chase" else { return verb.objects }
    switch meaning {
    case .hunter: return [.rodent, .livestock, .pet]
    case .pet: return [.rodent, .bird, .pet]
    default: return [.pet, .livestock, .bird, .rodent]
    }
  }

  static func intransitive(_ verb: Verb, _ form: VerbForm, _ reference: Reference) -> [Ways] {
    let word = EnglishPart.word(.verb, Word(verb.form(form), .verb(verb)))
    let place = EnglishPart.symbol(.place, .place(verb.places, reference))
    var ways = [Ways(6, [word, place]), Ways(0.5, [word])]
    guard form == .past else { return ways }
    for adverb in verb.adverbs {
      let manner = EnglishPart.word(.manner, Word(adverb.english, .adverb(adverb)))
      let share = 1 / Double(verb.adverbs.count)
      ways += [
        Ways(1 * share, [word, manner]), Ways(0.9 * share, [word, manner, place]),
        Ways(1.3 * share, [manner, word, place]), Ways(0.4 * share, [manner, word]),
      ]
    }
    return ways
  }

  static func place(_ frames: [PlaceFrame], _ reference: Reference) -> [Ways] {
    frames.map { frame in
      Ways(
        frame.weight,
        [
          .word(.preposition, Word(frame.preposition.english, .preposition(frame.preposition))),
          .symbol(.object, .choice(frame.classes, reference, .place, owner: nil)),
        ])
    }
  }
}
