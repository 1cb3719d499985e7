internal import KernelTypes
internal import Models
internal import TerminalCanvas

/// What a key of the states page asks for.
enum StatesAction: Hashable, Sendable {
  /// Shows the next quantity, or the previous one.
  case quantity(by: Int)
  /// Looks at the next layer, or the previous one.
  case layer(by: Int)
  /// Follows the strongest unit again.
  case strongest
}

extension AppState {
  mutating func perform(onStates action: StatesAction) {
    switch action {
    case .quantity(let step):
      guard let cell = subject.configuration.cell else { return }
      let all = StateQuantity.all(of: cell)
      let place = all.firstIndex(of: explore.states.quantity) ?? 0
      explore.states.quantity = all[(place + step + all.count) % all.count]
    case .layer(let step): moveLayer(by: step)
    case .strongest: explore.states.unit = nil
    }
  }

  /// An arrow in a panel of the page.
  mutating func moveInStates(_ direction: Action.Direction, _ reading: ExploreState.Reading) {
    switch (explore.focus, direction) {
    case (.predictions, .up): scrollPredictions(by: -1)
    case (.predictions, .down): scrollPredictions(by: 1)
    case (_, .up): moveQuery(by: -1)
    case (_, .down): moveQuery(by: 1)
    case (_, .left): moveUnit(by: -1, reading)
    case (_, .right): moveUnit(by: 1, reading)
    }
  }

  private mutating func moveUnit(by step: Int, _ reading: ExploreState.Reading) {
    let unit = reading.unit(explore.states, reading.clamped(explore.selection)) + step
    guard (0..<subject.configuration.width).contains(unit) else {
      return note = step < 0 ? .firstUnit : .lastUnit
    }
    explore.states.unit = unit
  }

  mutating func clickInStates(
    _ point: Point, _ panel: ExplorePanel, _ rect: Rect, _ scene: ExploreView.Scene, _ view: ExploreView
  ) {
    switch panel {
    case .states:
      guard let hit = view.statesGeometry(scene, in: rect).hit(point) else { return }
      select(query: hit.token)
      if let unit = hit.unit { explore.states.unit = unit }
    default:
      let tokens = view.courseTokens(scene, in: rect)
      let token = tokens.lowerBound + point.y - Panel.interior(of: rect).y - 1
      if tokens.contains(token) { select(query: token) }
    }
  }

  /// A row for each token and unit of the layer in sight, with all that the cell holds.
  func statesTable(_ scene: ExploreView.Scene) -> DataTable? {
    guard let cell = subject.configuration.cell else { return nil }
    let (layer, all) = (scene.selection.layer, StateQuantity.all(of: cell))
    return DataTable(
      "states-l\(layer)", columns: ["position", "token", "unit"] + all.map(\.rawValue),
      rows: scene.tokens.enumerated().flatMap { position, token in
        let rows = all.map { scene.reading.numbers($0, layer: layer, position: position) }
        return (0..<subject.configuration.width).map { unit -> [DataTable.Cell] in
          let numbers = rows.map { DataTable.Cell.number($0[$0.startIndex + unit]) }
          return [.whole(position), .text(token.text), .whole(unit)] + numbers
        }
      })
  }
}
