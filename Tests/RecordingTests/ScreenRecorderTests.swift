import Files
import Glibc
import ProgramDriver
import Synchronization
import TerminalCanvas
import Testing

@testable import Recording

@Suite("Screen recorder") struct ScreenRecorderTests {
  private typealias Endings = Box<ScreenRecorder.Ending>

  /// Values that come from another thread.
  final class Box<Value: Sendable>: Sendable {
    private let values = Mutex<[Value]>([])
    var all: [Value] { values.withLock { $0 } }
    func add(_ value: Value) { values.withLock { $0.append(value) } }
  }

  private func recorder(
    _ path: String, using system: FileSystem = .system, _ endings: Box<ScreenRecorder.Ending>
  ) throws -> ScreenRecorder {
    ScreenRecorder(
      try AppendedFile(creating: path, using: system), title: "t", timestamp: 1, ended: { endings.add($0) })
  }

  @Test("what was handed over stands in the file, the last screen as it was drawn")
  func whole() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/film.cast"
    let endings = Endings()
    let recorder = try recorder(path, endings)
    for number in 0..<50 { recorder.record(Screens.screen(number)) }
    #expect(recorder.finish() == nil)
    let bytes = try readFile(at: path, limit: 1 << 24)
    let film = try PlayedFilm(bytes)
    #expect(try film.screen().text == Screens.screen(49).drawnText)
    #expect(endings.all == [.finished(path: path, bytes: bytes.count)])
    // What comes later is too late, and to finish twice is no fault.
    recorder.record(Screens.screen(3))
    #expect(recorder.finish() == nil)
    #expect(try readFile(at: path, limit: 1 << 24) == bytes && endings.all.count == 1)
  }

  @Test("what was drawn is in the file soon, without an end and without another screen")
  func flushing() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/film.cast"
    let recorder = try recorder(path, Endings())
    recorder.record(Screens.screen(8))
    let film = awaited { () -> PlayedFilm? in
      (try? readFile(at: path, limit: 1 << 24)).flatMap { $0.isEmpty ? nil : try? PlayedFilm($0) }
    }
    #expect(try film?.screen().text == Screens.screen(8).drawnText)
    _ = recorder.finish()
  }

  @Test("a disk that gets full ends the recording, says so once, and leaves what plays")
  func fullDisk() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/film.cast"
    let written = Box<Int>()
    var system = FileSystem.system
    system.write = { descriptor, bytes in
      let left = 100_000 - written.all.reduce(0, +)
      guard left > 0 else {
        errno = ENOSPC
        return -1
      }
      let part = UnsafeRawBufferPointer(rebasing: bytes.prefix(left))
      written.add(part.count)
      return FileSystem.system.write(descriptor, part)
    }
    let endings = Endings()
    let recorder = try recorder(path, using: system, endings)
    for number in 0..<200 {
      recorder.record(Screens.screen(number, width: 120, height: 40))
      // Slow enough that none gives way.
      usleep(1_000)
    }
    let reason = try #require(recorder.finish())
    #expect(reason.contains("film.cast: writing failed: No space left on device"))
    #expect(endings.all == [.failed(reason: reason)])
    let film = try PlayedFilm(try readFile(at: path, limit: 1 << 24))
    #expect(!film.events.isEmpty)
  }

  @Test("a disk that doesn't answer holds nobody up; few screens wait, and the last one is right")
  func slowDisk() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/film.cast"
    let (gate, opened) = (Box<Int>(), Box<Bool>())
    var system = FileSystem.system
    system.write = { descriptor, bytes in
      gate.add(1)
      while opened.all.isEmpty { usleep(1_000) }
      return FileSystem.system.write(descriptor, bytes)
    }
    let recorder = try recorder(path, using: system, Endings())
    // Enough that it is written at once.
    for number in 0..<6 { recorder.record(Screens.screen(number * 7, width: 200, height: 60)) }
    _ = awaited { gate.all.isEmpty ? nil : true }
    for number in 0..<500 { recorder.record(Screens.screen(number)) }
    #expect(recorder.waitingCount <= ScreenRecorder.mostWaiting)
    #expect(recorder.finish(within: 0.05)?.contains("doesn't answer") == true)
    opened.add(true)
    #expect(recorder.finish(within: 60) == nil)
    let film = try PlayedFilm(try readFile(at: path, limit: 1 << 24))
    #expect(try film.screen().text == Screens.screen(499).drawnText)
    #expect(film.events.count <= 6 + ScreenRecorder.mostWaiting * 2 + 4)
  }

  @Test("a file that can't be made is told in one line; its name once it is there")
  func creating() throws {
    let (begun, endings) = (Box<String>(), Endings())
    let refused = ScreenRecorder(
      title: "t", timestamp: 0, began: { begun.add($0) }, ended: { endings.add($0) },
      create: { throw FileError.refused(path: "a", action: "creating", code: EACCES) })
    refused.record(Screens.screen(1))
    #expect(refused.finish() == "a: creating failed: Permission denied")
    #expect(begun.all.isEmpty && endings.all == [.failed(reason: "a: creating failed: Permission denied")])

    let folder = try TemporaryFolder()
    let path = folder.path + "/film.cast"
    let made = ScreenRecorder(
      title: "t", timestamp: 0, began: { begun.add($0) }, ended: { _ in },
      create: { try AppendedFile(creating: path) })
    made.record(Screens.screen(1))
    #expect(made.finish() == nil && begun.all == [path])
    #expect(try PlayedFilm(try readFile(at: path, limit: 1 << 24)).screen().text == Screens.screen(1).drawnText)
  }
}
