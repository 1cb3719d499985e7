extension EnglishRules {
  static func weatherTalk(_ total: Double) -> [Ways] {
    var ways: [Ways] = []
    for (tense, time, weight) in [(Tense.present, true, 2.0), (.present, false, 1), (.past, true, 1)] {
      ways.append(Ways(weight * 0.3, [.symbol(.part, .weather(tense, withTime: true))]))
      ways.append(
        Ways(
          weight,
          [
            .symbol(.part, .question(.weather(tense, withTime: time), Topic(pronoun: .it, meaning: .weather))),
            .symbol(.part, .weather(tense, withTime: false)),
          ]))
    }
    return scaled(ways, to: total)
  }

  /// It is sunny today.
  static func weather(_ tense: Tense, withTime: Bool) -> [Ways] {
    let time = EnglishPart.word(.time, tense == .present ? "today" : "yesterday")
    return [
      Ways(
        1,
        [
          .word(.subject, Word("it", .weatherSubject)),
          .symbol(.predicate, .weatherIs(tense)),
        ] + (withTime ? [time] : []) + [stop])
    ]
  }

  static func weatherIs(_ tense: Tense) -> [Ways] {
    [Ways(1, [copula(tense, .singular), .symbol(.complement, .weatherPhrase)])]
  }

  static func weatherPhrase() -> [Ways] {
    func word(_ adjective: Adjective) -> EnglishPart {
      .word(.complement, Word(adjective.english, .adjective(adjective)))
    }
    let single = (Lexicon.skies + Lexicon.temperatures).flatMap {
      [Ways($0.weight * 0.85, [word($0)]), Ways($0.weight * 0.15, [.word(.degree, "very"), word($0)])]
    }
    let both = Lexicon.skies.flatMap { sky in
      Lexicon.temperatures.filter { Lexicon.goTogether(sky, $0) }.map {
        Ways(sky.weight * $0.weight * 0.15, [word(sky), .word(.conjunction, "and"), word($0)])
      }
    }
    return single + both
  }

  /// A question and its answer.
  static func questions(_ total: Double) -> [Ways] {
    var ways: [Ways] = []
    func ask(_ question: Question, _ topic: Topic, _ weight: Double) {
      ways.append(
        Ways(weight, [.symbol(.part, .question(question, topic)), .symbol(.part, .answer(question, topic))]))
    }
    for (topic, weight) in topics {
      for tense in Tense.allCases {
        if !whereabouts(topic.meaning).isEmpty { ask(.location(tense), topic, weight) }
        ask(.yesNo(tense, holds: true), topic, weight * 0.6)
        ask(.yesNo(tense, holds: false), topic, weight * 0.4)
      }
      for verb in Lexicon.transitives where verb.subjects.contains(topic.meaning) && asked.contains(verb.base) {
        ask(.what(verb), topic, weight * verb.weight * 0.15)
        ask(.did(verb, holds: true), topic, weight * verb.weight * 0.1)
        ask(.did(verb, holds: false), topic, weight * verb.weight * 0.07)
      }
      for verb in Lexicon.transitives where verb.objects.contains(topic.meaning) {
        ask(.who(verb), topic, weight * verb.weight * 0.15)
      }
    }
    return scaled(ways, to: total)
  }

  /// Verbs whose object one asks for.
  private static let asked: Set<String> = ["see", "find", "eat", "drink", "read", "buy", "chase"]

  static func question(_ question: Question, _ topic: Topic) -> [Ways] {
    [Ways(1, asking(question, topic) + [questionMark])]
  }

  /// A question without its mark.
  private static func asking(_ question: Question, _ topic: Topic) -> [EnglishPart] {
    let known = EnglishSymbol.nounPhrase(topic.meaning, topic.number, .exactly(topic.pronoun), .known)
    switch question {
    case .weather(let tense, let withTime):
      let time = EnglishPart.word(.time, tense == .present ? "today" : "yesterday")
      return [
        .word(.question, "what"), copula(tense, .singular), .symbol(.subject, .theWeather), .word(.part, "like"),
      ] + (withTime ? [time] : [])
    case .location(let tense):
      return [.word(.question, "where"), copula(tense, topic.number), .symbol(.subject, known)]
    case .yesNo(let tense, _):
      let property = EnglishSymbol.stateAdjective(topic.meaning, .outer)
      return [copula(tense, topic.number), .symbol(.subject, known), .symbol(.complement, property)]
    case .did(let verb, _):
      let object = EnglishSymbol.choice(verb.objects(by: topic.meaning), topic.others, .known)
      return [.word(.auxiliary, "did"), .symbol(.subject, known), self.verb(verb, .base), .symbol(.object, object)]
    case .what(let verb):
      return [
        .word(.question, "what"), .word(.auxiliary, "did"), .symbol(.subject, known), self.verb(verb, .base),
      ]
    case .who(let verb):
      return [.word(.question, "who"), self.verb(verb, .past), .symbol(.object, known)]
    }
  }

  static func answer(_ question: Question, _ topic: Topic) -> [Ways] {
    let pronoun = subject(topic.pronoun)
    switch question {
    case .weather: return []
    case .location(let tense):
      return [Ways(1, [pronoun, .symbol(.predicate, .found(topic, tense)), stop])]
    case .yesNo(let tense, let holds):
      return [reply(pronoun, holds, copula(tense, topic.number))]
    case .did(_, let holds):
      return [reply(pronoun, holds, .word(.auxiliary, "did"))]
    case .what(let verb):
      return [Ways(1, [pronoun, .symbol(.predicate, .answered(verb, topic)), stop])]
    case .who(let verb):
      return deeds(to: topic, with: [verb], asPronoun: true)
    }
  }

  static func found(_ topic: Topic, _ tense: Tense) -> [Ways] {
    [Ways(1, [copula(tense, topic.number), .symbol(.place, .place(whereabouts(topic.meaning), .free))])]
  }

  static func answered(_ verb: Verb, _ topic: Topic) -> [Ways] {
    let objects = EnglishSymbol.choice(
      verb.objects(by: topic.meaning), .free, .plain(owner: topic.meaning.isPerson ? topic.pronoun : nil))
    return [Ways(1, [self.verb(verb, .past), .symbol(.object, objects)])]
  }

  static func theWeather() -> [Ways] {
    let weather = Word(Lexicon.weatherNoun.singular, .noun(Lexicon.weatherNoun, .singular))
    return [Ways(1, [.word(.determiner, "the"), .word(.head, weather)])]
  }

  /// Yes, it is. No, it is not.
  private static func reply(_ pronoun: EnglishPart, _ holds: Bool, _ verb: EnglishPart) -> Ways {
    Ways(1, [.word(.question, holds ? "yes" : "no"), comma, pronoun, verb] + (holds ? [] : [not]) + [stop])
  }
}
