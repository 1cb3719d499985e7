extension EnglishRules {
  /// How often each class is what a sentence is about.
  private static let subjects: [(NounClass, Double)] = [
    (.adult, 3), (.child, 5), (.pet, 7), (.livestock, 2), (.hunter, 1), (.rodent, 1.5), (.bird, 1.7), (.toy, 0.8),
    (.reading, 0.5), (.letter, 0.3), (.picture, 0.3), (.food, 0.6), (.drink, 0.3), (.seat, 0.6), (.table, 0.3),
    (.container, 0.5), (.clothing, 0.6), (.vehicle, 0.6), (.boat, 0.3), (.tree, 0.4), (.flower, 0.4),
    (.building, 0.4), (.place, 0.3), (.water, 0.3),
  ]

  /// What a pronoun may take up, with weights that sum to 1.
  static let topics: [(Topic, Double)] = {
    var topics: [(Topic, Double)] = []
    for (meaning, weight) in subjects where meaning != .drink {
      if meaning.isPerson {
        topics += [
          (Topic(pronoun: .he, meaning: meaning), weight * 0.36),
          (Topic(pronoun: .she, meaning: meaning), weight * 0.36),
          (Topic(pronoun: .they, meaning: meaning), weight * 0.28),
        ]
      } else {
        topics += [
          (Topic(pronoun: .it, meaning: meaning), weight * 0.6),
          (Topic(pronoun: .they, meaning: meaning), weight * 0.4),
        ]
      }
    }
    let total = topics.reduce(0) { $0 + $1.1 }
    return topics.map { ($0.0, $0.1 / total) }
  }()

  private static let stop = EnglishPart.word(.mark, ".")

  static func document() -> [Ways] {
    var ways = [
      Ways(44, [.symbol(.part, .statement)]), Ways(1.5, [.symbol(.part, .weatherStatement(true))]),
      Ways(1.5, [.symbol(.part, .weatherStatement(false))]),
      Ways(4, [.symbol(.part, .weatherQuestion), .symbol(.part, .weatherAnswer)]),
    ]
    for (topic, weight) in topics {
      let next = EnglishPart.symbol(.part, .continuation(topic))
      ways += [
        Ways(20 * weight, [.symbol(.part, .introduction(topic)), next]),
        Ways(9 * weight, [.symbol(.part, .objectIntroduction(topic)), next]),
      ]
    }
    return ways
  }

  static func statement() -> [Ways] {
    var ways: [Ways] = []
    for (meaning, weight) in subjects {
      for number in GrammaticalNumber.allCases {
        ways.append(
          Ways(
            weight * (number == .singular ? 0.6 : 0.4),
            [
              .symbol(.subject, .nounPhrase(meaning, number, .free, .subject, owner: nil)),
              .symbol(.predicate, .predicate(meaning, number, .free, owner: nil)), stop,
            ]))
      }
    }
    return ways
  }

  static func introduction(_ topic: Topic) -> [Ways] {
    let number = topic.pronoun.number
    return [
      Ways(
        1,
        [
          .symbol(.subject, .nounPhrase(topic.meaning, number, .exactly(topic.pronoun), .subject, owner: nil)),
          .symbol(
            .predicate, .predicate(topic.meaning, number, .other(topic.pronoun), owner: topic.pronoun)),
          stop,
        ])
    ]
  }

  static func objectIntroduction(_ topic: Topic) -> [Ways] {
    objectWays(
      topic, reference: .other(topic.pronoun),
      [
        .symbol(
          .object, .nounPhrase(topic.meaning, topic.pronoun.number, .exactly(topic.pronoun), .plain, owner: nil))
      ])
  }

  /// Somebody does something to the topic.
  private static func objectWays(_ topic: Topic, reference: Reference, _ object: [EnglishPart]) -> [Ways] {
    var ways: [Ways] = []
    for meaning in NounClass.animate {
      let weight = subjects.first { $0.0 == meaning }?.1 ?? 0
      for verb in Lexicon.transitives
      where verb.subjects.contains(meaning) && objects(of: verb, by: meaning).contains(topic.meaning) {
        for number in GrammaticalNumber.allCases {
          ways.append(
            Ways(
              weight * verb.weight,
              [
                .symbol(.subject, .nounPhrase(meaning, number, reference, .plain, owner: nil)),
                .word(.verb, Word(verb.past, .verb(verb))),
              ] + object + [stop]))
        }
      }
    }
    return ways
  }

  static func continuation(_ topic: Topic) -> [Ways] {
    let pronoun = topic.pronoun
    let subject = EnglishPart.word(.subject, Word(pronoun.rawValue, .pronoun(pronoun)))
    let object = EnglishPart.word(.object, Word(pronoun.object, .pronoun(pronoun)))
    let predicate = EnglishPart.symbol(
      .predicate, .predicate(topic.meaning, pronoun.number, .other(pronoun), owner: pronoun))
    let ways = objectWays(topic, reference: .other(pronoun), [object])
    let total = ways.reduce(0) { $0 + $1.weight }
    return [Ways(7, [subject, predicate, stop])] + ways.map { Ways($0.weight / total * 2.5, $0.parts) }
  }

  static func cause(_ topic: Topic, _ feeling: Feeling) -> [Ways] { [] }
  static func feeling(_ topic: Topic, _ feeling: Feeling) -> [Ways] { [] }
  static func help(_ topic: Topic) -> [Ways] { [] }
  static func reason(_ topic: Topic, _ feeling: Feeling) -> [Ways] { [] }
  static func causeClause(_ topic: Topic, _ feeling: Feeling) -> [Ways] { [] }
  static func contrast(_ topic: Topic) -> [Ways] { [] }
  static func question(_ question: Question, _ topic: Topic) -> [Ways] { [] }
  static func answer(_ question: Question, _ topic: Topic) -> [Ways] { [] }

  static func weatherStatement(_ isPresent: Bool) -> [Ways] {
    Lexicon.weather.map {
      Ways(
        $0.weight,
        [
          .word(.subject, "it"), .word(.verb, isPresent ? "is" : "was"),
          .word(.complement, Word($0.english, .adjective($0))), .word(.time, isPresent ? "today" : "yesterday"), stop,
        ])
    }
  }

  static func weatherQuestion() -> [Ways] {
    let head: [EnglishPart] = [
      .word(.question, "what"), .word(.verb, "is"), .word(.determiner, "the"), .word(.subject, "weather"),
      .word(.part, "like"),
    ]
    return [
      Ways(2, head + [.word(.time, "today"), .word(.mark, "?")]), Ways(1, head + [.word(.mark, "?")]),
    ]
  }

  static func weatherAnswer() -> [Ways] {
    Lexicon.weather.map {
      Ways(
        $0.weight,
        [
          .word(.subject, "it"), .word(.verb, "is"), .word(.complement, Word($0.english, .adjective($0))), stop,
        ])
    }
  }
}
