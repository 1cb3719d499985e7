import Files
import Glibc
import ProgramDriver

/// The program's first screen in a real terminal.
struct ExploreSession {
  let tmux: TmuxSession
  /// The terminal before the program came: its modes as tmux and as `stty` see them.
  let modesBefore: String
  let settingsBefore: String
  /// The program's process.
  let process: Int32

  /// Starts the program in a new window and waits for the first full frame.
  ///
  /// - Parameter variables: What stands before the command, such as `NO_COLOR=1`.
  init(
    width: Int = 120, height: Int = 40, variables: String = "", arguments: String = "",
    firstFrame: (String) -> Bool = Self.isComplete
  ) throws {
    let program = try BuiltProgram()
    tmux = try TmuxSession(width: width, height: height, environment: ["HEADSCOPE_SAMPLES": program.samples])
    settingsBefore = try Self.settings(of: tmux, as: "before")
    // The shell's place in the process table becomes the program's own, so its number is known.
    let script = "echo $$ > process\nexec '\(program.path)' \"$@\"\n"
    try writeFileAtomically(Array(script.utf8), to: tmux.folder + "/run")
    modesBefore = try tmux.modes()
    try tmux.command("\(variables) sh run \(arguments)")
    process = Int32(try tmux.file("process")) ?? 0
    try tmux.wait(for: "the first frame", firstFrame)
  }

  /// Whether a screen shows the standard sentence with everything that belongs to it.
  static func isComplete(_ screen: String) -> Bool {
    let last = lines(of: screen).last ?? ""
    return last.contains("quit") && screen.contains("cat-decoder") && screen.contains("Model view")
      && screen.contains("%")
  }

  /// The screen's line with the sentence as tokens.
  static func sentence(_ screen: String) -> String { lines(of: screen).dropFirst().first ?? "" }

  /// Moves from the head that the screen opens with to the first one of the first layer.
  func goToFirstHead() throws {
    for _ in 0..<3 { try tmux.press("k") }
    for _ in 0..<7 { try tmux.press("h") }
    try tmux.wait(for: "the first head") { $0.contains("Attention L0 · H0") }
  }

  /// Waits for the shell after the program's end and returns the status that it saw.
  func status() throws -> Int32? {
    try tmux.wait(for: "the shell") { lines(of: $0).last { !$0.isEmpty }?.hasPrefix("shell>") == true }
    try tmux.command("echo $? > status")
    return Int32(try tmux.file("status"))
  }

  /// The terminal's settings now, as `stty` sees them.
  func settings() throws -> String { try Self.settings(of: tmux, as: "after") }

  private static func settings(of tmux: TmuxSession, as name: String) throws -> String {
    // The file is there when it is whole.
    try tmux.command("rm -f \(name); stty -a > part; mv part \(name)")
    defer { unlink(tmux.folder + "/" + name) }
    return try tmux.file(name)
  }
}
