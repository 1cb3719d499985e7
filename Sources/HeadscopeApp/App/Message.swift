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
  /// So many heads of the ranking under way have been tried.
  case ranking(done: Int, generation: Int)
  /// The answer to ``Effect/rank(_:)``.
  case ranked(HeadAblation, ids: [Int32], generation: Int)
  /// The answer to ``Effect/lens(_:)``.
  case lensRead(LogitLens, generation: Int)
  /// The answer to ``Effect/attention(_:)``; what the lens needed of the model comes along, to be used again.
  case lensed(LensedReading, ValueNorms?, generation: Int)
  /// The time of ``Effect/wake(after:ticket:)`` has passed.
  case woke(ticket: Int)
  /// News of the training thread.
  case training(TrainingReport)
  /// The answer to ``Effect/listRuns``, the newest first.
  case runsFound([RunSummary])
  /// A saved run was opened to be looked at.
  case opened(OpenedRun)
  /// ``Effect/openRun(folder:)`` failed, in one line.
  case notOpened(reason: String)
  /// The answer to ``Effect/probe(_:)``.
  case probed(Probe)
  /// The answer to ``Effect/probeBeside(_:)``.
  case probedBeside(BesideProbe)
  /// The answer to ``Effect/readBeside(place:)``; where it fails, ``notOpened(reason:)`` is.
  case overlaid(OverlaidRun)
  /// News of a run that is drawn beside the one on the screen.
  case besideNews(BesideNews)
  /// News of the run that is watched.
  case watched(WatchReport)
  /// News of the Playground's thread.
  case playground(PlaygroundReport)
  /// The answer to ``Effect/write(_:)``.
  case wrote(WriteOutcome)
  /// News of the recording under way.
  case recording(RecordingNews)
  /// A failure of ``Effect/saveSettings(_:)``, in one line; success needs no word.
  case settingsNotSaved(reason: String)
}

/// Work that `update` wants done; its answer comes back as a ``Message``.
public enum Effect: Equatable, Sendable {
  /// Run the model on a sequence and capture every activation.
  case trace(TraceRequest)
  /// Switch every head off in turn and measure what that does; ends early where the model is asked something else.
  case rank(RankingRequest)
  /// Read stages of a trace through the logit lens.
  case lens(LensRequest)
  /// Look at a trace's attention through a lens.
  case attention(AttentionRequest)
  /// Send ``Message/woke(ticket:)`` after so many milliseconds. Only the latest wish counts.
  case wake(after: Int, ticket: Int)
  /// Write a new file into the current folder; never over one that is there.
  case write(NewFile)
  /// Record every frame from now on into a new file of the current folder; answered by ``Message/recording(_:)``.
  case startRecording
  /// End the recording.
  case stopRecording
  /// Remember a part of the look for the next start.
  case saveSettings(LookChoice)
  /// Keep other layers of a trace; answered by ``Message/traced(_:intact:generation:)``.
  case keep(KeepRequest)
  /// Have the training thread do something.
  case train(TrainingOrder)
  /// Have the Playground's thread do something.
  case playground(PlaygroundOrder)
  /// Find the runs that stand in folders.
  case listRuns
  /// Read a saved run.
  case openRun(folder: String)
  /// Find out what a model in training makes of the probe.
  case probe(ProbeRequest)
  /// Find out what models of runs beside the one on the screen make of the probe.
  case probeBeside(BesideRequest)
  /// Read a run, or a log of any tool, that is to be drawn beside the one on the screen.
  case readBeside(place: String)
  /// Requests for traces, rankings and lenses concern this model from now on.
  case look(at: LanguageModel)
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
  /// The segment of each token; empty where all belong to the first.
  public let segments: [Int32]
  /// The layers that are kept; nil where all are.
  public let keeping: Range<Int>?
  /// What stands around what an encoder–decoder writes; nil for other models.
  public let bounds: TextBounds?
  /// What its decoder reads after the token that a text begins with; empty where it reads its own translation.
  public let target: [Int32]
  /// Goes back with the answer; answers to any but the latest request are dropped, so a runner may skip to the latest.
  public let generation: Int

