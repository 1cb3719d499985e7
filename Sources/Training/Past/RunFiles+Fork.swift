internal import Files
internal import StrictJSON

extension RunFiles {
  /// The folder in a run's folder in which the runs stand that were forked from it.
  public static let branchesName = "branches"

  /// The folder of the run that the branches belong to: a branch's branches stand beside it.
  public static func trunk(of folder: String) -> String {
    let parent = parentFolder(of: folder)
    return lastComponent(of: parent) == branchesName ? parentFolder(of: parent) : folder
  }

  /// The folders of the runs that were forked from the one in a folder, or from the same as it, in the order of their names.
  public static func branches(of folder: String) -> [String] {
    let branches = trunk(of: folder) + "/" + branchesName
    return names(inFolder: branches).map { branches + "/" + $0 }.filter { isFile($0 + "/" + RunSettings.fileName) }
  }

  /// Makes a run of its own of a state of this one, in a folder where none stands: with the settings of that state, its log up to
  /// there, its tokenizer, and the past before it.
  ///
  /// - Throws: `occupied` where a run stands there; what the disk refuses, and nothing of the new run stays then.
  public func fork(_ state: Checkpoint, to folder: String, past: RunPast) throws(TrainingError) {
    let step = state.progress.step
    // Asked before the lock, which may be this process's own.
    guard !isFile(folder + "/" + RunSettings.fileName) else {
      throw .occupied(path: folder, file: RunSettings.fileName)
    }
    var settings = settings
    settings.plan = state.plan
    settings.log = nil
    (settings.parent, settings.parentStep) = (absolutePath(self.folder), step)
    let branch: RunFiles
    do throws(TrainingError) { branch = try RunFiles.begin(folder: folder, settings: settings) } catch {
      removeEmptyFolder(parentFolder(of: folder))
      throw error
    }
    do throws(TrainingError) {
      let seconds = try branch.log.take(from: log.path, upTo: step)
      do throws(FileError) {
        for name in names(inFolder: self.folder) where name.hasPrefix("tokenizer") && isFile(self.folder + "/" + name) {
          try linkFile(at: self.folder + "/" + name, as: folder + "/" + name)
        }
      } catch { throw .file(error) }
      try past.share(upTo: step, withRunIn: folder)
      var progress = state.progress
      progress.logBytes = branch.log.length
      // Before the first step no time had passed.
      progress.seconds = seconds ?? (step == 0 ? 0 : progress.seconds)
      try branch.save(
        Checkpoint(
          plan: state.plan, progress: progress, parameters: state.parameters, firstMoments: state.firstMoments,
          secondMoments: state.secondMoments))
    } catch {
      RunPast(ofRunIn: folder, budget: 0).discard()
      for name in names(inFolder: folder) where name.hasPrefix("tokenizer") { try? removeFile(at: folder + "/" + name) }
      branch.discard()
      removeEmptyFolder(parentFolder(of: folder))
      throw error
    }
  }
}

extension MetricLog {
  /// Appends another log's lines of the steps up to one, and returns when that one was made.
  func take(from path: String, upTo step: Int) throws(TrainingError) -> Double? {
    var seconds: Double?
    for entry in try MetricLog.read(path: path) {
      switch entry {
      case .step(let line) where line.step <= step:
        seconds = line.seconds
        let record = StepRecord(
          step: line.step, loss: line.loss, learningRate: line.learningRate, gradientNorm: line.gradientNorm,
          layerGradientNorms: [], updateRatio: nil, tokens: 0, notFinite: line.loss.isFinite ? nil : "loss")
        try append(record, tokensPerSecond: line.tokensPerSecond, seconds: line.seconds)
      // The one of the step itself is made again.
      case .validation(let line) where line.step < step: try append(line)
      case .change(let change, let seconds) where change.step < step: try append(change, seconds: seconds)
      default: break
      }
    }
    return seconds
  }
}
