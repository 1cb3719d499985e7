internal import Corpora
internal import Models

/// What each head does on one text, role by role.
struct RoleFindings {
  /// By role and head: how well it does, and how well chance would.
  private var scores: [HeadRole: [(own: Tally, chance: Tally)]] = [:]

  subscript(role: HeadRole, head: Int) -> Tally { scores[role]?[head].own ?? Tally() }
  func chance(_ role: HeadRole, _ head: Int) -> Tally { scores[role]?[head].chance ?? Tally() }

  init(_ trace: Trace, of text: RoleText) {
    let isCausal = trace.configuration.isCausal
    for (index, place) in trace.configuration.headPlaces.enumerated() {
      let rows = text.ids.indices.map { Array(trace.pattern(layer: place.layer, head: place.head, query: $0)) }
      let induction = text.induction(trace, place)
      for (role, own, chance) in Self.places(rows, text, isCausal) + Self.matches(rows, text, induction) {
        add(role, index, own, chance, of: trace.configuration)
      }
      for (role, own) in Self.relations(rows, text, isCausal) {
        add(role, index, own, Tally(), of: trace.configuration)
      }
    }
  }

  private mutating func add(
    _ role: HeadRole, _ head: Int, _ own: Tally, _ chance: Tally, of configuration: ModelConfiguration
  ) {
    let none = [(own: Tally, chance: Tally)](
      repeating: (Tally(), Tally()), count: configuration.layers * configuration.heads)
    scores[role, default: none][head] = (own, chance)
  }

  /// Roles that hang on places alone; chance is attention that is spread evenly.
  private static func places(_ rows: [[Float]], _ text: RoleText, _ isCausal: Bool) -> [(HeadRole, Tally, Tally)] {
    func role(_ role: HeadRole, from first: Int, _ targets: (Int) -> Range<Int>) -> (HeadRole, Tally, Tally) {
      var (own, chance) = (Tally(), Tally())
      for query in rows.indices.dropFirst(first) {
        let visible = isCausal ? query + 1 : rows.count
        let targets = targets(query).clamped(to: 0..<visible)
        own.add(rows[query][targets].reduce(0, +))
        chance.add(Float(targets.count) / Float(visible))
      }
      return (role, own, chance)
    }
    return [
      role(.previousToken, from: 1) { $0 - 1..<$0 }, role(.itself, from: 1) { $0..<$0 + 1 },
      // Rows that could look elsewhere.
      role(.sink(1), from: 1) { _ in 0..<1 }, role(.sink(4), from: 4) { _ in 0..<4 },
    ]
  }

  /// Roles that look for the same word; chance is the mean weight of an earlier word that doesn't match.
  ///
  /// - Parameter induction: The induction score, where the text is one to measure it on.
  private static func matches(
    _ rows: [[Float]], _ text: RoleText, _ induction: Float?
  ) -> [(HeadRole, Tally, Tally)] {
    let words = rows.indices.filter { text.isWord[$0] }
    var (duplicates, others) = (Tally(), Tally())
    for query in words {
      let earlier = words.prefix { $0 < query }
      let same = earlier.filter { text.ids[$0] == text.ids[query] }
      guard !same.isEmpty else { continue }
      duplicates.add(same.reduce(0) { $0 + rows[query][$1] })
      for key in earlier where text.ids[key] != text.ids[query] { others.add(rows[query][key]) }
    }
    var found = duplicates.count > 0 ? [(HeadRole.duplicateToken, duplicates, others)] : []
    if let induction, let first = words.first {
      let own = Tally(of: induction, count: text.period)
      var others = Tally()
      for query in first + text.period..<first + 2 * text.period {
        let target = query - text.period + 1
        for key in words where key < query && key != target { others.add(rows[query][key]) }
      }
      found.append((.induction, own, others))
    }
    return found
  }

  /// Whether the most attended word of one end of a relation is the other one. A causal head can only be asked where that
  /// one stands before.
  private static func relations(_ rows: [[Float]], _ text: RoleText, _ isCausal: Bool) -> [(HeadRole, Tally)] {
    var tallies: [HeadRole: Tally] = [:]
    for pair in text.pairs {
      for end in HeadRole.End.allCases {
        let (from, to) = pair.ends(from: end)
        if isCausal, to > from { continue }
        let most = rows[from].indices.filter { text.isWord[$0] }.max { rows[from][$0] < rows[from][$1] }
        tallies[.relation(pair.relation, from: end), default: Tally()].add(most == to ? 1 : 0)
      }
    }
    return tallies.map { ($0.key, $0.value) }
  }
}
