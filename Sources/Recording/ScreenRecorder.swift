private import Dispatch
public import Files
private import Synchronization
public import TerminalCanvas

/// Records the screens that a program draws, on a queue of its own: who draws hands a screen over and goes on at once.
///
/// The memory that it takes doesn't grow: where the disk is slower than the program draws, screens that wait give way to
/// later ones, so that the recording has fewer of them and each is right. What has come is written after a second at most,
/// in whole lines, so that a program which is killed leaves a recording that plays.
public final class ScreenRecorder: Sendable {
  /// How a recording came to its end.
  public enum Ending: Equatable, Sendable {
    /// All of it stands in the file.
    case finished(path: String, bytes: Int)
    /// It can't go on; the reason names the file, in one line. What was written before stays.
    case failed(reason: String)
  }

  /// Screens that wait at most.
  static let mostWaiting = 8
  private static let flushInterval = DispatchTimeInterval.seconds(1)

  /// What the drawing thread and the queue share.
  private struct Waiting {
    var screens: [(canvas: Canvas, time: ContinuousClock.Instant)] = []
    var isScheduled = false
    var isOver = false
  }

  /// The file; the queue alone waits for it.
  private struct Output: ~Copyable {
    var film: Film?
    var isFlushScheduled = false
    var ending: Ending?
  }

  private let queue = DispatchQueue(label: "recording")
  private let waiting = Mutex(Waiting())
  private let output: Mutex<Output>
  private let ended: @Sendable (Ending) -> Void

  /// Begins a recording into a file that is there.
  ///
  /// - Parameters:
  ///   - file: The file, which is empty.
  ///   - title: What is recorded.
  ///   - timestamp: When it began, in seconds since 1970.
  ///   - ended: Called on the queue once, with how it ended.
  public init(
    _ file: consuming AppendedFile, title: String, timestamp: Int, ended: @escaping @Sendable (Ending) -> Void
  ) {
    self.ended = ended
    output = Mutex(Output(film: Film(file, title: title, timestamp: timestamp)))
  }

  /// Begins a recording into a file that has still to be made.
  ///
  /// - Parameters:
  ///   - title: What is recorded.
  ///   - timestamp: When it began, in seconds since 1970.
  ///   - began: Called on the queue with the file's path once there is one.
  ///   - ended: Called on the queue once, with how it ended.
  ///   - create: Makes the file, on the queue.
  public init(
    title: String, timestamp: Int, began: @escaping @Sendable (String) -> Void,
    ended: @escaping @Sendable (Ending) -> Void, create: @escaping @Sendable () throws -> AppendedFile
  ) {
    self.ended = ended
    output = Mutex(Output())
    queue.async { [self] in
      do {
        began(
          try output.withLock { output in
            output.film = Film(try create(), title: title, timestamp: timestamp)
            return output.film?.path ?? ""
          })
      } catch {
        conclude(.failed(reason: "\(error)"))
      }
    }
  }

  /// Takes a screen in that was drawn just now.
  public func record(_ canvas: Canvas) {
    let time = ContinuousClock.now
    let isNew = waiting.withLock { waiting in
      guard !waiting.isOver else { return false }
      // The one before is as old as what came after it: the latest alone has to be right.
      if waiting.screens.count == Self.mostWaiting { waiting.screens.removeLast() }
      waiting.screens.append((canvas, time))
      defer { waiting.isScheduled = true }
      return !waiting.isScheduled
    }
    if isNew { queue.async { [self] in work() } }
  }

  /// Screens that wait now.
  var waitingCount: Int { waiting.withLock { $0.screens.count } }

  /// Ends the recording with what was drawn so far; ``init(title:timestamp:began:ended:create:)`` says whom that is told.
  public func stop() {
    let time = ContinuousClock.now
    waiting.withLock { $0.isOver = true }
    queue.async { [self] in end(at: time) }
  }

  /// Ends the recording and waits until it stands on the disk, or as long as is said; returns what went wrong.
  public func finish(within seconds: Double = 2) -> String? {
    stop()
    let isDone = DispatchSemaphore(value: 0)
    queue.async { isDone.signal() }
    guard isDone.wait(timeout: .now() + seconds) == .success else {
      return "the recording's end is not written: the disk doesn't answer"
    }
    guard case .failed(let reason) = output.withLock({ $0.ending }) else { return nil }
    return reason
  }

  /// Writes what waits.
  private func work() {
    let screens = waiting.withLock { waiting in
      waiting.isScheduled = false
      defer { waiting.screens.removeAll(keepingCapacity: true) }
      return waiting.screens
    }
    write { film throws(FileError) in
      for (canvas, time) in screens { try film.add(canvas, at: time) }
    }
    let isLate = output.withLock { output in
      guard !output.isFlushScheduled, output.film?.isBehind == true else { return false }
      output.isFlushScheduled = true
      return true
    }
    guard isLate else { return }
    queue.asyncAfter(deadline: .now() + Self.flushInterval) { [self] in
      output.withLock { $0.isFlushScheduled = false }
      write { film throws(FileError) in try film.flush() }
    }
  }

  private func end(at time: ContinuousClock.Instant) {
    work()
    write { film throws(FileError) in try film.end(at: time) }
    let ending = output.withLock { output -> Ending? in
      guard let path = output.film?.path, let bytes = output.film?.bytes else { return nil }
      return .finished(path: path, bytes: bytes)
    }
    if let ending { conclude(ending) }
  }

  /// Does something with the film; where the disk refuses, there is none any more.
  private func write(_ body: (inout Film) throws(FileError) -> Void) {
    let failure = output.withLock { output -> FileError? in
      do throws(FileError) {
        try output.film.mutate(body)
        return nil
      } catch {
        // A file without a line plays nothing.
        if output.film?.bytes == 0, let path = output.film?.path { try? removeFile(at: path) }
        return error
      }
    }
    if let failure { conclude(.failed(reason: "\(failure)")) }
  }

  private func conclude(_ ending: Ending) {
    waiting.withLock { waiting in
      waiting.isOver = true
      waiting.screens.removeAll()
    }
    output.withLock { output in
      output.film = nil
      output.ending = ending
    }
    ended(ending)
  }
}

extension Optional where Wrapped: ~Copyable {
  /// Changes the value in place where there is one.
  fileprivate mutating func mutate<Failure>(_ body: (inout Wrapped) throws(Failure) -> Void) throws(Failure) {
    guard var value = take() else { return }
    do throws(Failure) {
      try body(&value)
      self = consume value
    } catch {
      self = consume value
      throw error
    }
  }
}
