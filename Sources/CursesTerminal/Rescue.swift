import Glibc
import Synchronization

/// Puts the terminal back when the program dies: by a trap, a segmentation fault, or a signal nobody answers.
///
/// Everything that the handler needs is prepared while all is well and lies in memory that never moves; the handler calls
/// only functions that are safe in signal handlers (signal-safety(7)), allocates nothing and takes no lock. It never calls
/// `endwin()`, which is neither. A terminal that doesn't take output (unread, or stopped by ^S) can't hold it up.
enum Rescue {
  /// What the handler works with.
  struct Kit {
    var isArmed = false
    /// The thread that draws.
    var owner = pthread_t()
    /// The terminal's descriptor.
    var terminal: Int32 = -1
    /// The terminal's modes before we came.
    var modes = termios()
    /// The bytes that leave the alternate screen and end our modes.
    var farewell: UnsafeMutableBufferPointer<UInt8> = .init(start: nil, count: 0)
    /// Where errors are captured and where they belong, or −1.
    var capture: Int32 = -1
    var errors: Int32 = -1
    /// What is said about a death, by signal; empty for those that a person sends.
    let epitaphs: UnsafeMutableBufferPointer<UnsafeMutableBufferPointer<UInt8>> = .allocate(capacity: 65)
    /// A place to copy errors through.
    var scratch: UnsafeMutableBufferPointer<UInt8> = .allocate(capacity: 4096)
  }

  /// One for the process, since signal handlers belong to the process.
  ///
  /// Proof of safety: written only by the thread that opens and closes the terminal, with `isArmed` false around the
  /// writes that matter; read by handlers, of which only the first gets through (`hasStarted`).
  nonisolated(unsafe) static let kit: UnsafeMutablePointer<Kit> = {
    let kit = UnsafeMutablePointer<Kit>.allocate(capacity: 1)
    kit.initialize(to: Kit())
    kit.pointee.epitaphs.initialize(repeating: .init(start: nil, count: 0))
    for (number, name) in deadly {
      let text = "The program died of a fault inside it (\(name)); the terminal is as it was before.\n"
      replace(&kit.pointee.epitaphs[Int(number)], with: Array(text.utf8))
    }
    return kit
  }()

  private static let hasStarted = Atomic(false)

  /// Signals that mean the program can't go on.
  private static let deadly: [(number: Int32, name: String)] = [
    (SIGSEGV, "SIGSEGV"), (SIGBUS, "SIGBUS"), (SIGABRT, "SIGABRT"), (SIGILL, "SIGILL"), (SIGTRAP, "SIGTRAP"),
    (SIGFPE, "SIGFPE"), (SIGSYS, "SIGSYS"),
  ]
  /// Signals that come from outside and end a process: those that the signal thread takes come here only should another
  /// thread get one; the rest are sent by mistake, by a limit (`ulimit -t`, `-f`) or by a machine that loses its power.
  private static let endings = [
    SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGPIPE, SIGXCPU, SIGXFSZ, SIGIO,
    SIGPWR, SIGSTKFLT,
  ]

  /// What handled the signals before.
  typealias Handlers = [(number: Int32, action: sigaction)]

  /// Prepares everything, installs the handlers and returns those that were there before.
  static func arm(terminal: Int32, modes: termios, farewell: [UInt8]) -> Handlers {
    kit.pointee.isArmed = false
    kit.pointee.owner = pthread_self()
    kit.pointee.terminal = terminal
    kit.pointee.modes = modes
    replace(&kit.pointee.farewell, with: farewell)
    // Whatever the handler touches is made now: making it takes locks.
    _ = hasStarted.load(ordering: .relaxed)
    protectThread()
    let previous = (deadly.map(\.number) + endings).map { number in
      var (action, old) = (sigaction(), sigaction())
      action.__sigaction_handler.sa_handler = { signal in Rescue.die(signal) }
      action.sa_flags = Int32(SA_ONSTACK)
      sigfillset(&action.sa_mask)
      sigaction(number, &action, &old)
      return (number, old)
    }
    kit.pointee.isArmed = true
    return previous
  }

