internal import CursesTerminal
private import Dispatch
internal import HeadscopeApp
private import Synchronization

/// Trains on a thread of its own and hands over what has happened: one report at a time, the next when the last was
/// taken, so that a slow screen never holds training up and never gets a queue.
final class TrainingEngine: Sendable {
  private let worker: TrainingWorker

  init(_ workshop: TrainingWorkshop, answers: Mailbox<Message>) throws {
    worker = TrainingWorker(workshop, answers: answers)
    try worker.start()
  }

  deinit { worker.ask(nil) }

  func order(_ order: TrainingOrder) { worker.ask(order) }

  /// The last report was taken in.
  func reportTaken() { worker.reportTaken() }

  /// Ends the step under way, saves what stands in no file, and returns when that is done; from any thread, and more than
  /// once.
  func finish() { worker.finish() }
}

/// The training thread.
private final class TrainingWorker: Sendable {
  /// What the thread and its asker share.
  struct Shared {
    var orders: [TrainingOrder] = []
    var stops = false
    /// Whether the last report was taken.
    var isFree = true
  }

  private let shared = Mutex(Shared())
  private let asked = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)
  // Sound although it isn't Sendable: it is handed over here, and only the thread touches it.
  private nonisolated(unsafe) let runner: TrainingRunner

  init(_ workshop: TrainingWorkshop, answers: Mailbox<Message>) {
    runner = TrainingRunner(workshop, answers: answers)
  }

  func start() throws {
    try startThread { [self] in
      Terminal.protectThread()
      work()
      ended.signal()
    }
  }

  /// Wants something; nil wants the end.
  func ask(_ order: TrainingOrder?) {
    shared.withLock { shared in
      if let order { shared.orders.append(order) } else { shared.stops = true }
    }
    asked.signal()
  }

  func reportTaken() {
    shared.withLock { $0.isFree = true }
    asked.signal()
  }

  func finish() {
    ask(nil)
    ended.wait()
    ended.signal()  // For whoever else waits.
  }

  private var hasOrders: Bool { shared.withLock { !$0.orders.isEmpty || $0.stops } }

  private func work() {
    while true {
      if !runner.isBusy { asked.wait() }
      let (orders, stops) = shared.withLock { shared in
        defer { shared.orders = [] }
        return (shared.orders, shared.stops)
      }
      for order in orders { runner.perform(order) }
      if stops { return runner.saveUnsaved() }
      if runner.isBusy { runner.advance { self.hasOrders } }
      runner.report {
        self.shared.withLock { shared in
          defer { shared.isFree = false }
          return shared.isFree
        }
      }
    }
  }
}
