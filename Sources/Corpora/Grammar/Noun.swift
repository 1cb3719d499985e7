/// Whether a noun phrase names one or more than one: what verbs and copulas agree with.
public enum GrammaticalNumber: String, Hashable, Sendable, CaseIterable {
  case singular, plural
}

/// The pronoun that takes up a noun phrase in a later clause.
public enum Pronoun: String, Hashable, Sendable, CaseIterable {
  case he, she, it, they

  /// Its number: only `they` is plural.
  public var number: GrammaticalNumber { self == .they ? .plural : .singular }
  /// Its form as an object.
  var object: String {
    switch self {
    case .he: "him"
    case .she: "her"
    case .it: "it"
    case .they: "them"
    }
  }
  /// The determiner of what belongs to its antecedent.
  var possessive: String {
    switch self {
    case .he: "his"
    case .she: "her"
    case .it: "its"
    case .they: "their"
    }
  }
}

/// What a noun means, as far as verbs, adjectives and prepositions choose their company by it.
enum NounClass: Hashable, Sendable, CaseIterable {
  case adult, child
  case pet, livestock, hunter, rodent, bird
  case toy, reading, letter, fruit, meal, drink, mat, seat, table, container, clothing, vehicle, boat
  case tree, flower, opening
  case building, place, water
  case weather

  /// People: they speak, read, own things and are taken up by *he* and *she*.
  static let people: [NounClass] = [.adult, .child]
  /// Animals: they move and feel, and are taken up by *it*.
  static let animals: [NounClass] = [.pet, .livestock, .hunter, .rodent, .bird]
  /// All that moves of itself and feels.
  static let animate: [NounClass] = people + animals
  /// Things that stand about, have colours, and can be somewhere.
  static let things: [NounClass] = [
    .toy, .reading, .letter, .fruit, .meal, .mat, .seat, .table, .container, .clothing, .vehicle, .boat, .flower,
  ]

  /// Whether one is in it without entering: a park, a house, a river; there is mostly one.
  var isOpen: Bool { self == .place || self == .building || self == .water }
  var isPerson: Bool { NounClass.people.contains(self) }
  var isAnimate: Bool { NounClass.animate.contains(self) }
}

/// A noun of the lexicon with its forms in both languages.
struct Noun: Sendable {
  let singular: String
  /// Nil for what is not counted (milk).
  let plural: String?
  let meaning: NounClass
  /// `he`, `she` or `it`; nil where one cannot tell (a teacher).
  let pronoun: Pronoun?
  let chinese: String
  /// The Chinese measure word: 一**只**猫.
  let measure: String
  let weight: Double

  func form(_ number: GrammaticalNumber) -> String? { number == .singular ? singular : plural }
}

/// Nouns are told apart by their singular.
extension Noun: Hashable {
  static func == (left: Noun, right: Noun) -> Bool { left.singular == right.singular }
  func hash(into hasher: inout Hasher) { hasher.combine(singular) }
}
