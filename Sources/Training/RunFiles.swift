public import Files
internal import Safetensors
internal import StrictJSON

/// What a run under way keeps in its folder: settings, log and the last two checkpoints. One process at a time.
///
/// Every file is replaced at once or not at all, and waits for the disk: a run that is killed goes on from its last
/// checkpoint, and one that had none yet from its settings.
public final class RunFiles {
  /// The run's folder.
  public let folder: String
  /// What the run was begun with.
  public let settings: RunSettings
  /// Its log.
  public let log: MetricLog
  /// The steps of the checkpoints that stay: the last one, which is known to be whole, and the one before.
  private var kept: [Int]
  private let system: FileSystem
  private let lock: FolderLock

  /// Begins a run in a folder, which is made where it is missing.
  ///
  /// - Throws: `inUse` where another process has the folder, `occupied` where a run stands in it.
  public static func begin(
    folder: String, settings: RunSettings, using system: FileSystem = .system
  ) throws(TrainingError) -> RunFiles {
    let isNew = !isFolder(folder)
    do throws(TrainingError) {
      do throws(FileError) {
        try makeFolder(at: folder)
        if isNew { try syncFolder(parentFolder(of: folder), for: folder, using: system) }
      } catch { throw .file(error) }
      return try begin(inFolder: folder, settings, system)
    } catch {
      // Nothing of a run that could not begin stays.
      if case .inUse = error { throw error }
      if isNew {
        _ = system.unlink(folder + "/" + FolderLock.fileName)
        removeEmptyFolder(folder)
      }
      throw error
    }
  }

  private static func begin(
    inFolder folder: String, _ settings: RunSettings, _ system: FileSystem
  ) throws(TrainingError) -> RunFiles {
    let lock = try lock(folder)
    guard !isFile(folder + "/" + RunSettings.fileName), checkpointSteps(inFolder: folder).isEmpty else {
      throw .occupied(path: folder, file: RunSettings.fileName)
    }
    removeUnfinishedFiles(inFolder: folder)
    do throws(FileError) {
      try writeFileAtomically(
        Array(settings.json.text(.pretty).utf8), to: folder + "/" + RunSettings.fileName, using: system)
    } catch { throw .file(error) }
    do throws(TrainingError) {
      let log = try MetricLog(path: settings.log ?? folder + "/" + MetricLog.fileName, using: system)
      return RunFiles(folder, settings, log, [], system, lock)
    } catch {
      // Without a log there is no run, and the next attempt finds the folder free.
      _ = system.unlink(folder + "/" + RunSettings.fileName)
      throw error
    }
  }

  /// Goes on with a run: its settings, and the newest checkpoint that is whole, or nil where there is none yet. What the
  /// log says of later steps is cut off.
  ///
  /// - Parameter warn: Told of each checkpoint that is passed over because it is damaged.
  /// - Throws: `noRun` where no run stands there, `inUse` where another process has it, `otherSettings` where its settings
  ///   are not those of its checkpoint, and what is wrong with its files; where every checkpoint is damaged, what is wrong
  ///   with the newest.
  public static func resume(
    folder: String, using system: FileSystem = .system, warn: (TrainingError) -> Void = { _ in }
  ) throws(TrainingError) -> (files: RunFiles, checkpoint: Checkpoint?) {
    let settings = try settings(inFolder: folder)
    let lock = try lock(folder)
    removeUnfinishedFiles(inFolder: folder)
    let checkpoint = try newestCheckpoint(of: settings, inFolder: folder, warn: warn)
    let own = folder + "/" + MetricLog.fileName
    // Settings come from anywhere, and what they name will be cut: it must be a log already, or a device.
    if let path = settings.log ?? (isLink(own) ? own : nil), !isDevice(path) { _ = try MetricLog.read(path: path) }
    let log = try MetricLog(
      path: settings.log ?? own, keeping: checkpoint?.progress.logBytes ?? 0,
      using: system)
    let step = checkpoint?.progress.step
    let kept = checkpointSteps(inFolder: folder).filter { $0 <= step ?? -1 }.suffix(2)
    return (RunFiles(folder, settings, log, Array(kept), system, lock), checkpoint)
  }

  private init(
    _ folder: String, _ settings: RunSettings, _ log: MetricLog, _ kept: [Int], _ system: FileSystem,
    _ lock: consuming FolderLock
  ) {
    self.folder = folder
    self.settings = settings
    self.log = log
    self.kept = kept
    self.system = system
    self.lock = lock
  }

  /// The step of the last checkpoint.
  public var lastCheckpoint: Int? { kept.last }

