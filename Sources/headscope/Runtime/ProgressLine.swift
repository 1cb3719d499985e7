private import Glibc
internal import Training
private import Wording

/// One line on stderr that says how far a run is: rewritten in place on a terminal, a line a validation elsewhere.
struct ProgressLine {
  private let steps: Int
  private let before: (steps: Int, seconds: Double)
  private let classifies: Bool
  private let isSilent: Bool
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private var lastShown = -1.0
  private var validation = ""
  private var isOpen = false

  /// - Parameter seconds: How long the run has trained before.
  init(_ run: TrainingRun, secondsBefore seconds: Double, isSilent: Bool) {
    steps = run.stopsWhen.steps
    before = (run.stepsDone, seconds)
    classifies = run.preset.classifies
    self.isSilent = isSilent
  }

  /// At most four times a second, and at the last step.
  mutating func show(_ record: StepRecord, tokensPerSecond: Double, seconds: Double) {
    guard !isSilent, isTerminal, seconds - lastShown >= 0.25 || record.step == steps else { return }
    lastShown = seconds
    let pace = (seconds - before.seconds) / Double(max(record.step - before.steps, 1))
    let left = pace * Double(steps - record.step)
    let text =
      "step \(grouped(record.step))/\(grouped(steps))  loss \(fixed(record.loss))\(validation)  "
      + "\(grouped(Int(exactly: tokensPerSecond.rounded()) ?? 0)) tokens/s  \(clock(seconds)), \(clock(left)) left"
    standardError("\r\u{1B}[K" + text)
    isOpen = true
  }

  /// A validation: stands in the line from now on; where there is no terminal, it is a line of its own.
  ///
  /// - Parameter entropy: The data's own, in nats a document, where it is known.
  mutating func show(_ evaluation: Evaluation, entropy: Double?) {
    let right = classifies ? ", \(rounded(evaluation.accuracy * 100)) % of the sentences right" : ""
    let share = entropy.map { " (\(fixed(evaluation.lossPerSequence / $0)) × entropy)" } ?? ""
    validation = "  validation \(fixed(evaluation.loss))" + right + share
    if !isSilent, !isTerminal { standardError(String(validation.dropFirst(2)) + "\n") }
  }

  /// Ends the line.
  mutating func finish() {
    if isOpen { standardError("\n") }
    isOpen = false
  }

  private func fixed(_ value: Double) -> String {
    guard abs(value) < 1e12 else { return "\(value)" }
    let thousandths = Int((value * 1_000).rounded())
    let digits = String(thousandths % 1_000)
    return "\(thousandths / 1_000)." + String(repeating: "0", count: 3 - digits.count) + digits
  }

  private func clock(_ seconds: Double) -> String {
    let whole = Int(exactly: seconds.rounded()) ?? 0
    return "\(whole / 60):" + (whole % 60 < 10 ? "0" : "") + "\(whole % 60)"
  }
}
