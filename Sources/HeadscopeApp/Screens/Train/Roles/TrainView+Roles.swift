internal import Models
internal import TerminalCanvas
internal import Training
private import Wording

extension TrainView {
  /// The roles that are measured, and the chosen one.
  private var roles: [HeadRole] { state.course.roles }
  private var chosenRole: HeadRole? { roles.isEmpty ? nil : roles[min(state.role, roles.count - 1)] }

  /// The colour of a role, in its row and on the curve.
  private func color(ofRole index: Int) -> Color { theme.series[index % theme.series.count] }

  /// Every role: its best head now, that head's score beside what must be beaten, the best score over the steps, and the step at
  /// which it appeared.
  func drawRoles(on canvas: inout Canvas, in rect: Rect) {
    let words = words.train.roles
    let interior = frame(.roles, context: words.measured(state.course.moments.count), on: &canvas, in: rect)
    guard let last = state.course.moments.last, !roles.isEmpty else {
      canvas.writeWrapped(
        state.watch == nil ? words.nothing : words.nothingWatched, in: interior, style: theme.label)
      return
    }
    let names = min(20, roles.reduce(1) { max($0, VisibleText.columns(of: words.name($1))) })
    // On a small screen the course goes first, and names may be cut.
    let isNarrow = interior.width < 60
    let columns = (
      name: isNarrow ? max(12, min(names + 3, interior.width - 29)) : names + 3, head: isNarrow ? 7 : 8,
      score: isNarrow ? 6 : 7, least: 8, step: isNarrow ? 7 : 8
    )
    let (head, list) = interior.splitTop(1)
    write(
      [("", columns.name), (words.best, columns.head), (words.score, columns.score), (words.least, columns.least)],
      on: &canvas, in: head)
    canvas.writeRight(words.appears, in: head.splitRight(columns.step).right, style: theme.label)
    let rows = ScrollWindow.range(count: roles.count, visible: list.height, around: min(state.role, roles.count - 1))
    let places = state.plan.preset.model.headPlaces
    for (line, index) in rows.enumerated() {
      let (role, row) = (roles[index], list.row(line))
      let isChosen = role == chosenRole
      let style = style(isChosen ? theme.accent : theme.text, isBold: isChosen)
      canvas.write("◆", at: Point(row.x + 1, row.y), style: self.style(color(ofRole: index)))
      canvas.write(isChosen ? "▸" : " ", at: row.origin, style: style)
      canvas.write(
        words.name(role), at: Point(row.x + 2, row.y), style: style, maxWidth: columns.name - 3, ellipsis: true)
      guard let now = last.rows.first(where: { $0.role == role }),
        let best = now.scores.indices.max(by: { now.scores[$0] < now.scores[$1] }), best < places.count
      else { continue }
      let isEarned = now.earned[best]
      let figures = [
        ("L\(places[best].layer)·H\(places[best].head)", columns.head),
        (percent(Double(now.scores[best])), columns.score),
        (percent(Double(now.baseline)), columns.least),
      ]
      var x = row.x + columns.name
      for (index, (text, width)) in figures.enumerated() {
        let color = index == 2 || !isEarned ? theme.muted : isChosen ? theme.accent : theme.text
        canvas.write(text, at: Point(x, row.y), style: self.style(color), maxWidth: width)
        x += width
      }
      let step = row.splitRight(columns.step).right
      canvas.writeRight(
        state.course.appearance(of: role).map { grouped($0) } ?? "–", in: step, style: self.style(color(ofRole: index)))
      let spark = Rect(x: x, y: row.y, width: max(0, step.x - x - 1), height: 1)
      let course = state.course.course(of: role)
      drawCourse(course, most: Self.most(course, now.baseline), color: color(ofRole: index), on: &canvas, in: spark)
    }
  }

  private func write(_ cells: [(String, Int)], on canvas: inout Canvas, in row: Rect) {
    var x = row.x
    for (text, width) in cells {
      canvas.write(text, at: Point(x, row.y), style: theme.label, maxWidth: width)
      x += width
    }
  }

