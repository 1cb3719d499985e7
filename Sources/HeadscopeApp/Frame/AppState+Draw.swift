internal import Models
public import TerminalCanvas

extension AppState {
  /// Draws the whole screen; a canvas of any size is filled.
  public func draw(into canvas: inout Canvas) {
    let theme = settings.theme
    canvas.fill(canvas.bounds, style: theme.base)
    guard canvas.width >= AppState.minimumWidth, canvas.height >= AppState.minimumHeight else {
      drawTooSmall(on: &canvas)
      return
    }
    let view = ExploreView(self, width: canvas.width, height: canvas.height)
    drawTitle(on: &canvas, in: view.layout.title)
    view.draw(on: &canvas)
    switch overlay {
    case .help(let scroll): HelpOverlay(words).draw(on: &canvas, scroll: scroll, theme: theme)
    case .palette(let palette): PaletteView(self, palette).draw(on: &canvas)
    case .find(let finder): FinderView(self, finder).draw(on: &canvas)
    case nil: break
    }
    statusBar(in: view.layout.status).draw(on: &canvas, theme: theme)
  }

  /// The whole screen as a canvas of the terminal's size.
  public func frame() -> Canvas {
    var canvas = Canvas(width: width, height: height, base: settings.theme.base)
    draw(into: &canvas)
    return canvas
  }

  private func drawTooSmall(on canvas: inout Canvas) {
    let lines = words.tooSmall(canvas.width, canvas.height)
    let box = canvas.bounds.centered(width: canvas.width, height: lines.count)
    for (row, line) in lines.enumerated() {
      canvas.writeCentered(
        line, in: box.row(row), style: Style(row == 0 ? settings.theme.accent : settings.theme.text))
    }
  }

  private func drawTitle(on canvas: inout Canvas, in rect: Rect) {
    titleBar.draw(on: &canvas, in: rect, theme: settings.theme)
  }

  /// The page whose name in the title stands at a point.
  func titlePage(at point: Point, in rect: Rect) -> ExplorePage? {
    let places = titleBar.pagePlaces(in: rect, theme: settings.theme)
    return zip(ExplorePage.allCases, places).first { $0.1.contains(point) }?.0
  }

  private var titleBar: TitleBar {
    let off = explore.interventions.isEmpty ? "" : words.off(explore.switchedOff(words).joined(separator: ", "))
    let facts = [
      subject.name, words.parameters(Figure.quantity(Double(subject.parameterCount))), settings.ramp.name,
    ]
    return TitleBar(
      brand: "Headscope", tabs: [words.explore], selected: 0,
      pages: ExplorePage.allCases.map { KeyHint(Keymap.caps(for: .page($0)), words.page($0)) },
      page: ExplorePage.allCases.firstIndex(of: explore.page) ?? 0, facts: facts,
      state: explore.isWaiting || explore.lensWork.isUnderWay ? words.waiting : off
    )
  }
}
