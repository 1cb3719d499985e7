public import ArgumentParser
private import Glibc
public import HeadscopeApp
internal import TerminalCanvas

/// How screens look and speak.
struct LookOptions: ParsableArguments {
  @Option(help: "en or zh; from LANG where not given.") var lang: Language?
  @Option(help: "Colours of the screens.") var theme: ThemeName?
  @Flag(help: "Draw with ASCII characters alone.") var ascii = false

  /// The language asked for, else that of LC_ALL, LC_MESSAGES or LANG, else English.
  var language: Language {
    if let lang { return lang }
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environmentVariable($0) }.first ?? ""
    return locale.hasPrefix("zh") ? .chinese : .english
  }

  /// Settings for the screens.
  var settings: Settings { Settings(language: language, theme: theme?.theme ?? .midnight) }
}

/// A theme by its name.
struct ThemeName: ExpressibleByArgument {
  static let allValueStrings = Theme.all.map(\.name)
  let theme: Theme

  init?(argument: String) {
    guard let theme = Theme.named(argument) else { return nil }
    self.theme = theme
  }
}

extension Language: ExpressibleByArgument {}

/// The value of an environment variable, or nil where it is unset or empty.
func environmentVariable(_ name: String) -> String? {
  getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
}
