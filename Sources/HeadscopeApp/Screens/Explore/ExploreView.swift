internal import Analysis
internal import Models
internal import TerminalCanvas

/// Draws the Explore screen; each panel has a file of its own.
struct ExploreView: PanelView {
  let subject: Subject
  let state: ExploreState
  let words: Words
  let theme: Theme
  let ramp: Ramp
  let layout: ExploreLayout

  init(_ app: AppState, width: Int, height: Int) {
    subject = app.subject
    state = app.explore
    words = app.words
    theme = app.settings.theme
    ramp = app.settings.ramp
    layout = app.exploreLayout(width: width, height: height)
  }

  func draw(on canvas: inout Canvas) {
    drawSentence(on: &canvas, in: layout.sentence)
    for panel in state.page.panels {
      guard let rect = layout.panels[panel] else { continue }
      canvas.clipped(to: rect) { canvas in draw(panel, on: &canvas, in: rect) }
    }
    drawHidden(on: &canvas)
  }

  /// Names the panels that a small screen hides, on the border of the lower part, with the key that brings them.
  private func drawHidden(on canvas: inout Canvas) {
    guard let place = layout.panels.values.max(by: { ($0.y, -$0.x) < ($1.y, -$1.x) }), !layout.hidden.isEmpty
    else { return }
    let text = words.more(layout.hidden.map(title).joined(separator: " · "))
    guard VisibleText.columns(of: text) + 6 <= place.width else { return }
    canvas.write(
      " \(text) ", at: Point(place.x + 2, place.maxY - 1), style: Style(theme.accent, on: theme.panel))
  }

  private func draw(_ panel: ExplorePanel, on canvas: inout Canvas, in rect: Rect) {
    guard let reading = state.reading else {
      let interior = frame(panel, on: &canvas, in: rect)
      let line = state.isWaiting ? words.waiting : words.emptySentence
      canvas.writeWrapped(line, in: interior, style: theme.label)
      return
    }
    let scene = scene(reading)
    guard state.holdsLayerInSight(reading) || [.model, .predictions].contains(panel) else {
      let interior = frame(panel, on: &canvas, in: rect)
      canvas.writeWrapped(words.waiting, in: interior, style: theme.label)
      return
    }
    switch panel {
    case .model: drawModel(scene, on: &canvas, in: rect)
    case .heatmap: drawHeatmap(scene, on: &canvas, in: rect)
    case .lines: drawLines(scene, on: &canvas, in: rect)
    case .details: drawDetails(scene, on: &canvas, in: rect)
    case .predictions: drawPredictions(scene, on: &canvas, in: rect)
    case .activations: drawActivations(scene, on: &canvas, in: rect)
    case .strip, .operation, .explanation: drawStep(panel, scene, on: &canvas, in: rect)
    case .keys, .dimensions: drawNeuron(panel, scene, on: &canvas, in: rect)
    case .residual, .neurons, .lens: drawLayers(panel, scene, on: &canvas, in: rect)
    case .ledger, .effect, .ranking: drawLedger(panel, scene, on: &canvas, in: rect)
    case .states, .course: drawStates(panel, scene, on: &canvas, in: rect)
    case .candidates, .knobs, .branches: drawGeneration(panel, scene, on: &canvas, in: rect)
    }
  }

  /// What is switched off, of an encoder–decoder in the stack in sight.
  var off: Interventions { subject.stack.map { state.interventions.viewed($0) } ?? state.interventions }

  /// The reading as the panels look at it.
  func scene(_ reading: ExploreState.Reading) -> Scene {
    let selection = state.selected(reading)
    return Scene(
      reading: reading, selection: selection, key: state.key(reading, selection),
      lensed: state.lensed ?? LensedReading(rowsOf: reading.trace, sight: state.sight(reading)))
  }

