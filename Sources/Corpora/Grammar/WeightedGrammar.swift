/// What a part of a rule does in its phrase.
enum Role: String, Hashable, Sendable {
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

/// A probabilistic context-free grammar: rules numbered, weights normalised, what can't be completed left out.
///
/// Features live inside the symbols, so every random choice is one weighted rule and every dependence is a symbol's.
/// No symbol may begin with itself, and none unfolds to nothing: then the parser may simply recurse.
struct WeightedGrammar: Sendable {
  struct Production: Sendable {
    let probability: Double
    let items: [Item]
  }
  struct Item: Sendable {
    let role: Role
    /// A symbol's number, or a word's number as −1 − word.
    let code: Int
  }

  private(set) var labels: [String] = []
  private(set) var productions: [[Production]] = []
  private(set) var words: [Word] = []
  let start = 0

  /// Numbers everything that `start` reaches.
  ///
  /// - Parameters:
  ///   - rules: The ways to unfold a symbol; none for one that no words fit.
  ///   - label: A symbol's name in a bracketed parse.
  init<Symbol: Hashable & Sendable>(
    start: Symbol, rules: (Symbol) -> [Rule<Symbol>], label: (Symbol) -> String
  ) {
    var numbers: [Symbol: Int] = [start: 0]
    var wordNumbers: [Word: Int] = [:]
    var queue = [start]
    var drafts: [[(weight: Double, items: [Item])]] = []
    while drafts.count < queue.count {
      let symbol = queue[drafts.count]
      labels.append(label(symbol))
      var draft: [(weight: Double, items: [Item])] = []
      for rule in rules(symbol) where rule.weight > 0 {
        var items: [Item] = []
        for part in rule.parts {
          switch part.item {
          case .word(let word):
            if wordNumbers[word] == nil {
              wordNumbers[word] = words.count
              words.append(word)
            }
            items.append(Item(role: part.role, code: -1 - wordNumbers[word, default: 0]))
          case .symbol(let symbol):
            if numbers[symbol] == nil {
              numbers[symbol] = queue.count
              queue.append(symbol)
            }
            items.append(Item(role: part.role, code: numbers[symbol, default: 0]))
          }
        }
        draft.append((rule.weight, items))
      }
      drafts.append(draft)
    }
    productions = Self.normalised(Self.pruned(drafts))
  }

  /// Leaves out the rules that can't be completed, until all that remain can.
  private static func pruned(
    _ drafts: [[(weight: Double, items: [Item])]]
  ) -> [[(weight: Double, items: [Item])]] {
    var productive = Array(repeating: false, count: drafts.count)
    var changed = true
    while changed {
      changed = false
      for symbol in drafts.indices.reversed() where !productive[symbol] {
        if drafts[symbol].contains(where: { $0.items.allSatisfy { $0.code < 0 || productive[$0.code] } }) {
          productive[symbol] = true
          changed = true
        }
      }
    }
    return drafts.map { $0.filter { $0.items.allSatisfy { $0.code < 0 || productive[$0.code] } } }
  }

  private static func normalised(_ drafts: [[(weight: Double, items: [Item])]]) -> [[Production]] {
    drafts.map { draft in
      let total = draft.reduce(0) { $0 + $1.weight }
      return draft.map { Production(probability: $0.weight / total, items: $0.items) }
    }
  }
}
