internal import Models
internal import TerminalCanvas

/// The last line: key chips made from the key table; a note takes the left end for as long as it stands.
struct StatusBar {
  let rect: Rect
  let note: (text: VisibleText, isGood: Bool)?
  /// Whether the note may take the whole line where it needs it.
  let isWide: Bool
  /// The rows whose first group is shown, and those that stay whatever the width.
  let rows: [Keymap.Row]
  let pinned: [Keymap.Row]
  let words: Words

  /// The row of the screen without what the note takes, two blanks before it and one behind.
  private var room: Rect {
    guard note != nil else { return rect }
    return rect.splitLeft(noteWidth + 3).rest
  }

  /// Hints keep some room, unless a note that may be long would lose its end: that may be the word that matters.
  private var noteWidth: Int {
    guard let note else { return 0 }
    let room = rect.width - 24
    return isWide && note.text.columns > room ? min(note.text.columns, rect.width - 3) : min(note.text.columns, room)
  }

  private func hint(_ row: Keymap.Row) -> KeyHint { KeyHint(row.caps(words).first ?? "", words.key(row.topic).hint) }

  /// As many hints as fit whole, the most important first.
  private var shown: [Keymap.Row] {
    var left = room.width - 1 - pinned.reduce(0) { $0 + hint($1).columns + 2 }
    return Array(
      rows.prefix { row in
        left -= hint(row).columns + 2
        return left >= 0
      })
  }

  private var line: StatusLine { StatusLine(shown.map(hint), pinned: pinned.map(hint)) }

  func draw(on canvas: inout Canvas, theme: Theme) {
    canvas.fill(rect, style: theme.base)
    if let note {
      let style = Style(note.isGood ? theme.accent : theme.warning, on: theme.background, .bold)
      canvas.write(
        note.text, at: Point(rect.x + 2, rect.y), style: style, maxWidth: noteWidth, ellipsis: true)
    }
    line.draw(on: &canvas, in: room, theme: theme)
  }

  /// The key whose cap or meaning is at a point; of several keys on a chip the one under the point, or the nearest.
  func key(at point: Point) -> Key? {
    let places = line.places(in: room)
    guard let place = zip(shown + pinned, places).first(where: { $0.1.rect.contains(point) }) else { return nil }
    let keys = place.0.groups.first?.map(\.key) ?? []
    var end = place.1.rect.x + 1
    for key in keys {
      // Caps that are single signs run together; a blank between names belongs to the one before.
      end += VisibleText.columns(of: Keymap.cap(key)) + (Keymap.runTogether(keys) ? 0 : 1)
      if point.x < end { return key }
    }
    return keys.last
  }
}

extension AppState {
  func statusBar(in rect: Rect) -> StatusBar {
    let rows = Keymap.rows(of: mode, on: modelInSight)
    let standing = mode == .editing ? explore.standingNotes(subject).first : nil
    return StatusBar(
      rect: rect,
      note: (note ?? standing).map {
        (VisibleText(words.note($0)), [.frame(.welcome), .frame(.welcomeToParts)].contains($0))
      },
      // What a run or a disk has to say can be long.
      isWide: note.map { if case .train = $0 { true } else { false } } ?? false,
      rows: rows.filter { $0.hint == .shown && !isRefused($0) }, pinned: rows.filter { $0.hint == .pinned },
      words: words)
  }

  /// Whether a row's keys would only say why they can't act: they are for a run that is made here, while another's is watched, for the
  /// present, or for knobs that the page doesn't have; or for two texts where there is one.
  private func isRefused(_ row: Keymap.Row) -> Bool {
    if row.topic == .pairFilter { return explore.reading.flatMap(explore.secondStart) == nil }
    if row.topic == .otherText {
      return subject.model.configuration.segments ?? 1 < 2 && explore.sentence.second == nil
    }
    guard screen == .train, case .train(let action)? = row.groups.first?.first?.action else { return false }
    if train.watch != nil { return action.needsRun }
    return switch action {
    case .turn, .typeValue: train.past != nil || !train.page.panels.contains(.controls)
    case .step, .save: train.past != nil
    default: false
    }
  }

  /// What the hint at a point does when its key is pressed; `nil` where there is none.
  mutating func pressHint(at point: Point) -> [Effect]? {
    guard let key = statusBar(in: exploreLayout(width: width, height: height).status).key(at: point) else { return nil }
    note = nil
    return press(key)
  }
}
