internal import Files

extension MetricLog {
  /// One line of a log.
  public enum Entry: Equatable, Sendable {
    /// A training step.
    case step(Step)
    /// A validation.
    case validation(Validation)
    /// A setting that was changed. Rare, so that its size should not be every entry's.
    indirect case change(SettingChange, seconds: Double)
  }

  /// What a log keeps of a training step. A million of them take some 60 MB.
  public struct Step: Equatable, Sendable {
    /// Counted from 1.
    public let step: Int
    /// Mean loss over the step's targets, in nats.
    public let loss: Double
    /// Learning rate of the update.
    public let learningRate: Double
    /// Norm of the gradient before clipping.
    public let gradientNorm: Double
    /// Tokens a second.
    public let tokensPerSecond: Double
    /// Since the run's start.
    public let seconds: Double
  }

  /// What a log keeps of a validation.
  public struct Validation: Equatable, Sendable {
    /// Steps that were done.
    public let step: Int
    /// Mean loss a token, in nats.
    public let loss: Double
    /// Share of tokens that the model held most likely.
    public let accuracy: Double
    /// Since the run's start.
    public let seconds: Double
  }

  private static let chunkLength = 1 << 18

  /// Reads a log, which may still be written: what follows the last line break is taken only where it is a whole line.
  ///
  /// Every other line must be a JSON object with the members that its kind needs; members that are not known are passed
  /// over. The file is read in pieces, so that the memory taken is that of the entries.
  /// - Parameter limit: How many of its bytes are read at most.
  /// - Throws: `unreadable` where the file can't be opened or read, `damagedLog` where a line is wrong.
  public static func read(path: String, upTo limit: Int = .max) throws(TrainingError) -> [Entry] {
    let file: InputFile
    do throws(FileError) { file = try InputFile(path: path) } catch { throw .unreadable(error) }
    let size = min(file.size, limit)
    var reader = LogLines(path: path, size: size)
    var offset = 0
    while offset < size {
      let bytes: [UInt8]
      do throws(FileError) {
        bytes = try file.bytes(at: offset, count: min(chunkLength, size - offset))
      } catch {
        throw .unreadable(error)
      }
      offset += bytes.count
      try reader.take(bytes)
    }
    return reader.finish()
  }

  /// The last step in a log; only the file's end is read. Nil where no step stands there.
  ///
  /// - Parameter step: The last one that counts, where later ones would be made anew; what the file's end doesn't reach counts whole.
  /// - Throws: as ``read(path:)``.
  public static func lastStep(path: String, upTo step: Int? = nil) throws(TrainingError) -> Step? {
    let bytes: [UInt8]
    let start: Int
    do throws(FileError) {
      let file = try InputFile(path: path)
      // Room for a validation or many changes behind the last step.
      start = max(0, file.size - 16_384)
      bytes = try file.bytes(at: start, count: file.size - start)
    } catch {
      throw .unreadable(error)
    }
    // Not from the start: the first line may be cut.
    let whole = start == 0 ? bytes[...] : bytes.drop { $0 != UInt8(ascii: "\n") }.dropFirst()
    var reader = LogLines(path: path, size: whole.count)
    try reader.take(Array(whole))
    let steps = reader.finish().compactMap { entry in
      if case .step(let step) = entry { step } else { nil }
    }
    return steps.last { $0.step <= step ?? .max } ?? steps.last
  }
}
