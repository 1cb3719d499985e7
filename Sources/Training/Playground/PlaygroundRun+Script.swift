extension PlaygroundRun {
  /// The run from its beginning, for others to make again.
  public var script: PlaygroundScript { PlaygroundScript(start, events: events, epochs: epochs) }

  /// Whether a change, which may come from anywhere, is one that ``change(_:)`` can make now.
  public func accepts(_ change: PlaygroundChange) -> Bool {
    switch change {
    case .settings(let settings): settings.goesOn(from: self.settings)
    case .parameter(let index, let value): value.isFinite && network.holdsParameter(at: index)
    case .add: training.count < PlaygroundSettings.mostPoints
    case .remove(let index): training.count > 1 && training.indices.contains(index)
    }
  }
}
