internal import TerminalCanvas

extension AppState {
  /// Writes the focused panel's data as CSV.
  mutating func exportData() -> [Effect] {
    if screen == .train { return exportTraining() }
    guard explore.reading != nil else {
      note = explore.isWaiting ? .waiting : .emptySentence
      return []
    }
    guard let table = data(of: explore.focus) else {
      note = .frame(.noData(panel: words.title(explore.focus)))
      return []
    }
    return [.write(NewFile(stem: "headscope-" + table.name, suffix: "csv", contents: .text(table.csv)))]
  }

  /// Writes every activation of the sentence as safetensors.
  mutating func exportTrace() -> [Effect] {
    guard let reading = explore.reading else {
      note = explore.isWaiting ? .waiting : .emptySentence
      return []
    }
    return [.write(NewFile(stem: "headscope-trace", suffix: "safetensors", contents: .trace(reading.trace)))]
  }

  /// Writes the screen as it stands, without a note.
  func exportPicture() -> [Effect] {
    let page =
      screen == .train ? "train" : explore.page == .overview ? "explore" : "explore-\(explore.page)"
    let picture = SVGPresenter(title: "Headscope").picture(frame())
    return [.write(NewFile(stem: "headscope-" + page, suffix: "svg", contents: .text(picture)))]
  }

  /// Says how the writing of a file ended.
  mutating func report(_ outcome: WriteOutcome) {
    switch outcome {
    case .written(let name, let bytes): note = .frame(.written(name: name, bytes: bytes))
    case .failed(let reason): note = .frame(.notWritten(reason: reason))
    }
  }
}
