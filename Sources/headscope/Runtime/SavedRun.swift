internal import Checkpoints
internal import Corpora
internal import Files
internal import HeadscopeApp
internal import Models
internal import Tensors
internal import Tokenizers
internal import Training
private import Wording

/// A run as it stands in its folder: model, tokenizer and log.
struct SavedRun {
  let named: NamedModel
  private let entries: [MetricLog.Entry]

  /// Reads a run's folder.
  init(folder: String) throws {
    guard isFolder(folder) else { throw UserError("\(plain(folder)): there is no such folder") }
    entries = try MetricLog.read(path: folder + "/log.jsonl")
    let loaded = try loadModel(folder: folder, converting: .by(machineKernels()))
    for warning in loaded.warnings { standardError("headscope: \(plain(folder)): \(warning)\n") }
    let name = folder.split(separator: "/").last.map(String.init) ?? folder
    named = NamedModel(name: name, folder: folder, model: loaded.model, tokenizer: loaded.tokenizer)
  }

  /// The run as the Train screen takes it: its curves, and the model after its last step.
  func opened() throws -> OpenedRun {
    let workshop = TrainingWorkshop.standard(kernels: try machineKernels(), keepsRuns: false)
    let configuration = named.model.configuration
    guard var preset = Preset.all(vocabularySize: configuration.vocabularySize).first else {
      throw UserError("there is no preset")
    }
    preset.name = plain(named.name)
    preset.model = configuration
    var report = TrainingReport(run: 0, status: .paused, seconds: 0, residentBytes: residentMemory())
    for entry in entries { add(entry, to: &report, configuration) }
    let last = report.steps.last?.record.step ?? 0
    preset.training.schedule.steps = max(1, last)
    preset.training.length = configuration.contextLength
    report.status = .finished(.steps(last))
    report.histograms = TrainingHistograms(
      parameters: named.model.parameters.withUnsafePointer { start in
        Histogram(
          of: UnsafeBufferPointer(start: start, count: named.model.parameters.layout.count), bins: 41)
      }, gradients: nil)
    report.model = SteppedModel(step: last, model: named.model)
    report.facts = RunFacts(folder: named.folder, entropy: entropy(configuration, workshop))
    guard let tokenizer = named.tokenizer else {
      throw UserError("\(plain(named.folder)): there is no tokenizer.json, which says how the model reads")
    }
    return OpenedRun(
      plan: TrainingPlan(preset: preset), report: report, language: try tokenizer.trainedLanguage())
  }

  private func add(
    _ entry: MetricLog.Entry, to report: inout TrainingReport, _ configuration: TransformerConfiguration
  ) {
    switch entry {
    case .step(let step):
      let record = StepRecord(
        step: step.step, loss: step.loss, learningRate: step.learningRate, gradientNorm: step.gradientNorm,
        layerGradientNorms: [], updateRatio: nil, tokens: 0)
      report.steps.append(TimedStep(record, tokensPerSecond: step.tokensPerSecond, seconds: step.seconds))
      report.seconds = step.seconds
    case .validation(let validation):
      report.validations.append(
        TimedValidation(step: validation.step, loss: validation.loss, accuracy: validation.accuracy))
    case .change: break
    }
  }

  /// Known where the model reads the grammar's words.
  private func entropy(_ configuration: TransformerConfiguration, _ workshop: TrainingWorkshop) -> Double {
    guard configuration.vocabularySize == workshop.tokenizer.vocabularySize else { return .nan }
    return GrammarReport.Documents(
      .validation, contextLength: configuration.contextLength,
      encoder: DocumentEncoder(vocabulary: workshop.vocabulary), crew: workshop.crew
    ).entropyPerToken
  }

  /// A run as the screen takes it, or why it can't be read.
  static func message(opening folder: String) -> Message {
    do { return .opened(try SavedRun(folder: folder).opened()) } catch { return .notOpened(reason: "\(error)") }
  }
}
