private import Dispatch
private import Glibc
private import Synchronization

/// Ctrl-C, SIGTERM and a closed terminal as a wish instead of a death: long work asks between two steps and ends in good order. Who asks
/// twice doesn't want to wait.
final class Interrupt {
  /// The first signal that came, or 0.
  private final class First: Sendable { let number = Atomic<Int32>(0) }

  private let first = First()
  private let sources: [any DispatchSourceSignal]

  init() {
    let queue = DispatchQueue(label: "interrupt")
    let old = Glibc.signal(SIGHUP, SIG_IGN)
    // Under nohup a closed terminal is nobody's wish; 1 is SIG_IGN, which can't be compared otherwise.
    let staysIgnored = unsafeBitCast(old, to: Int.self) == 1
    let signals = [SIGINT, SIGTERM] + (staysIgnored ? [] : [SIGHUP])
    sources = signals.map { number in
      Glibc.signal(number, SIG_IGN)
      return DispatchSource.makeSignalSource(signal: number, queue: queue)
    }
    for (source, number) in zip(sources, signals) {
      source.setEventHandler { [first] in
        let isFirst = first.number.exchange(number, ordering: .relaxed) == 0
        // Files are replaced whole or not at all, so this loses nothing that was saved.
        if !isFirst || source.data > 1 { _exit(128 + number) }
      }
      // A signal that came before the source is in place would be lost.
      let isInPlace = DispatchSemaphore(value: 0)
      source.setRegistrationHandler { isInPlace.signal() }
      source.activate()
      isInPlace.wait()
    }
  }

  deinit { for source in sources { source.cancel() } }

  /// The signal by which somebody has asked for the end.
  var signal: Int32? {
    let number = first.number.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }
}
