/// What a part of a rule does in its phrase.
enum Role: Hashable, Sendable {
  case subject, predicate, verb, auxiliary, negation, object, recipient, complement, place, time, manner, degree
  case determiner, modifier, head, conjunction, relative, preposition, question, mark, part
}

/// A part of a rule: a word, or something that other rules unfold.
struct Part<Symbol: Hashable & Sendable>: Sendable {
  enum Item: Sendable {
    case word(Word)
    case symbol(Symbol)
  }
  let role: Role
  let item: Item

  static func word(_ role: Role, _ word: Word) -> Part { Part(role: role, item: .word(word)) }
  static func word(_ role: Role, _ text: String) -> Part { Part(role: role, item: .word(Word(text))) }
  static func symbol(_ role: Role, _ symbol: Symbol) -> Part { Part(role: role, item: .symbol(symbol)) }
}

/// One way to unfold a symbol, with its weight among the ways.
struct Rule<Symbol: Hashable & Sendable>: Sendable {
  let weight: Double
  let parts: [Part<Symbol>]

  init(_ weight: Double, _ parts: [Part<Symbol>]) {
    self.weight = weight
    self.parts = parts
  }
}
