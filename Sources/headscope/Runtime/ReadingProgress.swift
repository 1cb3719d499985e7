private import Glibc
private import Wording

/// One line on stderr that says how much of a text is read, once that takes longer than a moment.
struct ReadingProgress {
  private let path: String
  private let isShown: Bool
  private let clock = ContinuousClock()
  private var last: ContinuousClock.Instant
  private var isOpen = false

  init(of path: String, isSilent: Bool) {
    self.path = path
    isShown = !isSilent && isatty(STDERR_FILENO) == 1
    last = clock.now
  }

  /// At most four times a second, and not in the first quarter.
  /// - Parameter share: From 0 to 1; nil where nobody knows how much will come.
  mutating func show(_ share: Double?) {
    guard isShown, clock.now - last >= .milliseconds(250) else { return }
    last = clock.now
    let text = share.map { "reading \(plain(path)): \(Int($0 * 100)) %" } ?? "waiting for \(plain(path))"
    standardError("\r\u{1B}[K\(text); Ctrl-C ends it")
    isOpen = true
  }

  /// Takes the line away.
  mutating func finish() {
    if isOpen { standardError("\r\u{1B}[K") }
    isOpen = false
  }
}
