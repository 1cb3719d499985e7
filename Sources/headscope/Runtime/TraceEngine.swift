internal import CursesTerminal
private import Dispatch
internal import HeadscopeApp
internal import KernelTypes
internal import Models
private import Synchronization

/// Runs the model on a thread of its own and posts each answer to a mailbox; of several requests of a kind that wait,
/// only the latest is run, and a ranking makes way for whatever comes.
///
/// The thread sleeps on a semaphore until it is asked: a queue's thread would come and go and wake the program.
final class TraceEngine {
  private let worker: Worker

  init(_ model: LanguageModel, kernels: KernelSet, answers: Mailbox<Message>) throws {
    worker = Worker(model, kernels: kernels, answers: answers)
    try worker.start()
  }

  deinit { worker.stop() }

  func request(_ request: TraceRequest) { worker.ask { $0.trace = request } }

  func request(_ request: KeepRequest) { worker.ask { $0.keep = request } }

  func request(_ request: RankingRequest) { worker.ask { $0.ranking = request } }

  func request(_ request: LensRequest) { worker.ask { $0.lens = request } }

  func request(_ request: AttentionRequest) { worker.ask { $0.attention = request } }

  func request(_ request: ProbeRequest) { worker.ask { $0.probe = request } }

  func request(_ request: BesideRequest) { worker.ask { $0.beside = request } }

  /// What is asked for from now on concerns another model.
  func look(at model: LanguageModel) { worker.ask { $0 = Worker.Wishes(model: model) } }

  /// What the thread and its asker share.
  private final class Worker: Sendable {
    /// What is to be done; a newer wish of a kind takes the place of an older one.
    struct Wishes: Sendable {
      var model: LanguageModel?
      var probe: ProbeRequest?
      var beside: BesideRequest?
      var trace: TraceRequest?
      var keep: KeepRequest?
      var lens: LensRequest?
      var attention: AttentionRequest?
      var ranking: RankingRequest?
      var stops = false
      /// Whether something came that a ranking should make way for.
      var isUrgent: Bool {
        trace != nil || keep != nil || attention != nil || ranking != nil || probe != nil || beside != nil
          || model != nil || stops
      }

      /// A lens to read, which is quick enough to be done between two heads of a ranking.
      mutating func takeLens() -> LensRequest? {
        defer { lens = nil }
        return lens
      }
    }

    private let wishes = Mutex(Wishes())
    private let asked = DispatchSemaphore(value: 0)
    private let answers: Mailbox<Message>
    private let kernels: KernelSet
    // Sound although a session isn't Sendable: it is handed over here, and only the thread touches it.
    private nonisolated(unsafe) var session: TraceSession

    init(_ model: LanguageModel, kernels: KernelSet, answers: Mailbox<Message>) {
      self.kernels = kernels
      session = TraceSession(model, kernels: kernels, threads: ThreadsOption.processorCount)
      self.answers = answers
    }

    func start() throws {
      try startThread { [self] in
        Terminal.protectThread()
        run()
      }
    }

    func ask(_ change: (inout Wishes) -> Void) {
      wishes.withLock { change(&$0) }
      asked.signal()
    }

    func stop() { ask { $0.stops = true } }

    private func read(_ request: LensRequest) { answers.post(request.answer(from: session.model, kernels: kernels)) }

    private func run() {
      while true {
        asked.wait()
        // An earlier round may have taken the latest wishes already.
        let next = wishes.withLock { wishes in
          defer { wishes = Wishes() }
          return wishes
        }
        if next.stops { return }
        if let model = next.model {
          session = TraceSession(model, kernels: kernels, threads: ThreadsOption.processorCount)
        }
        if let request = next.probe { answers.post(request.answer(kernels: kernels)) }
        if let request = next.beside { answers.post(request.answer(kernels: kernels)) }
        if let request = next.trace { answers.post(session.answer(request)) }
        if let request = next.keep { answers.post(session.answer(request)) }
        if let request = next.attention { answers.post(request.answer(from: session.model)) }
        if let request = next.lens { read(request) }
        guard let request = next.ranking else { continue }
        let answer = session.answer(request) { message in
          answers.post(message)
          if let request = wishes.withLock({ $0.takeLens() }) { read(request) }
          return wishes.withLock { !$0.isUrgent }
        }
        if let answer { answers.post(answer) }
      }
    }
  }
}
