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
    /// The terminal's descriptor.
    var terminal: Int32 = -1
    /// The terminal's modes before we came.
    var modes = termios()
    /// The bytes that leave the alternate screen and end our modes.
    var farewell: UnsafeMutableBufferPointer<UInt8> = .init(start: nil, count: 0)
    /// Where errors are captured and where they belong, or −1.
    var capture: Int32 = -1
    var errors: Int32 = -1
    /// A place to copy errors through.
    var scratch: UnsafeMutableBufferPointer<UInt8> = .allocate(capacity: 4096)
  }

  /// One for the process, since signal handlers belong to the process.
  ///
  /// Proof of safety: written only by the thread that opens and closes the terminal, with `isArmed` false around the
  /// writes; read by handlers, which run once (`hasStarted`).
  nonisolated(unsafe) static let kit: UnsafeMutablePointer<Kit> = {
    let kit = UnsafeMutablePointer<Kit>.allocate(capacity: 1)
    kit.initialize(to: Kit())
    return kit
  }()

  private static let hasStarted = Atomic(false)

  /// Signals that mean the program can't go on.
  private static let deadly = [SIGSEGV, SIGBUS, SIGABRT, SIGILL, SIGTRAP, SIGFPE, SIGSYS, SIGQUIT]
  /// Signals that the signal thread takes; handled here only should another thread get one.
  private static let endings = [SIGTERM, SIGHUP, SIGINT]

  /// Prepares everything and installs the handlers.
  static func arm(terminal: Int32, modes: termios, farewell: [UInt8]) {
    kit.pointee.isArmed = false
    kit.pointee.terminal = terminal
    kit.pointee.modes = modes
    kit.pointee.farewell.deallocate()
    kit.pointee.farewell = .allocate(capacity: farewell.count)
    _ = kit.pointee.farewell.initialize(from: farewell)
    _ = hasStarted.load(ordering: .relaxed)
    protectThread()
    for signal in deadly + endings {
      var action = sigaction()
      action.__sigaction_handler.sa_handler = { signal in Rescue.die(signal) }
      action.sa_flags = Int32(SA_ONSTACK) | Int32(bitPattern: UInt32(SA_RESETHAND))
      sigfillset(&action.sa_mask)
      sigaction(signal, &action, nil)
    }
    kit.pointee.isArmed = true
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

  /// From here on nothing has to be put back; the handlers go.
  static func disarm() {
    kit.pointee.isArmed = false
    for number in deadly + endings { signal(number, SIG_DFL) }
  }

  /// Puts the terminal back and ends the process with the status that a shell gives to a death by this signal.
  static func die(_ signal: Int32) -> Never {
    if kit.pointee.isArmed, !hasStarted.exchange(true, ordering: .acquiringAndReleasing) { putBack() }
    _exit(128 + signal)
  }

  /// Gives the terminal back without waiting for it: safe in a handler.
  static func putBack() {
    let kit = kit.pointee
    // Setting modes from the background would stop the process.
    signal(SIGTTOU, SIG_IGN)
    let flags = fcntl(kit.terminal, F_GETFL)
    _ = fcntl(kit.terminal, F_SETFL, flags | O_NONBLOCK)
    tcflow(kit.terminal, TCOON)
    tcflush(kit.terminal, TCOFLUSH)
    var modes = kit.modes
    tcsetattr(kit.terminal, TCSANOW, &modes)
    _ = write(kit.terminal, kit.farewell.baseAddress, kit.farewell.count)
    replayErrors(kit)
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
