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
    let name = try withFreeName(file.stem, file.suffix) { name throws(FileError) in
      // Taken at once by an empty file, so that no other program can take it before ours is complete.
      _ = try AppendedFile(creating: name)
      return name
    }
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

/// What `create` makes under the first name that is free, `stem-1.suffix`, `stem-2.suffix`, …; it must not take a name that
/// another file has.
func withFreeName<Made: ~Copyable>(
  _ stem: String, _ suffix: String, create: (String) throws(FileError) -> Made
) throws -> Made {
  let most = 9_999
  for number in 1...most {
    do throws(FileError) {
      return try create("\(stem)-\(number).\(suffix)")
    } catch {
      guard case .refused(_, _, EEXIST) = error else { throw error }
    }
  }
  throw UserError("\(stem)-1 to \(grouped(most)).\(suffix): all of them are there; move some away")
}
