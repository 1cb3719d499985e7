internal import Models
internal import TerminalCanvas

extension AppState {
  /// Enlarges what is in the focused panel, or makes it smaller: the heatmap's pooled pattern, else the thumbnails.
  mutating func zoom(by step: Int) {
    guard explore.reading != nil else {
      note = explore.isWaiting ? .waiting : .emptySentence
      return
    }
    if explore.focus == .heatmap { zoomHeatmap(by: step) } else { zoomModel(by: step) }
  }

  private mutating func zoomModel(by step: Int) {
    guard let before = modelGeometry, ModelGeometry.zooms.contains(explore.modelZoom + step) else {
      return note = step > 0 ? .largest : .smallest
    }
    // Where everything is in sight, smaller thumbnails would show no more.
    let isWhole =
      before.layers.count == subject.configuration.layers && before.heads.count == subject.configuration.heads
    let isSingle = before.layers.count == 1 && before.heads.count == 1
    guard step > 0 ? !isSingle : !isWhole || explore.modelZoom > 0 else {
      return note = step > 0 ? .largest : .smallest
    }
    explore.modelZoom += step
  }

  private var modelGeometry: ModelGeometry? {
    let view = ExploreView(self, width: width, height: height)
    guard let reading = explore.reading, let rect = view.layout.panels[.model] else { return nil }
    return view.modelGeometry(view.scene(reading), in: rect)
  }

  /// From the whole pattern by halves to a pixel a value, and on to numbers; and back.
  private mutating func zoomHeatmap(by step: Int) {
    guard !patternFits || explore.showsWholePattern else { return note = .patternFits }
    if !explore.showsWholePattern {
      guard step < 0 else { return note = .largest }
      explore.showsWholePattern = true
      explore.heatmapZoom = heatmapGeometry?.deepestZoom ?? 0
      return
    }
    let deepest = heatmapGeometry?.deepestZoom ?? 0
    let zoom = min(explore.heatmapZoom, deepest) + step
    guard zoom >= 0 else { return note = .smallest }
    explore.heatmapZoom = min(zoom, deepest)
    guard zoom > deepest else { return }
    explore.showsWholePattern = false
    explore.heatmapZoom = 0
    note = .numbers
  }

  private var heatmapGeometry: HeatmapGeometry? {
    let view = ExploreView(self, width: width, height: height)
    guard let reading = explore.reading, let rect = view.layout.panels[.heatmap] else { return nil }
    return view.heatmapGeometry(view.scene(reading), in: rect)
  }

  /// Whether the heatmap shows every value with its number, so that there is nothing to switch.
  var patternFits: Bool { heatmapGeometry?.isWhole ?? true }

  /// Moves the query by many tokens, at most to the first or the last.
  mutating func pageTokens(by step: Int) {
    let choices = tokenChoices
    guard !choices.isEmpty else { return note = .emptySentence }
    let query = min(max(explore.selection.query, choices.lowerBound), choices.upperBound - 1)
    let target = min(max(query + step, choices.lowerBound), choices.upperBound - 1)
    guard target != query else { return note = step < 0 ? .firstToken : .lastToken }
    moveQuery(by: target - query)
  }
}
