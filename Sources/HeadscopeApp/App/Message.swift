public import Models
public import TerminalCanvas

/// What happened: the only thing that changes the state.
public enum Message: Sendable {
  /// A person pressed a key, pasted, used the mouse, or the terminal changed its size.
  case input(InputEvent)
  /// The answer to ``Effect/trace(_:)``.
  case traced(Trace, generation: Int)
}

/// Work that `update` wants done; its answer comes back as a ``Message``.
public enum Effect: Equatable, Sendable {
  /// Run the model on a sequence and capture every activation.
  case trace(TraceRequest)
  /// Leave the program.
  case quit
  /// Give the terminal back to the shell until the person returns.
  case suspend
}

/// A forward pass to capture.
public struct TraceRequest: Equatable, Sendable {
  /// At least one and at most `contextLength` token ids.
  public let ids: [Int32]
  /// Goes back with the answer; answers to any but the latest request are dropped, so a runner may skip to the latest.
  public let generation: Int

  /// A forward pass to capture.
  public init(ids: [Int32], generation: Int) {
    self.ids = ids
    self.generation = generation
  }
}
