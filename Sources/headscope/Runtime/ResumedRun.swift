internal import Checkpoints
internal import Files
internal import KernelTypes
internal import Models
internal import Tokenizers
internal import Training
private import Wording

/// A run from a folder that goes on where it was saved.
struct ResumedRun {
  let run: TrainingRun
  /// Seconds that it has trained so far.
  let seconds: Double
  /// What goes on recording it; nil where nothing is to be written.
  let recorder: RunRecorder?

  /// Takes a run up, from its newest whole checkpoint or from its beginning.
  ///
  /// - Parameter tell: Takes a line for the person who trains.
  init(folder: String, _ workshop: TrainingWorkshop, tell: @escaping (String) -> Void) throws {
    let (files, settings, checkpoint): (RunFiles?, RunSettings, Checkpoint?)
    let warn = { (error: TrainingError) in tell("\(error); the run goes on from an older checkpoint") }
    if workshop.keepsRuns {
      let resumed = try RunFiles.resume(folder: folder, warn: warn)
      (files, settings, checkpoint) = (resumed.files, resumed.files.settings, resumed.checkpoint)
    } else {
      (files, settings) = (nil, try RunFiles.settings(inFolder: folder))
      checkpoint = try RunFiles.newestCheckpoint(of: settings, inFolder: folder, warn: warn)
    }
    let workshop = try workshop.adapted(to: settings, folder: folder, hasCheckpoint: checkpoint != nil)
    run = try checkpoint.map { try workshop.run($0) } ?? workshop.run(settings.plan)
    seconds = checkpoint?.progress.seconds ?? 0
    recorder = files.map { RunRecorder($0, workshop, tell: tell) }
    if checkpoint == nil, workshop.base != nil { try recorder?.keepBase(of: run) }
  }

  /// Lets the run go on to a later step than it was to end at, or to an earlier one that it hasn't reached.
  func extend(to steps: Int) throws {
    guard steps >= run.stepsDone else {
      throw UserError(
        "--steps \(steps): the run has done \(counted(run.stepsDone, "step")) already; give as many or more")
    }
    if let most = run.mostSteps, steps > most {
      throw UserError("--steps \(steps): its file of token ids has batches for \(counted(most, "step"))")
    }
    var settings = run.settings
    settings.schedule.steps = steps
    let changes = run.change(settings, validationInterval: run.validationInterval)
    run.stopsWhen.steps = steps
    recorder?.record(changes, of: run, seconds: seconds)
  }
}

extension TrainingWorkshop {
  /// This workshop as a saved run needs it: with its tokenizer, its batches and its precision.
  func adapted(to settings: RunSettings, folder: String, hasCheckpoint: Bool) throws -> TrainingWorkshop {
    var workshop = self
    guard let precision = WeightPrecision(rawValue: settings.precision) else {
      throw UserError(
        "\(plain(folder))/settings.json: precision \(quoted(settings.precision)): float32 and float16 are allowed")
    }
    (workshop.precision, workshop.checkpointInterval) = (precision, settings.checkpointInterval)
    workshop.arguments = settings.arguments
    let model = settings.plan.preset.model
    if let corpus = settings.corpus {
      let tokenizer = try Tokenizer.load(folder: folder)
      let text = try TextCorpus(path: corpus, tokenizer: tokenizer)
      guard text.checksum == settings.corpusChecksum else {
        throw UserError(
          "\(plain(corpus)): the text is another one than the run in \(plain(folder)) began with; it can't go on with it"
        )
      }
      (workshop.corpus, workshop.reading) = (text, .with(tokenizer))
    }
    workshop.batches = try settings.tokenIDs.map { path in
      try TokenBatches(
        path: path, vocabularySize: model.vocabularySize, contextLength: model.contextLength,
        isCausal: model.isCausal)
    }
    if let from = settings.from {
      // The first checkpoint holds all of the model, and the folder its tokenizer.
      let source = hasCheckpoint ? folder : from
      workshop.reading =
        isFile(source + "/" + Tokenizer.fileName) ? .with(try Tokenizer.load(folder: source)) : .ids
      if !hasCheckpoint {
        workshop.base = (
          try loadModel(folder: from, tokenizer: .ignored, converting: .by(kernels)).model, from
        )
      }
    }
    return workshop
  }
}
