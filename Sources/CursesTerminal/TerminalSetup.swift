import CNcurses
import Glibc
import TerminalCanvas

/// What has to be found out before ncurses starts: the locale, the terminal's type and how many colours it has.
enum TerminalSetup {
  static func environment(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }

  /// Takes the person's locale for characters, or one with UTF-8; returns whether UTF-8 can be written.
  static func useUTF8() -> Bool {
    for name in ["", "C.UTF-8", "C.utf8", "en_US.UTF-8"] {
      guard setlocale(LC_CTYPE, name) != nil, let codeset = nl_langinfo(nl_item(CODESET)) else { continue }
      if String(cString: codeset) == "UTF-8" { return true }
    }
    return false
  }

  /// The depth that the environment asks for, before the terminal's type is known; `nil` where it says nothing.
  ///
  /// NO_COLOR (no-color.org) with any value means none; COLORTERM is set by terminals with 24-bit colour, but GNU screen
  /// passes it on without having it.
  static func requestedDepth(_ environment: (String) -> String?) -> ColorDepth? {
    if environment("NO_COLOR") != nil { return .mono }
    let isScreen = (environment("TERM") ?? "").hasPrefix("screen") && environment("TMUX") == nil
    let claims = ["truecolor", "24bit"].contains(environment("COLORTERM") ?? "")
    return claims && !isScreen ? .direct : nil
  }

  /// Starts ncurses on standard input and output; returns its screen and the depth of its colours.
  static func start(_ wanted: ColorDepth?) throws(TerminalError) -> (screen: OpaquePointer, depth: ColorDepth) {
    guard isatty(STDIN_FILENO) == 1 else { throw .notATerminal(stream: "standard input") }
    guard isatty(STDOUT_FILENO) == 1 else { throw .notATerminal(stream: "standard output") }
    guard let name = environment("TERM") else { throw .noTerminalType }
    let screen = startPatched(name, wanted) ?? newterm(nil, nil, nil)
    guard let screen else { throw .unknownType(name: name) }
    guard string("cup") != nil else {
      endwin()
      delscreen(screen)
      throw .cannotMoveCursor(name: name)
    }
    return (screen, depth(wanted))
  }

  /// ncurses on the terminal's own entry, changed as ``TerminfoEntry`` says; `nil` where that fails, or where the entry
  /// knows more than 256 colours already.
  private static func startPatched(_ name: String, _ wanted: ColorDepth?) -> OpaquePointer? {
    guard let entry = TerminfoEntry(named: name, environment: environment), entry.colors <= 256 else { return nil }
    let patched = wanted == .direct ? entry.withDirectColor() : entry.withoutPalette()
    let original = environment("TERMINFO")
    setenv("TERMINFO", "b64:" + TerminfoEntry.base64(patched.compiled), 1)
    defer {
      if let original { setenv("TERMINFO", original, 1) } else { unsetenv("TERMINFO") }
    }
    return newterm(nil, nil, nil)
  }

  private static func depth(_ wanted: ColorDepth?) -> ColorDepth {
    if wanted == .mono { return .mono }
    let colors = tigetnum("colors")
    let isDirect = tigetflag("RGB") > 0 || tigetnum("RGB") > 0 || string("RGB") != nil
    let found: ColorDepth =
      isDirect && colors > 256 ? .direct : colors >= 256 ? .indexed256 : colors >= 8 ? .ansi16 : .mono
    switch wanted {
    case .indexed256 where found == .indexed256, .ansi16 where found == .indexed256 || found == .ansi16:
      return wanted ?? found
    default: return found
    }
  }

  /// A string capability, without the delays (`$<5>`) of terminals that no longer exist.
  static func string(_ name: String) -> [UInt8]? {
    guard let value = tigetstr(name), Int(bitPattern: value) != -1 else { return nil }
    var bytes: [UInt8] = []
    var isDelay = false
    for scalar in String(cString: value).utf8 {
      if scalar == UInt8(ascii: "$") { isDelay = true }
      if !isDelay { bytes.append(scalar) }
      if scalar == UInt8(ascii: ">") { isDelay = false }
    }
    return bytes
  }
}
