internal import Glibc

/// Why a test could not drive the program; each says what to do.
public enum DriverError: Error, Equatable, CustomStringConvertible {
  /// No program stands beside the test bundle.
  case notBuilt(path: String)
  /// tmux is not on the path.
  case noTmux
  /// The system refused a call.
  case system(call: String, code: Int32)
  /// A process was still running after a time that is generous for it.
  case stillRunning(program: String, seconds: Double)
  /// tmux refused a command.
  case tmux(command: String, message: String)
  /// What a test waited for never came.
  case neverCame(what: String, screen: String)

  /// The fault in words.
  public var description: String {
    switch self {
    case .notBuilt(let path): "there is no program at \(path); run swift build first"
    case .noTmux: "tmux is not installed, and the end-to-end tests need it; make test installs it"
    case .system(let call, let code): "\(call) failed: \(String(cString: strerror(code)))"
    case .stillRunning(let program, let seconds): "\(program) was still running after \(seconds) s"
    case .tmux(let command, let message): "tmux \(command): \(message)"
    case .neverCame(let what, let screen): "waited in vain for \(what); the screen showed:\n\(screen)"
    }
  }
}

/// How a process ended.
public enum Ending: Hashable, Sendable {
  /// It left with a code.
  case exit(Int32)
  /// A signal killed it.
  case signal(Int32)
}

/// A process to be started: with the signals' standard handling, whatever the tests' own is.
struct Launch {
  var path: String
  var arguments: [String]
  var environment: [String: String]
  var folder: String?
  /// A terminal that becomes stdin, stdout, and the terminal of the process's own session.
  var terminal: String?
  /// Files that become stdin, stdout and stderr, where given.
  var input: String?
  var output: String?
  var errors: String?

  /// Starts the process.
  func start() throws(DriverError) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let terminal {
      posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, terminal, O_RDWR, 0)
      posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDOUT_FILENO)
      posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDERR_FILENO)
    }
    if let input { posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, input, O_RDONLY, 0) }
    for (descriptor, file) in [(STDOUT_FILENO, output), (STDERR_FILENO, errors)] {
      guard let file else { continue }
      posix_spawn_file_actions_addopen(&actions, descriptor, file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    }

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var (none, all) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    // POSIX_SPAWN_SETSID, which <spawn.h> keeps for those who ask for GNU's extensions.
    let session = terminal == nil ? 0 : 0x80
    posix_spawnattr_setflags(
      &attributes, Int16(Int(POSIX_SPAWN_SETSIGMASK) | Int(POSIX_SPAWN_SETSIGDEF) | session))
    return try spawn(&actions, &attributes)
  }

  private func spawn(
    _ actions: inout posix_spawn_file_actions_t, _ attributes: inout posix_spawnattr_t
  ) throws(DriverError) -> pid_t {
    // `env` goes to the folder and then becomes the program, so the process is the program's.
    let words = (folder.map { ["env", "-C", $0] } ?? []) + [path] + arguments
    var argumentPointers = words.map { strdup($0) } + [nil]
    var environmentPointers = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for pointer in argumentPointers + environmentPointers { free(pointer) } }
    var process: pid_t = 0
    let code = posix_spawnp(&process, words[0], &actions, &attributes, &argumentPointers, &environmentPointers)
    guard code == 0 else { throw .system(call: "starting \(path)", code: code) }
    return process
  }
}

/// How long anything may take before a test gives up: far longer than it does on a busy machine.
public let patience = 20.0

/// Asks again and again, until there is an answer or patience ends; `nil` then.
public func awaited<Answer, Failure: Error>(
  within seconds: Double = patience, _ question: () throws(Failure) -> Answer?
) throws(Failure) -> Answer? {
  let clock = ContinuousClock()
  let end = clock.now + .seconds(seconds)
  while true {
    if let answer = try question() { return answer }
    guard clock.now < end else { return nil }
    usleep(2_000)
  }
}

/// Waits for a child to end; one that doesn't is killed.
func ending(of process: pid_t, program: String, within seconds: Double) throws(DriverError) -> Ending {
  var status: Int32 = 0
  guard awaited(within: seconds, { waitpid(process, &status, WNOHANG) == process ? true : nil }) != nil else {
    kill(process, SIGKILL)
    waitpid(process, &status, 0)
    throw .stillRunning(program: program, seconds: seconds)
  }
  let signal = status & 0x7F
  return signal == 0 ? .exit((status >> 8) & 0xFF) : .signal(signal)
}
