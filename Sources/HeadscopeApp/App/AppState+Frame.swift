internal import TerminalCanvas
internal import Training

extension AppState {
  /// What a key that belongs to the whole program does.
  mutating func perform(_ action: FrameAction) -> [Effect] {
    switch action {
    case .info: overlay = .info(scroll: 0)
    case .palette: overlay = .palette(CommandPalette())
    case .find: overlay = .find(Finder(before: explore.selection))
    case .close: closeOverlay()
    case .accept: return accept()
    case .choose(let step): chooseInOverlay(by: step)
    case .nextTheme: return choose(.theme(nextTheme))
    case .nextRamp: return choose(.ramp(nextRamp))
    case .theme(let theme): return choose(.theme(theme))
    case .ramp(let ramp): return choose(.ramp(ramp))
    case .language(let language): return choose(.language(language))
    case .panel(let panel): focus(on: panel)
    case .data: return exportData()
    case .trace: return exportTrace()
    case .picture: return exportPicture()
    case .text: return exportText()
    case .record: return record()
    }
    return []
  }

  /// Whether letters go into the line of an overlay.
  var isTypingInOverlay: Bool {
    switch overlay {
    case .palette, .find, .field, .playgroundField: true
    case .help, .info, .presets, .beside, .differences, .question, .tour, .code, nil: false
    }
  }

  /// Changes the line of the overlay; `change` returns how many characters found no room.
  mutating func editOverlay(_ change: (inout LineEditor) -> Int) -> [Effect] {
    switch overlay {
    case .palette(var palette):
      if change(&palette.line) > 0 { note = .frame(.lineFull) }
      palette.selected = 0
      overlay = .palette(palette)
    case .find(var finder):
      if change(&finder.line) > 0 { note = .frame(.lineFull) }
      overlay = .find(finder)
      seek()
    case .field(var field):
      if change(&field.line) > 0 { note = .frame(.lineFull) }
      overlay = .field(field)
    case .playgroundField(var field):
      if change(&field.line) > 0 { note = .frame(.lineFull) }
      overlay = .playgroundField(field)
    case .help, .info, .presets, .beside, .differences, .question, .tour, .code, nil: break
    }
    return []
  }

  /// Closes the overlay; a search brings back what was looked at before.
  private mutating func closeOverlay() {
    if case .find(let finder) = overlay { explore.selection = finder.before }
    overlay = nil
  }

  private mutating func accept() -> [Effect] {
    switch overlay {
    case .palette(let palette): return run(palette)
    case .find(let finder):
      if targets(of: finder).isEmpty {
        explore.selection = finder.before
        note = .frame(.nothingFound(finder.line.text))
      }
      overlay = nil
    case .field(let field): return acceptField(field)
    case .presets(let selected): return chooseFromMenu(selected)
    case .beside(let selected): return take(besideChoice: selected)
    case .playgroundField(let field): return accept(field)
    case .tour(let selected):
      overlay = nil
      return begin(PlaygroundPreset.allCases[selected])
    case .help, .info, .differences, .question, .code, nil: overlay = nil
    }
    return []
  }

  private mutating func chooseInOverlay(by step: Int) {
    switch overlay {
    case .palette(var palette):
      let count = commands(for: palette).count
      palette.selected = AppState.wrapped(palette.selected, by: step, in: count)
      overlay = .palette(palette)
    case .find(var finder):
      finder.selected = AppState.wrapped(finder.selected, by: step, in: targets(of: finder).count)
      overlay = .find(finder)
      preview()
    case .presets(let selected):
      overlay = .presets(selected: AppState.wrapped(selected, by: step, in: menuCount))
    case .beside(let selected):
      overlay = .beside(selected: AppState.wrapped(selected, by: step, in: besideChoices.count))
    case .tour(let selected):
      overlay = .tour(selected: AppState.wrapped(selected, by: step, in: PlaygroundPreset.allCases.count))
    case .help, .info, .field, .differences, .question, .playgroundField, .code, nil: break
    }
  }

  /// A step in a list that goes on at its other end; a long one stops at the end first.
  static func wrapped(_ place: Int, by step: Int, in count: Int) -> Int {
    guard count > 0 else { return 0 }
    guard abs(step) == 1 else { return min(max(0, place + step), count - 1) }
    return (place + step + count) % count
  }

  /// The mouse while something lies over the screen: a click beside it closes it.
  mutating func useOverlay(_ mouse: Mouse) -> [Effect] {
    switch (mouse.action, overlay) {
    case (.wheel(let step), .help), (.wheel(let step), .differences): scrollHelp(step)
    case (.wheel(let step), _): chooseInOverlay(by: step.signum())
    case (.press(.left), .palette(var palette)):
      let view = PaletteView(self, palette)
      guard let row = view.list.row(at: mouse.position) else {
        if !view.box.contains(mouse.position) { overlay = nil }
        break
      }
      palette.selected = row
      return run(palette)
    case (.press(.left), .find(var finder)):
      let view = FinderView(self, finder)
      guard let row = view.list.row(at: mouse.position) else {
        if !view.box.contains(mouse.position) { closeOverlay() }
        break
      }
      finder.selected = row
      overlay = .find(finder)
      preview()
      overlay = nil
    case (.press(.left), .presets(let selected)):
      let view = PresetsView(self, selected: selected)
      if let row = view.list.row(at: mouse.position) { return chooseFromMenu(row) }
      if !view.box.contains(mouse.position) { overlay = nil }
    case (.press(.left), .beside(let selected)):
      let view = BesideView(self, selected: selected)
      if let row = view.list.row(at: mouse.position) { return take(besideChoice: row) }
      if !view.box.contains(mouse.position) { overlay = nil }
    case (.press(.left), .tour(let selected)):
      let view = TourView(self, selected: selected)
      if let row = view.list.row(at: mouse.position) {
        overlay = nil
        return begin(PlaygroundPreset.allCases[row])
      }
      if !view.box.contains(mouse.position) { overlay = nil }
    case (.press(.left), .help), (.press(.left), .differences), (.press(.left), .code): overlay = nil
    default: break
    }
    return []
  }
}
