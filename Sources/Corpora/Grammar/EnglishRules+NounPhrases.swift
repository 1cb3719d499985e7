extension EnglishRules {
  static func nounPhrase(
    _ meaning: NounClass, _ number: GrammaticalNumber, _ reference: Reference, _ shape: Shape, owner: Pronoun?
  ) -> [Ways] {
    var ways: [Ways] = []
    for (weight, determined) in determined(meaning, number, reference, shape, owner: owner) {
      guard shape == .subject else {
        ways.append(Ways(weight, determined))
        continue
      }
      ways.append(Ways(weight * 0.66, determined))
      let inside = reference.beside
      let places = subjectPlaces(meaning)
      if !places.isEmpty { ways.append(Ways(weight * 0.18, determined + [.symbol(.place, .place(places, inside))])) }
      if meaning.isAnimate {
        ways.append(Ways(weight * 0.16, determined + [.symbol(.relative, .relative(meaning, number, inside))]))
      }
    }
    if number == .singular, NounClass.people.contains(meaning), shape == .subject || shape == .plain {
      for name in Lexicon.names where reference.allows(name.pronoun, .singular) {
        ways.append(Ways(0.35, [.word(.head, Word(name.english, .name(name)))]))
      }
    }
    if number == .plural, shape == .subject, meaning.isAnimate {
      let part = reference == .exactly(.they) ? Reference.free : reference.beside
      ways.append(
        Ways(
          0.9,
          [
            .symbol(.head, .nounPhrase(meaning, .singular, part, .plain, owner: nil)), .word(.conjunction, "and"),
            .symbol(.part, .nounPhrase(meaning, .singular, part, .plain, owner: nil)),
          ]))
    }
    return ways
  }

  /// Determiner and nominal, with weights.
  private static func determined(
    _ meaning: NounClass, _ number: GrammaticalNumber, _ reference: Reference, _ shape: Shape, owner: Pronoun?
  ) -> [(Double, [EnglishPart])] {
    let nominal = EnglishPart.symbol(.head, .nominal(meaning, number, reference, vowel: nil))
    if shape == .generic { return [(1, [nominal])] }
    var determiners: [(Double, Word)] = []
    var ways: [(Double, [EnglishPart])] = []
    let isOwnable = ownable.contains(meaning)
    if meaning == .drink {
      determiners = [(2, Word("the")), (2, Word("some"))]
    } else if number == .singular {
      determiners = [(shape == .place ? 8 : 4.5, Word("the"))]
      if shape != .place { determiners += [(0.35, Word("this")), (0.35, Word("that"))] }
      for vowel in [false, true] {
        let share = Self.vowelShare(meaning, number, reference, vowel: vowel)
        let indefinite = EnglishPart.symbol(.head, .nominal(meaning, number, reference, vowel: vowel))
        ways.append(((shape == .place ? 1 : 2.2) * share, [.word(.determiner, vowel ? "an" : "a"), indefinite]))
      }
    } else {
      determiners = [(4.5, Word("the"))]
      if shape != .place {
        determiners += [
          (0.4, Word("these")), (0.4, Word("those")), (0.8, Word("some")), (0.8, Word("two")), (0.4, Word("three")),
          (0.4, Word("many")),
        ]
      }
    }
    if isOwnable, shape != .place {
      determiners += [(0.35, Word("my")), (0.2, Word("our"))]
      if let owner { determiners.append((2, Word(owner.possessive, .possessive(owner)))) }
    }
    return ways + determiners.map { ($0.0, [.word(.determiner, $0.1), nominal]) }
  }

  private static let ownable: [NounClass] = [
    .pet, .toy, .reading, .letter, .picture, .container, .clothing, .vehicle,
  ]

  /// Where somebody or something that a sentence is about may be.
  private static func subjectPlaces(_ meaning: NounClass) -> [PlaceFrame] {
    switch meaning {
    case .adult, .child, .pet, .livestock, .hunter:
      [Lexicon.nearAnimate, Lexicon.nearAnimate, Lexicon.nearThing, Lexicon.inPlace, Lexicon.behindThing]
    case .rodent, .bird: [Lexicon.nearAnimate, Lexicon.nearThing, Lexicon.inPlace, Lexicon.underThing]
    case .toy, .reading, .letter, .food, .clothing, .container:
      [Lexicon.onTable, Lexicon.onSeat, Lexicon.inContainer, Lexicon.nearThing]
    case .seat, .table, .vehicle, .flower, .tree, .building: [Lexicon.nearThing]
    default: []
    }
  }

  static func nominal(
    _ meaning: NounClass, _ number: GrammaticalNumber, _ reference: Reference, vowel: Bool?
  ) -> [Ways] {
    stacks.map { weight, kinds in
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
  private static let stacks: [(Double, [AdjectiveKind])] = [
    (0.52, []), (0.1, [.quality]), (0.09, [.size]), (0.05, [.age]), (0.05, [.colour]),
    (0.04, [.size, .age]), (0.05, [.size, .colour]), (0.04, [.quality, .size]), (0.03, [.quality, .colour]),
    (0.02, [.quality, .age]), (0.03, [.age, .colour]), (0.02, [.quality, .size, .colour]),
  ]

  static func noun(
    _ meaning: NounClass, _ number: GrammaticalNumber, _ reference: Reference, vowel: Bool?
  ) -> [Ways] {
    Lexicon.nouns.compactMap { noun in
      guard noun.meaning == meaning, let form = noun.form(number), reference.allows(noun.pronoun, number)
      else { return nil }
      let word = Word(form, .noun(noun, number))
      guard vowel == nil || vowel == word.startsWithVowel else { return nil }
      return Ways(noun.weight, [.word(.head, word)])
    }
  }

  static func adjective(_ kind: AdjectiveKind, _ meaning: NounClass, vowel: Bool?) -> [Ways] {
    Lexicon.adjectives.compactMap { adjective in
      guard adjective.kind == kind, adjective.classes.contains(meaning) else { return nil }
      let word = Word(adjective.english, .adjective(adjective))
      guard vowel == nil || vowel == word.startsWithVowel else { return nil }
      return Ways(adjective.weight, [.word(.modifier, word)])
    }
  }

  /// The share of nominals whose first word begins (or doesn't begin) with a vowel, so that *a* and *an* keep their
  /// natural proportion.
  private static func vowelShare(
    _ meaning: NounClass, _ number: GrammaticalNumber, _ reference: Reference, vowel: Bool
  ) -> Double {
    var fitting = 0.0
    var all = 0.0
    for (weight, kinds) in stacks {
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
  static func choice(
    _ classes: [NounClass], _ reference: Reference, _ shape: Shape, owner: Pronoun?
  ) -> [Ways] {
    var ways: [Ways] = []
    for meaning in classes {
      for number in GrammaticalNumber.allCases {
        let mass = noun(meaning, number, reference, vowel: nil).reduce(0) { $0 + $1.weight }
        guard mass > 0 else { continue }
        let share =
          switch shape {
          case .subject: number == .singular ? 0.6 : 0.4
          case .plain: number == .singular ? 0.68 : 0.32
          case .place: number == .singular ? (meaning.isAnimate ? 0.6 : 0.93) : (meaning.isAnimate ? 0.4 : 0.07)
          case .generic: number == .singular ? (meaning == .drink ? 1 : 0) : 1.0
          }
        ways.append(
          Ways(mass * share, [.symbol(.head, .nounPhrase(meaning, number, reference, shape, owner: owner))]))
      }
    }
    return ways
  }

  static func relative(_ meaning: NounClass, _ number: GrammaticalNumber, _ reference: Reference) -> [Ways] {
    let pronoun = EnglishPart.word(.relative, meaning.isPerson ? "who" : "that")
    var ways = [Ways(3, [pronoun, .symbol(.verb, .action(meaning, .past, reference, owner: nil))])]
    for verb in Lexicon.transitives where verb.objects.contains(meaning) {
      ways.append(
        Ways(
          0.15 * verb.weight,
          [
            .word(.relative, "that"), .symbol(.subject, .choice(verb.subjects, reference, .plain, owner: nil)),
            .word(.verb, Word(verb.past, .verb(verb))),
          ]))
    }
    return ways
  }
}
