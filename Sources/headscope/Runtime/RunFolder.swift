internal import Files
internal import Training
private import Wording

/// Where a new run goes: a folder that is free of any other.
enum RunFolder {
  /// What a run writes.
  private static let ownFiles = [
    "README.md", "config.json", "log.jsonl", "model.safetensors", "settings.json", "tokenizer.json",
    "tokenizer_config.json",
  ]

  /// The folder asked for, which must not hold a run; else the first free name under `runs/`.
  static func path(for preset: Preset, asked: String? = nil) throws -> String {
    if let asked {
      guard !asked.isEmpty else { throw UserError("--out: the name is empty; name a folder for the run") }
      if let found = ownFiles.first(where: { isFile(asked + "/" + $0) }) {
        throw TrainingError.occupied(path: asked, file: found)
      }
      guard RunPast(ofRunIn: asked, budget: 0).steps.isEmpty else {
        throw TrainingError.occupied(path: asked, file: RunPast.folderName)
      }
      return asked
    }
    let names = ["runs/\(preset.name)"] + (2...).lazy.prefix(9_999).map { "runs/\(preset.name)-\($0)" }
    guard let free = names.first(where: { !isFolder($0) && !isFile($0) }) else {
      throw TrainingError.occupied(path: "runs/\(preset.name)", file: "a run")
    }
    return free
  }
}
