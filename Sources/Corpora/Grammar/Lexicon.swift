/// The words of the grammar, as data.
enum Lexicon {
  /// The nouns of each class.
  static let nounsByClass: [NounClass: [Noun]] = Dictionary(grouping: nouns, by: \.meaning)

  /// The adjectives that can stand before a noun of each class.
  static let adjectivesByClass: [NounClass: [Adjective]] = Dictionary(
    uniqueKeysWithValues: NounClass.allCases.map { meaning in
      (meaning, adjectives.filter { $0.classes.contains(meaning) })
    })

  /// People called by name.
  static let names: [Name] = [
    Name(english: "Tom", chinese: "汤姆", pronoun: .he),
    Name(english: "Ben", chinese: "本恩", pronoun: .he),
    Name(english: "Anna", chinese: "安娜", pronoun: .she),
    Name(english: "Lucy", chinese: "露西", pronoun: .she),
  ]
}

/// A person's name.
struct Name: Hashable, Sendable {
  let english: String
  let chinese: String
  let pronoun: Pronoun
}
