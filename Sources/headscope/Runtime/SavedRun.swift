internal import Checkpoints
internal import Corpora
internal import Files
internal import HeadscopeApp
internal import Models
internal import Tensors
internal import Tokenizers
internal import Training
private import Wording

/// A run as it stands in its folder: model, tokenizer and log. Nothing is written or locked.
struct SavedRun {
  let named: NamedModel
  private let folder: String
  private let entries: [MetricLog.Entry]
  /// What it goes on from; nil where it was saved to be looked at only.
  private let beginning: Beginning?
  /// Whether it learns from a person's own text or ids.
  private let learnsFromFile: Bool
  /// What there is to say of it besides its plan.
  private let besides: [RunSetting]

  /// What a run goes on from.
  private struct Beginning {
    let plan: TrainingPlan
    let progress: RunProgress
  }

  /// Reads a run's folder.
  init(folder: String) throws {
    guard isFolder(folder) else { throw UserError("\(plain(folder)): there is no such folder") }
    self.folder = folder
    let name = folder.split(separator: "/").last.map(String.init) ?? folder
    guard isFile(folder + "/" + RunSettings.fileName) else {
      let loaded = try loadModel(folder: folder, converting: .by(machineKernels()))
      for warning in loaded.warnings { standardError("headscope: \(plain(folder)): \(warning)\n") }
      named = NamedModel(
        name: name, folder: folder, model: loaded.model, tokenizer: loaded.tokenizer, bounds: loaded.bounds)
      entries = try MetricLog.read(path: folder + "/" + MetricLog.fileName)
      (beginning, learnsFromFile, besides) = (nil, false, [])
      return
    }
    let settings = try RunFiles.settings(inFolder: folder)
    let checkpoint = try RunFiles.newestCheckpoint(of: settings, inFolder: folder) {
      standardError("headscope: \($0)\n")
    }
    let workshop = try TrainingWorkshop.standard(kernels: machineKernels(), keepsRuns: false)
      .adapted(to: settings, folder: folder, hasCheckpoint: checkpoint != nil)
    let plan = checkpoint?.plan ?? settings.plan
    try workshop.checkMemory(plan.preset)
    try workshop.checkVocabulary(plan.preset)
    let model =
      checkpoint.map { LanguageModel(configuration: $0.plan.preset.model, parameters: $0.parameters) }
      ?? workshop.firstModel(of: plan.preset)
    named = NamedModel(name: name, folder: folder, model: model, tokenizer: workshop.tokenizer(for: plan.preset))
    let log = settings.log ?? folder + "/" + MetricLog.fileName
    let progress = checkpoint?.progress ?? RunProgress()
    entries = isFile(log) ? try MetricLog.read(path: log, upTo: progress.logBytes) : []
    learnsFromFile = settings.tokenIDs != nil || settings.corpus != nil
    besides = settings.listedBesides
    beginning = settings.tokenIDs == nil ? Beginning(plan: plan, progress: progress) : nil
  }

  /// The run as the Train screen takes it: its curves, and the model after its last step.
  ///
  /// - Parameter steps: How far it shall go on, where that is not as far as it was to go.
  func opened(steps: Int? = nil) throws -> OpenedRun {
    guard let tokenizer = named.tokenizer else {
      throw UserError("\(plain(folder)): there is no tokenizer.json, which says how the model reads")
    }
    let plan =
      beginning?.plan ?? .toLookAt(named.model.configuration, name: named.name, steps: lastStep)
    var report = TrainingReport(run: 0, status: .paused, seconds: 0, residentBytes: residentMemory())
    for entry in entries { add(entry, to: &report) }
    let last = beginning?.progress.step ?? report.steps.last?.record.step ?? 0
    report.status = .finished(.steps(last))
    report.histograms = TrainingHistograms(
      parameters: named.model.parameters.withUnsafePointer { start in
        Histogram(
          of: UnsafeBufferPointer(start: start, count: named.model.parameters.layout.count), bins: 41)
      }, gradients: nil)
    report.model = SteppedModel(step: last, model: named.model)
    report.facts = RunFacts(folder: folder, entropy: try entropy(plan.preset))
    if let steps, steps < last {
      throw UserError("--steps \(steps): the run has done \(counted(last, "step")) already; give as many or more")
    }
    return OpenedRun(
      plan: plan, report: report, changes: beginning?.progress.changes ?? [], language: try tokenizer.trainedLanguage(),
      goesOn: beginning != nil, steps: steps, besides: besides, family: family)
  }

