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

  /// Determiner and nominal, with weights.
  private static func determined(
    _ meaning: NounClass, _ number: GrammaticalNumber, _ reference: Reference, _ shape: Shape
  ) -> [(Double, [EnglishPart])] {
    let nominal = EnglishPart.symbol(.head, .nominal(meaning, number, reference, shape.look, vowel: nil))
    var ways: [(Double, [EnglishPart])] = []
    if let weight = indefiniteWeight(number, shape), meaning != .drink {
      for vowel in [false, true] {
        let share = vowelShare(meaning, number, reference, shape.look, vowel: vowel)
        let indefinite = EnglishPart.symbol(.head, .nominal(meaning, number, reference, shape.look, vowel: vowel))
        ways.append((weight * share, [.word(.determiner, vowel ? "an" : "a"), indefinite]))
      }
    }
    if shape == .generic { return [(1, [nominal])] }
    return ways + determiners(meaning, number, shape).map { ($0.0, [.word(.determiner, $0.1), nominal]) }
  }

  /// The weight of *a* and *an*, nil where they don't fit.
  private static func indefiniteWeight(_ number: GrammaticalNumber, _ shape: Shape) -> Double? {
    guard number == .singular else { return nil }
    switch shape {
    case .actor: return 1.4
    case .plain, .met: return 2.2
    case .place: return 1
    case .bearer, .holder, .distracted, .owned, .known, .bare, .generic: return nil
    }
  }

  /// All determiners but *a* and *an*, with weights.
  private static func determiners(
    _ meaning: NounClass, _ number: GrammaticalNumber, _ shape: Shape
  ) -> [(Double, Word)] {
    func words(_ list: [(Double, String)]) -> [(Double, Word)] { list.map { ($0.0, Word($0.1)) } }
    func possessive(_ pronoun: Pronoun) -> Word { Word(pronoun.possessive, .possessive(pronoun)) }
    var possessives: [(Double, Word)] = []
    // One may speak of a boy's ball; of a boy's balls a class would laugh.
    let isOwnable = ownable.contains(meaning) && !(meaning == .toy && number == .plural)
    if isOwnable { possessives = words([(0.5, "my"), (0.3, "our")]) }
    let isMass = meaning == .drink
    let near = words(number == .singular ? [(0.35, "this"), (0.35, "that")] : [(0.35, "these"), (0.35, "those")])
    let several = words([(0.7, "some"), (0.8, "two"), (0.4, "three"), (0.5, "many")])
    switch shape {
    case .owned(let owner): return [(1, possessive(owner))]
    case .generic: return []
    case .place: return words([(8, "the")])
    case .known, .bare: return words([(6, "the")]) + (isMass ? [] : possessives)
    case .bearer, .holder, .distracted: return words([(5, "the")]) + (isMass ? [] : near + possessives)
    case .actor, .plain, .met:
      if case .plain(let owner?) = shape, isOwnable { possessives.append((2, possessive(owner))) }
      if isMass { return words([(2, "the"), (2, "some")]) }
      return words([(4.5, "the")]) + near + possessives + (number == .plural ? several : [])
    }
  }

  private static let ownable: [NounClass] = [.pet, .toy, .reading, .letter, .container, .clothing, .vehicle]

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

  static func nominal(
    _ meaning: NounClass, _ number: GrammaticalNumber, _ reference: Reference, _ look: Look, vowel: Bool?
  ) -> [Ways] {
    stacks(look).map { weight, kinds in
      let share = vowel.map { Self.vowelShare(meaning, number, reference, first: kinds.first, vowel: $0) } ?? 1
      var parts: [EnglishPart] = []
      for (place, kind) in kinds.enumerated() {
        parts.append(.symbol(.modifier, .adjective(kind, meaning, vowel: place == 0 ? vowel : nil)))
      }
      parts.append(.symbol(.head, .noun(meaning, number, reference, vowel: kinds.isEmpty ? vowel : nil)))
      return Ways(weight * share, parts)
    }
  }

  /// How adjectives stack, with weights.
  private static func stacks(_ look: Look) -> [(Double, [AdjectiveKind])] {
    switch look {
    case .any:
      [
        (0.54, []), (0.08, [.quality]), (0.06, [.size]), (0.04, [.age]), (0.04, [.colour]), (0.04, [.size, .age]),
        (0.05, [.size, .colour]), (0.05, [.quality, .size]), (0.03, [.quality, .colour]), (0.02, [.quality, .age]),
        (0.02, [.age, .colour]), (0.03, [.quality, .size, .colour]),
      ]
    case .none: [(1, [])]
    case .inner: [(0.6, []), (0.1, [.size]), (0.09, [.age]), (0.21, [.size, .age])]
    case .outer: [(0.62, []), (0.14, [.quality]), (0.07, [.colour]), (0.17, [.quality, .colour])]
    }
  }

  static func noun(
    _ meaning: NounClass, _ number: GrammaticalNumber, _ reference: Reference, vowel: Bool?
  ) -> [Ways] {
    Lexicon.nounsByClass[meaning, default: []].compactMap { noun in
      guard let form = noun.form(number), reference.allows(noun.pronoun, number)
      else { return nil }
      let word = Word(form, .noun(noun, number))
      guard vowel == nil || vowel == word.startsWithVowel else { return nil }
      return Ways(noun.weight, [.word(.head, word)])
    }
  }

  static func adjective(_ kind: AdjectiveKind, _ meaning: NounClass, vowel: Bool?) -> [Ways] {
    Lexicon.adjectivesByClass[meaning, default: []].compactMap { adjective in
      guard adjective.kind == kind else { return nil }
      let word = Word(adjective.english, .adjective(adjective))
      guard vowel == nil || vowel == word.startsWithVowel else { return nil }
      return Ways(adjective.weight, [.word(.modifier, word)])
    }
  }

  /// The share of nominals whose first word begins (or doesn't begin) with a vowel, so that *a* and *an* keep their
  /// natural proportion.
  private static func vowelShare(
    _ meaning: NounClass, _ number: GrammaticalNumber, _ reference: Reference, _ look: Look, vowel: Bool
  ) -> Double {
    var fitting = 0.0
    var all = 0.0
    for (weight, kinds) in stacks(look) {
      guard kinds.allSatisfy({ !adjective($0, meaning, vowel: nil).isEmpty }) else { continue }
      all += weight
      fitting += weight * vowelShare(meaning, number, reference, first: kinds.first, vowel: vowel)
    }
    return fitting / all
  }

  private static func vowelShare(
    _ meaning: NounClass, _ number: GrammaticalNumber, _ reference: Reference, first: AdjectiveKind?, vowel: Bool
  ) -> Double {
    func total(_ vowel: Bool?) -> Double {
      let ways =
        first.map { adjective($0, meaning, vowel: vowel) } ?? noun(meaning, number, reference, vowel: vowel)
      return ways.reduce(0) { $0 + $1.weight }
    }
    let all = total(nil)
    return all == 0 ? 0 : total(vowel) / all
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
