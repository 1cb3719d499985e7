internal import ArgumentParser
internal import HeadscopeApp

/// `headscope keys`: the table of keys that help, status line and docs/keys.md are made from.
struct KeysCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys", abstract: "Print the table of keys as Markdown.")

  @OptionGroup var language: LanguageOption

  func run() { print(keysMarkdown(language.language)) }
}
