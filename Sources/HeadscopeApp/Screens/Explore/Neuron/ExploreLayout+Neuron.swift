internal import TerminalCanvas

extension ExploreLayout {
  /// The keys' table above, as high as its rows ask for, and below it the chosen key's dimensions.
  mutating func placeNeuron(_ body: Rect, tokens: Int) {
    let lines = body.height >= 50 ? 3 : body.height >= 30 ? 2 : 1
    let wanted = KeysGeometry.headRows + max(2, tokens) * lines + 2
    let least = max(10, body.height * 2 / 5)
    let (top, below) = body.splitTop(min(wanted, body.height - least))
    panels[.keys] = top
    panels[.dimensions] = below
  }
}
