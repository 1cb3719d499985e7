internal import Checkpoints
internal import Files
private import Glibc
internal import KernelTypes
internal import Tokenizers
internal import Training
private import Wording

/// The folder of a run: free of any other, made when there is something to keep.
struct RunFolder: Sendable {
  let path: String

  /// The folder asked for, which must not hold a run; else the first free name under `runs/`.
  init(for preset: Preset, asked: String? = nil) throws {
    if let asked {
      guard !asked.isEmpty else { throw UserError("--out: the name is empty; name a folder for the run") }
      let own = [
        "README.md", "config.json", "log.jsonl", "model.safetensors", "tokenizer.json", "tokenizer_config.json",
      ]
      if let found = own.first(where: { isFile(asked + "/" + $0) }) {
        throw TrainingError.occupied(path: asked, file: found)
      }
      path = asked
      return
    }
    let names = ["runs/\(preset.name)"] + (2...).lazy.prefix(9_999).map { "runs/\(preset.name)-\($0)" }
    guard let free = names.first(where: { !isFolder($0) && !isFile($0) }) else {
      throw TrainingError.occupied(path: "runs/\(preset.name)", file: "a run")
    }
    path = free
  }

  /// Makes the folder and the log in it.
  ///
  /// - Parameter log: Where the log goes instead.
  func open(log: String? = nil) throws -> MetricLog {
    try makeFolders(above: path)
    try makeFolder(at: path)
    // A run that was killed while it saved may have left half a file here.
    removeUnfinishedFiles(inFolder: path)
    return try MetricLog(path: log ?? path + "/log.jsonl")
  }

  /// Takes the log away again, and the folder where nothing else is in it.
  func discard() {
    unlink(path + "/log.jsonl")
    rmdir(path)
  }

  private func makeFolders(above path: String) throws {
    guard path.hasPrefix("runs/") else { return }
    try makeFolder(at: "runs")
  }

  /// Writes the model as it stands.
  func saveModel(of run: TrainingRun, _ workshop: TrainingWorkshop) throws {
    try Checkpoints.saveModel(
      run.model, tokenizer: workshop.tokenizer, to: path, precision: workshop.precision,
      converting: .by(workshop.kernels))
  }

  /// Writes the card that says what the saved model has learnt, and returns what it says.
  @discardableResult
  func writeCard(_ run: TrainingRun, _ workshop: TrainingWorkshop) throws -> GrammarReport {
    let saved =
      workshop.precision == .float32
      ? nil : try loadModel(folder: path, tokenizer: .ignored, converting: .by(workshop.kernels)).model
    let report = run.report(of: saved)
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let card = ModelCard(
      name: plain(name), preset: run.preset, steps: run.stepsDone, report: report,
      command: "headscope train " + workshop.arguments
        + (workshop.precision == .float16 ? " --precision float16" : ""),
      changes: run.changes)
    try writeFileAtomically(Array(card.markdown.utf8), to: path + "/README.md")
    return report
  }

  /// Compares what a run will take with what the machine has, before anything is allocated.
  static func checkMemory(_ preset: Preset, threads: Int) throws {
    try requireMemory(
      GradientShards.bytes(preset.model, preset.training, threads: threads), for: "training",
      otherwise: "try a smaller --width, --layers, --context or --batch")
  }
}
