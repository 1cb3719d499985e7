internal import Checkpoints
internal import Files
internal import HeadscopeApp
internal import Models
internal import Tensors
internal import Tokenizers
internal import Training
private import Wording

/// A run's folder as somebody sees it who only looks: nothing is written, nothing is locked, and what another process changes
/// meanwhile is no error.
struct RunInFolder {
  let folder: String
  /// What the run was begun with; nil of a folder that holds a log and a model alone.
  let settings: RunSettings?
  /// Where its log stands, or will stand.
  let log: String
  /// How its model reads; nil where that isn't known.
  let language: TrainedLanguage?
  let tokenizer: Tokenizer?

  /// Logs that a folder can hold: our own, and that of transformers.
  private static let logs = [MetricLog.fileName, "trainer_state.json"]

  init(_ folder: String) throws {
    self.folder = folder
    if isFile(folder + "/" + RunSettings.fileName) {
      let settings = try RunFiles.settings(inFolder: folder)
      (self.settings, log) = (settings, settings.log ?? folder + "/" + MetricLog.fileName)
    } else {
      let found = Self.logs.map { folder + "/" + $0 }.first { isFile($0) }
      guard let found else {
        throw UserError(
          "\(plain(folder)): there is no run in this folder: settings.json, log.jsonl or trainer_state.json are allowed; "
            + "name the folder of a run, or a log")
      }
      (settings, log) = (nil, found)
    }
    tokenizer = try Self.tokenizer(folder, settings)
    language = try? tokenizer?.trainedLanguage()
  }

  /// What tells whether another run stands in the folder than before.
  struct Identity: Equatable {
    let settings: FileStamp?
    let tokenizer: FileStamp?

    init(folder: String) {
      settings = FileStamp(path: folder + "/" + RunSettings.fileName)
      tokenizer = FileStamp(path: folder + "/" + Tokenizer.fileName)
    }
  }

  /// Its own, or where it learns from what was made that of its preset.
  private static func tokenizer(_ folder: String, _ settings: RunSettings?) throws -> Tokenizer? {
    if isFile(folder + "/" + Tokenizer.fileName) { return try Tokenizer.load(folder: folder) }
    guard let settings, settings.corpus == nil, settings.from == nil, settings.tokenIDs == nil else { return nil }
    return try TrainingWorkshop.standard(kernels: machineKernels(), keepsRuns: false)
      .tokenizer(for: settings.plan.preset)
  }

  /// What tells whether other weights are there than before.
  struct Mark: Equatable {
    let checkpoints: [String]
    let model: FileStamp?
  }

  var mark: Mark {
    Mark(
      checkpoints: names(inFolder: folder).filter { $0.hasPrefix("checkpoint-") && $0.hasSuffix(".safetensors") },
      model: FileStamp(path: modelPath))
  }

  private var modelPath: String { folder + "/model.safetensors" }

  /// The weights that were saved last, with the plan as it stood then; nil where there are none.
  ///
  /// - Parameter lastStep: The step of a model that says none of its own.
  func newest(lastStep: Int) throws -> (model: SteppedModel, plan: TrainingPlan?)? {
    if settings != nil, let checkpoint = try RunFiles.newestCheckpoint(inFolder: folder) {
      let model = LanguageModel(configuration: checkpoint.plan.preset.model, parameters: checkpoint.parameters)
      try check(model)
      return (SteppedModel(step: checkpoint.progress.step, model: model), checkpoint.plan)
    }
    guard isFile(modelPath) else { return nil }
    let model = try loadModel(folder: folder, tokenizer: .ignored, converting: .by(machineKernels())).model
    try check(model)
    // Of a run without settings the sizes are all that is known.
    let plan = settings == nil ? TrainingPlan.toLookAt(model.configuration, name: folder, steps: lastStep) : nil
    return (SteppedModel(step: lastStep, model: model), plan)
  }

  private func check(_ model: LanguageModel) throws {
    guard let size = tokenizer?.vocabularySize, size > model.configuration.vocabularySize else { return }
    throw UserError(
      "\(plain(folder)): the tokenizer has \(grouped(size)) tokens, and the model knows "
        + grouped(model.configuration.vocabularySize))
  }

  /// Every setting that is known.
  func listed(_ plan: TrainingPlan?) -> [RunSetting] {
    ((plan ?? settings?.plan)?.listed ?? []) + (settings?.listedBesides ?? [])
  }

  /// A folder's name without slashes at its end.
  static func tidied(_ place: String) -> String {
    var place = place[...]
    while place.utf8.count > 1, place.hasSuffix("/") { place = place.dropLast() }
    return String(place)
  }
}

extension TrainingPlan {
  /// A plan of which only the sizes are known.
  static func toLookAt(_ configuration: ModelConfiguration, name: String, steps: Int) -> TrainingPlan {
    var preset = Preset.cat()
    preset.name = plain(name)
    preset.model = configuration
    preset.training.schedule.steps = max(1, steps)
    preset.training.length = configuration.contextLength
    return TrainingPlan(preset: preset)
  }
}

extension OverlaidRun {
  /// Reads a run in a folder, or a log of any tool, to be drawn beside another; nil where `progress` ends it.
  init?(reading place: String, progress: (Double) -> Bool = { _ in true }) throws {
    let place = RunInFolder.tidied(place)
    guard isFolder(place) else {
      guard let log = try CurveFile(path: place, progress: progress) else { return nil }
      self.init(place: place, name: place, curve: log.curve)
      return
    }
    let run = try RunInFolder(place)
    guard let log = try CurveFile(path: run.log, progress: progress) else { return nil }
    let newest = try run.newest(lastStep: log.curve.lastStep)
    self.init(
      place: place, name: OverlaidRun.name(ofRunIn: place), curve: log.curve, forkStep: run.settings?.parentStep,
      settings: run.settings == nil ? [] : run.listed(newest?.plan), model: newest?.model, language: run.language)
  }

  /// A run as the screen takes it, or why it can't be read.
  static func message(reading place: String) -> Message {
    do {
      guard let run = try OverlaidRun(reading: place) else { return .notOpened(reason: "") }
      return .overlaid(run)
    } catch {
      return .notOpened(reason: "\(error)")
    }
  }
}
