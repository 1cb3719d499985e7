extension AppState {
  /// What a key of the head view does.
  mutating func perform(onLines action: LinesAction) {
    let selection = explore.selection
    let name = "L\(selection.layer) · H\(selection.head)"
    switch action {
    case .pin:
      guard explore.lines.togglePin(layer: selection.layer, head: selection.head) else {
        return note = .lines(.tooManyPins(LinesState.capacity))
      }
      let isPinned = explore.lines.pin(layer: selection.layer, head: selection.head) != nil
      note = .lines(isPinned ? .pinned(name) : .unpinned(name))
      showLines()
    case .unpinAll:
      let count = explore.lines.pins.count
      note = .lines(count == 0 ? .noPins : .unpinnedAll(count))
      explore.lines.unpinAll()
    case .threshold(let step):
      if !explore.lines.moveThreshold(by: step) { note = .lines(step < 0 ? .lowestThreshold : .highestThreshold) }
      showLines()
    case .alone:
      explore.lines.isAlone.toggle()
      let token = explore.shown.tokens.indices.contains(selection.query)
      let text = token ? explore.shown.tokens[selection.query].text : ""
      note = .lines(explore.lines.isAlone ? .alone(text) : .all)
      showLines()
    }
  }

  /// A small screen shows the panel that the key acts on; the focus stays where it is.
  private mutating func showLines() { explore.docked = .lines }
}
