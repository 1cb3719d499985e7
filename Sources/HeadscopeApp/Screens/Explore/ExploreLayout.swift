internal import TerminalCanvas

/// Where everything of the Explore screen stands, for drawing and for the mouse alike.
///
/// Model view and heatmap are always there. Below them stand bands of panels: all of them where the screen is high
/// enough, else only the band that was last in focus.
struct ExploreLayout: Equatable {
  let title: Rect
  let sentence: Rect
  let status: Rect
  var panels: [ExplorePanel: Rect] = [:]
  /// Panels that a small screen shows only when they get the focus.
  var hidden: [ExplorePanel] = []

  /// - Parameters:
  ///   - units: Numbers that a recurrent layer's heat rows show.
  ///   - stages: Stages of the residual stream that the layers page shows.
  init(
    width: Int, height: Int, page: ExplorePage, tokens: Int, layers: Int, heads: Int, units: Int, stages: Int,
    docked: ExplorePanel
  ) {
    let screen = Rect(x: 0, y: 0, width: width, height: height)
    let (head, rest) = screen.splitTop(2)
    (title, sentence) = (head.row(0), head.row(1))
    let (body, bottom) = rest.splitBottom(1)
    status = bottom
    switch page {
    case .overview:
      placeOverview(body, width: width, tokens: tokens, layers: layers, heads: heads, docked: docked)
    case .step: placeStep(body)
    case .neuron: placeNeuron(body, tokens: tokens)
    case .layers: placeLayers(body, width: width, stages: stages, grid: docked)
    case .ledger: placeLedger(body, heads: heads)
    case .generation: placeGeneration(body)
    case .states: placeStates(body, tokens: tokens, units: units)
    }
  }

  private mutating func placeOverview(
    _ body: Rect, width: Int, tokens: Int, layers: Int, heads: Int, docked: ExplorePanel
  ) {
    let bands = ExploreLayout.bands(width: width)
    let minimum = min(max(tokens, 6), 8) + 2
    let fits = body.height >= ExploreLayout.upperMinimum + bands.count * minimum
    let shown = fits ? bands : bands.filter { band in band.contains { $0.panel == docked } }
    let lower = ExploreLayout.lowerHeight(
      body.height, bands: shown.count, minimum: minimum, heads: (layers, tokens))
    hidden =
      fits ? [] : bands.flatMap { $0.map(\.panel) }.filter { panel in !shown.joined().contains { $0.panel == panel } }
    let (top, below) = body.splitTop(body.height - lower * shown.count)
    placeTop(top, tokens: tokens, layers: layers, heads: heads)
    for (band, rect) in zip(shown, below.rows(shown.map { _ in 1 })) {
      for (entry, place) in zip(band, rect.columns(band.map(\.weight))) { panels[entry.panel] = place }
    }
  }

  private typealias Band = [(panel: ExplorePanel, weight: Int)]

  private static func bands(width: Int) -> [Band] {
    switch width {
    case 160...: [[(.lines, 10), (.details, 11), (.predictions, 10), (.activations, 19)]]
    case 110...: [[(.lines, 11), (.details, 13), (.predictions, 12)], [(.activations, 1)]]
    default: [[(.lines, 1), (.details, 1)], [(.predictions, 2), (.activations, 3)]]
    }
  }

  /// Rows of each lower band: what the upper one leaves.
  ///
  /// The upper band takes as many rows a layer as show a pattern value for value, and twice that where the lower bands
  /// keep a comfortable height.
  private static func lowerHeight(
    _ height: Int, bands: Int, minimum: Int, heads: (layers: Int, tokens: Int)
  ) -> Int {
    let (count, pattern) = (max(1, bands), (heads.tokens + 1) / 2)
    func upper(_ rows: Int) -> Int { max(upperMinimum, heads.layers * rows + 3) }
    let most = (height - upperMinimum) / count
    let comfortable = 14
    let choices = [2 * pattern + 1, pattern].filter { rows in
      (height - upper(rows)) / count >= (rows > pattern ? comfortable : min(minimum, most))
    }
    let rows = choices.first ?? (height - count * min(minimum, most) - 3) / heads.layers
    let lower = (height - upper(max(2, min(rows, 12)))) / count
    return max(min(minimum, most), min(lower, height / (count + 1)))
  }

  /// Rows that the model view and the heatmap need at least.
  private static let upperMinimum = 11

  /// The model view takes what its thumbnails can use, the heatmap the rest, but never less than readable numbers need.
  private mutating func placeTop(_ rect: Rect, tokens: Int, layers: Int, heads: Int) {
    let thumbnail = tokens * ModelGeometry.scale(tokens: tokens, rows: rect.height - 3, layers: layers)
    let wanted = 7 + heads * (thumbnail + 1)
    let heatmapLeast = max(min(8 + 4 * max(tokens, 6), rect.width / 2), rect.width * 7 / 20)
    let width = min(max(wanted, rect.width / 2), rect.width - heatmapLeast)
    let (left, right) = rect.splitLeft(width)
    panels[.model] = left
    panels[.heatmap] = right
  }
}
