internal import Models
internal import TerminalCanvas
internal import Training

/// Draws the Train screen; each panel has a file of its own.
struct TrainView: PanelView {
  let app: AppState
  let state: TrainState
  let words: Words
  let theme: Theme
  let ramp: Ramp
  let layout: TrainLayout

  init(_ app: AppState, width: Int, height: Int) {
    self.app = app
    state = app.train
    words = app.words
    theme = app.settings.theme
    ramp = app.settings.ramp
    layout = app.trainLayout(width: width, height: height)
  }

  func draw(on canvas: inout Canvas) {
    if let strip = layout.strip { drawStrip(on: &canvas, in: strip) }
    for panel in state.page.panels {
      guard let rect = layout.panels[panel] else { continue }
      canvas.clipped(to: rect) { canvas in draw(panel, on: &canvas, in: rect) }
    }
    drawHidden(on: &canvas)
  }

  private func draw(_ panel: TrainPanel, on canvas: inout Canvas, in rect: Rect) {
    switch panel {
    case .loss: drawLoss(on: &canvas, in: rect)
    case .run: drawRun(on: &canvas, in: rect)
    case .heads: drawHeads(on: &canvas, in: rect)
    case .controls: drawControls(on: &canvas, in: rect)
    case .samples: drawSamples(on: &canvas, in: rect)
    case .predictions: drawPredictions(on: &canvas, in: rect)
    case .layers: drawLayers(on: &canvas, in: rect)
    case .histograms: drawHistograms(on: &canvas, in: rect)
    case .roles: drawRoles(on: &canvas, in: rect)
    case .roleHeads: drawRoleHeads(on: &canvas, in: rect)
    case .guess: drawGuess(on: &canvas, in: rect)
    case .distance: drawDistance(on: &canvas, in: rect)
    case .blame: drawBlame(on: &canvas, in: rect)
    case .update: drawUpdate(on: &canvas, in: rect)
    }
  }

  /// Names the panels that a small screen hides, on the border of the lowest one.
  private func drawHidden(on canvas: inout Canvas) {
    guard state.page != .step, !layout.hidden.isEmpty,
      let place = layout.panels.values.max(by: { ($0.y, $0.x) < ($1.y, $1.x) })
    else { return }
    let text = words.more(layout.hidden.map(words.train.title).joined(separator: " · "))
    guard VisibleText.columns(of: text) + 6 <= place.width else { return }
    canvas.write(
      " \(text) ", at: Point(place.x + 2, place.maxY - 1), style: Style(theme.accent, on: theme.panel))
  }

  func title(_ panel: TrainPanel) -> String { words.train.title(panel) }

  func hasFocus(_ panel: TrainPanel) -> Bool { state.focus == panel && app.overlay == nil }

  /// What the run does at the moment; one that is only looked at does nothing, whatever it did last.
  var runStatus: String { state.isOpened ? words.train.beside.onlyLookedAt : words.train.status(state.status) }

  func style(_ color: Color, isBold: Bool = false) -> Style { Style(color, on: theme.panel, isBold ? .bold : []) }

  func percent(_ share: Double) -> String {
    share > 0 && share < 0.0005 ? "<0.1%" : Figure.percent(Float(share), decimals: 1)
  }

  func spelling(_ id: Int32) -> String { state.language.tokenizer.spelling(of: id) }

  /// How an answer of the model in training reads.
  func answer(_ id: Int32) -> String { state.plan.preset.model.answer(id, state.language.tokenizer) }
}
