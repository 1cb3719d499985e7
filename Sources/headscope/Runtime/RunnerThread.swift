internal import CursesTerminal
internal import Dispatch
private import Synchronization

/// What works on a thread of its own, does what is ordered, and hands over what has happened.
protocol ThreadRunner: AnyObject, SendableMetatype {
  associatedtype Order: Sendable

  /// When it has something to do besides orders.
  var nextTurn: NextTurn { get }

  /// Does what is ordered.
  func perform(_ order: Order)

  /// Works for a while; not on where `hasOrders` says that somebody wants something else.
  func work(until hasOrders: () -> Bool)

  /// Hands over what is due. `take` says whether the last report was taken, and takes its place where it was.
  func tell(_ take: () -> Bool)

  /// Saves what stands in no file.
  func end()
}

/// When a runner has something to do.
enum NextTurn {
  case now
  /// At a time; until then only orders matter.
  case at(DispatchTime)
  case never
}

/// A runner's thread: one report at a time, the next when the last was taken, so that a slow screen never holds it up and never
/// gets a queue.
final class RunnerThread<Runner: ThreadRunner>: Sendable {
  private let worker: RunnerWorker<Runner>

  init(_ runner: sending Runner) throws {
    worker = RunnerWorker(runner)
    try worker.start()
  }

  deinit { worker.ask(nil) }

  func order(_ order: Runner.Order) { worker.ask(order) }

  /// The last report was taken in.
  func reportTaken() { worker.reportTaken() }

  /// Ends the work under way, saves what stands in no file, and returns when that is done; from any thread, and more than once.
  func finish() { worker.finish() }
}

/// The thread itself.
private final class RunnerWorker<Runner: ThreadRunner>: Sendable {
  /// What the thread and its asker share.
  struct Shared {
    var orders: [Runner.Order] = []
    var stops = false
    /// Whether the last report was taken.
    var isFree = true
  }

  private let shared = Mutex(Shared())
  private let asked = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)
  // Sound although it isn't Sendable: it is handed over here, and only the thread touches it.
  private nonisolated(unsafe) let runner: Runner

  init(_ runner: sending Runner) { self.runner = runner }

  func start() throws {
    try startThread { [self] in
      Terminal.protectThread()
      work()
      ended.signal()
    }
  }

  /// Wants something; nil wants the end.
  func ask(_ order: Runner.Order?) {
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
      switch runner.nextTurn {
      case .now: break
      case .at(let time): _ = asked.wait(timeout: time)
      case .never: asked.wait()
      }
      let (orders, stops) = shared.withLock { shared in
        defer { shared.orders = [] }
        return (shared.orders, shared.stops)
      }
      for order in orders { runner.perform(order) }
      if stops { return runner.end() }
      if case .never = runner.nextTurn {} else { runner.work { self.hasOrders } }
      runner.tell {
        self.shared.withLock { shared in
          defer { shared.isFree = false }
          return shared.isFree
        }
      }
    }
  }
}
