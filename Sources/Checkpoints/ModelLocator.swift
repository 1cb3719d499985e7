internal import Files
internal import Glibc
internal import Tokenizers
internal import Wording

/// Finds a model by what a person calls it: a folder, a sample's name, or a name in the local Hugging Face cache.
/// Nothing is downloaded.
public struct ModelLocator: Equatable, Sendable {
  /// Folders that may hold the samples, the first that has a sample wins.
  public let samplesFolders: [String]
  /// The local Hugging Face cache.
  public let cacheFolder: String?

  /// A locator for given surroundings.
  ///
  /// - Parameters:
  ///   - environment: The value of an environment variable, or nil.
  ///   - executable: The path of the program, links resolved.
  ///   - currentFolder: The folder in which the program runs.
  public init(environment: (String) -> String?, executable: String?, currentFolder: String) {
    let programFolder = executable.map { parentFolder(of: $0) }
    var folders: [String] = []
    if let given = environment("HEADSCOPE_SAMPLES"), !given.isEmpty { folders.append(given) }
    for start in [programFolder, currentFolder] {
      folders += start.map(Self.withAncestors)?.map { Self.join($0, "samples") } ?? []
    }
    if let programFolder { folders.append(Self.join(parentFolder(of: programFolder), "share/headscope")) }
    var seen: Set<String> = []
    samplesFolders = folders.filter { isFolder(Self.join($0, "models")) && seen.insert($0).inserted }
    cacheFolder = Self.cacheFolder(environment)
  }

  /// A locator for the running program.
  public static func current() -> ModelLocator {
    ModelLocator(
      environment: { name in getenv(name).map { String(cString: $0) } },
      executable: realpath("/proc/self/exe", nil).map { pointer in
        defer { free(pointer) }
        return String(cString: pointer)
      },
      currentFolder: getcwd(nil, 0).map { pointer in
        defer { free(pointer) }
        return String(cString: pointer)
      } ?? ".")
  }

  /// The folder of a model. A folder that holds a `config.json` or a tokenizer comes before a sample of the same name.
  public func folder(of name: String) throws(CheckpointError) -> String {
    let isModelFolder = isFile(Self.join(name, ConfigurationFile.name)) || Tokenizer.stands(in: name)
    if !name.isEmpty, isModelFolder { return name }
    if let sample = sample(name) { return sample }
    if let snapshot = try cachedModel(name) { return snapshot }
    // Loading it says which file is missing.
    if !name.isEmpty, isFolder(name) { return name }
    if !name.isEmpty, isFile(name) { throw .modelIsFile(path: name) }
    throw .unknownModel(
      name: name, searched: samplesFolders.map { Self.join($0, "models") } + [cacheFolder ?? "no Hugging Face cache"],
      nearest: nearestName(to: name, among: samples))
  }

  /// The names of the samples' models, sorted.
  public var samples: [String] {
    var found: Set<String> = []
    for folder in samplesFolders {
      let models = Self.join(folder, "models")
      found.formUnion(names(inFolder: models).filter { isFolder(Self.join(models, $0)) && !$0.hasPrefix(".") })
    }
    return found.sorted()
  }

  private func sample(_ name: String) -> String? {
    guard Self.isPlainName(name) else { return nil }
    return samplesFolders.map { Self.join($0, "models/" + name) }.first { isFolder($0) }
  }

  /// The cache as the `huggingface_hub` library finds it.
  private static func cacheFolder(_ environment: (String) -> String?) -> String? {
    func value(_ name: String) -> String? {
      guard let value = environment(name), !value.isEmpty else { return nil }
      guard value.hasPrefix("~/"), let home = environment("HOME") else { return value }
      return join(home, String(value.dropFirst(2)))
    }
    let candidates = [
      value("HF_HUB_CACHE"), value("HUGGINGFACE_HUB_CACHE"), value("HF_HOME").map { join($0, "hub") },
      value("XDG_CACHE_HOME").map { join($0, "huggingface/hub") },
      value("HOME").map { join($0, ".cache/huggingface/hub") },
    ]
    return candidates.lazy.compactMap { $0 }.first
  }

  private static func withAncestors(_ path: String) -> [String] {
    var all = [path]
    while let last = all.last, last != "/", last != "." { all.append(parentFolder(of: last)) }
    return all
  }

  static func join(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }

  /// Whether a name is a single part of a path that leads nowhere else.
  static func isPlainName(_ name: String) -> Bool {
    !name.isEmpty && name != "." && name != ".." && !name.contains("/") && !name.utf8.contains(0)
  }
}
