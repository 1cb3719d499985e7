public import Files
internal import Models
internal import Safetensors
internal import Tensors

extension Checkpoint {
  /// Bytes of the numbers in a checkpoint of a run: parameters and their moments.
  public static func bytes(_ run: TrainingRun) -> Int {
    (1 + run.settings.optimizer.kind.momentCount) * run.model.parameters.layout.count * MemoryLayout<Float>.stride
  }
}

/// What a run keeps of its past: whole states at steps far enough apart, so that any step can be made again, to the bit, from
/// the state before it.
///
/// Each state is a checkpoint's file, its numbers packed, in the folder ``folderName`` of the run's. They are there to be looked at, not to be gone on
/// from after a power cut: nobody waits for the disk, and a damaged one is passed over. Not for several threads at once.
public final class RunPast {
  /// Its name in a run's folder.
  public static let folderName = "past"
  /// Bytes that the states may take where nothing is said.
  public static let standardBudget = 256_000_000
  /// Bytes that they may take at most.
  public static let largestBudget = 1_000_000_000_000
  /// Where the states stand.
  public let folder: String
  /// Bytes that they may take.
  public let budget: Int
  /// Bytes that they may take since a disk was full.
  private var limit: Int
  /// Steps whose states are kept, in order.
  public var steps: [Int] { sizes.keys.sorted() }
  /// Bytes that they take.
  public var bytes: Int { sizes.values.reduce(0, +) }
  /// Bytes of each state's file.
  private var sizes: [Int: Int] = [:]
  /// When the last one was kept, and how long that took.
  private var last: (time: ContinuousClock.Instant, took: Duration)?
  private let share: Double
  private let system: FileSystem
  private let clock = ContinuousClock()

  /// The past of the run in a folder, as far as it stands there.
  ///
  /// - Parameters:
  ///   - budget: Bytes that the states may take.
  ///   - share: Of the time at most, that is taken by keeping states.
  public init(ofRunIn run: String, budget: Int, share: Double = 0.01, using system: FileSystem = .system) {
    folder = run + "/" + Self.folderName
    (self.budget, limit) = (budget, budget)
    self.share = share
    var unsynced = system
    unsynced.sync = { _ in 0 }
    self.system = unsynced
    for name in names(inFolder: folder) {
      guard let step = Self.step(ofFile: name), let size = try? InputFile(path: folder + "/" + name).size else {
        continue
      }
      sizes[step] = size
    }
  }

  /// The past of a run that is only looked at: nothing is written or taken away.
  ///
  /// - Parameter step: Where the run stands; what is kept of later steps is another's.
  public convenience init(lookedAtIn run: String, upTo step: Int) {
    self.init(ofRunIn: run, budget: (try? RunFiles.settings(inFolder: run))?.pastBudget ?? Self.standardBudget)
    for later in steps where later > step { passOver(later) }
  }

  /// Bytes that a state of a run takes packed, about, its texts reckoned with a little room.
  public static func stateBytes(_ run: TrainingRun) -> Int {
    let layout = run.model.parameters.layout
    let texts = 256 * layout.entries.count + 16_384
    return Checkpoint.bytes(run) * PackedFloats.bitsPerNumber / 32 + texts
  }

  /// Steps between two states, so that as many as the budget has room for are spread over a whole run; nil where there is room for none.
  ///
  /// - Parameters:
  ///   - planned: Steps of the whole run.
  ///   - stateBytes: Of one state.
  public func interval(planned: Int, stateBytes: Int) -> Int? {
    let count = limit / max(1, stateBytes)
    guard count > 0 else { return nil }
    // The first one stands before the first step; where there is no other, no step is far enough from it.
    return count == 1 ? .max : max(1, (planned + count - 2) / (count - 1))
  }

  /// Whether the state after a step should be kept: one more, far enough from the last, and not so soon that keeping them takes
  /// more than its share of the time.
  public func isDue(after step: Int, planned: Int, stateBytes: Int) -> Bool {
    let stateBytes = sizes.values.max() ?? stateBytes
    guard let interval = interval(planned: planned, stateBytes: stateBytes) else { return false }
    guard let before = latest(upTo: step) else { return true }
    guard step - before >= interval else { return false }
    guard let last else { return true }
    return clock.now - last.time >= last.took * (1 / share)
  }