  /// A forward pass to capture.
  public init(
    ids: [Int32], segments: [Int32] = [], interventions: Interventions = .none, bounds: TextBounds? = nil,
    target: [Int32] = [], keeping: Range<Int>? = nil, generation: Int
  ) {
    self.ids = ids
    self.target = target
    self.keeping = keeping
    self.segments = segments
    self.bounds = bounds
    self.interventions = interventions
    self.generation = generation
  }
}

/// Other layers to be kept of a trace that holds only some.
public struct KeepRequest: Equatable, Sendable {
  /// The trace, and the whole model's where parts are off in it.
  let trace: Trace
  let intact: Trace?
  /// The layers to keep.
  public let layers: Range<Int>
  /// Goes back with the answer.
  let generation: Int
}

/// A ranking of all heads by what switching them off does to a token.
public struct RankingRequest: Equatable, Sendable {
  /// The sentence; of an encoder–decoder what its decoder reads.
  public let ids: [Int32]
  /// What its encoder reads; empty for other models.
  public let source: [Int32]
  /// The segment of each token; empty where all belong to the first.
  public let segments: [Int32]
  /// What is off throughout.
  public let base: Interventions
  /// The position that is to foresee the token.
  public let position: Int
  /// The token.
  public let token: Int32
  /// The token whose logit is taken off, if any.
  public let other: Int32?
  /// Goes back with the answer.
  public internal(set) var generation: Int
}

extension LensRequest {
  /// What the request asks for, with the model that the trace came from.
  public func answer(from model: LanguageModel, kernels: KernelSet) -> Message {
    .lensRead(LogitLens(trace, model, positions: positions, kernels: kernels), generation: generation)
  }
}

extension TraceSession {
  /// A pass of an encoder–decoder over a source and its own translation of it.
  public func translated(_ source: [Int32], _ bounds: TextBounds) -> Trace {
    trace(translationRead(of: source, bounds), source: source)
  }

  /// What the decoder reads of its own translation.
  private func translationRead(of source: [Int32], _ bounds: TextBounds) -> [Int32] {
    let written = translation(of: source, bounds)
    let longest = model.configuration.longestTranslation(of: source.count)
    return [bounds.begin] + written.prefix(longest - 1)
  }

  /// Ranks all heads; nil where `progress`, which is called with the number of heads tried, ends the work.
  public func answer(_ request: RankingRequest, progress: (Message) -> Bool) -> Message? {
    let ranking = HeadAblation.run(
      self, request.ids, source: request.source, segments: request.segments, base: request.base,
      position: request.position, token: request.token, against: request.other
    ) { done, _ in progress(.ranking(done: done, generation: request.generation)) }
    return ranking.map { .ranked($0, ids: request.ids, generation: request.generation) }
  }

  /// Computes the layers that a trace lacks again.
  public func answer(_ request: KeepRequest) -> Message {
    .traced(
      trace(request.trace, keeping: request.layers), intact: request.intact.map { trace($0, keeping: request.layers) },
      generation: request.generation)
  }

  /// Does what a request asks for.
  public func answer(_ request: TraceRequest) -> Message {
    // With parts switched off, an encoder–decoder reads what the whole of it has written, so that the two can be compared.
    let source = request.bounds == nil ? [] : request.ids
    let ids =
      request.bounds.map { bounds in
        request.target.isEmpty ? translationRead(of: request.ids, bounds) : [bounds.begin] + request.target
      } ?? request.ids
    let segments = request.segments
    if let keeping = request.keeping {
      let off = request.interventions
      return .traced(
        trace(ids, segments: segments, interventions: off, keeping: keeping),
        intact: off.isEmpty ? nil : trace(ids, segments: segments, keeping: keeping), generation: request.generation)
    }
    let intact = request.interventions.isEmpty ? nil : trace(ids, source: source, segments: segments)
    let trace = trace(ids, source: source, segments: segments, interventions: request.interventions)
    return .traced(trace, intact: intact, generation: request.generation)
  }
}
