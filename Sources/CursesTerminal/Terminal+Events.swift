import CNcurses
import Glibc
import TerminalCanvas

extension Terminal {
  /// How long an Escape may stay alone before it is the key, and a paste silent before it is over.
  private enum Patience {
    static let sequence: Int32 = 25
    static let pasteEnd: Int32 = 1000
  }

  /// Waits for events and returns them, oldest first; empty when the deadline passes.
  ///
  /// While nothing happens the process doesn't wake up at all. While a frame is held back (``present(_:)``) the mailbox
  /// isn't watched, so that a fast sender doesn't wake the screen thousands of times in vain.
  /// - Parameters:
  ///   - deadline: When to give up, or `nil` for never.
  ///   - wakeup: The mailbox to watch.
  public func nextEvents(
    until deadline: ContinuousClock.Instant? = nil, waking wakeup: Wakeup? = nil
  ) -> [TerminalEvent] {
    guard isOpen else { return [] }
    guard !hasGone else { return [.end(signal: SIGHUP)] }
    while true {
      let (timeout, isPatience) = nextTimeout(deadline)
      var descriptors = [
        pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
        pollfd(fd: signals.wakeup.readEnd, events: Int16(POLLIN), revents: 0),
        pollfd(fd: isFramePending ? STDOUT_FILENO : -1, events: Int16(POLLOUT), revents: 0),
        pollfd(fd: isFramePending ? -1 : wakeup?.readEnd ?? -1, events: Int16(POLLIN), revents: 0),
      ]
      let count = poll(&descriptors, nfds_t(descriptors.count), timeout)
      if count < 0, errno == EINTR { continue }
      if count == 0 {
        guard isPatience else { return [] }
        let events = process(parser.finish())
        if !events.isEmpty { return events }
        continue
      }
      let events = collect(descriptors.map(\.revents))
      if !events.isEmpty { return events }
    }
  }

  /// Milliseconds for `poll`, and whether that is for a half-read sequence and not for the deadline.
  private func nextTimeout(_ deadline: ContinuousClock.Instant?) -> (Int32, isPatience: Bool) {
    let patience: Int32? =
      switch parser.waiting {
      case .nothing: nil
      case .sequence: Patience.sequence
      case .pasteEnd: Patience.pasteEnd
      }
    guard let deadline else { return (patience ?? -1, patience != nil) }
    let timeout = Self.milliseconds(ContinuousClock.now.duration(to: deadline))
    guard let patience, patience <= timeout else { return (timeout, false) }
    return (patience, true)
  }

  /// A time for `poll`, which takes a negative one for endless: rounded up, so that it doesn't wake before, and a day at
  /// most.
  static func milliseconds(_ left: Duration) -> Int32 {
    let (seconds, attoseconds) = left.components
    guard seconds < 86_400 else { return 86_400_000 }
    return Int32(max(0, seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000))
  }

  private func collect(_ ready: [Int16]) -> [TerminalEvent] {
    var events: [TerminalEvent] = []
    if ready[1] != 0 { events += takeSignals() }
    if ready[0] & Int16(POLLIN) != 0 {
      events += process(readInput())
    } else if ready[0] != 0 {
      hasGone = true
    }
    if ready[2] & Int16(POLLOUT) != 0 {
      isFramePending = false
      events.append(.writable)
    } else if ready[2] != 0 {
      hasGone = true
    }
    if ready[3] != 0 { events.append(.message) }
    if hasGone { events.append(.end(signal: SIGHUP)) }
    return events
  }

  /// Everything that lies ready in the descriptor, up to 256 kB, so that a long paste doesn't keep the screen waiting.
  private func readInput() -> [InputEvent] {
    var events: [InputEvent] = []
    withUnsafeTemporaryAllocation(byteCount: 16_384, alignment: 1) { buffer in
      for _ in 0..<16 {
        var descriptor = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        guard poll(&descriptor, 1, 0) > 0, descriptor.revents & Int16(POLLIN) != 0 else { return }
        let count = read(STDIN_FILENO, buffer.baseAddress, buffer.count)
        if count < 0, errno == EINTR || errno == EAGAIN { continue }
        guard count > 0 else {
          hasGone = true
          return
        }
        events += parser.feed(UnsafeRawBufferPointer(buffer)[..<count])
      }
    }
    return events
  }

  /// Ctrl-Z stops the program; everything else is passed on.
  private func process(_ events: [InputEvent]) -> [TerminalEvent] {
    events.flatMap { event -> [TerminalEvent] in
      guard event == .key(Key(.character("z"), .control)) else { return [.input(event)] }
      suspend()
      return [.input(adoptSize())]
    }
  }

  private func takeSignals() -> [TerminalEvent] {
    var events: [TerminalEvent] = []
    for signal in signals.takeAll() {
      switch signal {
      case SIGTSTP:
        suspend()
        events.append(.input(adoptSize()))
      case SIGCONT:
        wake()
        events.append(.input(adoptSize()))
      case SIGWINCH: events.append(.input(adoptSize()))
      default: events.append(.end(signal: signal))
      }
    }
    return events
  }

  /// Makes ncurses' window as large as the terminal; what is on the screen then isn't known.
  private func adoptSize() -> InputEvent {
    var found = winsize()
    if ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &found) == 0, found.ws_row > 0, found.ws_col > 0 {
      let (rows, columns) = (Int32(found.ws_row), Int32(found.ws_col))
      if rows != getmaxy(window) || columns != getmaxx(window) {
        resizeterm(rows, columns)
        wresize(window, rows, columns)
      }
    }
    clearok(window, true)
    shown = nil
    let (width, height) = size
    return .resize(width: width, height: height)
  }
}
