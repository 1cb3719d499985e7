internal import Files
public import Glibc

/// A terminal made by the test, on which the program runs in a session of its own; the test holds the other end and
/// decides when it is read.
public final class PseudoTerminal {
  private var holder: Int32
  private let name: String
  private let files: TemporaryFolder
  /// Everything read so far, unless it is not kept.
  public private(set) var output: [UInt8] = []
  /// Whether what is read is kept in ``output``; long sessions look at ``screen`` alone.
  public var keepsOutput = true
  /// The screen that everything read so far has drawn.
  public var screen: EmulatedScreen
  private var process: pid_t?
  private var chunk = [UInt8](repeating: 0, count: 1 << 16)

  // TIOCSPTLCK and TIOCGPTN of <asm/ioctls.h>, whose macros Swift can't read.
  private static let unlock: UInt = 0x4004_5431
  private static let getNumber: UInt = 0x8004_5430

  /// A terminal of a size.
  public init(width: Int, height: Int) throws {
    files = try TemporaryFolder()
    screen = EmulatedScreen(width: width, height: height)
    holder = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var (number, locked): (Int32, Int32) = (0, 0)
    guard holder >= 0, ioctl(holder, Self.unlock, &locked) == 0, ioctl(holder, Self.getNumber, &number) == 0 else {
      throw DriverError.system(call: "opening a pseudo-terminal", code: errno)
    }
    name = "/dev/pts/\(number)"
    _ = fcntl(holder, F_SETFL, O_NONBLOCK)
    setSize(width: width, height: height)
  }

