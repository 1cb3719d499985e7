public import ArgumentParser
private import Glibc
public import HeadscopeApp
internal import TerminalCanvas

/// Which language is spoken.
struct LanguageOption: ParsableArguments {
  @Option(help: "en or zh; from LANG where not given.") var lang: Language?

  /// The language asked for, else that of the surroundings.
  var language: Language { lang ?? localeLanguage }

  /// The language of LC_ALL, LC_MESSAGES or LANG, else English.
  var localeLanguage: Language {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environmentVariable($0) }.first ?? ""
    return locale.hasPrefix("zh") ? .chinese : .english
  }
}

/// How screens look and speak.
struct LookOptions: ParsableArguments {
  @OptionGroup var speech: LanguageOption
  @Option(help: "Colours of the screens.") var theme: ThemeName?
  @Option(help: "Colours of values.") var ramp: RampName?
  @Flag(help: "Draw with ASCII characters alone.") var ascii = false

  /// Settings for the screens: what the command line says, else what was remembered, else what is usual.
  func settings(remembered: RememberedLook = RememberedLook()) -> Settings {
    Settings(
      language: speech.lang ?? remembered.language ?? speech.localeLanguage,
      theme: theme?.theme ?? remembered.theme ?? .midnight,
      ramp: ramp?.ramp ?? remembered.ramp ?? .magma)
  }
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

/// A ramp by its name.
struct RampName: ExpressibleByArgument {
  static let allValueStrings = Ramp.sequential.map(\.name)
  let ramp: Ramp

  init?(argument: String) {
    guard let ramp = Ramp.sequential.first(where: { $0.name == argument }) else { return nil }
    self.ramp = ramp
  }
}

extension Language: ExpressibleByArgument {}

/// The value of an environment variable, or nil where it is unset or empty.
func environmentVariable(_ name: String) -> String? {
  getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
}
