/// Adjectives and the noun: what a determiner stands before.
extension EnglishRules {
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
  static func vowelShare(
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
}
