internal import TerminalCanvas
private import Wording

extension TrainView {
  /// Where in the past the run is looked at, for the title of the curve.
  var pastPlace: String? {
    guard let past = state.past else { return nil }
    let words = words.train.past
    guard let moment = past.moment, moment.target == past.target else { return words.looking(grouped(past.target)) }
    if moment.isExact { return words.exact(grouped(moment.shown)) }
    let near = words.near(grouped(moment.shown), grouped(moment.target))
    return moment.missing > 0 ? near + " · " + words.missing(grouped(moment.missing)) : near
  }

  /// What is kept of the past, and how much room it takes.
  var keptPast: String? {
    state.kept.map { kept in
      words.train.past.kept(grouped(kept.states), Figure.bytes(kept.bytes), Figure.bytes(kept.budget))
    }
  }
}
