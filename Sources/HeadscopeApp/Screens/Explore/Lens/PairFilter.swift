internal import Models

/// Which weights of two texts side by side are in sight, by who looks at whom.
enum PairFilter: CaseIterable, Hashable, Sendable {
  case all, firstToFirst, firstToSecond, secondToFirst, secondToSecond

  /// Such as `A→B`: A looks at B.
  var name: String {
    switch self {
    case .all: "A+B"
    case .firstToFirst: "A→A"
    case .firstToSecond: "A→B"
    case .secondToFirst: "B→A"
    case .secondToSecond: "B→B"
    }
  }

  /// Whether the looking token belongs to B, and whether the token looked at does; nil where all are shown.
  fileprivate var sides: (query: Bool, key: Bool)? {
    switch self {
    case .all: nil
    case .firstToFirst: (false, false)
    case .firstToSecond: (false, true)
    case .secondToFirst: (true, false)
    case .secondToSecond: (true, true)
    }
  }
}

/// The part of a pattern that a filter leaves in sight. Nothing else changes: what is left keeps its weight.
struct PairSight: Equatable, Sendable {
  /// The filter, which is not ``PairFilter/all``.
  let filter: PairFilter
  /// The first token of B.
  let start: Int

  /// Whether a weight is in sight.
  func shows(query: Int, key: Int) -> Bool {
    guard let sides = filter.sides else { return true }
    return sides.query == (query >= start) && sides.key == (key >= start)
  }
}

extension ExploreState {
  /// Where the second text begins in what is read; nil where one text is in sight.
  func secondStart(_ reading: Reading) -> Int? {
    [nil, .encoder].contains(reading.stacks?.stack) ? reading.sentence.secondStart : nil
  }

  /// What the filter leaves in sight; nil where that is everything.
  func sight(_ reading: Reading) -> PairSight? {
    guard pairFilter != .all, let start = secondStart(reading) else { return nil }
    return PairSight(filter: pairFilter, start: start)
  }
}

extension AppState {
  /// Turns to the next filter.
  mutating func turnPairFilter() {
    guard let reading = explore.reading else {
      note = explore.isWaiting ? .waiting : .emptySentence
      return
    }
    guard explore.secondStart(reading) != nil else { return note = subject.readsPairs ? .oneText : .readsOneText }
    let all = PairFilter.allCases
    let place = all.firstIndex(of: explore.pairFilter) ?? 0
    explore.pairFilter = all[(place + 1) % all.count]
    explore.look(through: explore.attentionLens)
    if let sides = explore.pairFilter.sides, let start = explore.secondStart(reading) {
      // A token of the other text would have nothing to show.
      let isOfSecond = explore.selection.query >= start
      if sides.query != isOfSecond { explore.selection.query = sides.query ? start : min(1, start - 1) }
      explore.selection.key = nil
    }
    note = .pairFilter(explore.pairFilter)
  }
}
