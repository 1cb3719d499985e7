/// A probabilistic context-free grammar: rules numbered, weights normalised, what can't be completed left out.
///
/// Features live inside the symbols, so every random choice is one weighted rule and every dependence is a symbol's.
/// No symbol may begin with itself, and none unfolds to nothing: then the parser may simply recurse.
///
/// A class, so that a grammar is one reference however often it is passed. Flat arrays hold it: symbol s has the rules `firstRule[s]..<firstRule[s + 1]`, rule r the items
/// `firstItem[r]..<firstItem[r + 1]`.
final class WeightedGrammar: Sendable {
  /// A part of a rule: what it does there, and a symbol's number, or a word's as −1 − word.
  struct Item: Sendable {
    let role: Role
    let code: Int
  }

  let labels: [String]
  let words: [Word]
  let firstRule: [Int]
  let probability: [Double]
  let firstItem: [Int]
  let items: [Item]
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
    var words: [Word] = []
    var labels: [String] = []
    var queue = [start]
    var drafts: [[Draft]] = []
    while drafts.count < queue.count {
      let symbol = queue[drafts.count]
      labels.append(label(symbol))
      var draft: [Draft] = []
      for rule in rules(symbol) where rule.weight > 0 {
        let items = rule.parts.map { part in
          switch part.item {
          case .word(let word): Item(role: part.role, code: -1 - Self.number(word, in: &wordNumbers, &words))
          case .symbol(let symbol): Item(role: part.role, code: Self.number(symbol, in: &numbers, &queue))
          }
        }
        draft.append(Draft(weight: rule.weight, items: items))
      }
      drafts.append(draft)
    }
    self.labels = labels
    self.words = words
    (firstRule, probability, firstItem, items) = Self.flat(Self.pruned(drafts))
    precondition(firstRule[1] > 0, "the start symbol can't be completed")
  }

  private struct Draft {
    let weight: Double
    let items: [Item]
  }

  private static func number<Key: Hashable>(_ key: Key, in numbers: inout [Key: Int], _ list: inout [Key]) -> Int {
    if let number = numbers[key] { return number }
    numbers[key] = list.count
    list.append(key)
    return list.count - 1
  }

  /// Leaves out the rules that can't be completed, until all that remain can.
  private static func pruned(_ drafts: [[Draft]]) -> [[Draft]] {
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

  /// The rules laid out flat, their weights made probabilities.
  private static func flat(
    _ drafts: [[Draft]]
  ) -> (firstRule: [Int], probability: [Double], firstItem: [Int], items: [Item]) {
    var firstRule = [0]
    var probability: [Double] = []
    var firstItem = [0]
    var items: [Item] = []
    for draft in drafts {
      let total = draft.reduce(0) { $0 + $1.weight }
      for rule in draft {
        probability.append(rule.weight / total)
        items += rule.items
        firstItem.append(items.count)
      }
      firstRule.append(probability.count)
    }
    return (firstRule, probability, firstItem, items)
  }

  func rules(of symbol: Int) -> Range<Int> { firstRule[symbol]..<firstRule[symbol + 1] }

  func items(of rule: Int) -> ArraySlice<Item> { items[firstItem[rule]..<firstItem[rule + 1]] }
}
