internal import Models
internal import TerminalCanvas
internal import Training

/// Where everything of the Train screen stands, for drawing and for the mouse alike.
struct TrainLayout: Equatable {
  let title: Rect
  /// The thread of the four parts of a step, on the page that takes one apart.
  private(set) var strip: Rect?
  let status: Rect
  private(set) var panels: [TrainPanel: Rect] = [:]
  /// Panels that a small screen shows only when they get the focus.
  private(set) var hidden: [TrainPanel] = []

  /// - Parameters:
  ///   - docked: The panel that was last in focus among those that take turns.
  ///   - roleRows: Lines that the page of roles has to show; nil where it shows none yet.
  init(width: Int, height: Int, page: TrainPage, focus: TrainPanel, docked: TrainPanel, roleRows: Int? = nil) {
    let screen = Rect(x: 0, y: 0, width: width, height: height)
    let (head, rest) = screen.splitTop(1)
    let (body, bottom) = rest.splitBottom(1)
    (title, status) = (head, bottom)
    switch page {
    case .dashboard where width >= 160 && height >= 48, .past where width >= 160 && height >= 48: placeWide(body)
    case .dashboard where width >= 110 && height >= 34, .past where width >= 110 && height >= 34:
      placeMiddle(body, docked)
    case .dashboard, .past: placeSmall(body, docked)
    case .step: placeStep(body, focus)
    case .roles:
      // What the roles don't need is the curve's.
      let (curve, roles) = body.splitBottom(min((roleRows ?? .max / 2) + 3, body.height * 3 / 5))
      place([.loss], in: [curve])
      place([.roles, .roleHeads], in: roles.columns([3, 2]))
    }
    hidden = page.panels.filter { panels[$0] == nil }
  }

  private mutating func placeWide(_ body: Rect) {
    let columns = body.columns([9, 5, 6])
    place([.loss, .heads], in: columns[0].rows([5, 6]))
    let (run, rest) = columns[1].splitTop(15)
    place([.run], in: [run])
    place([.controls, .layers], in: rest.rows([24, 14]))
    place([.samples, .predictions, .histograms], in: columns[2].rows([5, 4, 4]))
  }

  private mutating func placeMiddle(_ body: Rect, _ docked: TrainPanel) {
    let columns = body.columns([7, 5])
    place([.loss, .heads], in: columns[0].rows([1, 1]))
    let (run, rest) = columns[1].splitTop(15)
    let lower = rest.rows([1, 1])
    place([.run, .controls], in: [run, lower[0]])
    place([Self.takesTurns.contains(docked) ? docked : .samples], in: [lower[1]])
  }

  private mutating func placeSmall(_ body: Rect, _ docked: TrainPanel) {
    let halves = body.rows([1, 1])
    place([.loss, .run], in: halves[0].columns([5, 3]))
    let pairs: [[TrainPanel]] = [[.heads, .controls], [.samples, .predictions], [.layers, .histograms]]
    let pair = pairs.first { $0.contains(docked) } ?? pairs[0]
    place(pair, in: halves[1].columns([1, 1]))
  }

  private mutating func placeStep(_ body: Rect, _ focus: TrainPanel) {
    let (strip, rest) = body.splitTop(3)
    self.strip = strip
    guard rest.width >= 110, rest.height >= 30 else { return place([focus], in: [rest]) }
    let rows = rest.rows([1, 1])
    place([.guess, .distance], in: rows[0].columns([1, 1]))
    place([.blame, .update], in: rows[1].columns([1, 1]))
  }

  private mutating func place(_ panels: [TrainPanel], in rects: [Rect]) {
    for (panel, rect) in zip(panels, rects) { self.panels[panel] = rect }
  }

  /// Panels of which a middling screen shows one.
  private static let takesTurns: [TrainPanel] = [.samples, .predictions, .layers, .histograms]
}

extension AppState {
  func trainLayout(width: Int, height: Int) -> TrainLayout {
    TrainLayout(
      width: width, height: height, page: train.page, focus: train.focus, docked: train.docked,
      roleRows: train.course.roles.isEmpty
        ? nil : max(train.course.roles.count, train.plan.preset.model.headPlaces.count))
  }
}
