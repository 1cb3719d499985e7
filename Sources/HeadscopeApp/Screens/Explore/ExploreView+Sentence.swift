internal import Analysis
internal import Models
internal import Tensors
internal import TerminalCanvas

extension ExploreView {
  /// The sentence as chips tinted by the attention of the selected query, or the line editor.
  func drawSentence(on canvas: inout Canvas, in rect: Rect) {
    canvas.fill(rect, style: theme.base)
    if let editor = state.editor { return drawEditor(editor, on: &canvas, in: rect) }
    let (room, remark) = sentenceRoom(rect)
    if let remark {
      canvas.write(
        remark.text, at: Point(room.maxX + 2, rect.y), style: Style(remark.color, on: theme.background, .italic))
    }
    let places = chipRow(in: room).draw(on: &canvas, in: room, keepingVisible: state.selection.query)
    for (place, weight, index) in zip(zip(places, sentenceWeights()), 0...).map({ ($0.0, $0.1, $1) }) {
      guard let place, index != state.selection.query else { continue }
      // The chip's ground carries the weight; without colour, a shade at its left end does.
      let ground = canvas[place.x, place.y].background
      canvas.setHeat(x: place.x, y: place.y, upper: weight, lower: weight, upperColor: ground, lowerColor: ground)
    }
    let style = Style(theme.accent, on: theme.background, .bold)
    if let first = places.first, first == nil { canvas.write("‹", at: Point(room.x - 1, room.y), style: style) }
    if let last = places.last, last == nil { canvas.write("›", at: Point(room.maxX, room.y), style: style) }
  }

  /// The token whose chip holds a point.
  func token(at point: Point) -> Int? {
    let (room, _) = sentenceRoom(layout.sentence)
    let places = chipRow(in: room).layout(in: room, keepingVisible: state.selection.query)
    return places.prefix(state.shown.tokens.count).firstIndex { $0?.contains(point) ?? false }
  }

  /// The chips with a gap between, where that doesn't cost a token.
  private func chipRow(in room: Rect) -> ChipRow {
    let chips = sentenceChips()
    let columns = chips.reduce(0) { $0 + $1.columns }
    return ChipRow(chips, gap: columns + chips.count - 1 <= room.width ? 1 : 0)
  }

  /// Whether a token in sight is masked; of an encoder–decoder only the source's can be.
  private func isMasked(_ index: Int) -> Bool {
    guard let reading = state.reading, reading.stacks != nil else {
      return state.interventions.maskedPositions.contains(index)
    }
    return reading.stream(at: index) == .source && state.interventions.maskedPositions.contains(index)
  }

  /// One chip a token, and one more where the model could not read all.
  func sentenceChips() -> [Chip] {
    let weights = sentenceWeights()
    var chips = state.shown.tokens.enumerated().map { index, token in
      chip(
        token, name: textName(at: index), weight: index < weights.count ? weights[index] : 0,
        isSelected: index == state.selection.query, isMasked: isMasked(index))
    }
    if state.sentence.droppedTokens > 0 {
      chips.append(
        Chip(VisibleText("+\(state.sentence.droppedTokens)"), foreground: theme.bad, background: theme.raised))
    }
    return chips
  }

  /// Of two texts side by side, the name of the one that begins with a token.
  private func textName(at index: Int) -> String {
    guard let start = state.shown.secondStart else { return "" }
    return index == start ? "B┃" : index == 0 ? "A┃" : ""
  }

  private func chip(_ token: Token, name: String, weight: Float, isSelected: Bool, isMasked: Bool) -> Chip {
    let label = VisibleText(name) + (isMasked ? VisibleText("×\(token.text)", leadingSpace: .dot) : text(token))
    var chip = Chip.token(label, weight: weight, isSelected: isSelected, theme: theme)
    if token.isSpecial { chip.attributes.insert(.italic) }
    if token.isUnknown { chip.attributes.insert(.underline) }
    if !isSelected, weight < 0.5, token.isSpecial { chip.foreground = theme.special }
    if !isSelected, weight < 0.5, token.isUnknown { chip.foreground = theme.warning }
    if isMasked, !isSelected { chip.foreground = theme.bad }
    return chip
  }

  /// How strongly the page shows each token for the selected query, from 0 to 1; empty where the model has not answered
  /// for this sentence, and where it has no heads that look.
  private func sentenceWeights() -> [Float] {
    guard let reading = state.reading, reading.trace.ids == state.shown.ids, subject.configuration.heads > 0,
      state.holdsLayerInSight(reading)
    else { return [] }
    let scene = scene(reading)
    guard isLensed else {
      let selection = scene.selection
      return Array(reading.trace.pattern(layer: selection.layer, head: selection.head, query: selection.query))
    }
    return scene.lensedRow.map { $0.isNaN ? 0 : scene.lensed.position($0) }
  }

  /// Whether the sentence is seen through a lens; only the overview has them.
  private var isLensed: Bool { state.page == .overview && (state.lensed?.lens ?? .raw) != .raw }

  private typealias Remark = (text: String, color: Color, isVital: Bool)

  /// The room for chips, and what there is to say about the sentence at the right of it.
  private func sentenceRoom(_ rect: Rect) -> (chips: Rect, remark: Remark?) {
    let room = rect.inset(dx: 1)
    let needed = sentenceChips().reduce(-1) { $0 + $1.columns + 1 }
    for remark in remarks() {
      let columns = VisibleText.columns(of: remark.text)
      guard needed + 2 + columns <= room.width || (remark.isVital && columns <= room.width / 2) else { continue }
      return (room.splitRight(columns + 2).rest, remark)
    }
    return (room, nil)
  }

  /// Remarks in order of importance; vital ones take room from the chips.
  private func remarks() -> [Remark] {
    var remarks: [Remark] = []
    for note in state.standingNotes(subject) {
      switch note {
      case .tokensDropped, .weightsNotFinite: remarks.append((words.note(note), theme.bad, true))
      default: remarks.append((words.note(note), theme.warning, true))
      }
    }
    if let kept = state.kept, let reading = state.reading {
      let layers = reading.trace.keptLayers
      let range = layers.isEmpty ? "–" : "\(layers[0])–\(layers[layers.count - 1])"
      let text = words.kept(range, subject.configuration.layers, Figure.bytes(kept.bytes), Figure.bytes(kept.budget))
      remarks.append((text, theme.info, true))
    }
    if let reading = state.reading, reading.trace.ids == state.shown.ids, subject.configuration.heads > 0,
      state.holdsLayerInSight(reading)
    {
      remarks.append((look(scene(reading)), theme.muted, false))
    }
    return remarks
  }

  /// Where the selected query looks, in words.
  private func look(_ scene: Scene) -> String {
    let (query, key) = (scene.query.text, scene.tokens[scene.key].text)
    let selection = scene.selection
    guard isLensed else {
      let row = scene.reading.trace.pattern(layer: selection.layer, head: selection.head, query: selection.query)
      return words.looksAt(query, key, Figure.percent(row[row.startIndex + scene.key]))
    }
    let figure = scene.lensed.figure(scene.lensedRow[scene.key])
    return words.shows(words.lens(scene.lensed.lens).name, query, key, figure)
  }
}