  /// Keeps a state, another one of the same step goes; where they take too much room, the one goes whose neighbours lie closest.
  public func keep(_ state: Checkpoint) throws(TrainingError) {
    let begun = clock.now
    do throws(FileError) { try makeFolder(at: folder) } catch { throw .file(error) }
    let path = path(of: state.progress.step)
    do throws(SafetensorsError) { try state.write(to: path, packing: true, using: system) } catch {
      throw .tensors(error)
    }
    do throws(FileError) { sizes[state.progress.step] = try InputFile(path: path).size } catch { throw .file(error) }
    thin()
    let now = clock.now
    last = (now, now - begun)
  }

  private func thin() {
    while bytes > limit, let step = mostExpendable { drop(step) }
  }

  /// The state that would be missed least: the one whose neighbours lie closest, then the last, and the first, to which most leads, last of
  /// all.
  private var mostExpendable: Int? {
    let steps = steps
    let inner = steps.indices.dropFirst().dropLast()
    let place = inner.min { steps[$0 + 1] - steps[$0 - 1] < steps[$1 + 1] - steps[$1 - 1] }
    return place.map { steps[$0] } ?? steps.last
  }

  /// Makes room on a disk that has none left for what matters more: the state goes that would be missed least, and from now on no more
  /// room is taken than is left. False where there is none to go.
  public func giveWay() -> Bool {
    guard let step = mostExpendable else { return false }
    drop(step)
    limit = min(limit, bytes)
    return true
  }

  private func drop(_ step: Int) {
    _ = system.unlink(path(of: step))
    sizes[step] = nil
  }

  /// The last kept step up to another one, or nil where there is none.
  public func latest(upTo step: Int) -> Int? { sizes.keys.filter { $0 <= step }.max() }

  /// The kept step that is nearest to another one; the earlier of two.
  public func nearest(to step: Int) -> Int? { sizes.keys.min { (abs($0 - step), $0) < (abs($1 - step), $1) } }

  /// The state after a step.
  ///
  /// - Throws: What is wrong with its file, which is not offered again.
  public func state(after step: Int) throws(TrainingError) -> Checkpoint {
    do throws(TrainingError) {
      let state = try Checkpoint(path: path(of: step))
      guard state.progress.step == step else {
        throw .damaged(
          path: path(of: step), place: "step", found: "\(state.progress.step)", allowed: "\(step), as its name says")
      }
      return state
    } catch {
      passOver(step)
      throw error
    }
  }

  /// Offers a state no more; its file stays.
  public func passOver(_ step: Int) { sizes[step] = nil }

  /// Takes away the states after a step: they will be made anew, maybe under other settings.
  public func forget(after step: Int) {
    for later in steps where later > step { drop(later) }
  }

  /// Takes all of it away.
  public func discard() {
    for step in steps { drop(step) }
    removeEmptyFolder(folder)
  }

  /// Gives another run the states up to a step. Where the file system can, both share the files.
  public func share(upTo step: Int, withRunIn run: String) throws(TrainingError) {
    let target = run + "/" + Self.folderName
    do throws(FileError) {
      try makeFolder(at: target)
      for kept in steps where kept <= step { try linkFile(at: path(of: kept), as: target + "/" + Self.name(kept)) }
    } catch { throw .file(error) }
  }

  private func path(of step: Int) -> String { folder + "/" + Self.name(step) }

  private static let (prefix, suffix) = ("state-", ".safetensors")

  private static func name(_ step: Int) -> String { "\(prefix)\(step)\(suffix)" }

  private static func step(ofFile name: String) -> Int? {
    guard name.hasPrefix(prefix), name.hasSuffix(suffix) else { return nil }
    let digits = name.dropFirst(prefix.count).dropLast(suffix.count)
    guard digits.utf8.allSatisfy({ (48...57).contains($0) }), digits.utf8.count <= 12 else { return nil }
    return Int(digits)
  }
}
