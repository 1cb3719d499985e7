private import Dispatch
private import Glibc
private import Synchronization

/// Ctrl-C and SIGTERM as a wish instead of a death: long work asks between two steps and ends in good order.
final class Interrupt {
  private final class Flag: Sendable { let isSet = Atomic(false) }

  private let flag = Flag()
  private let sources: [any DispatchSourceSignal]

  init() {
    let queue = DispatchQueue(label: "interrupt")
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      return DispatchSource.makeSignalSource(signal: number, queue: queue)
    }
    for source in sources {
      source.setEventHandler { [flag] in flag.isSet.store(true, ordering: .relaxed) }
      source.activate()
    }
  }

  deinit { for source in sources { source.cancel() } }

  /// Whether somebody has asked for the end.
  var wasPressed: Bool { flag.isSet.load(ordering: .relaxed) }
}

/// Processors that the machine has to give.
func processorCount() -> Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
