internal import CursesTerminal
private import Dispatch
private import Files
internal import HeadscopeApp
private import Synchronization

/// Follows the runs that are drawn beside the one on the screen, on a thread of its own: one that still trains goes on there as well.
///
/// Every second it looks at the dates of their logs; only one that has changed since it was drawn is read, once as a whole and then as it
/// grows.
final class BesideFollower: Sendable {
  private let worker: Worker

  init(answers: Mailbox<Message>) throws {
    worker = Worker(answers: answers)
    try worker.start()
  }

  deinit { worker.stop() }

  /// Follows a run that was just read.
  func follow(_ place: String) { worker.follow(place) }

  private final class Worker: Sendable {
    private struct Shared {
      var added: [String] = []
      var stops = false
    }

    private let shared = Mutex(Shared())
    private let asked = DispatchSemaphore(value: 0)
    private let answers: Mailbox<Message>
    // Sound although it isn't Sendable: only the thread touches it.
    private nonisolated(unsafe) var runs: [String: Followed] = [:]

    /// A run's log, and what it looked like; a watcher from its first change on.
    private struct Followed {
      let log: String
      let stamp: FileStamp?
      var watcher: RunWatcher?

      init(_ place: String) {
        log = isFolder(place) ? (try? RunInFolder(place).log) ?? place : place
        stamp = FileStamp(path: log)
      }
    }

    init(answers: Mailbox<Message>) { self.answers = answers }

    func start() throws {
      try startThread { [self] in
        Terminal.protectThread()
        while goesOn() { look() }
      }
    }

    func stop() {
      shared.withLock { $0.stops = true }
      asked.signal()
    }

    func follow(_ place: String) { shared.withLock { $0.added.append(place) } }

    private func goesOn() -> Bool {
      _ = asked.wait(timeout: .now() + .seconds(1))
      let (added, stops) = shared.withLock { shared in
        defer { shared.added = [] }
        return (shared.added, shared.stops)
      }
      for place in added { runs[place] = Followed(place) }
      return !stops
    }

    private func look() {
      for (place, run) in runs {
        var run = run
        if run.watcher == nil {
          let now = FileStamp(path: run.log)
          guard now != run.stamp, now != nil, !isDevice(place) else { continue }
          run.watcher = try? RunWatcher(place: place)
        }
        runs[place] = run
        guard let watcher = run.watcher else { continue }
        var report = watcher.look()
        while watcher.hasMore { report = watcher.look() ?? report }
        guard let report, report.phase != .gone, !report.curve.isEmpty else { continue }
        answers.post(.besideNews(BesideNews(place: place, curve: report.curve, model: report.model)))
      }
    }
  }
}
