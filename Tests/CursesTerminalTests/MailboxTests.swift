import Foundation
import Glibc
import Testing

@testable import CursesTerminal

@Suite("Mailbox") struct MailboxTests {
  // The senders are threads of their own: tasks would wait for their turn behind all other tests.
  @Test("every message of many threads arrives once, each thread's in its order", .timeLimit(.minutes(5)))
  func manySenders() throws {
    let mailbox = try Mailbox<(sender: Int, number: Int)>()
    let (senders, count) = (4, 5_000)
    for sender in 0..<senders {
      Thread.detachNewThread { for number in 0..<count { mailbox.post((sender, number)) } }
    }
    var received = [[Int]](repeating: [], count: senders)
    while received.reduce(0, { $0 + $1.count }) < senders * count {
      _ = isSignalled(mailbox.wakeup, within: 100)
      for message in mailbox.takeAll() { received[message.sender].append(message.number) }
    }
    for numbers in received {
      #expect(numbers.count == count)
      #expect(numbers.indices.allSatisfy { numbers[$0] == $0 })
    }
    #expect(mailbox.takeAll().isEmpty)
  }

  @Test("a message wakes who waits")
  func waking() throws {
    let mailbox = try Mailbox<Int>()
    #expect(!isSignalled(mailbox.wakeup, within: 0))
    mailbox.post(1)
    #expect(isSignalled(mailbox.wakeup, within: 0))
    #expect(mailbox.takeAll() == [1])
    #expect(!isSignalled(mailbox.wakeup, within: 0))
  }

  @Test("a message takes the place of those that it makes obsolete")
  func replacing() throws {
    let mailbox = try Mailbox<Int>()
    for message in [1, 2, 11, 3] { mailbox.post(message) }
    mailbox.post(4) { $0 < 10 }
    #expect(mailbox.takeAll() == [11, 4])
    #expect(mailbox.takeAll().isEmpty)
  }

  @Test("a wake-up that nobody takes holds no sender up, and one that isn't there no taker", .timeLimit(.minutes(1)))
  func fullPipe() throws {
    let wakeup = try Wakeup()
    wakeup.clear()
    // More than a pipe holds.
    for _ in 0..<200_000 { wakeup.signal() }
    #expect(isSignalled(wakeup, within: 0))
    wakeup.clear()
    #expect(!isSignalled(wakeup, within: 0))
  }

  @Test("a time for poll is never endless and never too early")
  func timeouts() {
    #expect(Terminal.milliseconds(.seconds(-3)) == 0)
    #expect(Terminal.milliseconds(.milliseconds(-1)) == 0)
    #expect(Terminal.milliseconds(.zero) == 0)
    #expect(Terminal.milliseconds(.nanoseconds(1)) == 1)
    #expect(Terminal.milliseconds(.microseconds(1_500)) == 2)
    #expect(Terminal.milliseconds(.seconds(2)) == 2_000)
    #expect(Terminal.milliseconds(.seconds(1e12)) == 86_400_000)
  }

  private func isSignalled(_ wakeup: Wakeup, within milliseconds: Int32) -> Bool {
    var descriptor = pollfd(fd: wakeup.readEnd, events: Int16(POLLIN), revents: 0)
    return poll(&descriptor, 1, milliseconds) == 1
  }
}
