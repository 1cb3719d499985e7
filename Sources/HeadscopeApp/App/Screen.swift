/// What a number key shows.
enum Screen: CaseIterable, Hashable, Sendable {
  case explore, train, playground
}
