internal import Files
internal import Wording

/// A revision of a model in the local Hugging Face cache, or what an unfinished download left of one.
public struct CachedModel: Equatable, Sendable {
  /// Its name at Hugging Face, such as `openai-community/gpt2`. Untrusted: it is a folder's name.
  public let name: String
  /// The snapshot's name, a commit; nil where none has arrived.
  public let revision: String?
  /// Whether it is the one that the bare name means.
  public let isMain: Bool
  /// Where it stands; nil where none has arrived.
  public let folder: String?
  /// Whether the download of one of the model's files was broken off.
  public let isIncomplete: Bool

  /// What `--model` takes.
  public var argument: String {
    guard !isMain, let revision else { return name }
    return name + "@" + revision.prefix(Self.shortRevision)
  }

  /// Characters of a commit that tell it from others.
  static let shortRevision = 12
}

/// The cache as the `huggingface_hub` library lays it out: `models--ORG--NAME/{blobs,refs,snapshots}`.
extension ModelLocator {
  private static let prefix = "models--"

  /// Everything that the cache holds of models, sorted by name, of each the main revision first.
  public var cache: [CachedModel] {
    guard let cacheFolder else { return [] }
    return names(inFolder: cacheFolder).filter { $0.hasPrefix(Self.prefix) }.flatMap { entry in
      let name = entry.dropFirst(Self.prefix.count).split(separator: "--", maxSplits: 1).joined(separator: "/")
      return revisions(of: name)
    }
  }

  /// The names of the models in the cache that have arrived, sorted.
  public var cachedModels: [String] { cache.filter { $0.folder != nil }.map(\.argument) }

  /// The revisions of a model; none where the cache doesn't know it.
  func revisions(of name: String) -> [CachedModel] {
    guard let repository = repository(of: name), isFolder(repository) else { return [] }
    let snapshots = Self.join(repository, "snapshots")
    let all = names(inFolder: snapshots).filter { Self.isPlainName($0) && isFolder(Self.join(snapshots, $0)) }
    let main = reference("main", in: repository)
    let isIncomplete = names(inFolder: Self.join(repository, "blobs")).contains { $0.hasSuffix(".incomplete") }
    guard !all.isEmpty else {
      return [CachedModel(name: name, revision: nil, isMain: false, folder: nil, isIncomplete: isIncomplete)]
    }
    let models = all.map { revision in
      CachedModel(
        name: name, revision: revision, isMain: main.map { $0 == revision } ?? (all.count == 1),
        folder: Self.join(snapshots, revision), isIncomplete: isIncomplete)
    }
    return models.filter(\.isMain) + models.filter { !$0.isMain }
  }

  /// The snapshot of a name: the main one, or of `NAME@REVISION` the one that a reference or the beginning of a commit names;
  /// nil where the cache doesn't know the model.
  func cachedModel(_ argument: String) throws(CheckpointError) -> String? {
    let parts = argument.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let all = revisions(of: parts[0])
    guard !all.isEmpty else { return nil }
    if all.allSatisfy({ $0.folder == nil }) { throw .incompleteDownload(name: parts[0]) }
    guard parts.count == 2 else {
      if let main = all.first(where: \.isMain) { return main.folder }
      throw .noMainRevision(name: parts[0], choices: all.map(\.argument))
    }
    let commit = repository(of: parts[0]).flatMap { reference(parts[1], in: $0) } ?? parts[1]
    let named = all.filter { !commit.isEmpty && $0.revision?.hasPrefix(commit) ?? false }
    guard let only = named.first, named.count == 1 else {
      throw .noMainRevision(name: parts[0], choices: all.map(\.argument))
    }
    return only.folder
  }

  /// Whether the download of a file was broken off beside a snapshot; false for a folder outside a cache.
  static func isIncomplete(snapshot folder: String) -> Bool { name(ofSnapshot: folder, whereIncomplete: true) != nil }

  /// The name of the model whose snapshot a folder is; nil for other folders.
  static func name(ofSnapshot folder: String, whereIncomplete: Bool = false) -> String? {
    let snapshots = parentFolder(of: folder)
    let repository = parentFolder(of: snapshots)
    let entry = lastComponent(of: repository)
    guard lastComponent(of: snapshots) == "snapshots", entry.hasPrefix(prefix) else { return nil }
    let isIncomplete = names(inFolder: join(repository, "blobs")).contains { $0.hasSuffix(".incomplete") }
    guard !whereIncomplete || isIncomplete else { return nil }
    return entry.dropFirst(prefix.count).split(separator: "--", maxSplits: 1).joined(separator: "/")
  }

  private func repository(of name: String) -> String? {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard let cacheFolder, parts.count <= 2, parts.allSatisfy(Self.isPlainName) else { return nil }
    return Self.join(cacheFolder, Self.prefix + parts.joined(separator: "--"))
  }

  /// The commit that a reference names.
  private func reference(_ name: String, in repository: String) -> String? {
    guard Self.isPlainName(name) else { return nil }
    return (try? readFile(at: Self.join(repository, "refs/" + name), limit: 256))
      .map { String(decoding: $0, as: UTF8.self).filter { !$0.isWhitespace } }
  }
}
