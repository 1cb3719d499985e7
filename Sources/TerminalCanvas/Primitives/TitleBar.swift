/// The first line: brand, numbered tabs, and facts at the right.
public struct TitleBar: Hashable, Sendable {
  /// The program's name.
  public var brand: String
  /// The names of the screens, in the order of their number keys from 1.
  public var tabs: [String]
  /// The index of the current screen.
  public var selected: Int
  /// The pages of the current screen, each with its key.
  public var pages: [KeyHint]
  /// The index of the current page.
  public var page: Int
  /// Facts at the right; dropped from the front where they don't fit.
  public var facts: [String]
  /// What goes on at the moment, at the very right.
  public var state: String

  /// Whether the brand's room is needed for something else: then it never shrinks.
  public var keepsBrand = false

  /// A title bar.
  public init(
    brand: String, tabs: [String], selected: Int, pages: [KeyHint] = [], page: Int = 0, facts: [String] = [],
    state: String = ""
  ) {
    self.pages = pages
    self.page = page
    self.brand = brand
    self.tabs = tabs
    self.selected = selected
    self.facts = facts
    self.state = state
  }

  /// Draws the bar over the rectangle's first row and returns where each tab is, for the mouse.
  @discardableResult
  public func draw(on canvas: inout Canvas, in rect: Rect, theme: Theme) -> [Rect] {
    drawAll(on: &canvas, in: rect, theme: theme).tabs
  }

  /// How much of the bar is written out.
  private enum Form: CaseIterable {
    /// All of it.
    case whole
    /// The brand as its mark alone.
    case marked
    /// And the other screens as their numbers.
    case numbered
  }

  /// Whether the brand is written out in a bar of so many columns.
  public func hasWholeBrand(columns: Int) -> Bool { form(columns: columns) == .whole }

  /// The first form in which pages, the last fact and what goes on stand whole beside brand and tabs. Where there is none, the brand
  /// shrinks and pages give up their names.
  private func form(columns: Int) -> Form {
    if keepsBrand { return .whole }
    return Form.allCases.first { form in
      let tabColumns = tabs.indices.reduce(0) { $0 + self.columns(ofTab: $1, form) }
      let pageColumns = pages.indices.reduce(0) { $0 + self.columns(ofPage: $1, isNamed: true) }
      return brandColumns(form) + 1 + tabColumns + pageColumns + factColumns <= columns
    } ?? .marked
  }

  private func drawAll(on canvas: inout Canvas, in rect: Rect, theme: Theme) -> (tabs: [Rect], pages: [Rect]) {
    let line = rect.row(0)
    canvas.fill(line, style: Style(theme.muted, on: theme.raised))
    let form = form(columns: line.width)
    var room = line
    room =
      room.splitLeft(
        canvas.write(
          form == .whole ? Self.label(brand) : " ◆ ", at: room.origin,
          style: Style(theme.onAccent, on: theme.accent, .bold), maxWidth: room.width)
      ).rest.splitLeft(1).rest
    let places = drawTabs(on: &canvas, in: &room, form, theme: theme)
    let pagePlaces = drawPages(on: &canvas, in: &room, theme: theme)
    drawFacts(on: &canvas, in: room, theme: theme)
    return (places, pagePlaces)
  }

  private func brandColumns(_ form: Form) -> Int { form == .whole ? Self.brandColumns(brand) : 3 }

  private func columns(ofTab index: Int, _ form: Form) -> Int {
    form == .numbered && index != selected ? 4 : VisibleText.columns(of: tabs[index]) + 6
  }

  private func columns(ofPage index: Int, isNamed: Bool) -> Int {
    VisibleText.columns(of: pages[index].key) + 1 + (isNamed ? VisibleText.columns(of: pages[index].action) + 1 : 0)
      + (index == page ? 1 : 0)
  }

  /// What goes on at the moment and the last fact, with the blanks around them.
  private var factColumns: Int {
    let state = state.isEmpty ? 0 : min(VisibleText.columns(of: state), 24) + 3
    return state + (facts.last.map { VisibleText.columns(of: $0) + 3 } ?? 0)
  }

