import Glibc
import Synchronization

/// Takes the process's signals on a thread of its own and hands them to the thread that waits for events.
///
/// Should that thread not take an ending within the grace period, because it computes or hangs in a write to a terminal
/// that nobody reads, this one does what must not be left undone, puts the terminal back and ends the process.
final class SignalThread: Sendable {
  /// Signals that came and weren't taken yet.
  private let arrived = Mutex<[Int32]>([])
  private let stopping = Atomic(false)
  let wakeup: Wakeup
  /// What is done before the process ends by force.
  private let lastDuty = Mutex<(@Sendable () -> Void)?>(nil)
  private let thread = Mutex<pthread_t?>(nil)

  /// How long an ending may wait to be taken.
  static let graceMilliseconds = 500

  /// The signals that this thread takes, and the one that ends it.
  private static let watched = [SIGWINCH, SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT, SIGURG]

  private static var watchedSet: sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    for signal in watched { sigaddset(&set, signal) }
    return set
  }

  /// Blocks the signals in the calling thread and those it will start; returns the mask as it was.
  @discardableResult
  static func block() -> sigset_t {
    var (set, old) = (watchedSet, sigset_t())
    pthread_sigmask(SIG_BLOCK, &set, &old)
    return old
  }

  /// Keeps ncurses away from SIGTSTP: while it draws it ignores the signal, and one that comes just then would be lost. It
  /// leaves a signal alone that has a handler. Under a parent without job control, which ignores the signal, that stays.
  static func claimStop() {
    var action = sigaction()
    guard sigaction(SIGTSTP, nil, &action) == 0, unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 0
    else { return }
    // Never runs: the signal is blocked in every thread and taken by `sigwait`.
    action.__sigaction_handler.sa_handler = { _ in }
    sigaction(SIGTSTP, &action, nil)
  }

  /// Undoes ``claimStop()``.
  static func releaseStop() {
    var action = sigaction()
    guard sigaction(SIGTSTP, nil, &action) == 0, unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) > 1
    else { return }
    signal(SIGTSTP, SIG_DFL)
  }

  /// Starts the thread.
  init() throws(TerminalError) {
    wakeup = try Wakeup()
    var handle = pthread_t()
    let context = Unmanaged.passRetained(self).toOpaque()
    let code = pthread_create(
      &handle, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<SignalThread>.fromOpaque(context).takeRetainedValue().run()
        return nil
      }, context)
    guard code == 0 else {
      Unmanaged<SignalThread>.fromOpaque(context).release()
      throw .system(operation: "pthread_create", code: code)
    }
    thread.withLock { $0 = handle }
  }

  /// What is to be done before the process ends by force, in place of what was; nil for nothing.
  func setLastDuty(_ duty: (@Sendable () -> Void)?) { lastDuty.withLock { $0 = duty } }

  /// Takes the signals that came, oldest first.
  func takeAll() -> [Int32] {
    wakeup.clear()
    return arrived.withLock { signals in
      defer { signals = [] }
      return signals
    }
  }

  /// Ends the thread and waits for it.
  func stop() {
    stopping.store(true, ordering: .releasing)
    let handle = thread.withLock { handle in
      defer { handle = nil }
      return handle
    }
    guard let handle else { return }
    pthread_kill(handle, SIGURG)
    pthread_join(handle, nil)
  }

  private func run() {
    Rescue.protectThread()
    var set = Self.watchedSet
    while true {
      var signal: Int32 = 0
      guard sigwait(&set, &signal) == 0 else { continue }
      if stopping.load(ordering: .acquiring) { return }
      guard signal != SIGURG else { continue }
      arrived.withLock { $0.append(signal) }
      wakeup.signal()
      if [SIGTERM, SIGHUP, SIGINT].contains(signal) { enforce(signal) }
    }
  }

  /// Ends the process if the signal has not been taken within the grace period.
  private func enforce(_ signal: Int32) {
    for _ in 0..<Self.graceMilliseconds / 20 {
      usleep(20_000)
      if stopping.load(ordering: .acquiring) || arrived.withLock({ !$0.contains(signal) }) { return }
    }
    lastDuty.withLock(\.self)?()
    Rescue.die(signal)
  }
}
