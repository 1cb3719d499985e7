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

  init(width: Int, height: Int, _ state: PlaygroundState) {
    let screen = Rect(x: 0, y: 0, width: width, height: height)
    let (head, rest) = screen.splitTop(1)
    var (body, bottom) = rest.splitBottom(1)
    (title, status) = (head, bottom)
    if state.preset != nil, state.page == .network {
      let (line, rest) = body.splitTop(1)
      (caption, body) = (line, rest)
    }
    switch state.page {
    case .network where width >= 110 && height >= 34: placeLarge(body)
    case .network: placeSmall(body, state)
    case .walk where width >= 110: (panels[.network], panels[.map]) = Self.pair(body.columns([3, 2]))
    case .walk: panels[state.large] = body
    }
    hidden = PlaygroundPanel.allCases.filter { panels[$0] == nil }
  }

  private static func pair(_ rects: [Rect]) -> (Rect, Rect) { (rects[0], rects[1]) }

  /// A map of square pixels sets the width of the right column.
  private mutating func placeLarge(_ body: Rect) {
    let right = min(max(46, body.width * 2 / 5), 2 * (body.height - 16) + 4)
    let (left, column) = body.splitRight(right)
    let mapHeight = min(body.height - 12, (right - 4) / 2 + 4)
    (panels[.map], panels[.controls]) = column.splitTop(mapHeight)
    let (network, lower) = left.splitTop(mapHeight)
    panels[.network] = network
    (panels[.loss], panels[.neuron]) = Self.pair(lower.columns([5, 6]))
  }

  private mutating func placeSmall(_ body: Rect, _ state: PlaygroundState) {
    let (upper, lower) = body.splitBottom(min(9, body.height * 2 / 5))
    panels[state.large] = upper
    (panels[.loss], panels[state.small]) = Self.pair(lower.columns([2, 3]))
  }
}

extension AppState {
  func playgroundLayout(width: Int, height: Int) -> PlaygroundLayout {
    PlaygroundLayout(width: width, height: height, playground)
  }
}
