import CNcurses
import Glibc
public import TerminalCanvas

/// The terminal as long as the program has its whole screen: draws canvases, waits for events, and gives it back in the
/// state it was found in, whatever happens.
///
/// It belongs to the thread that made it, which has to be the one that started the process's other threads, or one that
/// called ``blockSignals()`` before they started.
public final class Terminal {
  /// What the screen can show.
  public let capability: Capability

  let window: UnsafeMutablePointer<WINDOW>
  let screen: OpaquePointer
  var writer: CellWriter
  /// What the screen shows now; `nil` when that isn't known.
  var shown: Canvas?
  /// Whether a frame was held back because the terminal takes no output.
  var isFramePending = false
  var parser = InputParser()
  var hasGone = false
  private(set) var isOpen = true
  let signals: SignalThread
  private let originalMask: sigset_t
  private let originalModes: termios
  private var errors: ErrorCapture?
  private let previousHandlers: Rescue.Handlers

  /// Blocks, in this thread and those it will start, the signals that the terminal wants to take itself.
  ///
  /// Call it before the first thread starts.
  public static func blockSignals() { SignalThread.block() }

  /// Gives the calling thread a stack for crash handlers; without it a stack overflow there can't put the screen back.
  public static func protectThread() { Rescue.protectThread() }

  /// Takes the terminal.
  ///
  /// - Parameters:
  ///   - depth: Colours to use at most, or `nil` for all that the terminal has.
  ///   - isASCII: Whether to write ASCII only; so it is without a UTF-8 locale.
  /// - Throws: Why there can't be a full screen; the terminal is then as it was.
  public init(depth: ColorDepth? = nil, isASCII: Bool = false) throws(TerminalError) {
    var modes = termios()
    tcgetattr(STDOUT_FILENO, &modes)
    let hasUTF8 = TerminalSetup.useUTF8()
    let wanted = depth ?? TerminalSetup.requestedDepth(TerminalSetup.environment)
    let mask = SignalThread.block()
    SignalThread.claimStop()
    let start: (screen: OpaquePointer, depth: ColorDepth)
    do throws(TerminalError) {
      start = try TerminalSetup.start(wanted)
    } catch {
      Self.releaseSignals(mask)
      throw error
    }
    guard let window = newwin(0, 0, 0, 0) else { throw Terminal.abandoned(start.screen, "newwin", mask) }
    do { signals = try SignalThread() } catch { throw Terminal.abandoned(start.screen, "pthread_create", mask) }
    screen = start.screen
    self.window = window
    capability = Capability(start.depth, isASCII: isASCII || !hasUTF8)
    (originalMask, originalModes) = (mask, modes)
    previousHandlers = Rescue.arm(terminal: STDOUT_FILENO, modes: modes, farewell: Self.farewell)
    if start.depth != .mono {
      start_color()
      use_default_colors()
    }
    writer = CellWriter(capability)
    raw()
    noecho()
    nonl()
    typeahead(-1)
    leaveok(window, true)
    curs_set(0)
    enter()
  }

  deinit { close() }

  private static func abandoned(_ screen: OpaquePointer, _ operation: String, _ mask: sigset_t) -> TerminalError {
    let code = errno
    endwin()
    delscreen(screen)
    releaseSignals(mask)
    return .system(operation: operation, code: code)
  }

  private static func releaseSignals(_ mask: sigset_t) {
    SignalThread.releaseStop()
    var mask = mask
    pthread_sigmask(SIG_SETMASK, &mask, nil)
  }

  /// What is to be done, on another thread, should a signal have to end the process while this one can't take it, as it
  /// hangs in a write to a terminal that nobody reads: saving what would be lost.
  ///
  /// It should take well under a second: somebody waits for the end.
  public func setLastDuty(_ duty: (@Sendable () -> Void)?) { signals.setLastDuty(duty) }

  /// The screen's size in cells.
  public var size: (width: Int, height: Int) { (Int(getmaxx(window)), Int(getmaxy(window))) }

