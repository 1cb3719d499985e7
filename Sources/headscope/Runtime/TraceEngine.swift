internal import CursesTerminal
private import Dispatch
private import Glibc
internal import HeadscopeApp
internal import KernelTypes
internal import Models
private import Synchronization

/// Runs the model on a thread of its own and posts each captured pass to a mailbox; of several requests that wait, only
/// the latest is run.
///
/// The thread sleeps on a semaphore until it is asked: a queue's thread would come and go and wake the program.
final class TraceEngine {
  private let worker: Worker

  init(_ model: Transformer, kernels: KernelSet, answers: Mailbox<Message>) throws {
    worker = Worker(model, kernels: kernels, answers: answers)
    try worker.start()
  }

  deinit { worker.stop() }

  func request(_ request: TraceRequest) { worker.ask(.trace(request)) }

  func request(_ request: LensRequest) { worker.ask(.lens(request)) }

  /// What the thread and its asker share.
  private final class Worker: Sendable {
    enum Wish: Sendable {
      case trace(TraceRequest)
      case lens(LensRequest)
      case stop
    }

    private let wish = Mutex<Wish?>(nil)
    private let asked = DispatchSemaphore(value: 0)
    private let answers: Mailbox<Message>
    private let model: Transformer
    private let kernels: KernelSet
    // Sound although a session isn't Sendable: it is handed over here, and only the thread touches it.
    private nonisolated(unsafe) let session: TraceSession

    init(_ model: Transformer, kernels: KernelSet, answers: Mailbox<Message>) {
      self.model = model
      self.kernels = kernels
      session = TraceSession(model, kernels: kernels)
      self.answers = answers
    }

    func start() throws {
      var thread = pthread_t()
      let context = Unmanaged.passRetained(self).toOpaque()
      let code = pthread_create(
        &thread, nil,
        { context in
          if let context { Unmanaged<Worker>.fromOpaque(context).takeRetainedValue().run() }
          return nil
        }, context)
      guard code == 0 else {
        Unmanaged<Worker>.fromOpaque(context).release()
        throw UserError("starting a thread failed: \(String(cString: strerror(code)))")
      }
      pthread_detach(thread)
    }

    func ask(_ new: Wish) {
      wish.withLock { $0 = new }
      asked.signal()
    }

    func stop() { ask(.stop) }

    private func run() {
      Terminal.protectThread()
      while true {
        asked.wait()
        let next = wish.withLock { wish in
          defer { wish = nil }
          return wish
        }
        switch next {
        case .trace(let request): answers.post(session.answer(request))
        case .lens(let request): answers.post(request.answer(from: model, kernels: kernels))
        case .stop: return
        case nil: break  // An earlier round took the latest wish.
        }
      }
    }
  }
}
