public import Models

/// A file to write into the current folder, under a name that is free there: `stem-1.suffix`, `stem-2.suffix`, …
public struct NewFile: Equatable, Sendable {
  /// What a file holds.
  public enum Contents: Equatable, Sendable {
    /// Text, as UTF-8.
    case text(String)
    /// Every activation of a captured pass, as safetensors.
    case trace(Trace)
  }

  /// The beginning of its name: `headscope-` and what it is.
  public let stem: String
  /// What its name ends in, without the dot.
  public let suffix: String
  /// What it holds.
  public let contents: Contents

  /// A file to write.
  public init(stem: String, suffix: String, contents: Contents) {
    self.stem = stem
    self.suffix = suffix
    self.contents = contents
  }
}

/// How writing a file ended.
public enum WriteOutcome: Equatable, Sendable {
  /// A new file of this name and size stands in the current folder.
  case written(name: String, bytes: Int)
  /// Nothing was written; the reason names the file, in one line.
  case failed(reason: String)
}
