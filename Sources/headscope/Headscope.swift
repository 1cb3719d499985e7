internal import ArgumentParser
private import Glibc
private import TerminalCanvas

/// The program: parses the command line, runs one command, and words what went wrong in one line.
@main
struct Headscope: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "headscope",
    abstract: "See a transformer think, and learn, without leaving the terminal.",
    version: "headscope 0.1.0",
    subcommands: [
      ExploreCommand.self, TrainCommand.self, PlaygroundCommand.self, TraceCommand.self, RenderCommand.self,
      TokenizeCommand.self,
      GenerateCommand.self, HeadsCommand.self, EvaluateCommand.self, BenchCommand.self, ModelsCommand.self,
      DoctorCommand.self, KeysCommand.self,
    ],
    defaultSubcommand: ExploreCommand.self)

  static func main() {
    var command: any ParsableCommand
    do {
      command = try parseAsRoot()
    } catch {
      guard exitCode(for: error).isSuccess else { fail(wrongCommandLine(message(for: error))) }
      print(fullMessage(for: error))  // --help and --version arrive as errors.
      return
    }
    do {
      try command.run()
      // A full disk shows itself only when what was printed is written.
      guard fflush(nil) == 0 else { fail("stdout: writing failed: \(String(cString: strerror(errno)))") }
    } catch let code as ExitCode {
      Glibc.exit(code.rawValue)
    } catch  where exitCode(for: error).isSuccess {
      print(fullMessage(for: error))  // A command that only holds others prints their names.
    } catch {
      fail(String(describing: error))
    }
  }

  private static func wrongCommandLine(_ message: String) -> String {
    (message.hasSuffix(".") ? String(message.dropLast()) : message)
      + (message.hasPrefix("Missing value") ? "; one that begins with - is written with =, as in --option=-1" : "")
      + "; headscope --help lists what there is"
  }

  /// One line on stderr and exit code 2: all that a user can put right. Whatever the message quotes is made visible.
  private static func fail(_ message: String) -> Never {
    standardError("headscope: \(VisibleText(String(message.prefix(2_000))))\n")
    Glibc.exit(2)
  }
}

/// Something that a user can put right, worded in one line: file or option, found, allowed, what to do.
struct UserError: Error, Equatable, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// Writes text to stderr as it is; the caller has made it safe to show.
func standardError(_ text: String) { _ = write(text, to: STDERR_FILENO) }

/// Writes a screen or picture to stdout, where a full disk must not pass unnoticed.
func standardOutput(_ text: String) throws {
  let code = write(text, to: STDOUT_FILENO)
  guard code == 0 else { throw UserError("stdout: writing failed: \(String(cString: strerror(code)))") }
}

/// Writes all of a text and returns 0, or the number of the error that prevented it.
private func write(_ text: String, to descriptor: Int32) -> Int32 {
  var bytes = Array(text.utf8)[...]
  while !bytes.isEmpty {
    let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    if written < 0 && errno != EINTR { return errno }
    bytes = bytes.dropFirst(max(written, 0))
  }
  return 0
}
