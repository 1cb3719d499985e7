internal import ArgumentParser
private import Glibc
private import Wording

/// The program: parses the command line, runs one command, and words what went wrong in one line.
@main
struct Headscope: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "headscope",
    abstract: "See a transformer think, and learn, without leaving the terminal.",
    version: "headscope 0.1.0",
    subcommands: [ExploreCommand.self, TrainCommand.self, TraceCommand.self, RenderCommand.self, BenchCommand.self],
    defaultSubcommand: ExploreCommand.self)

  /// Exit code of everything that a user can put right.
  private static let userError: Int32 = 2

  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let error as CommandError {
      fail(error.message)
    } catch let code as ExitCode {
      Glibc.exit(code.rawValue)
    } catch {
      guard exitCode(for: error).isSuccess else {
        fail(message(for: error) + " (headscope --help lists what there is)")
      }
      print(fullMessage(for: error))  // --help and --version arrive as errors.
    }
  }

  private static func fail(_ message: String) -> Never {
    let line = "headscope: " + plain(message, limit: 2_000) + "\n"
    line.withCString { _ = write(STDERR_FILENO, $0, strlen($0)) }
    Glibc.exit(userError)
  }
}

/// Something that a user can put right, worded in one line: file, place, found, allowed, what to do.
struct CommandError: Error, Equatable {
  let message: String

  init(_ message: String) { self.message = message }
}
