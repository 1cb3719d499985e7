private import Glibc
private import Synchronization

/// Ctrl-C, SIGTERM and a closed terminal as a wish instead of a death: long work asks between two steps and ends in good order. Who asks
/// twice doesn't want to wait.
///
/// A wish that came before, while the signals were blocked, counts as well: nothing is ever discarded. One at a time, on the thread that
/// made it.
final class Interrupt {
  /// The first signal that came, or 0; for the handler, which can be given nothing.
  private static let first = Atomic<Int32>(0)

  private let signals: sigset_t
  private var before: [(signal: Int32, action: sigaction)] = []
  private var mask = sigset_t()
  private var isOver = false

  init() {
    Self.first.store(0, ordering: .relaxed)
    var hangup = sigaction()
    sigaction(SIGHUP, nil, &hangup)
    // Under nohup a closed terminal is nobody's wish; 1 is SIG_IGN, which can't be compared otherwise.
    let staysIgnored = unsafeBitCast(hangup.__sigaction_handler.sa_handler, to: Int.self) == 1
    var set = sigset_t()
    sigemptyset(&set)
    for number in [SIGINT, SIGTERM] + (staysIgnored ? [] : [SIGHUP]) {
      sigaddset(&set, number)
      var (action, old) = (sigaction(), sigaction())
      action.sa_flags = SA_RESTART
      action.__sigaction_handler.sa_handler = { number in
        // Files are replaced whole or not at all, so ending at once loses nothing that was saved.
        if Interrupt.first.exchange(number, ordering: .relaxed) != 0 { _exit(128 + number) }
      }
      sigaction(number, &action, &old)
      before.append((number, old))
    }
    signals = set
    // What waits comes now.
    pthread_sigmask(SIG_UNBLOCK, &set, &mask)
  }

  deinit { end() }

  /// The signal by which somebody has asked for the end.
  var signal: Int32? {
    let number = Self.first.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  /// Looks for wishes no more: from here on signals do what they did before. Returns the one that came last of all, so that whoever has
  /// asked a moment too early can heed it.
  @discardableResult
  func end() -> Int32? {
    guard !isOver else { return signal }
    isOver = true
    var (set, mask) = (signals, mask)
    pthread_sigmask(SIG_BLOCK, &set, nil)
    for (number, action) in before {
      var action = action
      sigaction(number, &action, nil)
    }
    let last = signal
    pthread_sigmask(SIG_SETMASK, &mask, nil)
    return last
  }
}
