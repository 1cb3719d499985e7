/// Articles, possessives and other determiners, and the nominal behind them.
extension EnglishRules {
  /// Determiner and nominal, with weights.
  static func determined(
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
}
