internal import TerminalCanvas

extension AppState {
  /// An arrow in a panel of the page.
  mutating func moveInGeneration(_ direction: Action.Direction, _ reading: ExploreState.Reading) -> [Effect] { [] }

  /// A click in a panel of the page.
  mutating func clickInGeneration(_ point: Point, _ panel: ExplorePanel, _ rect: Rect, _ scene: ExploreView.Scene)
    -> [Effect]
  { [] }
}
