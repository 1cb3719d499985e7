internal import CursesTerminal
internal import Files
private import Glibc
internal import HeadscopeApp
internal import Recording

extension ScreenRecorder {
  private static let title = "Headscope"

  /// Records into a file that is there.
  static func recording(into file: consuming AppendedFile, answers: Mailbox<Message>) -> ScreenRecorder {
    ScreenRecorder(file, title: title, timestamp: time(nil), ended: { answers.post(.recording($0.news)) })
  }

  /// Records into a new file of the current folder.
  static func recordingIntoNewFile(answers: Mailbox<Message>) -> ScreenRecorder {
    ScreenRecorder(
      title: title, timestamp: time(nil), began: { answers.post(.recording(.began(name: $0))) },
      ended: { answers.post(.recording($0.news)) },
      create: {
        try withFreeName("headscope-recording", "cast") { name throws(FileError) in try AppendedFile(creating: name) }
      })
  }
}

extension ScreenRecorder.Ending {
  fileprivate var news: RecordingNews {
    switch self {
    case .finished(let path, let bytes): .finished(name: path, bytes: bytes)
    case .failed(let reason): .failed(reason: reason)
    }
  }
}
