internal import TerminalCanvas
private import Wording

extension TrainView {
  /// Where in the past the run is looked at, for the title of the curve: as much of it as there is room for.
  func pastPlace(columns: Int) -> String? {
    guard let past = state.past else { return nil }
    let words = words.train.past
    guard let moment = past.moment else { return words.looking(grouped(past.target)) }
    if moment.shown == past.target {
      return moment.isOther ? words.other(grouped(moment.shown)) : words.exact(grouped(moment.shown))
    }
    let near = words.near(grouped(moment.shown), grouped(past.target))
    let isLate = moment.target != past.target
    let missing = moment.missing > 0 && !isLate ? " · " + words.missing(grouped(moment.missing)) : ""
    let fitting = [near + missing, near].first { VisibleText.columns(of: $0) <= columns }
    return fitting ?? words.looking(grouped(moment.shown))
  }

  /// What is kept of the past, and how much room it takes; then the room alone.
  var keptPast: [String] {
    state.kept.map { kept in
      let (bytes, budget) = (Figure.bytes(kept.bytes), Figure.bytes(kept.budget))
      return [words.train.past.kept(kept.states, bytes, budget), "\(bytes) / \(budget)"]
    } ?? []
  }
}