  private static func replace(_ buffer: inout UnsafeMutableBufferPointer<UInt8>, with bytes: [UInt8]) {
    buffer.deallocate()
    buffer = .allocate(capacity: bytes.count)
    _ = buffer.initialize(from: bytes)
  }

  /// Gives the calling thread a stack of its own for signal handlers, so that even a stack overflow ends well.
  static func protectThread() {
    var current = stack_t()
    guard sigaltstack(nil, &current) == 0, current.ss_flags & Int32(SS_DISABLE) != 0 || current.ss_size < 65_536 else {
      return
    }
    // Kept until the thread ends with the process: a handler may need it at any time.
    let size = 65_536
    var stack = stack_t(ss_sp: malloc(size), ss_flags: 0, ss_size: size)
    sigaltstack(&stack, nil)
  }

  /// From here on nothing has to be put back; the handlers of before return.
  static func disarm(_ previous: Handlers) {
    kit.pointee.isArmed = false
    for (number, action) in previous {
      var action = action
      sigaction(number, &action, nil)
    }
  }

  /// Puts the terminal back and ends the process with the status that a shell gives to a death by this signal.
  ///
  /// The first thread to get here does the work. It sends the drawing thread here too, where any but the first stops: else
  /// a write that waits for the terminal would go on as soon as there is room, and bury the farewell.
  static func die(_ signal: Int32) -> Never {
    if kit.pointee.isArmed {
      if hasStarted.exchange(true, ordering: .acquiringAndReleasing) {
        while true { pause() }
      }
      if pthread_equal(kit.pointee.owner, pthread_self()) == 0 { pthread_kill(kit.pointee.owner, SIGSYS) }
      putBack(signal)
    }
    _exit(128 + signal)
  }

  /// Gives the terminal back without waiting for it: safe in a handler.
  static func putBack(_ signal: Int32 = 0) {
    let kit = kit.pointee
    // Setting modes from the background would stop the process.
    Glibc.signal(SIGTTOU, SIG_IGN)
    let flags = fcntl(kit.terminal, F_GETFL)
    _ = fcntl(kit.terminal, F_SETFL, flags | O_NONBLOCK)
    tcflow(kit.terminal, TCOON)
    var modes = kit.modes
    tcsetattr(kit.terminal, TCSANOW, &modes)
    for _ in 0..<20 {
      tcflush(kit.terminal, TCOFLUSH)
      if write(kit.terminal, kit.farewell.baseAddress, kit.farewell.count) == kit.farewell.count { break }
      usleep(5_000)
    }
    replayErrors(kit)
    let epitaph = kit.epitaphs[Int(min(max(signal, 0), 64))]
    _ = write(kit.errors >= 0 ? kit.errors : kit.terminal, epitaph.baseAddress, epitaph.count)
    _ = fcntl(kit.terminal, F_SETFL, flags)
  }

  /// Copies captured errors to where they belong, with controls made harmless.
  static func replayErrors(_ kit: Kit) {
    guard kit.capture >= 0, kit.errors >= 0 else { return }
    lseek(kit.capture, 0, SEEK_SET)
    var last: UInt8 = 0
    for _ in 0..<16 {
      let count = read(kit.capture, kit.scratch.baseAddress, kit.scratch.count)
      guard count > 0 else { return }
      for index in 0..<count {
        let byte = kit.scratch[index]
        let isControl = byte < 0x20 && byte != 0x0A && byte != 0x09 || byte == 0x7F
        let endsC1 = last == 0xC2 && (0x80..<0xA0).contains(byte)
        last = byte
        if isControl || endsC1 { kit.scratch[index] = UInt8(ascii: "?") }
      }
      _ = write(kit.errors, kit.scratch.baseAddress, count)
    }
  }
}