  private static func label(_ brand: String) -> String { " ◆ \(brand) " }

  /// How many columns the brand takes at the left.
  public static func brandColumns(_ brand: String) -> Int { VisibleText.columns(of: label(brand)) }

  private func drawTabs(on canvas: inout Canvas, in room: inout Rect, _ form: Form, theme: Theme) -> [Rect] {
    var places: [Rect] = []
    for (index, tab) in tabs.enumerated() {
      let isCurrent = index == selected
      let background = isCurrent ? theme.background : theme.raised
      let width = columns(ofTab: index, form)
      guard width <= room.width else { break }
      let (place, rest) = room.splitLeft(width)
      canvas.fill(place, style: Style(theme.text, on: background))
      canvas.write(
        "\(isCurrent ? "▸" : " ") \(index + 1)", at: place.origin,
        style: Style(isCurrent ? theme.accent : theme.muted, on: background, .bold))
      canvas.write(
        tab, at: Point(place.x + 4, place.y),
        style: Style(isCurrent ? theme.text : theme.muted, on: background, isCurrent ? .bold : []),
        maxWidth: place.width - 4)
      places.append(place)
      room = rest
    }
    return places
  }

  /// Where each screen's tab stands, for the mouse.
  public func tabPlaces(in rect: Rect, theme: Theme) -> [Rect] {
    var canvas = Canvas(width: rect.maxX, height: rect.maxY, base: theme.base)
    return drawAll(on: &canvas, in: rect, theme: theme).tabs
  }

  /// Where each page's name stands, for the mouse.
  public func pagePlaces(in rect: Rect, theme: Theme) -> [Rect] {
    var canvas = Canvas(width: rect.maxX, height: rect.maxY, base: theme.base)
    return drawAll(on: &canvas, in: rect, theme: theme).pages
  }

  /// The pages by key and name; where what goes on at the moment needs the room, some by their key alone.
  private func drawPages(on canvas: inout Canvas, in room: inout Rect, theme: Theme) -> [Rect] {
    let least = pages.indices.reduce(1) { $0 + columns(ofPage: $1, isNamed: $1 == page) }
    var spare = room.width - factColumns - least
    var places: [Rect] = []
    for (index, page) in pages.enumerated() {
      let isCurrent = index == self.page
      let nameColumns = VisibleText.columns(of: page.action) + 1
      let isNamed = isCurrent || spare >= nameColumns
      if isNamed, !isCurrent { spare -= nameColumns }
      let width = columns(ofPage: index, isNamed: isNamed)
      guard width <= room.width else { break }
      let background = isCurrent ? theme.background : theme.raised
      let (place, rest) = room.splitLeft(width)
      canvas.fill(place, style: Style(theme.text, on: background))
      let used = canvas.write(
        " " + page.key, at: place.origin, style: Style(isCurrent ? theme.accent : theme.text, on: background, .bold))
      if isNamed {
        canvas.write(
          page.action, at: Point(place.x + used + 1, place.y),
          style: Style(isCurrent ? theme.text : theme.muted, on: background, isCurrent ? .bold : []))
      }
      places.append(place)
      room = rest
    }
    return places
  }

  private func drawFacts(on canvas: inout Canvas, in room: Rect, theme: Theme) {
    let right = room.splitRight(1).rest.splitLeft(1).rest
    guard right.width >= 4 || state.isEmpty else { return }
    let stateWidth = state.isEmpty ? 0 : min(VisibleText.columns(of: state), right.width) + 2
    canvas.writeRight(state, in: right, style: Style(theme.good, on: theme.raised, .bold))
    let left = right.splitRight(stateWidth).rest.splitLeft(2).rest
    for start in facts.indices {
      let text = facts[start...].joined(separator: " · ")
      guard VisibleText.columns(of: text) <= left.width else { continue }
      canvas.writeRight(text, in: left, style: Style(theme.muted, on: theme.raised))
      return
    }
  }
}
