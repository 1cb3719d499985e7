internal import Files
internal import Glibc
internal import Synchronization

/// A tmux server of the test's own with one window: a real terminal whose screen and modes can be asked for.
///
/// Nothing waits for a time: every wait is for what must come to be seen. At the end the server is killed, and it alone.
public final class TmuxSession {
  /// A folder for files of the session; the window's shell runs in it.
  public let folder: String
  private let files: TemporaryFolder
  private let socket: String

  /// Starts a shell in a window of a size.
  ///
  /// - Parameter environment: Variables of the shell besides ``BuiltProgram/plainEnvironment``.
  public init(width: Int = 120, height: Int = 40, environment: [String: String] = [:]) throws {
    files = try TemporaryFolder()
    folder = files.path
    socket = "headscope-test-\(getpid())-\(Self.nextNumber())"
    var variables = BuiltProgram.plainEnvironment
    variables.merge(["HOME": folder]) { $1 }
    variables.merge(environment) { $1 }
    try tmux(
      [
        "-f", "/dev/null", "start-server", ";", "set", "-g", "default-terminal", "tmux-256color", ";", "set", "-g",
        "status", "off", ";", "set", "-s", "escape-time", "0", ";",
        "new-session", "-d", "-x", "\(width)", "-y", "\(height)", "exec env PS1='\(Self.prompt)' sh",
      ], environment: variables)
    try wait(for: "a prompt") { $0.hasPrefix("shell>") }
  }

  deinit { _ = try? tmux(["kill-server"]) }

  private static let prompt = "shell> "
  private static let counter = Atomic(0)
  private static func nextNumber() -> Int { counter.add(1, ordering: .relaxed).newValue }

  @discardableResult
  private func tmux(_ arguments: [String], environment: [String: String]? = nil) throws(DriverError) -> String {
    let (output, errors) = (files.path + "/.tmux-out", files.path + "/.tmux-err")
    let launch = Launch(
      path: "tmux", arguments: ["-u", "-L", socket] + arguments,
      environment: environment ?? BuiltProgram.plainEnvironment,
      folder: folder, input: "/dev/null", output: output, errors: errors)
    let process: pid_t
    do {
      process = try launch.start()
    } catch {
      if case .system(_, ENOENT) = error { throw .noTmux }
      throw error
    }
    let end = try ending(of: process, program: "tmux", within: patience)
    guard end == .exit(0) else {
      throw .tmux(command: arguments.joined(separator: " "), message: "\(end) \(Self.text(errors))")
    }
    return Self.text(output)
  }

  private static func text(_ path: String) -> String {
    (try? readFile(at: path, limit: 1 << 24)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  /// What the window shows, blanks at the lines' ends left out.
  public func screen() throws(DriverError) -> String { try tmux(["capture-pane", "-p"]) }

  /// What the window shows, with the escape sequences that make its colours.
  public func colouredScreen() throws(DriverError) -> String { try tmux(["capture-pane", "-p", "-e"]) }

  /// What programs change about a terminal: alternate screen, cursor, keypad, mouse.
  public func modes() throws(DriverError) -> String {
    let names = [
      "alternate_on", "cursor_flag", "insert_flag", "keypad_flag", "keypad_cursor_flag", "wrap_flag", "origin_flag",
      "mouse_any_flag", "mouse_button_flag", "mouse_standard_flag", "mouse_all_flag", "mouse_sgr_flag",
    ]
    return try tmux(["display-message", "-p", names.map { "\($0)=#{\($0)}" }.joined(separator: " ")])
  }

  /// Presses keys by tmux's names (`Left`, `Tab`, `C-z`, `?`).
  public func press(_ keys: String...) throws(DriverError) { try tmux(["send-keys"] + keys) }

  /// Types a text as it is.
  public func type(_ text: String) throws(DriverError) { try tmux(["send-keys", "-l", text]) }

  /// Types a command and Return.
  public func command(_ line: String) throws(DriverError) {
    try type(line)
    try press("Enter")
  }

  /// Gives the window another size.
  public func resize(width: Int, height: Int) throws(DriverError) {
    try tmux(["resize-window", "-x", "\(width)", "-y", "\(height)"])
  }

  /// Waits until the screen is as wanted, and returns it.
  @discardableResult
  public func wait(
    for what: String, within seconds: Double = patience, _ isWanted: (String) -> Bool
  ) throws(DriverError) -> String {
    var last = ""
    let found = try awaited(within: seconds) { () throws(DriverError) -> Bool? in
      last = try screen()
      return isWanted(last) ? true : nil
    }
    guard found == nil else { return last }
    throw .neverCame(what: what, screen: last)
  }

  /// Waits for a file in the session's folder and returns its text, its last line's end left out.
  public func file(_ name: String) throws(DriverError) -> String {
    let path = folder + "/" + name
    let text = awaited { () -> String? in
      let text = Self.text(path)
      return text.hasSuffix("\n") ? String(text.dropLast()) : nil
    }
    guard let text else { throw .neverCame(what: "the file \(name)", screen: try screen()) }
    return text
  }
}
