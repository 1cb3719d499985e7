private import Dispatch
private import Glibc
private import Synchronization

/// Threads that help one another with a piece of work: they sleep between regions that lie far apart, and wait awake for a
/// moment between near ones.
///
/// Waking a sleeping thread takes the system tens of microseconds, and a training step of a small model has four regions in
/// a few milliseconds. Who waits awake gives its processor away at each look, so that nobody else's work suffers.
final class WorkerTeam: Sendable {
  private let region = Region()
  /// Threads beside the one that calls ``run(workers:_:)``.
  private let helpers: Int
  private let isStarted = Atomic(false)
  private let isBusy = Atomic(false)

  /// A team whose threads start with the first work.
  init(helpers: Int) { self.helpers = helpers }

  deinit { region.end() }

  /// Runs `body(worker)` once on the calling thread and once on each helper that comes while it runs; returns after the last
  /// has ended. False, and nothing is run, where the team has another caller already.
  ///
  /// - Parameter body: Takes its work from what all workers share; whoever comes late finds none left.
  func run(_ body: (_ worker: Int) -> Void) -> Bool {
    guard !isBusy.exchange(true, ordering: .acquiring) else { return false }
    if !isStarted.exchange(true, ordering: .relaxed) { start() }
    // Sound although `body` isn't Sendable: ``Region/close()`` returns only after the last helper has left it.
    withoutActuallyEscaping(body) { body in
      region.open(body)
      body(0)
      region.close()
    }
    isBusy.store(false, ordering: .releasing)
    return true
  }

  /// A system that refuses a thread leaves more work for the others.
  private func start() {
    for worker in 1...helpers {
      let context = Unmanaged.passRetained(Helper(worker: worker, region: region))
      var attributes = pthread_attr_t()
      pthread_attr_init(&attributes)
      pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
      var handle = pthread_t()
      let code = pthread_create(
        &handle, &attributes,
        { context in
          guard let context else { return nil }
          Unmanaged<Helper>.fromOpaque(context).takeRetainedValue().work()
          return nil
        }, context.toOpaque())
      pthread_attr_destroy(&attributes)
      if code != 0 { context.release() }
    }
  }
}

/// What one thread of a team knows.
private final class Helper: Sendable {
  private let worker: Int
  private let region: Region

  init(worker: Int, region: Region) { (self.worker, self.region) = (worker, region) }

  func work() {
    var last: UInt64 = 0
    while let number = region.enter(after: last) {
      last = number
      region.body?(worker)
      region.leave()
    }
  }
}

/// The work that a team does at the moment.
///
/// One word tells all: the region's number, whether it is open, and how many helpers are in it. A helper enters an open
/// region that it was not in; the caller closes it and waits for those within, never for one that has not come.
private final class Region: Sendable {
  private let state = Atomic<UInt64>(0)
  private static let isOpen: UInt64 = 1 << 16
  private static let number: UInt64 = 1 << 17
  private let isOver = Atomic(false)
  /// Written by the caller while nobody is within, read by those within.
  nonisolated(unsafe) private(set) var body: ((Int) -> Void)?

  private let sleepers = Atomic(0)
  private let work = DispatchSemaphore(value: 0)
  private let isAwaited = Atomic(false)
  private let allLeft = DispatchSemaphore(value: 0)

  /// Looks for what is awaited before a thread goes to sleep, each of which gives the processor away: about 0.1 ms.
  private static let looks = 200

  private static func waitAwake(_ isThere: () -> Bool) -> Bool {
    for _ in 0..<looks {
      if isThere() { return true }
      sched_yield()
    }
    return false
  }

  func open(_ body: @escaping (Int) -> Void) {
    self.body = body
    let next = (state.load(ordering: .relaxed) / Self.number + 1) * Self.number + Self.isOpen
    state.store(next, ordering: .sequentiallyConsistent)
    wake(sleepers.exchange(0, ordering: .sequentiallyConsistent))
  }

  func close() {
    let within = state.bitwiseAnd(~Self.isOpen, ordering: .acquiringAndReleasing).newValue % Self.isOpen
    if within > 0, !Self.waitAwake({ state.load(ordering: .acquiring) % Self.isOpen == 0 }) {
      isAwaited.store(true, ordering: .sequentiallyConsistent)
      // Whoever takes the mark back decides: the caller itself, or the last helper, which then wakes it.
      let isEmpty = state.load(ordering: .sequentiallyConsistent) % Self.isOpen == 0
      if !isEmpty || !isAwaited.exchange(false, ordering: .sequentiallyConsistent) { allLeft.wait() }
    }
    body = nil
  }

  /// The number of an open region that the thread has entered, another than the last; nil once there will be none.
  func enter(after last: UInt64) -> UInt64? {
    while true {
      if let number = enterNow(after: last) { return number }
      if isOver.load(ordering: .acquiring) { return nil }
      if Self.waitAwake({ isNew(state.load(ordering: .relaxed), after: last) }) { continue }
      sleepers.add(1, ordering: .sequentiallyConsistent)
      let isNeeded =
        isNew(state.load(ordering: .sequentiallyConsistent), after: last)
        || isOver.load(ordering: .sequentiallyConsistent)
      if isNeeded, noLongerSleeps() { continue }
      work.wait()
    }
  }

  func leave() {
    let now = state.subtract(1, ordering: .sequentiallyConsistent).newValue
    if now % Self.number == 0, isAwaited.exchange(false, ordering: .sequentiallyConsistent) { allLeft.signal() }
  }

  /// Ends the threads.
  func end() {
    isOver.store(true, ordering: .sequentiallyConsistent)
    wake(sleepers.exchange(0, ordering: .sequentiallyConsistent))
  }

  private func wake(_ count: Int) { for _ in 0..<count { work.signal() } }

  private func isNew(_ state: UInt64, after last: UInt64) -> Bool {
    state & Self.isOpen != 0 && state / Self.number != last
  }

  private func enterNow(after last: UInt64) -> UInt64? {
    var now = state.load(ordering: .acquiring)
    while isNew(now, after: last) {
      let (isDone, seen) = state.weakCompareExchange(
        expected: now, desired: now + 1, ordering: .acquiringAndReleasing)
      if isDone { return now / Self.number }
      now = seen
    }
    return nil
  }

  /// Takes one sleeper back; false where it has been woken already, so that a signal is on its way.
  private func noLongerSleeps() -> Bool {
    var count = sleepers.load(ordering: .relaxed)
    while count > 0 {
      let (isDone, seen) = sleepers.weakCompareExchange(
        expected: count, desired: count - 1, ordering: .sequentiallyConsistent)
      if isDone { return true }
      count = seen
    }
    return false
  }
}