  /// What was read and what of it is looked at.
  struct Scene {
    let reading: ExploreState.Reading
    let selection: ExploreState.Selection
    /// The position looked at.
    let key: Int
    let lensed: LensedReading

    var tokens: [Token] { reading.tokens }
    var query: Token { tokens[selection.query] }
    var headName: String { "L\(selection.layer) · H\(selection.head)" }
    /// What the lens shows: a head, or a whole layer.
    var lensedName: String { lensed.lens.isOfWholeLayer ? "L\(selection.layer)" : headName }
    /// What the lens shows of the chosen query, key by key.
    var lensedRow: [Float] { lensed.row(layer: selection.layer, head: selection.head, query: selection.query) }
  }

  /// A panel's name for the model at hand.
  func title(_ panel: ExplorePanel) -> String {
    guard panel == .predictions, !subject.configuration.isCausal, subject.stack == nil else {
      return words.title(panel)
    }
    guard subject.configuration.hasHead else { return words.alike }
    return subject.configuration.isClassifier ? words.verdict : words.wordHere
  }

  func hasFocus(_ panel: ExplorePanel) -> Bool { state.focus == panel && state.editor == nil }

  /// The part of a panel whose lower border a caption leaves free for legends.
  func roomForLegends(in rect: Rect, beside caption: String) -> Rect {
    caption.isEmpty ? rect : rect.splitRight(VisibleText.columns(of: caption) + 2).rest
  }

  /// A legend on the lower border, `offset` columns from the left; returns the columns it took.
  @discardableResult
  func legend(
    _ name: String, _ legend: Legend, on canvas: inout Canvas, in rect: Rect, offset: Int = 2, bar: Int = 12
  ) -> Int {
    let label = name.isEmpty ? " " : " \(name)  "
    let width = VisibleText.columns(of: label + legend.low + legend.high) + bar + 3
    guard offset + width + 2 <= rect.width else { return 0 }
    let line = Rect(x: rect.x + offset, y: rect.maxY - 1, width: width, height: 1)
    canvas.fill(line, style: theme.label)
    let used = canvas.write(label, at: line.origin, style: theme.label)
    legend.draw(on: &canvas, in: line.splitLeft(used).rest.splitRight(1).rest, theme: theme)
    return width
  }

  /// A token as it is written in labels and chips, with the mark of unknown words.
  func text(_ token: Token) -> VisibleText {
    VisibleText(token.isUnknown ? token.text + words.unknown : token.text, leadingSpace: .dot)
  }

  /// How a token's label looks by what kind of token it is.
  func style(_ token: Token, isSelected: Bool = false) -> Style {
    let attributes: Attributes = token.isSpecial ? .italic : token.isUnknown ? .underline : []
    if isSelected { return Style(theme.query, on: theme.panel, attributes.union(.bold)) }
    return Style(
      token.isUnknown ? theme.warning : token.isSpecial ? theme.special : theme.text, on: theme.panel, attributes)
  }

  /// A share as per cent with one decimal; what is too small for that is not called nothing.
  func percent(_ share: Float) -> String {
    share > 0 && share < 0.0005 ? "<0.1%" : Figure.percent(share, decimals: 1)
  }

  /// Columns for the labels of tokens: the widest, within limits.
  func labelWidth(_ tokens: some Sequence<Token>, atMost limit: Int) -> Int {
    min(limit, tokens.reduce(1) { max($0, text($1).columns) })
  }
}

extension AppState {
  func exploreLayout(width: Int, height: Int) -> ExploreLayout {
    ExploreLayout(
      width: width, height: height, page: explore.page,
      tokens: max(1, explore.reading?.tokens.count ?? explore.sentence.tokens.count),
      layers: subject.configuration.layers, heads: subject.configuration.heads,
      units: subject.configuration.width,
      stages: explore.reading?.stages.count ?? 2 * subject.configuration.layers + 1,
      docked: explore.page == .layers ? explore.layers.grid : explore.docked)
  }
}
