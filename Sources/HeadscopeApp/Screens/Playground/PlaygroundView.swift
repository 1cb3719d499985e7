internal import Corpora
internal import TerminalCanvas
internal import Training

/// Draws the Playground; each panel has a file of its own.
struct PlaygroundView: PanelView {
  let app: AppState
  let state: PlaygroundState
  let words: PlaygroundWords
  let theme: Theme
  let layout: PlaygroundLayout

  init(_ app: AppState, width: Int, height: Int) {
    self.app = app
    state = app.playground
    words = app.words.playground
    theme = app.settings.theme
    layout = app.playgroundLayout(width: width, height: height)
  }

  func draw(on canvas: inout Canvas) {
    if let caption = layout.caption { drawCaption(on: &canvas, in: caption) }
    for panel in PlaygroundPanel.allCases {
      guard let rect = layout.panels[panel] else { continue }
      canvas.clipped(to: rect) { canvas in draw(panel, on: &canvas, in: rect) }
    }
  }

  private func draw(_ panel: PlaygroundPanel, on canvas: inout Canvas, in rect: Rect) {
    guard let report = state.report else {
      let interior = frame(panel, on: &canvas, in: rect)
      canvas.write(app.words.waiting, at: interior.origin, style: theme.label, maxWidth: interior.width)
      return
    }
    switch (panel, state.page) {
    case (.network, .network): drawNetwork(report, on: &canvas, in: rect)
    case (.network, .walk): drawWalk(report, on: &canvas, in: rect)
    case (.map, .network): drawMap(report, on: &canvas, in: rect)
    case (.map, .walk): drawStage(report, on: &canvas, in: rect)
    case (.loss, _): drawLoss(report, on: &canvas, in: rect)
    case (.neuron, _): drawNeuron(report, on: &canvas, in: rect)
    case (.controls, _): drawControls(on: &canvas, in: rect)
    }
  }

  private func drawCaption(on canvas: inout Canvas, in rect: Rect) {
    for (row, line) in app.tourLines(width: canvas.width).enumerated() {
      canvas.write(
        line, at: Point(rect.x + 2, rect.y + row), style: Style(theme.special, on: theme.background, .italic),
        maxWidth: rect.width - 2)
    }
  }

  func title(_ panel: PlaygroundPanel) -> String { words.title(panel) }

  func hasFocus(_ panel: PlaygroundPanel) -> Bool { state.focus == panel && app.overlay == nil }

  /// A signed number in a column of seven, as a reader wants it.
  static func figure(_ value: Float) -> String { figure(value, decimals: 3) }

  /// A number with digits enough to reckon with.
  static func precise(_ value: Float) -> String { figure(value, decimals: 5) }

  /// So many decimals of a number below 10, fewer of a larger one.
  private static func figure(_ value: Float, decimals: Int) -> String {
    guard value.isFinite else { return Figure.axis(value) }
    let size = abs(value)
    let digits =
      size < 0.001 && size > 0
      ? Figure.scientific(size)
      : Figure.fixed(size, decimals: size < 10 ? decimals : size < 1_000 ? decimals - 2 : max(0, decimals - 4))
    return (value < 0 ? "−" : "") + digits
  }

  /// The colour of something positive or negative.
  func color(of value: Float) -> Color { SignedMap.color(value < 0 ? -0.8 : 0.8, theme: theme) }

  /// What feeds a layer of neurons, by name.
  func inputNames(ofLayer layer: Int, _ settings: PlaygroundSettings) -> [String] {
    layer == 0 ? settings.features.map(Self.name) : (0..<settings.layers[layer - 1].units).map { "h\(layer).\($0 + 1)" }
  }

  /// A neuron's name: `h1.2`, or the output's.
  func neuronName(layer: Int, unit: Int, _ settings: PlaygroundSettings) -> String {
    layer < settings.layers.count ? "h\(layer + 1).\(unit + 1)" : words.output
  }

  /// A feature's name.
  static func name(_ feature: PlaneFeature) -> String {
    switch feature {
    case .x1: "x₁"
    case .x2: "x₂"
    case .x1Squared: "x₁²"
    case .x2Squared: "x₂²"
    case .product: "x₁x₂"
    case .sineX1: "sin x₁"
    case .sineX2: "sin x₂"
    }
  }
}