  /// The chosen role, head by head.
  func drawRoleHeads(on canvas: inout Canvas, in rect: Rect) {
    guard let role = chosenRole, let last = state.course.moments.last,
      let now = last.rows.first(where: { $0.role == role })
    else {
      frame(.roleHeads, on: &canvas, in: rect)
      return
    }
    let interior = frame(.roleHeads, context: words.train.roles.name(role), on: &canvas, in: rect)
    let places = state.plan.preset.model.headPlaces
    let chosen = min(state.roleHead, places.count - 1)
    let rows = ScrollWindow.range(count: places.count, visible: interior.height, around: chosen)
    let color = color(ofRole: min(state.role, roles.count - 1))
    for (line, index) in rows.enumerated() where index < now.scores.count {
      let row = interior.row(line)
      let isChosen = index == chosen && state.focus == .roleHeads
      let style = style(isChosen ? theme.accent : now.earned[index] ? theme.text : theme.muted, isBold: isChosen)
      canvas.write(isChosen ? "▸" : " ", at: row.origin, style: style)
      canvas.write("L\(places[index].layer)·H\(places[index].head)", at: Point(row.x + 1, row.y), style: style)
      let (rest, figure) = row.splitRight(8)
      canvas.writeRight(
        (now.earned[index] ? "✓ " : "") + percent(Double(now.scores[index])), in: figure, style: style)
      // All heads on one scale, so that they can be compared.
      drawCourse(
        state.course.course(of: role, head: index), most: Self.most(state.course.course(of: role), now.baseline),
        color: now.earned[index] ? color : theme.muted, on: &canvas, in: rest.splitLeft(8).rest)
    }
    caption(words.train.roles.earned, on: &canvas, in: rect)
  }

  /// Scores over the steps, as wide as there is room: each column the latest moment of its share of the steps.
  private func drawCourse(_ scores: [Float?], most: Float, color: Color, on canvas: inout Canvas, in rect: Rect) {
    guard rect.width > 3, let end = state.course.moments.last?.step else { return }
    var columns = [Float](repeating: .nan, count: rect.width)
    for (moment, score) in zip(state.course.moments, scores) {
      columns[min(rect.width - 1, moment.step * (rect.width - 1) / max(1, end))] = score ?? .nan
    }
    // What lies between two moments goes on as it was.
    for index in columns.indices.dropFirst() where columns[index].isNaN { columns[index] = columns[index - 1] }
    Sparkline(columns, color: color, range: 0...most).draw(on: &canvas, in: rect, theme: theme)
  }

  /// What a course's highest bar stands for: the best score, or what must be beaten where that is more.
  private static func most(_ scores: [Float?], _ baseline: Float) -> Float {
    max(scores.compactMap { $0 }.max() ?? 0, baseline, 0.01)
  }

  /// The step at which the chosen role appeared, on its page.
  var appearanceInSight: Int? {
    guard state.page == .roles else { return nil }
    return chosenRole.flatMap { state.course.appearance(of: $0) }
  }

  /// Where roles appeared, below the curve: all of them, and the chosen one with its name on the page of roles.
  func drawAppearances(on canvas: inout Canvas, in plot: Rect) {
    let steps = app.chartSteps
    for (index, role) in roles.enumerated() {
      guard let step = state.course.appearance(of: role), steps.contains(step), plot.width > 1 else { continue }
      let share = Float(step - steps.lowerBound) / Float(max(1, steps.count - 1))
      let x = plot.x + Int((share * Float(plot.width - 1)).rounded())
      let isChosen = state.page == .roles && role == chosenRole
      if isChosen {
        let name = words.train.roles.name(role)
        let width = VisibleText.columns(of: name)
        canvas.write(
          name, at: Point(x + 2 + width <= plot.maxX ? x + 2 : max(plot.x, x - 1 - width), plot.maxY - 3),
          style: style(color(ofRole: index), isBold: true))
      }
      canvas.write("◆", at: Point(x, plot.maxY - 2), style: style(color(ofRole: index)))
    }
  }
}
