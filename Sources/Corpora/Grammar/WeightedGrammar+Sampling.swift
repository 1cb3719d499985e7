import Glibc
import Tensors

extension WeightedGrammar {
  /// A tree drawn from the grammar, with the natural logarithm of the probability of the choices that made it.
  func sample(using generator: inout SplitMix64) -> (tree: Tree, logProbability: Double) {
    sample { choose($0, using: &generator) }
  }

  /// The rules and the words of a derivation, from the left, without the tree that they make.
  struct Derivation {
    /// The rules, in the order in which they were chosen.
    fileprivate(set) var rules: [Int] = []
    /// The words by their numbers.
    fileprivate(set) var words: [Int] = []
  }

  /// Draws what ``sample(using:)`` would draw, many times faster.
  func derivation(using generator: inout SplitMix64) -> Derivation {
    var derivation = Derivation()
    // What is still to unfold, the next one last.
    var open = [start]
    while let code = open.popLast() {
      guard code >= 0 else {
        derivation.words.append(-1 - code)
        continue
      }
      let rule = choose(code, using: &generator)
      derivation.rules.append(rule)
      for item in (firstItem[rule]..<firstItem[rule + 1]).reversed() { open.append(items[item].code) }
    }
    return derivation
  }

  /// The tree that rules make.
  func tree(of rules: [Int]) -> (tree: Tree, logProbability: Double) {
    var next = 0
    return sample { _ in
      defer { next += 1 }
      return rules[next]
    }
  }

  /// A tree with the rules that made it, in the order in which they were chosen.
  func traced(using generator: inout SplitMix64) -> (tree: Tree, logProbability: Double, rules: [Int]) {
    var rules: [Int] = []
    let (tree, logProbability) = sample { symbol in
      let rule = choose(symbol, using: &generator)
      rules.append(rule)
      return rule
    }
    return (tree, logProbability, rules)
  }

  /// The tree that rules made, with every noun drawn anew from those that may stand in its place.
  func varied(_ rules: [Int], using generator: inout SplitMix64) -> (tree: Tree, logProbability: Double) {
    var next = 0
    return sample { symbol in
      defer { next += 1 }
      return isNoun(symbol) ? choose(symbol, using: &generator) : rules[next]
    }
  }

  /// Whether a symbol comes to a noun and nothing else, whichever rule is chosen.
  private func isNoun(_ symbol: Int) -> Bool {
    rules(of: symbol).allSatisfy { rule in
      let items = items(of: rule)
      return items.count == 1 && items.allSatisfy { $0.code < 0 && words[-1 - $0.code].isNoun }
    }
  }

  private func sample(_ choose: (Int) -> Int) -> (tree: Tree, logProbability: Double) {
    var chosen = 1.0
    var logProbability = 0.0
    let tree = unfold(start, role: .part) { symbol in
      let rule = choose(symbol)
      chosen *= probability[rule]
      if chosen < 1e-200 {
        logProbability += log(chosen)
        chosen = 1
      }
      return rule
    }
    return (tree, logProbability + log(chosen))
  }

  /// The tree that the choices make, asked for in order from the left.
  func unfold(_ symbol: Int, role: Role, choose: (Int) -> Int) -> Tree {
    var children: [Tree] = []
    unfold(symbol, into: &children, choose: choose)
    return Tree(label: labels[symbol], role: role, word: nil, children: children)
  }

  /// Adds a phrase's parts; of a choice without a name, what it came to.
  ///
  /// A choice that came to a single phrase hands its own role down: the object is then the noun phrase chosen.
  private func unfold(_ symbol: Int, into children: inout [Tree], choose: (Int) -> Int) {
    for item in items(of: choose(symbol)) {
      guard item.code >= 0 else {
        let word = words[-1 - item.code]
        children.append(Tree(label: word.partOfSpeech, role: item.role, word: word, children: []))
        continue
      }
      guard labels[item.code].isEmpty else {
        children.append(unfold(item.code, role: item.role, choose: choose))
        continue
      }
      let before = children.count
      unfold(item.code, into: &children, choose: choose)
      if children.count == before + 1 { children[before].role = item.role }
    }
  }

  /// One of a symbol's rules, by its probability.
  private func choose(_ symbol: Int, using generator: inout SplitMix64) -> Int {
    let rules = rules(of: symbol)
    guard rules.count > 1 else { return rules.lowerBound }
    var rest = generator.unit()
    for rule in rules {
      rest -= probability[rule]
      if rest < 0 { return rule }
    }
    return rules.upperBound - 1
  }

  /// The words that a sentence may begin with.
  var initialWords: [Word] {
    var seen: Set<Int> = []
    var found: Set<Int> = []
    var stack = rules(of: start).flatMap { items(of: $0).map(\.code) }
    while let code = stack.popLast() {
      guard code >= 0 else {
        found.insert(-1 - code)
        continue
      }
      guard seen.insert(code).inserted else { continue }
      stack += rules(of: code).compactMap { items(of: $0).first?.code }
    }
    return found.sorted().map { words[$0] }
  }

  /// The texts that stand nowhere but at the start of a sentence, where they have a capital.
  var onlyInitialTexts: Set<String> {
    let sentences = Set(rules(of: start).flatMap { items(of: $0).map(\.code) })
    var atStart: Set<Int> = []
    var stack = Array(sentences)
    while let symbol = stack.popLast() {
      guard symbol >= 0, atStart.insert(symbol).inserted else { continue }
      stack += rules(of: symbol).compactMap { items(of: $0).first?.code }
    }
    var inner: Set<Int> = []
    var reached: Set<Int> = []
    stack = atStart.flatMap { rules(of: $0).flatMap { items(of: $0).dropFirst().map(\.code) } }
    while let code = stack.popLast() {
      guard code >= 0 else {
        inner.insert(-1 - code)
        continue
      }
      guard reached.insert(code).inserted else { continue }
      stack += rules(of: code).flatMap { items(of: $0).map(\.code) }
    }
    let innerTexts = Set(inner.map { words[$0].text })
    return Set(words.map(\.text)).subtracting(innerTexts)
  }
}
