internal import TerminalCanvas

extension AppState {
  /// Writes the focused panel's data as CSV.
  mutating func exportData() -> [Effect] {
    if screen == .train { return exportTraining() }
    if screen == .playground { return exportPoints() }
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

  /// What the data key writes, as CSV.
  public func data() throws(NoData) -> String {
    var copy = self
    if case .write(let file)? = copy.exportData().first, case .text(let text) = file.contents { return text }
    throw NoData(description: copy.note.map(words.note) ?? "")
  }

  /// Writes the screen as it stands, without a note.
  func exportPicture() -> [Effect] {
    let picture = SVGPresenter(title: "Headscope").picture(frame())
    return [.write(NewFile(stem: "headscope-" + pageName, suffix: "svg", contents: .text(picture)))]
  }

  /// Writes the screen as it stands, without a note.
  func exportText() -> [Effect] {
    [.write(NewFile(stem: "headscope-" + pageName, suffix: "txt", contents: .text(frame().plainText() + "\n")))]
  }

  /// The page in sight, in a file's name.
  private var pageName: String {
    switch screen {
    case .train: train.page == .dashboard ? "train" : "train-\(train.page)"
    case .playground: playground.page == .network ? "playground" : "playground-\(playground.page)"
    case .explore: explore.page == .overview ? "explore" : "explore-\(explore.page)"
    }
  }

  /// Says how the writing of a file ended.
  mutating func report(_ outcome: WriteOutcome) {
    switch outcome {
    case .written(let name, let bytes): note = .frame(.written(name: name, bytes: bytes))
    case .failed(let reason): note = .frame(.notWritten(reason: reason))
    }
  }
}

/// Why there is no data to write, in a line.
public struct NoData: Error, Equatable, CustomStringConvertible {
  /// The line.
  public let description: String
}
