extension EnglishRules {
  static func nounPhrase(
    _ meaning: NounClass, _ number: GrammaticalNumber, _ reference: Reference, _ shape: Shape
  ) -> [Ways] {
    let bare = determined(meaning, number, reference, shape)
    switch shape {
    case .actor, .bearer, .holder, .distracted:
      let inside = reference.beside
      var isBareAllowed = true
      if case .distracted = shape { isBareAllowed = false }
      var ways = isBareAllowed ? bare.map { Ways($0.0 * 0.64, $0.1) } : []
      let places = subjectPlaces(meaning, shape).compactMap { $0.fitting(meaning) }
      if !places.isEmpty { ways += bare.map { Ways($0.0 * 0.19, $0.1 + [.symbol(.place, .place(places, inside))]) } }
      if meaning.isAnimate {
        let clause = EnglishPart.symbol(.modifier, .relative(meaning, number, inside))
        ways += bare.map { Ways($0.0 * 0.17, $0.1 + [clause]) }
      }
      guard isBareAllowed else { return ways }
      return ways + names(meaning, number, reference, 0.35) + pair(meaning, number, reference)
    case .plain: return bare.map { Ways($0.0, $0.1) } + names(meaning, number, reference, 0.35)
    case .known: return bare.map { Ways($0.0, $0.1) } + names(meaning, number, reference, 0.2)
    case .met, .bare, .owned, .place, .generic: return bare.map { Ways($0.0, $0.1) }
    }
  }

  private static func names(
    _ meaning: NounClass, _ number: GrammaticalNumber, _ reference: Reference, _ weight: Double
  ) -> [Ways] {
    guard number == .singular, meaning == .child else { return [] }
    return Lexicon.names.filter { reference.allows($0.pronoun, .singular) }.map {
      Ways(weight, [.word(.head, Word($0.english, .name($0)))])
    }
  }

  /// Two of a kind: *the cat and the dog*.
  private static func pair(_ meaning: NounClass, _ number: GrammaticalNumber, _ reference: Reference) -> [Ways] {
    guard number == .plural, meaning.isAnimate, reference.allows(nil, .plural) else { return [] }
    let part = reference == .exactly(.they) ? Reference.free : reference
    let nouns = Lexicon.nounsByClass[meaning, default: []].filter {
      part.allows($0.pronoun, .singular) && $0.singular != "child"
    }
    var ways: [Ways] = []
    for first in nouns {
      for second in nouns where second != first {
        for isDefinite in [true, false] {
          ways.append(
            Ways(
              first.weight * second.weight * (isDefinite ? 0.75 : 0.25),
              [
                .symbol(.head, .just(first, isDefinite: isDefinite)), .word(.conjunction, "and"),
                .symbol(.part, .just(second, isDefinite: isDefinite)),
              ]))
        }
      }
    }
    return ways.isEmpty ? [] : scaled(ways, to: 0.9)
  }

  /// A noun with its article and nothing else.
  static func just(_ noun: Noun, isDefinite: Bool) -> [Ways] {
    let word = Word(noun.singular, .noun(noun, .singular))
    let article = isDefinite ? "the" : word.startsWithVowel ? "an" : "a"
    return [Ways(1, [.word(.determiner, article), .word(.head, word)])]
  }

  /// Where somebody or something that a sentence is about may be.
  private static func subjectPlaces(_ meaning: NounClass, _ shape: Shape) -> [PlaceFrame] {
    if case .holder = shape { return [] }
    if case .actor = shape { return [Lexicon.nearAnimate, Lexicon.nearThing] }
    return switch meaning {
    case .adult, .child, .pet, .livestock, .hunter:
      [Lexicon.nearAnimate, Lexicon.nearAnimate, Lexicon.nearThing, Lexicon.inPlace, Lexicon.behindThing]
    case .rodent, .bird: [Lexicon.nearAnimate, Lexicon.nearThing, Lexicon.inPlace, Lexicon.underThing]
    case .toy, .reading, .letter, .fruit, .meal, .clothing, .container:
      [Lexicon.onFurniture, Lexicon.inContainer, Lexicon.underThing]
    case .seat, .table, .vehicle, .flower, .tree, .building: [Lexicon.nearThing]
    default: []
    }
  }

  /// A noun phrase of one of several classes, in either number.
  static func choice(_ classes: [NounClass], _ reference: Reference, _ shape: Shape) -> [Ways] {
    var ways: [Ways] = []
    for meaning in classes {
      for number in GrammaticalNumber.allCases {
        let reference = shape == .place && reference == .besideAnimal && !meaning.isAnimate ? .free : reference
        let mass = noun(meaning, number, reference, vowel: nil).reduce(0) { $0 + $1.weight }
        let weight = mass * share(of: number, meaning, shape)
        guard weight > 0 else { continue }
        ways.append(Ways(weight, [.symbol(.head, .nounPhrase(meaning, number, reference, shape))]))
      }
    }
    return ways
  }

  /// How often a noun phrase is in this number.
  private static func share(of number: GrammaticalNumber, _ meaning: NounClass, _ shape: Shape) -> Double {
    let singular: Double =
      switch shape {
      case .generic: meaning == .drink ? 1 : 0
      case .place: meaning.isAnimate ? 0.6 : meaning.isOpen ? 0.985 : 0.92
      case .owned: meaning == .toy ? 1 : 0.85
      default: 0.66
      }
    return number == .singular ? singular : 1 - singular
  }

  static func relative(_ meaning: NounClass, _ number: GrammaticalNumber, _ reference: Reference) -> [Ways] {
    let pronoun = EnglishPart.word(.relative, meaning.isPerson ? "who" : "that")
    var ways = [Ways(3, [pronoun, .symbol(.predicate, .predicate(meaning, number, .event, reference, owner: nil))])]
    for verb in Lexicon.transitives where verb.objects.contains(meaning) {
      let subjects = verb.subjects.filter { verb.objects(by: $0).contains(meaning) }
      ways.append(
        Ways(
          0.15 * verb.weight,
          [
            .word(.relative, "that"), .symbol(.subject, .choice(subjects, reference, .known)),
            .word(.verb, Word(verb.past, .verb(verb))),
          ]))
    }
    return ways
  }
}
