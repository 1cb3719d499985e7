internal import ArgumentParser
internal import Files
private import Glibc
private import Wording

/// Where the screen is recorded from the beginning.
struct RecordOption: ParsableArguments {
  @Option(help: "Record the screen into this new file (asciicast v2), which asciinema plays.") var record: String?

  /// Refuses what can't be recorded into, before anything is computed.
  func check() throws {
    guard let record else { return }
    guard !record.isEmpty else { throw UserError("--record: name a file") }
    try requireFile(record, option: "--record")
    var status = stat()
    guard lstat(record, &status) != 0 else {
      throw UserError("--record \(quoted(record)): there is such a file already; name another one")
    }
    let folder = parentFolder(of: record)
    guard isFolder(folder) else { throw UserError("--record \(quoted(record)): there is no folder \(quoted(folder))") }
    guard access(folder, W_OK) == 0 else {
      throw UserError("--record \(quoted(record)): its folder can't be written to: \(String(cString: strerror(errno)))")
    }
  }

  /// Refuses the option where there is no screen.
  func refuse(because reason: String) throws {
    if record != nil { throw UserError("--record: there is no screen to record: \(reason)") }
  }

  /// The new file, where one was asked for.
  func created() throws -> AppendedFile? {
    guard let record else { return nil }
    return try AppendedFile(creating: record)
  }
}
