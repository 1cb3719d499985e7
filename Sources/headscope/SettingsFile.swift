internal import Files
private import Glibc
internal import HeadscopeApp
private import StrictJSON
internal import TerminalCanvas
private import Wording

/// What a settings file says of the look; `nil` for what it doesn't.
struct RememberedLook {
  var language: Language?
  var theme: Theme?
  var ramp: Ramp?
  /// The first thing that is wrong with the file, in one line.
  var complaint: String?
}

/// The file that remembers the chosen look: `headscope/settings.json` in the person's folder for settings.
///
/// It is one JSON object: `language` (`en`, `zh`), `theme` and `ramp` by their names. Other members are kept as they are.
/// A file that can't be understood is said to be so and left alone: nothing is ever written over it.
///
/// - SeeAlso: XDG Base Directory Specification.
struct SettingsFile: Sendable {
  let path: String

  private static let limits = JSONLimits(bytes: 64 * 1_024, depth: 8, values: 1_000)

  /// In `$XDG_CONFIG_HOME`, else in `~/.config`; `nil` where neither is an absolute path or there is no home.
  static var ofThisPerson: SettingsFile? {
    // Relative paths in the variable are to be ignored, says the specification.
    let home = environmentVariable("HOME").flatMap { isFolder($0) ? $0 + "/.config" : nil }
    let folder = [environmentVariable("XDG_CONFIG_HOME"), home].lazy.compactMap { $0 }.first { $0.hasPrefix("/") }
    return folder.map { SettingsFile(path: $0 + "/headscope/settings.json") }
  }

  /// What the file says; where something in it is wrong, the rest still counts.
  func read() -> RememberedLook {
    var look = RememberedLook()
    do {
      let object = try contents()
      look.language = named("language", in: object, Language.allCases, { $0.rawValue }, &look.complaint)
      look.theme = named("theme", in: object, Theme.all, { $0.name }, &look.complaint)
      look.ramp = named("ramp", in: object, Ramp.sequential, { $0.name }, &look.complaint)
    } catch {
      look.complaint = error.description
    }
    return look
  }

  /// Puts a choice into the file and leaves everything else in it as it is.
  func save(_ choice: LookChoice) throws {
    var object = try contents()
    switch choice {
    case .language(let language): object["language"] = .string(language.rawValue)
    case .theme(let theme): object["theme"] = .string(theme.name)
    case .ramp(let ramp): object["ramp"] = .string(ramp.name)
    }
    let target = followed
    try makeFolder(at: parentFolder(of: target))
    try writeFileAtomically(Array(JSONValue.object(object).text(.pretty).utf8), to: target)
  }

  /// The object in the file, an empty one where there is no file.
  private func contents() throws(UserError) -> JSONObject {
    do {
      return try JSONValue(parsing: readFile(at: path, limit: Self.limits.bytes), limits: Self.limits)
        .object(at: "the file")
    } catch FileError.missing {
      return JSONObject()
    } catch let error as FileError {
      throw UserError(error.description)
    } catch {
      throw UserError("\(plain(path)): \(error); mend it or take it away")
    }
  }

  /// The value whose name the file gives; a wrong one is complained about, the first complaint stands.
  private func named<Value>(
    _ member: String, in object: JSONObject, _ all: [Value], _ name: (Value) -> String, _ complaint: inout String?
  ) -> Value? {
    guard let value = object[member] else { return nil }
    if case .string(let wanted) = value, let found = all.first(where: { name($0) == wanted }) { return found }
    let allowed = all.map(name).joined(separator: ", ")
    complaint = complaint ?? "\(plain(path)): \(member) is \(value.summary); it can be \(allowed)"
    return nil
  }

  /// The file itself where the path is a link, so that a link into a folder of dotfiles stays one.
  private var followed: String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }
}
