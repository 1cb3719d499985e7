internal import TerminalCanvas

extension ExploreView {
  /// Draws a panel of the page.
  func drawLayers(_ panel: ExplorePanel, _ scene: Scene, on canvas: inout Canvas, in rect: Rect) {
    frame(panel, on: &canvas, in: rect)
  }
}
