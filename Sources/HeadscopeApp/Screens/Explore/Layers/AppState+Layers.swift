internal import TerminalCanvas

extension AppState {
  /// An arrow in a panel of the page.
  mutating func moveInLayers(_ direction: Action.Direction, _ reading: ExploreState.Reading) -> [Effect] { [] }

  /// A click in a panel of the page.
  mutating func clickInLayers(_ point: Point, _ panel: ExplorePanel, _ rect: Rect, _ scene: ExploreView.Scene)
    -> [Effect]
  { [] }
}
