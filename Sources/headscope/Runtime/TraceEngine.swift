internal import CursesTerminal
private import Dispatch
internal import HeadscopeApp
internal import KernelTypes
internal import Models
private import Synchronization

/// Runs the model on a thread of its own and posts each captured pass to a mailbox; of several requests that wait, only
/// the latest is run.
final class TraceEngine {
  private let worker: Worker
  private let queue = DispatchQueue(label: "trace", qos: .userInteractive)

  init(_ model: Transformer, kernels: KernelSet, answers: Mailbox<Message>) {
    worker = Worker(session: TraceSession(model, kernels: kernels), answers: answers)
  }

  func request(_ request: TraceRequest) {
    worker.latest.withLock { $0 = request }
    queue.async { [worker] in
      Terminal.protectThread()
      worker.run()
    }
  }

  /// What the queue's closures share.
  private final class Worker: Sendable {
    let latest = Mutex<TraceRequest?>(nil)
    private let answers: Mailbox<Message>
    // Sound although a session isn't Sendable: it is handed over here, and only `run` touches it, on one serial queue.
    private nonisolated(unsafe) let session: TraceSession

    init(session: sending TraceSession, answers: Mailbox<Message>) {
      self.session = session
      self.answers = answers
    }

    func run() {
      let next = latest.withLock { request in
        defer { request = nil }
        return request
      }
      guard let next else { return }
      answers.post(.traced(session.trace(next.ids), generation: next.generation))
    }
  }
}
