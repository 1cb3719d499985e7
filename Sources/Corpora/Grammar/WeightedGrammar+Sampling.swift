import Glibc
import Tensors

extension WeightedGrammar {
  /// A tree drawn from the grammar, with the probability of the choices that made it.
  func sample(using generator: inout SplitMix64) -> (tree: Tree, logProbability: Double) {
    var logProbability = 0.0
    let tree = unfold(start, role: .part, using: &generator, logProbability: &logProbability)
    return (tree, logProbability)
  }

  private func unfold(
    _ symbol: Int, role: Role, using generator: inout SplitMix64, logProbability: inout Double
  ) -> Tree {
    let production = choose(symbol, using: &generator)
    logProbability += log(production.probability)
    var children: [Tree] = []
    children.reserveCapacity(production.items.count)
    for item in production.items {
      if item.code < 0 {
        children.append(leaf(item))
      } else {
        let child = unfold(item.code, role: item.role, using: &generator, logProbability: &logProbability)
        append(child, to: &children)
      }
    }
    return Tree(label: labels[symbol], role: role, word: nil, children: children)
  }

  /// Adds a part to a phrase; of a choice without a name, its parts.
  ///
  /// A choice that came to a single phrase hands its own role down: the object is then the noun phrase chosen.
  func append(_ child: Tree, to children: inout [Tree]) {
    guard child.label.isEmpty else { return children.append(child) }
    guard child.children.count == 1, let only = child.children.first else {
      return children.append(contentsOf: child.children)
    }
    children.append(Tree(label: only.label, role: child.role, word: only.word, children: only.children))
  }

  func leaf(_ item: Item) -> Tree {
    let word = words[-1 - item.code]
    return Tree(label: word.partOfSpeech, role: item.role, word: word, children: [])
  }

  /// One of a symbol's rules, by its probability.
  private func choose(_ symbol: Int, using generator: inout SplitMix64) -> Production {
    let rules = productions[symbol]
    guard rules.count > 1 else { return rules[0] }
    var rest = generator.unit()
    for rule in rules {
      rest -= rule.probability
      if rest < 0 { return rule }
    }
    return rules[rules.count - 1]
  }
}

extension WeightedGrammar {
  /// The words that a part of the start symbol's rules may begin with.
  var initialWords: [Word] {
    var seen: Set<Int> = []
    var found: Set<Int> = []
    var stack = productions[start].flatMap { $0.items.map(\.code) }
    while let code = stack.popLast() {
      guard code >= 0 else {
        found.insert(-1 - code)
        continue
      }
      guard seen.insert(code).inserted else { continue }
      stack += productions[code].compactMap { $0.items.first?.code }
    }
    return found.sorted().map { words[$0] }
  }
}
