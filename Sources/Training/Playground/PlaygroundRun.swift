public import Corpora
public import KernelTypes
internal import Models
internal import Tensors

/// A run of the Playground: a network that learns points of the plane, epoch by epoch, and whose settings, weights and points
/// a person may change between two epochs. Knows nothing of clocks, files and screens.
///
/// All of it is a function of the settings at its start and of its ``events``, to the bit. Not for several threads at once.
public final class PlaygroundRun {
  /// Why a run doesn't go on by itself.
  public enum StopReason: String, Equatable, Sendable {
    /// It has made as many epochs as it was told to.
    case lastEpoch
    /// The loss on the test points is below what it was told to reach.
    case testLoss
    /// The next epoch makes weights that are no numbers; the network is the one before it.
    case diverged
  }

  /// The settings as they stand.
  public private(set) var settings: PlaygroundSettings
  /// Epochs done.
  public private(set) var epochs = 0
  /// What was changed since the start, in order.
  public private(set) var events: [PlaygroundEvent] = []
  /// The points that are trained on, in the order of an epoch.
  public private(set) var training: [PlanePoint]
  /// The points that test; none where there is a single point of one's own.
  public private(set) var test: [PlanePoint]
  /// The losses so far.
  public private(set) var curve = PlaygroundCurve()

  /// The settings that it started with.
  public let start: PlaygroundSettings
  private let kernels: KernelSet
  private var trainer: PlaygroundTrainer
  private var gauge: PlaygroundGauge
  private var hasDiverged = false

  /// A run before its first epoch.
  ///
  /// - Precondition: own points, if any, are one at least.
  public init(_ settings: PlaygroundSettings, kernels: KernelSet) {
    (start, self.settings, self.kernels) = (settings, settings, kernels)
    (training, test) = settings.points()
    trainer = PlaygroundTrainer(settings, points: training, kernels: kernels)
    gauge = PlaygroundGauge(settings, training: training, test: test, kernels: kernels)
    addToCurve()
  }

  /// The network as it stands.
  public var network: PlaygroundNetwork {
    PlaygroundNetwork(settings, parameters: trainer.parameters, dead: trainer.dead)
  }

  /// The losses as they stand: of the points trained on and of those that test.
  public var losses: (training: Double, test: Double) { gauge.losses(trainer.parameters) }

  /// How well the network does as it stands.
  public var scores: (training: PlaygroundScore, test: PlaygroundScore) {
    let outputs = gauge.outputs(trainer.parameters)
    return (
      PlaygroundScore(settings.problem, outputs: Array(outputs[..<training.count]), points: training),
      PlaygroundScore(settings.problem, outputs: Array(outputs[training.count...]), points: test)
    )
  }

  /// Why it doesn't go on by itself; nil where it does. A person may go on all the same, but for ``StopReason/diverged``.
  public var stopReason: StopReason? {
    if hasDiverged { return .diverged }
    if let last = settings.lastEpoch, epochs >= last { return .lastEpoch }
    if let bound = settings.testLossBelow, !test.isEmpty, losses.test < Double(bound) { return .testLoss }
    return nil
  }

  /// One pass over the training points in their order.
  ///
  /// - Returns: Whether it was made; not where weights would be no numbers: then nothing but the stop reason changes.
  @discardableResult public func epoch() -> Bool {
    guard trainer.epoch() else {
      hasDiverged = true
      return false
    }
    epochs += 1
    gauge.forget()
    if curve.takes(epochs) { addToCurve() }
    return true
  }

  /// Changes it, from the next epoch on, and enters that into the journal.
  ///
  /// - Precondition: settings are ones that it goes on under; a parameter's place holds one; a removed point is not the last.
  public func change(_ change: PlaygroundChange) {
    events.append(PlaygroundEvent(epoch: epochs, change: change))
    hasDiverged = false
    switch change {
    case .settings(let settings):
      precondition(settings.goesOn(from: self.settings), "a run that would begin anew")
      let isSameNetwork = settings.perceptron == self.settings.perceptron
      self.settings = settings
      trainer.change(settings, points: training)
      if isSameNetwork { return }
    case .parameter(let index, let value):
      precondition(network.holdsParameter(at: index), "no weight or bias stands at \(index)")
      trainer.set(index, to: value)
      return gauge.forget()
    case .add(let point):
      training.append(point)
      trainer.change(settings, points: training)
    case .remove(let index):
      precondition(training.count > 1, "no point would be left to train on")
      training.remove(at: index)
      trainer.change(settings, points: training)
    }
    gauge = PlaygroundGauge(settings, training: training, test: test, kernels: kernels)
  }

  /// Makes a run of the same start again from its journal, to the same bits, as it stood after so many epochs.
  ///
  /// - Parameters:
  ///   - events: Of that run, in order; those after the epoch are left out.
  ///   - progress: Told after each epoch how many are done; makes it stop where it stands by answering false.
  /// - Returns: Whether it has come to the epoch.
  public func replay(_ events: [PlaygroundEvent], to epoch: Int, progress: (Int) -> Bool = { _ in true }) -> Bool {
    beginAnew()
    for event in events where event.epoch <= epoch {
      guard run(to: event.epoch, progress) else { return false }
      change(event.change)
    }
    return run(to: epoch, progress)
  }

  private func run(to epoch: Int, _ progress: (Int) -> Bool) -> Bool {
    while epochs < epoch {
      guard self.epoch(), progress(epochs) else { return false }
    }
    return true
  }

  private func beginAnew() {
    (settings, epochs, events, hasDiverged, curve) = (start, 0, [], false, PlaygroundCurve())
    (training, test) = settings.points()
    trainer = PlaygroundTrainer(settings, points: training, kernels: kernels)
    gauge = PlaygroundGauge(settings, training: training, test: test, kernels: kernels)
    addToCurve()
  }

  private func addToCurve() {
    let losses = losses
    curve.add(PlaygroundCurve.Point(epoch: epochs, training: losses.training, test: losses.test))
  }
}
