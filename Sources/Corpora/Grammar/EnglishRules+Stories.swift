extension EnglishRules {
  /// Something happens, and it shows in the next sentence; sometimes somebody helps.
  static func stories(_ total: Double) -> [Ways] {
    var ways: [Ways] = []
    for (topic, weight) in topics where topic.meaning.isAnimate {
      for (feeling, share) in feelings {
        let first = EnglishPart.symbol(.part, .cause(topic, feeling))
        let second = EnglishPart.symbol(.part, .feeling(topic, feeling))
        ways.append(Ways(weight * share * 0.75, [first, second]))
        ways.append(Ways(weight * share * 0.25, [first, second, .symbol(.part, .help(topic, feeling))]))
      }
    }
    return scaled(ways, to: total)
  }

  static func reasons(_ total: Double) -> [Ways] {
    var ways: [Ways] = []
    for (topic, weight) in topics where topic.meaning.isAnimate {
      for (feeling, share) in feelings {
        ways.append(Ways(weight * share, [.symbol(.part, .reason(topic, feeling))]))
      }
    }
    return scaled(ways, to: total)
  }

  private static let feelings: [(Feeling, Double)] = [
    (.joy, 3), (.grief, 3), (.fear, 1), (.tiredness, 1.5), (.hunger, 1), (.thirst, 0.5),
  ]

  static func cause(_ topic: Topic, _ feeling: Feeling) -> [Ways] {
    let subject = EnglishSymbol.nounPhrase(topic.meaning, topic.number, .exactly(topic.pronoun), .met)
    return [Ways(1, [.symbol(.subject, subject), .symbol(.predicate, .causeVerb(topic, feeling)), stop])]
  }

  /// The girl was sad because she lost her ball.
  static func reason(_ topic: Topic, _ feeling: Feeling) -> [Ways] {
    let subject = EnglishSymbol.nounPhrase(topic.meaning, topic.number, .exactly(topic.pronoun), .bearer(.inner))
    return [
      Ways(
        1,
        [
          .symbol(.subject, subject), .symbol(.predicate, .felt(topic, feeling)), .word(.conjunction, "because"),
          self.subject(topic.pronoun), .symbol(.predicate, .causeVerb(topic, feeling)), stop,
        ])
    ]
  }

  static func feeling(_ topic: Topic, _ feeling: Feeling) -> [Ways] {
    [Ways(1, [subject(topic.pronoun), .symbol(.predicate, .felt(topic, feeling)), stop])]
  }

  static func felt(_ topic: Topic, _ feeling: Feeling) -> [Ways] {
    [Ways(1, [copula(.past, topic.number), .symbol(.complement, .feelingPhrase(topic.meaning, feeling))])]
  }

  static func feelingPhrase(_ meaning: NounClass, _ feeling: Feeling) -> [Ways] {
    let names: [(String, Double)] =
      switch feeling {
      case .joy: meaning.isPerson ? [("happy", 4), ("proud", 1)] : [("happy", 1)]
      case .grief: meaning.isPerson ? [("sad", 4), ("angry", 1.5)] : [("sad", 1)]
      case .fear: [("afraid", 1)]
      case .tiredness: [("tired", 1)]
      case .hunger: [("hungry", 1)]
      case .thirst: [("thirsty", 1)]
      }
    return names.flatMap { name, weight -> [Ways] in
      Lexicon.adjectives.filter { $0.english == name }.flatMap { adjective -> [Ways] in
        let word = EnglishPart.word(.complement, Word(name, .adjective(adjective)))
        return [Ways(weight * 0.65, [word]), Ways(weight * 0.35, [.word(.degree, "very"), word])]
      }
    }
  }

  /// What brings the feeling about.
  static func causeVerb(_ topic: Topic, _ feeling: Feeling) -> [Ways] {
    let meaning = topic.meaning
    let own = Shape.owned(topic.pronoun)
    switch feeling {
    case .joy:
      return did("find", topic, own, 3) + did("get", topic, .met, 2)
        + did("eat", topic, .met, meaning.isPerson ? 0.5 : 2) + moved(["play"], topic, 1)
        + moved(["sing"], topic, meaning == .bird ? 2 : 0)
    case .grief:
      return did("lose", topic, own, 3) + did("break", topic, own, 1.5)
        + (meaning.isPerson ? did("find", topic, own, 1, isDenied: true) : [])
    case .fear: return fears(meaning, topic.others)
    case .tiredness: return moved(["run", "walk", "work", "fly", "swim"], topic, 1)
    case .hunger: return did("eat", topic, .known, 1, isDenied: true)
    case .thirst: return did("drink", topic, .known, 1, isDenied: true)
    }
  }

  /// One did something to something, or didn't; nothing where such a one doesn't do such things.
  private static func did(
    _ base: String, _ topic: Topic, _ shape: Shape, _ weight: Double, isDenied: Bool = false
  ) -> [Ways] {
    let verbs = Lexicon.transitives + [Lexicon.lose, Lexicon.smash, Lexicon.get]
    return verbs.filter { $0.base == base && $0.subjects.contains(topic.meaning) }.map { verb in
      let object = EnglishPart.symbol(.object, .choice(verb.objects(by: topic.meaning), topic.others, shape))
      let denial: [EnglishPart] = isDenied ? [.word(.auxiliary, "did"), not] : []
      return Ways(weight, denial + [self.verb(verb, isDenied ? .base : .past), object])
    }
  }

  /// One of these verbs without an object.
  private static func moved(_ bases: Set<String>, _ topic: Topic, _ weight: Double) -> [Ways] {
    Lexicon.intransitives.filter { bases.contains($0.base) && $0.subjects.contains(topic.meaning) }.map {
      Ways(weight, [.symbol(.verb, .intransitive($0, topic.meaning, .past, topic.others))])
    }
  }

  /// Seeing or hearing what hunts one's kind.
  private static func fears(_ meaning: NounClass, _ others: Reference) -> [Ways] {
    let feared: [NounClass]
    switch meaning {
    case .hunter: return []
    case .rodent, .bird: feared = [.pet, .hunter]
    default: feared = [.hunter]
    }
    return Lexicon.transitives.filter { $0.base == "see" || $0.base == "hear" }.map {
      Ways($0.weight, [verb($0, .past), .symbol(.object, .choice(feared, others, .met))])
    }
  }

  /// Somebody does the one who suffers good.
  static func help(_ topic: Topic, _ feeling: Feeling) -> [Ways] {
    let name: String
    switch feeling {
    case .joy: name = "watch"
    case .hunger: name = topic.meaning.isPerson ? "help" : "feed"
    case .grief, .fear: name = topic.meaning.isPerson ? "help" : "follow"
    case .tiredness, .thirst: name = topic.meaning.isPerson ? "help" : "watch"
    }
    let helpers = NounClass.people.flatMap { meaning in
      GrammaticalNumber.allCases.map { EnglishSymbol.nounPhrase(meaning, $0, topic.others, .met) }
    }
    return Lexicon.transitives.filter { $0.base == name && $0.objects.contains(topic.meaning) }.flatMap { verb in
      helpers.map {
        Ways(1, [.symbol(.subject, $0), .symbol(.predicate, .deed(verb, topic, asPronoun: true)), stop])
      }
    }
  }

  /// The boy is happy, but the girl is sad.
  static func contrast() -> [Ways] {
    var ways: [Ways] = []
    let contraries: [(String, String)] = [
      ("happy", "sad"), ("happy", "angry"), ("sad", "happy"), ("hungry", "thirsty"), ("brave", "afraid"),
      ("tired", "happy"),
    ]
    let adjectives = Dictionary(grouping: Lexicon.adjectives, by: \.english).compactMapValues(\.first)
    for (meaning, weight) in subjects where meaning.isAnimate {
      for (other, otherWeight) in subjects
      where other.isAnimate && other != meaning && other.isPerson == meaning.isPerson {
        for (first, second) in contraries {
          guard let first = adjectives[first], let second = adjectives[second] else { continue }
          for tense in Tense.allCases {
            ways += contrast(meaning, first, other, second, tense).map {
              Ways($0.weight * weight * otherWeight, $0.parts)
            }
          }
        }
      }
    }
    return ways
  }

  private static func contrast(
    _ one: NounClass, _ first: Adjective, _ other: NounClass, _ second: Adjective, _ tense: Tense
  ) -> [Ways] {
    GrammaticalNumber.allCases.flatMap { number in
      GrammaticalNumber.allCases.map { otherNumber in
        Ways(
          1,
          [
            .symbol(.subject, .nounPhrase(one, number, .free, .known)),
            .symbol(.predicate, .being(first, tense, number)), comma, .word(.conjunction, "but"),
            .symbol(.subject, .nounPhrase(other, otherNumber, .free, .known)),
            .symbol(.predicate, .being(second, tense, otherNumber)), stop,
          ])
      }
    }
  }

  static func being(_ adjective: Adjective, _ tense: Tense, _ number: GrammaticalNumber) -> [Ways] {
    [
      Ways(1, [copula(tense, number), .symbol(.complement, .one(adjective))])
    ]
  }
}