  private func setSize(width: Int, height: Int) {
    var size = winsize(ws_row: UInt16(height), ws_col: UInt16(width), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(holder, UInt(TIOCSWINSZ), &size)
  }

  /// Gives the terminal another size; the system tells the program.
  public func resize(width: Int, height: Int) {
    read()
    screen.resize(width: width, height: height)
    setSize(width: width, height: height)
  }

  deinit {
    hangUp()
    if let process { _ = try? ending(of: process, program: "headscope", within: 5) }
  }

  /// Starts the program on the terminal; its stderr goes to a file (``errors``).
  @discardableResult
  public func start(
    _ program: BuiltProgram, _ arguments: [String] = [], environment: [String: String] = [:],
    without removed: [String] = []
  ) throws(DriverError) -> pid_t {
    var variables = BuiltProgram.plainEnvironment
    variables["TERM"] = "xterm-256color"
    variables.merge(environment) { $1 }
    for name in removed { variables[name] = nil }
    let launch = Launch(
      path: program.path, arguments: arguments, environment: variables, folder: files.path, terminal: name,
      errors: files.path + "/err")
    let process = try launch.start()
    self.process = process
    return process
  }

  /// The terminal's modes: what `stty -a` shows.
  public var modes: [UInt32] {
    var modes = termios()
    tcgetattr(holder, &modes)
    return withUnsafeBytes(of: modes.c_cc) { characters in
      [modes.c_iflag, modes.c_oflag, modes.c_cflag, modes.c_lflag] + characters.map { UInt32($0) }
    }
  }

  /// The folder in which the program runs.
  public var folder: String { files.path }

  /// What the program wrote to stderr.
  public var errors: String {
    (try? readFile(at: files.path + "/err", limit: 1 << 24)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  /// Types bytes.
  public func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = write(holder, bytes, bytes.count)
  }

  /// Stops the terminal's output as Ctrl-S does where that is a key of the terminal's own.
  public func stopOutput() {
    let descriptor = open(name, O_RDWR | O_NOCTTY)
    tcflow(descriptor, TCOOFF)
    close(descriptor)
  }

  /// Lets output stopped by ``stopOutput()`` go on, as Ctrl-Q does.
  public func continueOutput() {
    let descriptor = open(name, O_RDWR | O_NOCTTY)
    tcflow(descriptor, TCOON)
    close(descriptor)
  }

  /// Goes away, as a closed window does.
  public func hangUp() {
    if holder >= 0 { close(holder) }
    holder = -1
  }

  /// Types bytes that may be more than the terminal keeps, reading what the program writes meanwhile.
  public func typeAll(_ bytes: [UInt8]) throws(DriverError) {
    var rest = bytes[...]
    let isTaken = awaited { () -> Bool? in
      while !rest.isEmpty {
        let count = rest.withUnsafeBytes { write(holder, $0.baseAddress, $0.count) }
        guard count > 0 else { break }
        rest = rest.dropFirst(count)
        read()
      }
      read()
      return rest.isEmpty ? true : nil
    }
    if isTaken == nil { throw .neverCame(what: "room for \(rest.count) more bytes", screen: screen.text) }
  }

  /// Reads what is there; returns whether there was anything.
  @discardableResult
  public func read() -> Bool {
    var isNew = false
    while true {
      let count = chunk.withUnsafeMutableBytes { Glibc.read(holder, $0.baseAddress, $0.count) }
      guard count > 0 else { return isNew }
      isNew = true
      screen.feed(chunk[..<count])
      if keepsOutput { output += chunk[..<count] }
    }
  }

  /// Reads until the screen is as wanted.
  public func wait(for what: String, _ isWanted: (EmulatedScreen) -> Bool) throws(DriverError) {
    let found = awaited { () -> Bool? in
      read()
      return isWanted(screen) ? true : nil
    }
    if found == nil { throw .neverCame(what: what, screen: screen.text) }
  }

  /// Waits until the program is stopped.
  public func waitUntilStopped() throws(DriverError) {
    guard let process else { return }
    var information = siginfo_t()
    let isStopped = awaited { () -> Bool? in
      read()
      let code = waitid(P_PID, id_t(process), &information, WSTOPPED | WNOHANG)
      return code == 0 && information.si_signo == SIGCHLD ? true : nil
    }
    read()
    if isStopped == nil { throw .neverCame(what: "the program's stop", screen: screen.text) }
  }

  /// Whether the program still runs (or is stopped).
  public var isRunning: Bool {
    guard let process else { return false }
    var information = siginfo_t()
    let code = waitid(P_PID, id_t(process), &information, WEXITED | WNOHANG | WNOWAIT)
    return code == 0 && information.si_signo != SIGCHLD
  }

  /// Sets the terminal's modes to what a shell leaves: lines, echo, signals.
  public func takeBack() {
    let descriptor = open(name, O_RDWR | O_NOCTTY)
    defer { close(descriptor) }
    var modes = termios()
    tcgetattr(descriptor, &modes)
    modes.c_lflag |= tcflag_t(ICANON | ECHO | ISIG | IEXTEN)
    modes.c_iflag |= tcflag_t(ICRNL | IXON)
    modes.c_oflag |= tcflag_t(OPOST | ONLCR)
    tcsetattr(descriptor, TCSANOW, &modes)
  }

  /// Reads until the output holds a text.
  public func read(until text: String) throws(DriverError) {
    let wanted = Array(text.utf8)
    let found = awaited { () -> Bool? in
      read()
      return output.contains(wanted) ? true : nil
    }
    if found == nil { throw .neverCame(what: text, screen: String(decoding: output, as: UTF8.self)) }
  }

  /// Waits until output lies unread, and leaves it there.
  public func waitForOutput() throws(DriverError) {
    var descriptor = pollfd(fd: holder, events: Int16(POLLIN), revents: 0)
    guard poll(&descriptor, 1, Int32(patience * 1_000)) > 0 else { throw .neverCame(what: "output", screen: "") }
  }

  /// Waits for the program's end, reading its output unless told not to.
  public func end(within seconds: Double = patience, reading: Bool = true) throws(DriverError) -> Ending? {
    guard let process else { return nil }
    self.process = nil
    if reading {
      // The program's end keeps until it is asked for; output that nobody reads would hold it up.
      var information = siginfo_t()
      _ = awaited(within: seconds) { () -> Bool? in
        read()
        let code = waitid(P_PID, id_t(process), &information, WEXITED | WNOHANG | WNOWAIT)
        return code == 0 && information.si_signo == SIGCHLD ? true : nil
      }
      read()
    }
    return try ending(of: process, program: "headscope", within: reading ? 1 : seconds)
  }
}

extension [UInt8] {
  /// Whether bytes stand somewhere in these.
  public func contains(_ wanted: [UInt8]) -> Bool {
    guard let first = wanted.first else { return true }
    return indices.contains { start in
      self[start] == first && self[start...].starts(with: wanted)
    }
  }
}
