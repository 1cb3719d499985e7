internal import TerminalCanvas
internal import Training

extension TrainView {
  /// The knobs that are shown, around the chosen one.
  func controlRows(in rect: Rect) -> Range<Int> {
    let all = TrainControl.allCases
    return ScrollWindow.range(
      count: all.count, visible: Panel.interior(of: rect).height,
      around: all.firstIndex(of: state.controls.chosen) ?? 0)
  }

  /// Where a knob's slider stands in its row.
  func controlSlider(in row: Rect) -> Rect {
    let names = TrainControl.allCases.map { VisibleText.columns(of: words.train.control($0)) }
    return row.splitLeft((names.max() ?? 0) + 2).rest.splitRight(12).rest
  }

  /// What can be changed: knobs with their values; those that need a new start say so.
  func drawControls(on canvas: inout Canvas, in rect: Rect) {
    let all = TrainControl.allCases
    let index = all.firstIndex(of: state.controls.chosen) ?? 0
    let interior = frame(
      .controls, context: state.isOpened || state.watch != nil ? "" : "\(index + 1)/\(all.count)", on: &canvas, in: rect
    )
    if let watch = state.watch {
      let text =
        !state.hasSettings
        ? words.train.beside.logHasNoSettings : words.train.beside.readOnly(watch.name, watch.phase == .training)
      canvas.writeWrapped(text, in: interior, style: theme.label)
      return
    }
    guard !state.isOpened else {
      canvas.writeWrapped(words.train.note(.isOpened), in: interior, style: theme.label)
      return
    }
    for (row, place) in controlRows(in: rect).enumerated() {
      draw(all[place], on: &canvas, in: interior.row(row))
    }
    let panels = words.train.panels
    caption(
      state.draft == nil ? panels.needsNewStart : panels.restartHint, on: &canvas, in: rect)
  }

  private func draw(_ control: TrainControl, on canvas: inout Canvas, in line: Rect) {
    let isChosen = control == state.controls.chosen
    let value = app.value(control)
    let isPending = state.draft.map { $0.value(control) != state.plan.value(control) } ?? false
    let color = isPending ? theme.warning : isChosen ? theme.accent : theme.text
    canvas.write(
      (isChosen ? "▸" : " ") + words.train.control(control), at: line.origin, style: style(color, isBold: isChosen))
    let slider = controlSlider(in: line)
    if slider.width >= 4 {
      Slider(app.shownPlan.ladder(control).position(of: value), isFocused: isChosen && state.focus == .controls)
        .draw(on: &canvas, in: slider, theme: theme)
    }
    canvas.writeRight(
      words.train.value(control, value), in: line.splitRight(11).right, style: style(color, isBold: isChosen))
  }
}
