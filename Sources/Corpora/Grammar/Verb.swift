/// How Chinese says that an event is over.
enum Aspect: Hashable, Sendable {
  /// 了 after the verb: 吃了.
  case completed
  /// Nothing after it: 帮助.
  case plain
}

/// A preposition that says where, with the Chinese words around its object: 在…上.
struct Preposition: Hashable, Sendable {
  let english: String
  let before: String
  let after: String?
}

/// One way to say where: a preposition and what it takes.
struct PlaceFrame: Hashable, Sendable {
  let preposition: Preposition
  let classes: [NounClass]
  let weight: Double
}

/// A verb of the lexicon with its forms in both languages.
struct Verb: Sendable {
  let base: String
  let past: String
  /// The singular form of the present, for verbs that speak of habits.
  let third: String?
  let chinese: String
  let aspect: Aspect
  let subjects: [NounClass]
  /// What it acts on; empty for intransitive verbs.
  let objects: [NounClass]
  let places: [PlaceFrame]
  let adverbs: [Adverb]
  /// Whether Chinese puts the place behind the verb (坐在垫子上), not before it (在公园里玩).
  let takesPlaceBehind: Bool
  let sentiment: Sentiment
  let weight: Double
  /// Whether it takes what is meant in general: *likes apples*.
  var takesKinds = false
}

extension Verb {
  func form(_ form: VerbForm) -> String {
    switch form {
    case .past: past
    case .base, .present(.plural): base
    case .present(.singular): third ?? base
    }
  }
}

/// Verbs are told apart by their base form and meaning: a cat sits (坐), a bird sits (停).
extension Verb: Hashable {
  static func == (left: Verb, right: Verb) -> Bool {
    left.base == right.base && left.chinese == right.chinese
  }
  func hash(into hasher: inout Hasher) { hasher.combine(base) }
}
