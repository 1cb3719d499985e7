import Files
import Glibc
import ProgramDriver
import Testing

extension RealTerminal {
  /// What only somebody who means harm, or a month of use, does to a program: a sample of each with every run of the
  /// tests, the whole with `make torture` (docs/Torture.md).
  @Suite("Torture") enum Torture {}
}

/// The program on a pseudo-terminal whose every byte is drawn and checked.
struct TorturedProgram {
  let terminal: PseudoTerminal
  let process: Int32
  let modesBefore: [UInt32]

  /// Starts the program and waits for its first whole frame.
  init(width: Int, height: Int, _ arguments: [String] = [], environment: [String: String] = [:]) throws {
    terminal = try PseudoTerminal(width: width, height: height)
    terminal.keepsOutput = false
    modesBefore = terminal.modes
    process = try terminal.start(try BuiltProgram(), arguments, environment: environment)
    let hasFrame = awaited { () -> Bool? in
      terminal.read()
      return !terminal.screen.isBlank || !terminal.isRunning ? true : nil
    }
    guard hasFrame != nil, terminal.isRunning else {
      throw DriverError.neverCame(what: "the first frame", screen: terminal.screen.text + terminal.errors)
    }
    if width >= 80, height >= 24 { try waitForModel() }
  }

  /// Waits until the model has answered: its percentages are there.
  func waitForModel() throws { try terminal.wait(for: "the model's answer") { $0.text.contains("%") } }

  /// Waits until two programs show the same, each cell with its colours.
  func waitUntilSame(as other: TorturedProgram, _ what: String) throws {
    var difference: String?
    let isSame = awaited { () -> Bool? in
      terminal.read()
      other.terminal.read()
      difference = terminal.screen.difference(from: other.terminal.screen)
      return difference == nil && !terminal.screen.isBlank ? true : nil
    }
    if isSame == nil { throw DriverError.neverCame(what: what, screen: difference ?? "a blank screen") }
  }

  /// Waits until the program sleeps with nothing left to say, and returns what the screen shows.
  func settled() -> EmulatedScreen {
    _ = isSettled(within: patience)
    return terminal.screen
  }

  /// Whether the program comes to sleep, with nothing left to say, within some seconds.
  private func isSettled(within seconds: Double) -> Bool {
    var quiet = 0
    return awaited(within: seconds) { () -> Bool? in
      let isQuiet = !terminal.read() && !isBusy
      quiet = isQuiet ? quiet + 1 : 0
      return quiet >= 40 ? true : nil
    } != nil
  }

  /// What the screen shows once nothing on it moves any more: a run that trains and a step-through that plays are paused.
  func broughtToRest() throws -> EmulatedScreen {
    let moving = [(screen: "2", sign: ["▸ training", "▸ 训练中"]), (screen: "1", sign: ["▶ "])]
    for _ in 0..<5 where terminal.isRunning && !isSettled(within: 3) {
      for (screen, sign) in moving {
        // Whatever is open above the screen would take the keys.
        try terminal.typeAll(Array("\u{1B}\u{1B}\u{1B}".utf8))
        awaitOutput()
        try terminal.typeAll(Array(screen.utf8))
        _ = awaited(within: 1) { () -> Bool? in
          terminal.read()
          return nil
        }
        if sign.contains(where: terminal.screen.text.contains) { try terminal.typeAll([UInt8(ascii: " ")]) }
      }
    }
    return settled()
  }

  /// Whether some thread of the program runs or waits for a processor.
  private var isBusy: Bool {
    let tasks = "/proc/\(process)/task"
    return names(inFolder: tasks).contains { task in
      let status = ProcessFigures.text(of: tasks + "/" + task + "/stat")
      // The state stands behind the name in parentheses.
      return status.split(separator: ")").last?.hasPrefix(" S") != true
    }
  }

  /// Ends the program and checks that the terminal is as it was.
  func end(_ place: SourceLocation = #_sourceLocation) throws {
    kill(process, SIGTERM)
    #expect(try terminal.end() == .exit(128 + SIGTERM), sourceLocation: place)
    expectTerminalAsBefore(place)
  }

  func expectTerminalAsBefore(_ place: SourceLocation = #_sourceLocation) {
    #expect(terminal.modes == modesBefore, sourceLocation: place)
    #expect(terminal.screen.isPlain, "left behind: \(terminal.screen.modes)", sourceLocation: place)
    #expect(!terminal.screen.isInsideSequence, sourceLocation: place)
  }
}
