extension EnglishRules {
  /// What is said of the subject.
  static func predicate(
    _ meaning: NounClass, _ number: GrammaticalNumber, _ clause: Clause, _ reference: Reference, owner: Pronoun?
  ) -> [Ways] {
    switch clause {
    case .event:
      let past = EnglishPart.symbol(.verb, .action(meaning, .past, reference, owner: owner))
      let base = EnglishPart.symbol(.verb, .action(meaning, .base, reference, owner: owner))
      return [
        Ways(4.2, [past]), Ways(0.35, [past, .word(.time, "yesterday")]),
        Ways(0.5, [.word(.auxiliary, "did"), not, base]),
      ]
    case .property(let tense, let look):
      let copula = copula(tense, number)
      return [
        Ways(6, [copula, .symbol(.complement, .property(meaning, look))]),
        Ways(1, [copula, not, .symbol(.complement, .stateAdjective(meaning, look))]),
      ]
    case .location(let tense):
      return [
        Ways(6, [copula(tense, number), .symbol(.place, .place(whereabouts(meaning), reference))]),
        Ways(0.5, [copula(tense, number), not, .symbol(.place, .place(whereabouts(meaning), reference))]),
      ]
    case .habit: return habit(meaning, number, reference)
    }
  }

  /// Where one may be said to be.
  static func whereabouts(_ meaning: NounClass) -> [PlaceFrame] {
    let frames: [PlaceFrame] =
      switch meaning {
      case .adult, .child, .livestock, .hunter:
        [Lexicon.inPlace, Lexicon.inBuilding, Lexicon.nearThing, Lexicon.behindThing]
      case .pet, .rodent: [Lexicon.inPlace, Lexicon.underThing, Lexicon.nearThing, Lexicon.onSeat]
      case .bird: [Lexicon.inPlace, Lexicon.inTree, Lexicon.nearThing]
      case .toy, .reading, .letter, .fruit, .meal, .clothing, .container:
        [Lexicon.onFurniture, Lexicon.inContainer, Lexicon.underThing]
      case .drink: [Lexicon.onFurniture]
      case .vehicle: [Lexicon.behindThing, Lexicon.nearThing]
      case .boat: [Lexicon.inWater]
      case .tree, .flower: [Lexicon.inPlace]
      default: []
      }
    return frames.compactMap { $0.fitting(meaning) }
  }

  /// One adjective, a stressed one, or two.
  static func property(_ meaning: NounClass, _ look: Look) -> [Ways] {
    let adjective = EnglishPart.symbol(.complement, .stateAdjective(meaning, look))
    var ways = [Ways(5, [adjective])]
    var pairs: [Ways] = []
    let fitting = stateAdjectives(meaning, look)
    let gradual = fitting.filter { $0.0.kind != .colour && $0.0.english != "new" && $0.0.english != "empty" }
    ways += scaled(
      gradual.map {
        Ways($0.1, [.word(.degree, "very"), .word(.complement, Word($0.0.english, .adjective($0.0)))])
      }, to: 1.2)
    for (place, first) in fitting.enumerated() {
      for second in fitting[(place + 1)...] {
        guard let conjunction = conjunction(first.0, second.0) else { continue }
        pairs.append(
          Ways(
            first.1 * second.1,
            [
              .word(.complement, Word(first.0.english, .adjective(first.0))), .word(.conjunction, conjunction),
              .word(.complement, Word(second.0.english, .adjective(second.0))),
            ]))
      }
    }
    return ways + scaled(pairs, to: 1)
  }

  /// How two adjectives join: *and* where both are welcome or both aren't, *but* where they differ.
  private static func conjunction(_ first: Adjective, _ second: Adjective) -> String? {
    if first.kind != second.kind { return "and" }
    guard first.kind == .quality else { return nil }
    switch (first.sentiment, second.sentiment) {
    case (.positive, .negative), (.negative, .positive):
      let contraries: Set<String> = [first.english, second.english]
      for pair: Set<String> in [["happy", "sad"], ["clean", "dirty"], ["brave", "afraid"], ["happy", "angry"]]
      where pair == contraries { return nil }
      return "but"
    case (.neutral, .neutral): return nil
    default: return "and"
    }
  }