  /// The run that it was forked from and the other branches, or its own branches.
  private var family: [String] {
    let own = absolutePath(folder)
    let branches = RunFiles.branches(of: folder)
    let all = (branches.isEmpty ? [] : [RunFiles.trunk(of: folder)]) + branches
    return all.filter { absolutePath($0) != own }
  }

  private var lastStep: Int {
    entries.reduce(0) { last, entry in if case .step(let step) = entry { step.step } else { last } }
  }

  private func add(_ entry: MetricLog.Entry, to report: inout TrainingReport) {
    switch entry {
    case .step(let step):
      let isLast = step.step == beginning?.progress.step
      report.steps.append(TimedStep(step, layerNorms: isLast ? beginning?.progress.layerGradientNorms ?? [] : []))
      report.seconds = step.seconds
    case .validation(let validation): report.validations.append(TimedValidation(validation))
    case .change: break
    }
  }

  /// Every step and validation of a run's log as CSV; the run may still go on.
  static func curve(inFolder folder: String) throws -> String {
    guard isFolder(folder) else { throw UserError("\(plain(folder)): there is no such folder") }
    let settings = isFile(folder + "/" + RunSettings.fileName) ? try RunFiles.settings(inFolder: folder) : nil
    let log = settings?.log ?? folder + "/" + MetricLog.fileName
    var (steps, validations): ([TimedStep], [TimedValidation]) = ([], [])
    for entry in try MetricLog.read(path: log) {
      switch entry {
      case .step(let step): steps.append(TimedStep(step, layerNorms: []))
      case .validation(let validation): validations.append(TimedValidation(validation))
      case .change: break
      }
    }
    return curveCSV(steps: steps, validations: validations)
  }

  /// Known where it learns from what was made.
  private func entropy(_ preset: Preset) throws -> Double {
    var workshop = TrainingWorkshop.standard(kernels: try machineKernels(), keepsRuns: false)
    workshop.reading = named.tokenizer.map { .with($0) } ?? .ids
    // A text or a file of ids has no entropy that is known, and nobody else's grammar counts for it.
    guard !learnsFromFile, let data = try? workshop.data(for: preset) else { return .nan }
    return try HeldOutExamples(data, of: preset, crew: workshop.crew)?.entropyPerToken ?? .nan
  }

  /// A run as the screen takes it, or why it can't be read.
  static func message(opening folder: String) -> Message {
    do { return .opened(try SavedRun(folder: folder).opened()) } catch { return .notOpened(reason: "\(error)") }
  }
}

extension TimedStep {
  /// A step as a log keeps it.
  fileprivate init(_ step: MetricLog.Step, layerNorms: [Double]) {
    let record = StepRecord(
      step: step.step, loss: step.loss, learningRate: step.learningRate, gradientNorm: step.gradientNorm,
      layerGradientNorms: layerNorms, updateRatio: nil, tokens: 0, notFinite: step.loss.isFinite ? nil : "loss")
    self.init(record, tokensPerSecond: step.tokensPerSecond, seconds: step.seconds)
  }
}

extension TimedValidation {
  /// A validation as a log keeps it.
  fileprivate init(_ validation: MetricLog.Validation) {
    self.init(step: validation.step, loss: validation.loss, accuracy: validation.accuracy)
  }
}
