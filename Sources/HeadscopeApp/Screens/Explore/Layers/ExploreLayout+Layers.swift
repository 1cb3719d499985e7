internal import TerminalCanvas

extension ExploreLayout {
  /// The grids of stages above, the neurons below; a small screen shows one of the grids at a time.
  ///
  /// - Parameter grid: The grid to show there.
  mutating func placeLayers(_ body: Rect, width: Int, stages: Int, grid: ExplorePanel) {
    let wanted = stages + 3
    let least = 9
    if body.height < 33 {
      let (top, below) = body.splitTop(max(body.height / 2, min(wanted, body.height - least)))
      panels[grid == .residual ? .residual : .lens] = top
      panels[.neurons] = below
      hidden = [grid == .residual ? .lens : .residual]
    } else if width >= 150 {
      let (top, below) = body.splitTop(min(max(body.height / 2, min(wanted, body.height * 3 / 5)), 2 * stages + 3))
      panels[.lens] = top
      let parts = below.columns([1, 1])
      (panels[.residual], panels[.neurons]) = (parts[0], parts[1])
    } else {
      let height = min(wanted, (body.height - least) / 2)
      let (top, rest) = body.splitTop(height)
      let (middle, below) = rest.splitTop(height)
      (panels[.lens], panels[.residual], panels[.neurons]) = (top, middle, below)
    }
  }
}