  static func stateAdjective(_ meaning: NounClass, _ look: Look) -> [Ways] {
    stateAdjectives(meaning, look).map {
      Ways($0.1, [.word(.complement, Word($0.0.english, .adjective($0.0)))])
    }
  }

  private static func stateAdjectives(_ meaning: NounClass, _ look: Look) -> [(Adjective, Double)] {
    Lexicon.adjectives.compactMap { adjective in
      let fits = adjective.classes.contains(meaning) || (adjective.english == "afraid" && meaning.isAnimate)
      guard fits, look.admits(adjective.kind), !(meaning.isAnimate && adjective.kind == .colour) else { return nil }
      return (adjective, adjective.isState || !meaning.isAnimate ? adjective.weight : adjective.weight * 0.4)
    }
  }

  private static func habit(_ meaning: NounClass, _ number: GrammaticalNumber, _ reference: Reference) -> [Ways] {
    var ways: [Ways] = []
    for attitude in Lexicon.attitudes where attitude.subjects.contains(meaning) {
      let shape = attitude.takesKinds ? Shape.generic : .plain(owner: nil)
      let object = EnglishPart.symbol(.object, .choice(attitude.objects(by: meaning), reference, shape))
      ways.append(Ways(attitude.weight, [verb(attitude, .present(number)), object]))
      guard attitude.base != "love" else { continue }
      let auxiliary = EnglishPart.word(.auxiliary, number == .singular ? "does" : "do")
      ways.append(Ways(attitude.weight * 0.15, [auxiliary, not, verb(attitude, .base), object]))
    }
    for often in Lexicon.intransitives where often.third != nil && often.subjects.contains(meaning) {
      let frames = often.places.compactMap { $0.fitting(meaning) }
      for (adverb, weight) in [("often", 2.0), ("always", 1), ("never", 0.7)] {
        ways.append(
          Ways(
            often.weight * 0.12 * weight,
            [
              .word(.time, adverb), verb(often, .present(number)), .symbol(.place, .place(frames, reference)),
            ]))
      }
    }
    return ways
  }

  /// What one does: verbs with and without an object, giving and putting.
  static func action(
    _ meaning: NounClass, _ form: VerbForm, _ reference: Reference, owner: Pronoun?
  ) -> [Ways] {
    var ways: [Ways] = []
    for verb in Lexicon.intransitives where verb.subjects.contains(meaning) {
      ways.append(Ways(verb.weight * 1.3, [.symbol(.verb, .intransitive(verb, meaning, form, reference))]))
    }
    func object(_ verb: Verb) -> EnglishPart {
      .symbol(.object, .choice(verb.objects(by: meaning), reference, .plain(owner: meaning.isPerson ? owner : nil)))
    }
    for verb in Lexicon.transitives where verb.subjects.contains(meaning) {
      ways.append(Ways(verb.weight, [self.verb(verb, form), object(verb)]))
    }
    guard meaning.isPerson else { return ways }
    let recipient = EnglishSymbol.choice(NounClass.people, reference, .plain(owner: nil))
    let places = Lexicon.put.places
    return ways + [
      Ways(
        1.5,
        [
          verb(Lexicon.give, form), object(Lexicon.give), .word(.preposition, Word("to", .preposition(Lexicon.to))),
          .symbol(.recipient, recipient),
        ]),
      Ways(
        1.7, [verb(Lexicon.put, form), object(Lexicon.put), .symbol(.place, .place(places, reference))]),
    ]
  }

  static func intransitive(
    _ verb: Verb, _ meaning: NounClass, _ form: VerbForm, _ reference: Reference
  ) -> [Ways] {
    let word = self.verb(verb, form)
    let place = EnglishPart.symbol(.place, .place(verb.places.compactMap { $0.fitting(meaning) }, reference))
    var ways = [Ways(6, [word, place]), Ways(verb.places.count > 4 ? 0.2 : 0.6, [word])]
    guard form == .past else { return ways }
    for adverb in verb.adverbs {
      let manner = EnglishPart.word(.manner, Word(adverb.english, .adverb(adverb)))
      let share = 1 / Double(verb.adverbs.count)
      ways += [
        Ways(1 * share, [word, manner]), Ways(0.9 * share, [word, manner, place]),
        Ways(1.4 * share, [manner, word, place]), Ways(0.3 * share, [manner, word]),
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
          .symbol(.object, .choice(frame.classes, reference, .place)),
        ])
    }
  }
}
