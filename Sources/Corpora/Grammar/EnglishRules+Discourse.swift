extension EnglishRules {
  /// How often each class is what a sentence is about.
  static let subjects: [(NounClass, Double)] = [
    (.adult, 3), (.child, 5), (.pet, 7), (.livestock, 2), (.hunter, 1), (.rodent, 1.5), (.bird, 1.7), (.toy, 0.8),
    (.reading, 0.5), (.letter, 0.3), (.fruit, 0.4), (.meal, 0.4), (.drink, 0.3), (.mat, 0.2), (.seat, 0.5),
    (.table, 0.2), (.container, 0.5), (.clothing, 0.6), (.vehicle, 0.6), (.boat, 0.3), (.tree, 0.3),
    (.flower, 0.4), (.building, 0.4), (.place, 0.3), (.water, 0.3),
  ]

  /// What a pronoun may take up, with weights.
  static let topics: [(Topic, Double)] = subjects.flatMap { meaning, weight in
    if meaning.isPerson {
      return [
        (Topic(pronoun: .he, meaning: meaning), weight * 0.37),
        (Topic(pronoun: .she, meaning: meaning), weight * 0.37),
        (Topic(pronoun: .they, meaning: meaning), weight * 0.26),
      ]
    }
    guard meaning != .drink else { return [] }
    return [
      (Topic(pronoun: .it, meaning: meaning), weight * 0.6), (Topic(pronoun: .they, meaning: meaning), weight * 0.4),
    ]
  }

  /// The kinds of document, with weights.
  static func document() -> [Ways] {
    statements(42) + weatherTalk(8) + introductions(18) + objectIntroductions(8) + stories(14) + reasons(4)
      + questions(9) + [Ways(2, [.symbol(.part, .contrast)])]
  }

  /// The ways, with weights that sum to `total`.
  static func scaled(_ ways: [Ways], to total: Double) -> [Ways] {
    let sum = ways.reduce(0) { $0 + $1.weight }
    return sum == 0 ? [] : ways.map { Ways($0.weight / sum * total, $0.parts) }
  }

  private static func statements(_ total: Double) -> [Ways] {
    var merged: [Clause: Double] = [:]
    for (meaning, weight) in subjects {
      for (clause, share) in clauses(meaning) { merged[clause, default: 0] += weight * share }
    }
    return scaled(
      allClauses.compactMap { clause in
        merged[clause].map { Ways($0, [.symbol(.part, .sentence(nil, clause))]) }
      }, to: total)
  }

  /// Sentences whose verb may show its subject's number: what agreement is tested on.
  static func agreeing() -> [Ways] {
    allClauses.filter { $0 != .event }.map { Ways(1, [.symbol(.part, .agreeingSentence($0))]) }
  }

  /// Half of them documents of any kind, half sentences that say something of a subject beside which others stand: what
  /// sentiment is learnt from.
  static func judging() -> [Ways] {
    scaled(document(), to: 1)
      + Tense.allCases.map { Ways(0.5, [.symbol(.part, .agreeingSentence(.property($0, .outer)))]) }
  }

  static func agreeing(_ clause: Clause) -> [Ways] {
    subjects.flatMap { meaning, weight -> [Ways] in
      let share = clauses(meaning).first { $0.0 == clause }?.1 ?? 0
      return GrammaticalNumber.allCases.map { number in
        Ways(
          weight * share,
          [
            .symbol(.subject, .nounPhrase(meaning, number, .free, .distracted(shape(clause, nil).look))),
            .symbol(.predicate, .predicate(meaning, number, clause, .free, owner: nil)), stop,
          ])
      }
    }
  }

  static let allClauses: [Clause] =
    [.event, .habit]
    + Tense.allCases.flatMap { [.property($0, .outer), .property($0, .inner), .location($0)] }

  /// What is said of one of this class, with shares that sum to 1.
  static func clauses(_ meaning: NounClass) -> [(Clause, Double)] {
    let hasPlace = !whereabouts(meaning).isEmpty
    let states: [(Clause, Double)] = Tense.allCases.flatMap { tense -> [(Clause, Double)] in
      let share = tense == .present ? 0.55 : 0.45
      return [
        (.property(tense, .outer), share * (meaning.isAnimate ? 0.72 : 0.45)),
        (.property(tense, .inner), share * (meaning.isAnimate ? 0.08 : 0.25)),
        (.location(tense), hasPlace ? share * (meaning.isAnimate ? 0.2 : 0.3) : 0),
      ]
    }
    guard meaning.isAnimate else { return states }
    return [(.event, 0.5), (.habit, 0.16)] + states.map { ($0.0, $0.1 * 0.34) }
  }

  /// A subject of any class, or the one that a pronoun will take up, and what is said of it.
  static func sentence(_ topic: Topic?, _ clause: Clause) -> [Ways] {
    guard let topic else {
      return subjects.flatMap { meaning, weight -> [Ways] in
        let share = clauses(meaning).first { $0.0 == clause }?.1 ?? 0
        return GrammaticalNumber.allCases.map { number in
          Ways(
            weight * share * (number == .singular ? 0.58 : 0.42),
            [
              .symbol(.subject, .nounPhrase(meaning, number, .free, shape(clause, nil))),
              .symbol(.predicate, .predicate(meaning, number, clause, .free, owner: nil)), stop,
            ])
        }
      }
    }
    let pronoun = topic.pronoun
    return [
      Ways(
        1,
        [
          .symbol(.subject, .nounPhrase(topic.meaning, topic.number, .exactly(pronoun), shape(clause, topic))),
          .symbol(.predicate, .predicate(topic.meaning, topic.number, clause, topic.others, owner: pronoun)), stop,
        ])
    ]
  }

  /// How the subject is built up; what a later sentence may say of the topic is not said here.
  private static func shape(_ clause: Clause, _ topic: Topic?) -> Shape {
    if let topic, !topic.meaning.isAnimate { return clause == .property(.present, .inner) ? .bare : .known }
    return switch clause {
    case .event: .actor(topic == nil ? .any : .inner)
    case .property(_, .inner): .bearer(topic == nil ? .outer : .none)
    case .property: .bearer(.inner)
    case .location, .habit: .holder(topic == nil ? .any : .inner)
    }
  }

  /// A sentence about somebody or something, then one in which a pronoun takes it up: in one tense.
  private static func introductions(_ total: Double) -> [Ways] {
    let animate: [(Clause, Clause, Double)] = [
      (.event, .event, 2), (.event, .property(.past, .outer), 2.5), (.property(.past, .outer), .event, 2),
      (.location(.past), .event, 1), (.location(.past), .property(.past, .outer), 0.7),
      (.property(.present, .outer), .habit, 1), (.habit, .property(.present, .outer), 0.7),
      (.location(.present), .property(.present, .outer), 1),
    ]
    let thing: [(Clause, Clause, Double)] = [
      (.location(.present), .property(.present, .outer), 1.5), (.location(.past), .property(.past, .outer), 1.5),
      (.property(.present, .inner), .property(.present, .outer), 1),
      (.property(.present, .outer), .location(.present), 1.5), (.property(.past, .outer), .location(.past), 1.5),
    ]
    var ways: [Ways] = []
    for (topic, weight) in topics {
      let helpful = EnglishPart.symbol(.part, .objectContinuation(topic))
      for (first, second, share) in topic.meaning.isAnimate ? animate : thing {
        if case .location = first, topic.pronoun == .it, !topic.meaning.isAnimate { continue }
        ways.append(
          Ways(
            weight * share,
            [.symbol(.part, .sentence(topic, first)), .symbol(.part, .continuation(topic, second))]))
      }
      for (first, share) in [(Clause.event, 1.2), (.property(.past, .outer), 1.2), (.location(.past), 1.0)]
      where topic.meaning.isAnimate || first == .property(.past, .outer) || (first != .event && topic.pronoun == .they)
      {
        ways.append(Ways(weight * share, [.symbol(.part, .sentence(topic, first)), helpful]))
      }
    }
    return scaled(ways, to: total)
  }

  private static func objectIntroductions(_ total: Double) -> [Ways] {
    let ways = topics.flatMap { topic, weight -> [Ways] in
      let first = EnglishPart.symbol(.part, .objectIntroduction(topic))
      let nexts: [(Clause, Double)] =
        topic.meaning.isAnimate
        ? [(.event, 2), (.property(.past, .outer), 2), (.location(.past), 0.5)]
        : [(.property(.past, .outer), 2.5), (.location(.past), isFood(topic) ? 0 : 1.5)]
      return nexts.map { Ways(weight * $0.1, [first, .symbol(.part, .continuation(topic, $0.0))]) } + [
        Ways(weight, [first, .symbol(.part, .objectContinuation(topic))])
      ]
    }
    return scaled(ways, to: total)
  }

  private static func isFood(_ topic: Topic) -> Bool { topic.meaning == .fruit || topic.meaning == .meal }

  /// Somebody does something to what the next sentence takes up.
  static func objectIntroduction(_ topic: Topic) -> [Ways] {
    deeds(to: topic, asPronoun: false)
  }

  /// Somebody does something to what the sentence before was about.
  static func objectContinuation(_ topic: Topic) -> [Ways] { deeds(to: topic, asPronoun: true) }

  static func deeds(
    to topic: Topic, with verbs: [Verb] = Lexicon.transitives, asPronoun: Bool
  ) -> [Ways] {
    subjects.flatMap { meaning, weight in
      verbs.flatMap { verb -> [Ways] in
        guard verb.subjects.contains(meaning), verb.objects(by: meaning).contains(topic.meaning) else { return [] }
        return GrammaticalNumber.allCases.map { number in
          let doer = EnglishSymbol.nounPhrase(meaning, number, topic.others, .plain(owner: nil))
          return Ways(
            weight * verb.weight * (number == .singular ? 0.6 : 0.4),
            [.symbol(.subject, doer), .symbol(.predicate, .deed(verb, topic, asPronoun: asPronoun)), stop])
        }
      }
    }
  }

  /// The verb and its object: the pronoun, or the noun phrase that the pronoun will take up.
  static func deed(_ verb: Verb, _ topic: Topic, asPronoun: Bool) -> [Ways] {
    let antecedent = EnglishSymbol.nounPhrase(topic.meaning, topic.number, .exactly(topic.pronoun), .met)
    let object = asPronoun ? object(topic.pronoun) : .symbol(.object, antecedent)
    return [Ways(1, [self.verb(verb, .past), object])]
  }

  /// A pronoun and what is said of the one it stands for.
  static func continuation(_ topic: Topic, _ clause: Clause) -> [Ways] {
    [
      Ways(
        1,
        [
          subject(topic.pronoun),
          .symbol(
            .predicate,
            .predicate(topic.meaning, topic.number, clause, .free, owner: topic.pronoun)),
          stop,
        ])
    ]
  }
}
