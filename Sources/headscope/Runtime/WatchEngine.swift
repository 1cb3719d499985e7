internal import CursesTerminal
private import Dispatch
internal import HeadscopeApp
private import Synchronization

/// Watches a run on a thread of its own and hands over what is new: one report at a time, the next when the last was taken.
///
/// Between two looks at a folder it sleeps a quarter of a second; a look that finds nothing new takes a few system calls. (A
/// notification of the system's would spare them, but says nothing of folders on other machines.)
final class WatchEngine: Sendable {
  private let worker: WatchWorker

  init(_ run: RunWatcher, answers: Mailbox<Message>) throws {
    worker = WatchWorker(run, answers: answers)
    try worker.start()
  }

  deinit { worker.stop() }

  /// The last report was taken in.
  func reportTaken() { worker.reportTaken() }
}

/// The watching thread.
private final class WatchWorker: Sendable {
  private let isFree = Atomic(true)
  private let stops = Atomic(false)
  private let asked = DispatchSemaphore(value: 0)
  private let answers: Mailbox<Message>
  // Sound although it isn't Sendable: it is handed over here, and only the thread touches it.
  private nonisolated(unsafe) let run: RunWatcher

  init(_ run: RunWatcher, answers: Mailbox<Message>) { (self.run, self.answers) = (run, answers) }

  func start() throws {
    try startThread { [self] in
      Terminal.protectThread()
      work()
    }
  }

  func stop() {
    stops.store(true, ordering: .relaxed)
    asked.signal()
  }

  func reportTaken() { isFree.store(true, ordering: .relaxed) }

  private func work() {
    var waiting: WatchReport?
    while !stops.load(ordering: .relaxed) {
      if let report = run.look() { waiting = report.including(waiting) }
      if let report = waiting, isFree.exchange(false, ordering: .relaxed) {
        answers.post(.watched(report))
        waiting = nil
      }
      if run.hasMore || run.isStream && !run.isClosed { continue }
      _ = asked.wait(timeout: .now() + .milliseconds(Int(RunWatcher.patience)))
    }
  }
}

extension WatchReport {
  /// This report with what an older one, which nobody saw, had to tell once.
  fileprivate func including(_ older: WatchReport?) -> WatchReport {
    guard let older else { return self }
    var report = self
    if model == nil { (report.model, report.histograms) = (older.model, older.histograms) }
    if trouble == nil { report.trouble = older.trouble }
    return report
  }
}
