/// What the parser knows of one document: for each symbol and first word, where it can end and how likely that is.
///
///     inside(s, i, j) = Σ_rules p(rule) · Π_parts inside(part, its span)
///
/// Symbols are tried from the top, only where the next word can begin them, and each once per place.
///
/// - SeeAlso: Lari & Young 1990, "The estimation of stochastic context-free grammars using the inside-outside
///   algorithm"; memoised recursive descent after Norvig 1991.
struct InsideChart {
  /// One span of a symbol from a given first word.
  struct Span {
    let end: Int
    /// The sum over all derivations.
    var inside: Double
    /// The likeliest derivation, and its first rule.
    var best: Double
    var bestRule: Int
  }

  private let grammar: WeightedGrammar
  private let beginnings: WeightedGrammar.Beginnings
  private let texts: [Int]
  private var cells: [Int: [Span]] = [:]

  /// - Parameter texts: The document's words as the grammar has them, as numbers of `beginnings`.
  init(_ grammar: WeightedGrammar, _ beginnings: WeightedGrammar.Beginnings, texts: [Int]) {
    self.grammar = grammar
    self.beginnings = beginnings
    self.texts = texts
  }

  /// The spans of a symbol from a word on.
  mutating func spans(_ symbol: Int, from begin: Int) -> [Span] {
    let key = symbol * (texts.count + 1) + begin
    if let known = cells[key] { return known }
    var found: [Span] = []
    if begin < texts.count {
      for rule in grammar.rules(of: symbol) where beginnings.contains(texts[begin], rule: rule) {
        extend(rule, begin, &found)
      }
    }
    cells[key] = found
    return found
  }

  /// Adds the spans of one rule.
  private mutating func extend(_ rule: Int, _ begin: Int, _ found: inout [Span]) {
    let probability = grammar.probability[rule]
    var partial = [Span(end: begin, inside: probability, best: probability, bestRule: rule)]
    for item in grammar.items(of: rule) {
      var longer: [Span] = []
      for prefix in partial {
        for step in steps(item, from: prefix.end) { Self.merge(Self.joined(prefix, step), into: &longer) }
      }
      partial = longer
      if partial.isEmpty { return }
    }
    for span in partial { Self.merge(span, into: &found) }
  }

  /// Where a part of a rule can end.
  private mutating func steps(_ item: WeightedGrammar.Item, from begin: Int) -> [Span] {
    guard item.code < 0 else { return spans(item.code, from: begin) }
    guard begin < texts.count, beginnings.text(ofWord: -1 - item.code) == texts[begin] else { return [] }
    return [Span(end: begin + 1, inside: 1, best: 1, bestRule: -1)]
  }

  /// The likeliest tree of a span.
  mutating func tree(_ symbol: Int, _ begin: Int, _ span: Span, role: Role) -> Tree {
    var rulesInOrder: [Int] = []
    collect(symbol, begin, span, into: &rulesInOrder)
    var next = 0
    return grammar.unfold(symbol, role: role) { _ in
      defer { next += 1 }
      return rulesInOrder[next]
    }
  }

  /// The rules of a span's likeliest derivation, from the left, a phrase before its parts.
  private mutating func collect(_ symbol: Int, _ begin: Int, _ span: Span, into list: inout [Int]) {
    list.append(span.bestRule)
    var from = begin
    for (item, end) in zip(grammar.items(of: span.bestRule), bestEnds(span.bestRule, begin, span.end)) {
      if item.code >= 0, let part = spans(item.code, from: from).first(where: { $0.end == end }) {
        collect(item.code, from, part, into: &list)
      }
      from = end
    }
  }

  /// Where each part of a rule ends in its likeliest derivation from one word to another.
  private mutating func bestEnds(_ rule: Int, _ begin: Int, _ end: Int) -> [Int] {
    var partial: [(best: Double, ends: [Int])] = [(grammar.probability[rule], [])]
    for item in grammar.items(of: rule) {
      var longer: [(best: Double, ends: [Int])] = []
      for prefix in partial {
        for step in steps(item, from: prefix.ends.last ?? begin) {
          let way = (best: prefix.best * step.best, ends: prefix.ends + [step.end])
          if let place = longer.firstIndex(where: { $0.ends.last == step.end }) {
            if way.best > longer[place].best { longer[place] = way }
          } else {
            longer.append(way)
          }
        }
      }
      partial = longer
    }
    return partial.first { $0.ends.last == end }?.ends ?? []
  }

  private static func joined(_ prefix: Span, _ step: Span) -> Span {
    Span(end: step.end, inside: prefix.inside * step.inside, best: prefix.best * step.best, bestRule: prefix.bestRule)
  }

  private static func merge(_ span: Span, into spans: inout [Span]) {
    guard let place = spans.firstIndex(where: { $0.end == span.end }) else { return spans.append(span) }
    spans[place].inside += span.inside
    if span.best > spans[place].best {
      spans[place].best = span.best
      spans[place].bestRule = span.bestRule
    }
  }
}

extension WeightedGrammar {
  /// Which words can begin each rule, as a set of bits, and a number for each word's text.
  struct Beginnings: Sendable {
    private let width: Int
    private var ruleBits: [UInt64]
    private let textOfWord: [Int]
    /// The number of each text.
    let texts: [String: Int]

    init(_ grammar: WeightedGrammar) {
      var texts: [String: Int] = [:]
      textOfWord = grammar.words.map { word in
        if texts[word.text] == nil { texts[word.text] = texts.count }
        return texts[word.text, default: 0]
      }
      self.texts = texts
      width = (texts.count + 63) / 64
      let symbolCount = grammar.labels.count
      var symbolBits = Array(repeating: UInt64(0), count: symbolCount * width)
      ruleBits = Array(repeating: 0, count: grammar.probability.count * width)
      var changed = true
      while changed {
        changed = false
        for symbol in (0..<symbolCount).reversed() {
          for rule in grammar.rules(of: symbol) {
            guard let code = grammar.items(of: rule).first?.code else { continue }
            for bits in 0..<width {
              var first: UInt64
              if code < 0 {
                let text = textOfWord[-1 - code]
                first = text / 64 == bits ? 1 << UInt64(text % 64) : 0
              } else {
                first = symbolBits[code * width + bits]
              }
              ruleBits[rule * width + bits] = first
              first |= symbolBits[symbol * width + bits]
              if first != symbolBits[symbol * width + bits] {
                symbolBits[symbol * width + bits] = first
                changed = true
              }
            }
          }
        }
      }
    }

    func contains(_ text: Int, rule: Int) -> Bool {
      ruleBits[rule * width + text / 64] & (1 << UInt64(text % 64)) != 0
    }

    func text(ofWord word: Int) -> Int { textOfWord[word] }
  }
}
