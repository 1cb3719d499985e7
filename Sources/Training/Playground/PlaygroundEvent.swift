public import Corpora

/// What a person does to a run under way.
public enum PlaygroundChange: Equatable, Sendable {
  /// Other settings, under which the run can go on (``PlaygroundSettings/goesOn(from:)``).
  case settings(PlaygroundSettings)
  /// Another value for a parameter, by its place in the flat run of parameters. A dead weight lives again.
  case parameter(index: Int, value: Float)
  /// One more point to train on, the last of each epoch.
  case add(PlanePoint)
  /// The point that is removed, by its place among those trained on.
  case remove(index: Int)
}

/// A change and when it was made.
public struct PlaygroundEvent: Equatable, Sendable {
  /// Epochs that were done before it.
  public var epoch: Int
  /// What was changed.
  public var change: PlaygroundChange

  /// A change.
  public init(epoch: Int, change: PlaygroundChange) {
    self.epoch = epoch
    self.change = change
  }
}
