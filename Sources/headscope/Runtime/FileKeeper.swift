internal import CursesTerminal
private import Dispatch
internal import Files
private import Glibc
internal import HeadscopeApp
private import Wording

/// Reads and writes files one after another on a queue of its own, so that a slow disk never holds the screen up.
///
/// Its queue's thread comes for a file and goes again: files are rare.
final class FileKeeper: Sendable {
  private let settings: SettingsFile?
  private let queue = DispatchQueue(label: "files")

  /// - Parameter settings: Where the look is remembered; `nil` remembers nothing.
  init(settings: SettingsFile?) { self.settings = settings }

  /// Waits until everything that was asked for is written.
  func finish() { queue.sync {} }

  /// Writes a new file into the current folder and posts its name and size, or why there is none.
  func write(_ file: NewFile, answers: Mailbox<Message>) {
    queue.async { answers.post(.wrote(outcome(of: file))) }
  }

  /// Posts the runs that stand in folders.
  func listRuns(answers: Mailbox<Message>) {
    queue.async { answers.post(.runsFound(RunSummary.all())) }
  }

  /// Reads a saved run and posts it, or why it can't be read.
  func open(_ folder: String, answers: Mailbox<Message>) {
    queue.async { answers.post(SavedRun.message(opening: folder)) }
  }

  /// Reads a run that is to be drawn beside another and posts it, or why it can't be read.
  func readBeside(_ place: String, answers: Mailbox<Message>) {
    queue.async { answers.post(OverlaidRun.message(reading: place)) }
  }

  /// Remembers a choice; only a failure is posted.
  func save(_ choice: LookChoice, answers: Mailbox<Message>) {
    guard let settings else { return }
    queue.async {
      do { try settings.save(choice) } catch { answers.post(.settingsNotSaved(reason: "\(error)")) }
    }
  }
}

private func outcome(of file: NewFile) -> WriteOutcome {
  do {
    let name = try reservedName(for: file)
    do {
      switch file.contents {
      case .text(let text): try writeFileAtomically(Array(text.utf8), to: name)
      case .trace(let trace): try writeTrace(trace, to: name)
      }
    } catch {
      unlink(name)
      throw error
    }
    return .written(name: name, bytes: try InputFile(path: name).size)
  } catch {
    return .failed(reason: "\(error)")
  }
}

/// The first free name, taken at once by an empty file, so that no other program can take it before ours is complete.
private func reservedName(for file: NewFile) throws -> String {
  let most = 9_999
  for number in 1...most {
    let name = "\(file.stem)-\(number).\(file.suffix)"
    let descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    if descriptor >= 0 {
      close(descriptor)
      return name
    }
    guard errno == EEXIST else { throw FileError.refused(path: name, action: "creating", code: errno) }
  }
  throw UserError("\(file.stem)-1 to \(grouped(most)).\(file.suffix): all of them are there; move some away")
}
