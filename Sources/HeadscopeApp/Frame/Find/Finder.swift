internal import Models

/// What is typed and chosen while searching.
struct Finder: Equatable, Sendable {
  var line = LineEditor("")
  /// The chosen row among what was found.
  var selected = 0
  /// What was looked at when the search began, to go back to.
  let before: ExploreState.Selection
}

/// Something that can be found and gone to.
enum FindTarget: Equatable {
  case token(Int)
  case head(layer: Int, head: Int)
}

extension AppState {
  /// What the typed text finds: heads by their name (`L1H6`, `1.6`, `L1`), and tokens that hold it, in the sentence's
  /// order; every token where nothing is typed.
  func targets(of finder: Finder) -> [FindTarget] {
    let wanted = FuzzyMatch.folded(finder.line.text).filter { $0 != " " }
    let tokens = explore.shown.tokens.indices.filter { index in
      wanted.isEmpty || FindTarget.contains(FuzzyMatch.folded(explore.shown.tokens[index].text), wanted)
    }
    return heads(named: wanted) + tokens.map(FindTarget.token)
  }

  /// The heads of a name: a layer, and a head where one is named.
  private func heads(named name: [Unicode.Scalar]) -> [FindTarget] {
    guard let (layer, head) = FindTarget.headName(name), layer < subject.configuration.layers else { return [] }
    let heads = 0..<subject.configuration.heads
    return heads.filter { head == nil || $0 == head }.map { .head(layer: layer, head: $0) }
  }

  /// Chooses the first find at or behind what was looked at before, and shows it.
  mutating func seek() {
    guard case .find(var finder) = overlay else { return }
    let place = targets(of: finder).firstIndex { target in
      switch target {
      case .token(let index): index >= finder.before.query
      case .head: true
      }
    }
    finder.selected = place ?? 0
    overlay = .find(finder)
    preview()
  }

  /// Goes to the chosen find; where there is none, back to what was looked at before.
  mutating func preview() {
    guard case .find(let finder) = overlay else { return }
    let targets = targets(of: finder)
    explore.selection = finder.before
    guard targets.indices.contains(finder.selected), !finder.line.scalars.isEmpty || finder.selected > 0 else { return }
    switch targets[finder.selected] {
    case .token(let index): select(query: index)
    case .head(let layer, let head):
      (explore.selection.layer, explore.selection.head) = (layer, head)
      explore.selection.key = nil
    }
  }
}

extension FindTarget {
  /// Whether some letters stand in a text side by side.
  static func contains(_ text: [Unicode.Scalar], _ part: [Unicode.Scalar]) -> Bool {
    guard part.count <= text.count else { return false }
    return (0...text.count - part.count).contains { text[$0..<$0 + part.count].elementsEqual(part) }
  }

  /// Layer and head of a name in small letters: `l1h6`, `l1`, `1.6`, also with `·` between; `nil` for other text.
  static func headName(_ name: [Unicode.Scalar]) -> (layer: Int, head: Int?)? {
    var rest = name[...]
    let isNamed = rest.first == "l"
    if isNamed { rest.removeFirst() }
    guard let layer = number(&rest) else { return nil }
    guard !rest.isEmpty else { return isNamed ? (layer, nil) : nil }
    var isSeparated = false
    while let sign = rest.first, sign == "." || sign == "·" || (sign == "h" && isNamed) {
      rest.removeFirst()
      isSeparated = true
    }
    guard isSeparated else { return nil }
    if rest.isEmpty { return isNamed ? (layer, nil) : nil }
    guard let head = number(&rest), rest.isEmpty else { return nil }
    return (layer, head)
  }

  /// Takes a number of at most four digits off the front.
  private static func number(_ text: inout ArraySlice<Unicode.Scalar>) -> Int? {
    let digits = text.prefix { ("0"..."9").contains($0) }
    guard (1...4).contains(digits.count) else { return nil }
    text = text.dropFirst(digits.count)
    return digits.reduce(0) { $0 * 10 + Int($1.value) - 48 }
  }
}
