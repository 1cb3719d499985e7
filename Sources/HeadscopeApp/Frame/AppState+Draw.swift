internal import Models
public import TerminalCanvas
internal import Training

extension AppState {
  /// Draws the whole screen; a canvas of any size is filled.
  public func draw(into canvas: inout Canvas) {
    let theme = settings.theme
    canvas.fill(canvas.bounds, style: theme.base)
    guard canvas.width >= AppState.minimumWidth, canvas.height >= AppState.minimumHeight else {
      drawTooSmall(on: &canvas)
      return
    }
    let status = drawScreen(on: &canvas)
    switch overlay {
    case .help(let scroll): HelpOverlay(words, on: modelInSight).draw(on: &canvas, scroll: scroll, theme: theme)
    case .info(let scroll): InfoOverlay(self).draw(on: &canvas, scroll: scroll)
    case .palette(let palette): PaletteView(self, palette).draw(on: &canvas)
    case .find(let finder): FinderView(self, finder).draw(on: &canvas)
    case .field(let field): box(field).draw(on: &canvas, theme: theme)
    case .presets(let selected): PresetsView(self, selected: selected).draw(on: &canvas)
    case .beside(let selected): BesideView(self, selected: selected).draw(on: &canvas)
    case .differences(let scroll): DifferencesView(self).draw(on: &canvas, scroll: scroll)
    case .question(let question): QuestionView(self, question).draw(on: &canvas)
    case .playgroundField(let field): box(field).draw(on: &canvas, theme: theme)
    case .tour(let selected): TourView(self, selected: selected).draw(on: &canvas)
    case .code(let code): CodeView(self, code).draw(on: &canvas)
    case nil: break
    }
    statusBar(in: status).draw(on: &canvas, theme: theme)
  }

  /// Draws title and screen; returns the room of the last line.
  private func drawScreen(on canvas: inout Canvas) -> Rect {
    switch screen {
    case .explore:
      let view = ExploreView(self, width: canvas.width, height: canvas.height)
      drawTitle(on: &canvas, in: view.layout.title)
      view.draw(on: &canvas)
      return view.layout.status
    case .train:
      let view = TrainView(self, width: canvas.width, height: canvas.height)
      drawTitle(on: &canvas, in: view.layout.title)
      view.draw(on: &canvas)
      return view.layout.status
    case .playground:
      let view = PlaygroundView(self, width: canvas.width, height: canvas.height)
      drawTitle(on: &canvas, in: view.layout.title)
      view.draw(on: &canvas)
      return view.layout.status
    }
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
    ownTitleBar.draw(on: &canvas, in: rect, theme: settings.theme)
  }

  /// What the title offers at a point: a page or a screen, by the key that shows it.
  func titleAction(at point: Point, in rect: Rect) -> Action? {
    let (bar, theme) = (titleBar, settings.theme)
    let pages: [Action] =
      switch screen {
      case .explore: ExplorePage.all(of: subject.model.configuration).map { .page($0) }
      case .train: TrainPage.allCases.map { .train(.page($0)) }
      case .playground: PlaygroundPage.allCases.map { .playground(.page($0)) }
      }
    if let page = zip(pages, bar.pagePlaces(in: rect, theme: theme)).first(where: { $0.1.contains(point) }) {
      return page.0
    }
    let tabs = zip([Action.exploreScreen, .trainScreen, .playgroundScreen], bar.tabPlaces(in: rect, theme: theme))
    return tabs.first { $0.1.contains(point) }?.0
  }

  /// The title as the person sees it.
  var titleBar: TitleBar {
    var bar = ownTitleBar
    // The mark of a recording stands in its place.
    bar.keepsBrand = recording.map { !$0.isEnding } ?? false
    return bar
  }

  /// The title of a frame, in which nothing shows that it is recorded.
  var ownTitleBar: TitleBar {
    let tabs = [words.explore, words.train.screen, words.playground.screen]
    switch screen {
    case .explore:
      let pages = ExplorePage.all(of: subject.model.configuration)
      let off = explore.interventions.isEmpty ? "" : words.off(explore.switchedOff(words).joined(separator: ", "))
      return TitleBar(
        brand: "Headscope", tabs: tabs, selected: 0,
        pages: pages.map { KeyHint(Keymap.caps(for: .page($0 == .states ? .overview : $0)), words.page($0)) },
        page: pages.firstIndex(of: explore.page) ?? 0,
        facts: [
          words.parameters(Figure.quantity(Double(subject.parameterCount))), settings.ramp.name, subject.name,
        ],
        state: explore.isWaiting || explore.isFetchingLayer || explore.lensWork.isUnderWay ? words.waiting : off)
    case .train:
      let model = train.plan.preset.model
      return TitleBar(
        brand: "Headscope", tabs: tabs, selected: 1,
        pages: TrainPage.allCases.map { KeyHint(Keymap.caps(for: .train(.page($0))), words.train.page($0)) },
        page: TrainPage.allCases.firstIndex(of: train.page) ?? 0,
        facts: train.hasSettings || train.model != nil
          ? [settings.ramp.name, words.grid(model.layers, model.heads), train.name]
          : [settings.ramp.name, train.watch?.name ?? ""],
        state: train.watch != nil
          ? words.train.beside.watching
          : train.isOpened ? words.train.beside.onlyLookedAt : words.train.status(train.status))
    case .playground:
      return TitleBar(
        brand: "Headscope", tabs: tabs, selected: 2,
        pages: PlaygroundPage.allCases.map {
          KeyHint(Keymap.caps(for: .playground(.page($0))), words.playground.page($0))
        },
        page: PlaygroundPage.allCases.firstIndex(of: playground.page) ?? 0,
        state: words.playground.status(playground))
    }
  }
}
