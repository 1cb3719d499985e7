internal import TerminalCanvas
internal import Training

/// Where everything of the Playground stands, for drawing and for the mouse alike.
struct PlaygroundLayout: Equatable {
  let title: Rect
  /// The line on what to look for, where a stop of the tour has one.
  private(set) var caption: Rect?
  let status: Rect
  private(set) var panels: [PlaygroundPanel: Rect] = [:]
  /// Panels that a small screen shows only when they get the focus.
  private(set) var hidden: [PlaygroundPanel] = []

  /// - Parameter captionRows: What the line on what to look for takes.
  init(width: Int, height: Int, captionRows: Int, _ state: PlaygroundState) {
    let screen = Rect(x: 0, y: 0, width: width, height: height)
    let (head, rest) = screen.splitTop(1)
    var (body, bottom) = rest.splitBottom(1)
    (title, status) = (head, bottom)
    if captionRows > 0 {
      let (line, rest) = body.splitTop(captionRows)
      (caption, body) = (line, rest)
    }
    switch state.page {
    case .network where width >= 110 && height >= 34: placeLarge(body)
    case .network: placeSmall(body, state)
    case .walk where width >= 110: (panels[.network], panels[.map]) = Self.pair(body.columns([3, 2]))
    case .walk:
      let rows = body.splitBottom(min(10, body.height / 2))
      (panels[.network], panels[.map]) = (rows.rest, rows.bottom)
    }
    hidden = PlaygroundPanel.allCases.filter { panels[$0] == nil }
  }

  private static func pair(_ rects: [Rect]) -> (Rect, Rect) { (rects[0], rects[1]) }

  /// A map of square pixels sets the width of the right column.
  private mutating func placeLarge(_ body: Rect) {
    let mapHeight = body.height - 12
    let right = min(max(46, body.width * 9 / 20), 2 * mapHeight - 1)
    let (left, column) = body.splitRight(right)
    (panels[.map], panels[.controls]) = column.splitTop(mapHeight)
    let (network, lower) = left.splitTop(mapHeight)
    panels[.network] = network
    (panels[.loss], panels[.neuron]) = Self.pair(lower.columns([5, 6]))
  }

  /// The network wants width, the map height.
  private mutating func placeSmall(_ body: Rect, _ state: PlaygroundState) {
    if state.large == .map {
      let (map, column) = body.splitLeft(min(2 * body.height - 1, body.width - 34))
      panels[.map] = map
      (panels[.loss], panels[state.small]) = column.splitBottom(min(11, body.height / 2))
      return
    }
    let (upper, lower) = body.splitBottom(min(9, body.height * 2 / 5))
    panels[state.large] = upper
    (panels[.loss], panels[state.small]) = Self.pair(lower.columns([2, 3]))
  }
}

extension AppState {
  /// What a stop of the tour says to look for, in lines; none where there is no stop, and on another page.
  func tourLines(width: Int) -> [VisibleText] {
    guard let preset = playground.preset, playground.page == .network, playground.isAsIn(preset) else { return [] }
    let words = words.playground
    let place = (PlaygroundPreset.allCases.firstIndex(of: preset) ?? 0) + 1
    let stop = "\(place)/\(PlaygroundPreset.allCases.count) "
    return VisibleText(stop + words.presetName(preset) + words.colon + words.presetLine(preset)).wrapped(
      columns: width - 4)
  }

  func playgroundLayout(width: Int, height: Int) -> PlaygroundLayout {
    PlaygroundLayout(width: width, height: height, captionRows: tourLines(width: width).count, playground)
  }
}
