extension Keymap {
  /// docs/keys.md: every key of the program and what it does.
  static func markdown(_ words: Words) -> String {
    var text = "# \(words.keysDocument.title)\n\n\(words.keysDocument.introduction)\n"
    for section in Section.all where !rows(in: section).isEmpty {
      text +=
        "\n## \(words.helpSections(section))\n\n| \(words.keysDocument.keys) | \(words.keysDocument.meaning) |\n|---|---|\n"
      for row in rows(in: section) {
        let caps = row.caps(words).map { row.groups.isEmpty ? $0 : "`\($0)`" }.joined(separator: ", ")
        text += "| \(caps) | \(words.key(row.topic).help) |\n"
      }
    }
    return text
  }
}

/// Every key of the program and what it does, as Markdown: the contents of docs/keys.md.
public func keysMarkdown(_ language: Language) -> String { Keymap.markdown(Words.table(for: language)) }
