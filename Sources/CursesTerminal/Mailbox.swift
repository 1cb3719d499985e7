import Glibc
import Synchronization

/// Messages from other threads to the one that waits in ``Terminal/nextEvents(until:waking:)``.
///
/// A post wakes the waiting thread through a pipe; any number of posts before it wakes are one wake-up.
public final class Mailbox<Message: Sendable>: Sendable {
  private let messages = Mutex<[Message]>([])
  /// What the terminal watches.
  public let wakeup: Wakeup

  /// An empty mailbox.
  public init() throws(TerminalError) { wakeup = try Wakeup() }

  /// Adds a message and wakes the waiting thread.
  public func post(_ message: Message) {
    messages.withLock { $0.append(message) }
    wakeup.signal()
  }

  /// Adds a message in place of those that it makes obsolete, so that of many snapshots only the latest is kept.
  public func post(_ message: Message, replacing isObsolete: (Message) -> Bool) {
    messages.withLock { messages in
      messages.removeAll(where: isObsolete)
      messages.append(message)
    }
    wakeup.signal()
  }

  /// Takes all messages, oldest first.
  public func takeAll() -> [Message] {
    wakeup.clear()
    return messages.withLock { messages in
      defer { messages = [] }
      return messages
    }
  }
}

/// A pipe that wakes a thread waiting in `poll`; safe from any thread and from signal handlers.
public final class Wakeup: Sendable {
  /// The end to wait on.
  let readEnd: Int32
  private let writeEnd: Int32

  /// A wake-up that hasn't been signalled.
  public init() throws(TerminalError) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw .system(operation: "pipe", code: errno) }
    (readEnd, writeEnd) = (ends[0], ends[1])
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
  }

  deinit {
    close(readEnd)
    close(writeEnd)
  }

  /// Wakes the waiting thread; when the pipe is full it is awake already.
  public func signal() {
    var byte: UInt8 = 1
    _ = write(writeEnd, &byte, 1)
  }

  /// Forgets the signals so far.
  func clear() {
    withUnsafeTemporaryAllocation(byteCount: 512, alignment: 1) { buffer in
      while read(readEnd, buffer.baseAddress, buffer.count) > 0 {}
    }
  }
}
