public import Corpora
public import KernelTypes
public import Training

/// What the Playground begins with.
public struct PlaygroundSetup: Sendable {
  /// What maps are computed with.
  let kernels: KernelSet
  /// The first scene.
  let scene: PlaygroundScene
  /// A preset that the scene is of.
  let preset: PlaygroundPreset?
  /// Whether it is shown first, and whether it plays at once.
  let opensFirst: Bool
  let playsAtOnce: Bool

  /// What it begins with.
  public init(
    kernels: KernelSet, scene: PlaygroundScene = PlaygroundPreset.first.scene, preset: PlaygroundPreset? = .first,
    opensFirst: Bool = false, playsAtOnce: Bool = false
  ) {
    self.kernels = kernels
    self.scene = scene
    self.preset = preset
    self.opensFirst = opensFirst
    self.playsAtOnce = playsAtOnce
  }
}

/// What the Playground's thread is to do.
public enum PlaygroundOrder: Equatable, Sendable {
  /// Make a run again from its script; the run before is given up.
  case begin(PlaygroundScript, number: Int)
  /// Make the curves of other runs again, when there is time.
  case recall([PlaygroundScript])
  /// Train, so many epochs a second; nil as fast as it goes.
  case play(epochsPerSecond: Int?)
  case pause
  /// Train for so many epochs.
  case step(epochs: Int)
  case change(PlaygroundChange)
}

/// What the Playground's run has come to: everything at once, so that a report can stand for all before it.
public struct PlaygroundReport: Sendable {
  /// What it is doing.
  public enum Status: Equatable, Sendable {
    /// Being made again from its script, so many epochs of those that it went.
    case replaying(done: Int, of: Int)
    case paused
    case running
    /// Its script can't be followed further.
    case refused
    /// It has ended by itself.
    case ended(PlaygroundRun.StopReason)
  }

  /// The curve of a run that was made again.
  public struct Recalled: Sendable {
    let script: PlaygroundScript
    let curve: PlaygroundCurve

    /// A curve and whose it is.
    public init(script: PlaygroundScript, curve: PlaygroundCurve) {
      self.script = script
      self.curve = curve
    }
  }

  /// Which run, by the number that it was begun with.
  public var number: Int
  /// What it does at the moment.
  public var status: Status
  /// The run from its beginning.
  public var script: PlaygroundScript
  /// The network as it stands.
  public var network: PlaygroundNetwork
  /// The points that are trained on.
  public var training: [PlanePoint]
  /// The points that test.
  public var test: [PlanePoint]
  /// How well the network does on the points that are trained on.
  public var trainingScore: PlaygroundScore
  /// How well on those that test.
  public var testScore: PlaygroundScore
  /// The losses so far.
  public var curve: PlaygroundCurve
  /// Curves that were made again since the last report.
  public var recalled: [Recalled]
  /// At the moment; nil where nothing is trained.
  public var epochsPerSecond: Double?

  /// All of it.
  public init(
    number: Int, status: Status, run: PlaygroundRun, recalled: [Recalled] = [], epochsPerSecond: Double? = nil
  ) {
    self.number = number
    self.status = status
    script = run.script
    network = run.network
    (training, test) = (run.training, run.test)
    (trainingScore, testScore) = run.scores
    curve = run.curve
    self.recalled = recalled
    self.epochsPerSecond = epochsPerSecond
  }
}
