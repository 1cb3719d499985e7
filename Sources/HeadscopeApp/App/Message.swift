public import Analysis
public import KernelTypes
public import Models
public import TerminalCanvas

/// What happened: the only thing that changes the state.
public enum Message: Sendable {
  /// A person pressed a key, pasted, used the mouse, or the terminal changed its size.
  case input(InputEvent)
  /// The answer to ``Effect/trace(_:)``; where parts of the model are switched off, with the pass of the whole model on
  /// the same tokens.
  case traced(Trace, intact: Trace?, generation: Int)
  /// The answer to ``Effect/lens(_:)``.
  case lensRead(LogitLens, generation: Int)
}

/// Work that `update` wants done; its answer comes back as a ``Message``.
public enum Effect: Equatable, Sendable {
  /// Run the model on a sequence and capture every activation.
  case trace(TraceRequest)
  /// Read stages of a trace through the logit lens.
  case lens(LensRequest)
  /// Leave the program.
  case quit
  /// Give the terminal back to the shell until the person returns.
  case suspend
}

/// A forward pass to capture.
public struct TraceRequest: Equatable, Sendable {
  /// At least one and at most `contextLength` token ids.
  public let ids: [Int32]
  /// What is switched off; where anything is, the answer holds the intact pass too.
  public let interventions: Interventions
  /// Goes back with the answer; answers to any but the latest request are dropped, so a runner may skip to the latest.
  public let generation: Int

  /// A forward pass to capture.
  public init(ids: [Int32], interventions: Interventions = .none, generation: Int) {
    self.ids = ids
    self.interventions = interventions
    self.generation = generation
  }
}

extension LensRequest {
  /// What the request asks for, with the model that the trace came from.
  public func answer(from model: Transformer, kernels: KernelSet) -> Message {
    .lensRead(LogitLens(trace, model, positions: positions, kernels: kernels), generation: generation)
  }
}

extension TraceSession {
  /// Does what a request asks for.
  public func answer(_ request: TraceRequest) -> Message {
    let intact = request.interventions.isEmpty ? nil : trace(request.ids)
    let trace = trace(request.ids, interventions: request.interventions)
    return .traced(trace, intact: intact, generation: request.generation)
  }
}