  /// Draws a canvas, only what changed since the last one.
  ///
  /// - Returns: Whether it was drawn. A terminal that takes no output (stopped by ^S, or unread) gets none; then
  ///   ``TerminalEvent/writable`` comes when it does again.
  @discardableResult
  public func present(_ canvas: Canvas) -> Bool {
    guard isOpen, !hasGone else { return false }
    isFramePending = !isWritable(milliseconds: 0)
    guard !isFramePending else { return false }
    draw(canvas)
    if writer.isOutOfPairs {
      writer.resetPairs()
      clearok(window, true)
      shown = nil
      draw(canvas)
    }
    shown = canvas
    doupdate()
    return true
  }

  private func draw(_ canvas: Canvas) {
    if shown == nil { werase(window) }
    for run in canvas.changes(from: shown ?? Canvas(width: 0, height: 0)) { writer.write(canvas, run, window) }
    wnoutrefresh(window)
  }

  /// Gives the terminal back; standard error that came meanwhile is shown. May be called more than once.
  public func close() {
    guard isOpen else { return }
    isOpen = false
    leave()
    Rescue.disarm(previousHandlers)
    signals.stop()
    errors?.end()
    delwin(window)
    delscreen(screen)
    Self.releaseSignals(originalMask)
  }
}

extension Terminal {
  /// Buttons and drags as SGR reports, focus, bracketed paste.
  private static let modes = [1002, 1006, 1004, 2004]

  /// What leaves the alternate screen and ends every mode we set.
  private static var farewell: [UInt8] {
    let ours = modes.reversed().map { "\u{1B}[?\($0)l" }.joined()
    let theirs = ["sgr0", "op", "rmkx", "cnorm", "rmcup"].compactMap { TerminalSetup.string($0) }
    return Array(ours.utf8) + theirs.joined()
  }

  /// Sets the modes, on the way in and after a stop.
  private func enter() {
    errors = ErrorCapture()
    Rescue.kit.pointee.capture = errors?.file ?? -1
    Rescue.kit.pointee.errors = errors?.original ?? -1
    wnoutrefresh(window)
    doupdate()
    send(Self.modes.map { "\u{1B}[?\($0)h" }.joined())
    shown = nil
  }

  /// Ends the modes and shows what was on the screen before.
  private func leave() {
    if isWritable(milliseconds: 200) {
      send(Self.modes.reversed().map { "\u{1B}[?\($0)l" }.joined())
      endwin()
      var modes = originalModes
      tcsetattr(STDOUT_FILENO, TCSADRAIN, &modes)
    } else {
      Rescue.kit.pointee.capture = -1
      Rescue.putBack()
    }
  }

  /// Stops the program as Ctrl-Z does, and takes the terminal again when it goes on.
  public func suspend() {
    guard isOpen, !hasGone else { return }
    leave()
    errors?.end()
    Rescue.kit.pointee.isArmed = false
    // The whole job stops, as with any program: also a `make` that started this one.
    kill(0, SIGSTOP)
    resume()
  }

  /// Answers SIGCONT. After ``suspend()`` there is nothing left to do; else the program was stopped by a SIGSTOP, of which
  /// it heard nothing, and a shell that took the terminal has changed its modes.
  func wake() {
    var modes = termios()
    guard isOpen, tcgetattr(STDOUT_FILENO, &modes) == 0, modes.c_lflag & tcflag_t(ICANON | ECHO) != 0 else { return }
    Rescue.kit.pointee.isArmed = false
    errors?.end()
    // ncurses would believe its modes still in force.
    endwin()
    resume()
  }

  /// Takes the terminal after a stop and draws everything anew.
  private func resume() {
    reset_prog_mode()
    clearok(window, true)
    Rescue.kit.pointee.isArmed = true
    enter()
  }

  private func send(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if count < 0, errno != EINTR { return }
      bytes = bytes.dropFirst(max(0, count))
    }
  }

  /// Whether the terminal takes output now, or within a time.
  func isWritable(milliseconds: Int32) -> Bool {
    var descriptor = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
    return poll(&descriptor, 1, milliseconds) > 0 && descriptor.revents & Int16(POLLOUT) != 0
  }
}