  /// Writes a checkpoint, reads it back, and takes away all but it and the one before.
  public func save(_ checkpoint: Checkpoint) throws(TrainingError) {
    let step = checkpoint.progress.step
    let path = Self.checkpointPath(folder, step)
    try log.sync()
    do throws(SafetensorsError) { try checkpoint.write(to: path, using: system) } catch { throw .tensors(error) }
    // The older ones go only once the new one is known to be whole.
    try Checkpoint.verify(path: path)
    kept = (kept.filter { $0 < step } + [step]).suffix(2)
    for old in Self.checkpointSteps(inFolder: folder) where !kept.contains(old) {
      _ = system.unlink(Self.checkpointPath(folder, old))
    }
  }

  /// Makes again what somebody has taken away: the folder, the settings, the log, whose lines begin anew.
  ///
  /// - Returns: The names of what was missing.
  public func mend() throws(TrainingError) -> [String] {
    var missing: [String] = []
    do throws(FileError) {
      if !isFile(folder + "/" + RunSettings.fileName) {
        try makeFolder(at: folder)
        try writeFileAtomically(
          Array(settings.json.text(.pretty).utf8), to: folder + "/" + RunSettings.fileName, using: system)
        missing.append(RunSettings.fileName)
      }
    } catch { throw .file(error) }
    if !log.isInPlace {
      try log.reopen(using: system)
      missing.append(lastComponent(of: log.path))
    }
    return missing
  }

  /// The settings of the run in a folder.
  public static func settings(inFolder folder: String) throws(TrainingError) -> RunSettings {
    let path = folder + "/" + RunSettings.fileName
    guard isFile(path) else { throw .noRun(path: folder) }
    let bytes: [UInt8]
    do throws(FileError) { bytes = try readFile(at: path, limit: RunSettings.longestFile) } catch { throw .file(error) }
    let value: JSONValue
    do throws(JSONError) { value = try JSONValue(parsing: bytes) } catch {
      throw .damaged(path: path, place: "the file", found: "\(error)", allowed: "JSON")
    }
    do throws(JSONMismatch) { return try RunSettings(value) } catch { throw TrainingError(error, path: path) }
  }

  /// The same as ``newestCheckpoint(inFolder:warn:)``, which must be of the run with these settings
  /// (``RunSettings/check(_:inFolder:)``).
  public static func newestCheckpoint(
    of settings: RunSettings, inFolder folder: String, warn: (TrainingError) -> Void = { _ in }
  ) throws(TrainingError) -> Checkpoint? {
    let checkpoint = try newestCheckpoint(inFolder: folder, warn: warn)
    if let checkpoint { try settings.check(checkpoint, inFolder: folder) }
    return checkpoint
  }

  /// The newest checkpoint in a folder that is whole, or nil where there is none.
  public static func newestCheckpoint(
    inFolder folder: String, warn: (TrainingError) -> Void = { _ in }
  ) throws(TrainingError) -> Checkpoint? {
    var first: TrainingError?
    var passed: [TrainingError] = []
    for step in checkpointSteps(inFolder: folder).reversed() {
      do throws(TrainingError) {
        let checkpoint = try Checkpoint(path: checkpointPath(folder, step))
        for error in passed { warn(error) }
        return checkpoint
      } catch {
        first = first ?? error
        passed.append(error)
      }
    }
    if let first { throw first }
    return nil
  }

  /// The step of the newest checkpoint in a folder, whole or not; nil where there is none.
  public static func lastCheckpoint(inFolder folder: String) -> Int? { checkpointSteps(inFolder: folder).last }

  /// The steps of the checkpoints in a folder, in order.
  static func checkpointSteps(inFolder folder: String) -> [Int] {
    names(inFolder: folder).compactMap { name in
      guard name.hasPrefix(prefix), name.hasSuffix(suffix) else { return nil }
      return Int(name.dropFirst(prefix.count).dropLast(suffix.count))
    }.sorted()
  }

  /// Takes away what ``begin(folder:settings:using:)`` made, and the folder where nothing else is in it.
  public func discard() {
    let own = [RunSettings.fileName, MetricLog.fileName, FolderLock.fileName]
    let checkpoints = Self.checkpointSteps(inFolder: folder).map { Self.checkpointPath(folder, $0) }
    for path in checkpoints + own.map({ folder + "/" + $0 }) { _ = system.unlink(path) }
    removeEmptyFolder(folder)
  }

  private static let prefix = "checkpoint-"
  private static let suffix = ".safetensors"

  private static func checkpointPath(_ folder: String, _ step: Int) -> String { "\(folder)/\(prefix)\(step)\(suffix)" }

  private static func lock(_ folder: String) throws(TrainingError) -> FolderLock {
    let lock: FolderLock?
    do throws(FileError) { lock = try FolderLock(folder: folder) } catch { throw .file(error) }
    guard let lock else { throw .inUse(path: folder) }
    return lock
  }
}
