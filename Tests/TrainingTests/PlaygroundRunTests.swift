import Corpora
import KernelTypes
import Models
import Tensors
import Testing

@testable import Training

@Suite("Runs of the Playground")
struct PlaygroundRunTests {
  typealias Layer = PlaygroundSettings.Layer

  /// Settings that use all that there is.
  static var mixed: PlaygroundSettings {
    var settings = PlaygroundSettings()
    settings.features = [.x1, .x2, .product]
    settings.layers = [
      Layer(units: 8, activation: .relu, dropout: 0.2), Layer(units: 5, activation: .gelu),
      Layer(units: 3, activation: .sigmoid),
    ]
    (settings.dataset, settings.noise, settings.batch, settings.rule) = (.exclusiveOr, 10, 7, .adam)
    (settings.learningRate, settings.regularization, settings.regularizationRate) = (0.01, .l1, 0.003)
    return settings
  }

  static func run(_ settings: PlaygroundSettings, epochs: Int = 0) -> PlaygroundRun {
    let run = PlaygroundRun(settings, kernels: .forThisMachine)
    for _ in 0..<epochs { run.epoch() }
    return run
  }

  @Test("weights begin within ±0.5, biases at 0.1, by the seed")
  func start() {
    let run = Self.run(Self.mixed)
    let network = run.network
    #expect(
      network.layerSizes == [8, 5, 3, 1] && network.inputCount(layer: 0) == 3 && network.inputCount(layer: 1) == 8)
    for layer in 0..<network.layerCount {
      for unit in 0..<network.layerSizes[layer] {
        #expect(network[network.index(layer: layer, unit: unit)] == 0.1)
        for input in 0..<network.inputCount(layer: layer) {
          let weight = network[network.index(layer: layer, unit: unit, input: input)]
          #expect(abs(weight) <= 0.5 && weight != 0)
        }
      }
    }
    var other = Self.mixed
    other.seed = 2
    #expect(Self.run(other).network.parameters != network.parameters && Self.run(other).training == run.training)
  }

  @Test("equal settings give equal networks, to the bit; another seed others")
  func determinism() {
    let (first, second) = (Self.run(Self.mixed, epochs: 20), Self.run(Self.mixed, epochs: 20))
    #expect(first.network == second.network && first.curve == second.curve)
  }

  @Test("a journal of changes makes the run again, to the bit")
  func replay() throws {
    let run = Self.run(Self.mixed, epochs: 5)
    let index = run.network.index(layer: 1, unit: 2, input: 3)
    run.change(.parameter(index: index, value: 0.25))
    #expect(run.network[index] == 0.25)
    run.change(.add(PlanePoint(x: 1, y: -1, target: 1)))
    for _ in 0..<4 { run.epoch() }
    var other = run.settings
    (other.learningRate, other.batch, other.rule) = (0.03, 11, .momentum)
    (other.layers[1].activation, other.layers[1].dropout, other.regularization) = (.tanh, 0.5, .l2)
    run.change(.settings(other))
    for _ in 0..<6 { run.epoch() }
    run.change(.remove(index: 3))
    run.change(.parameter(index: run.network.index(layer: 0, unit: 0), value: -1))
    let (atChange, early) = (run.network, run.events)
    for _ in 0..<5 { run.epoch() }

    let again = Self.run(Self.mixed, epochs: 2)
    #expect(again.replay(run.events, to: run.epochs))
    #expect(again.network == run.network && again.curve == run.curve && again.events == run.events)
    #expect(again.training == run.training && again.scores == run.scores)
    #expect(again.replay(run.events, to: 15))
    #expect(again.network == atChange && again.events == early)
    #expect(!again.replay(run.events, to: run.epochs) { $0 < 8 })
    #expect(again.epochs == 8 && again.events.count == 2)
  }

  @Test("one epoch leaves out other neurons than the next, and evaluation none")
  func dropout() {
    var settings = PlaygroundSettings()
    settings.layers = [Layer(units: 8, dropout: 0.5)]
    settings.learningRate = 1e-5
    let run = Self.run(settings)
    let before = run.network
    run.epoch()
    let first = run.network
    run.epoch()
    let changes = before.parameters.layout.entries[0].range.map {
      (first[$0] - before[$0], run.network[$0] - first[$0])
    }
    #expect(changes.contains { abs($0 - $1) > 0.2 * abs($0) })
    #expect(run.losses == run.losses)
    settings.layers[0].dropout = 0
    let whole = Self.run(settings, epochs: 2)
    #expect(whole.network.parameters != run.network.parameters)
  }

  @Test("what regularisation adds to an update is its penalty's numeric derivative, for weights alone")
  func regularization() {
    for (kind, penalty) in [
      (PlaygroundSettings.Regularization.l1, { (w: Double) in abs(w) }), (.l2, { w in w * w / 2 }),
    ] {
      var settings = Self.mixed
      (settings.batch, settings.ownPoints) = (30, [PlanePoint(x: 1, y: 2, target: 1)])
      (settings.regularization, settings.regularizationRate) = (.none, 0.1)
      let plain = Self.run(settings, epochs: 1).network
      settings.regularization = kind
      let pulled = Self.run(settings, epochs: 1).network
      for (number, entry) in plain.parameters.layout.entries.enumerated() {
        for index in entry.range {
          let (w, h) = (Double(plain[index]), 1e-4)
          let slope = number % 2 == 0 ? (penalty(w + h) - penalty(w - h)) / (2 * h) : 0
          // A weight near 0 would cross it.
          if kind == .l1, abs(w) < 0.002, number % 2 == 0 { continue }
          #expect(abs(Double(pulled[index]) - (w - 0.01 * 0.1 * slope)) < 1e-6)
        }
      }
    }
  }

  @Test("a weight that would cross 0 is dead until a person sets it")
  func deadWeights() throws {
    var settings = Self.mixed
    (settings.regularizationRate, settings.layers[0].dropout) = (0.3, 0)
    let run = Self.run(settings, epochs: 30)
    let dead = try #require(run.network.dead.min())
    #expect(run.network.dead.allSatisfy { run.network[$0] == 0 })
    settings.regularization = .none
    run.change(.settings(settings))
    run.epoch()
    #expect(run.network.dead.contains(dead) && run.network[dead] == 0)
    run.change(.parameter(index: dead, value: 0.5))
    #expect(run.network[dead] == 0.5 && !run.network.dead.contains(dead))
    run.epoch()
    #expect(run.network[dead] != 0.5 && run.network[dead] != 0)
  }

  @Test("a run ends at its last epoch, at its test loss, or where weights are no numbers")
  func stop() {
    var settings = PlaygroundSettings()
    (settings.dataset, settings.lastEpoch) = (.gaussian, 3)
    let run = Self.run(settings, epochs: 2)
    #expect(run.stopReason == nil)
    run.epoch()
    #expect(run.stopReason == .lastEpoch)
    (settings.lastEpoch, settings.testLossBelow) = (nil, 0.01)
    run.change(.settings(settings))
    #expect(run.stopReason == nil)
    for _ in 0..<100 where run.stopReason == nil { run.epoch() }
    #expect(run.stopReason == .testLoss && run.losses.test < 0.01)

    (settings.problem, settings.dataset, settings.learningRate) = (.regression, .plane, 10)
    settings.layers = [Layer(units: 8, activation: .relu)]
    let wild = Self.run(settings)
    for _ in 0..<1_000 where wild.epoch() {}
    let epochs = wild.epochs
    #expect(wild.stopReason == .diverged)
    let network = wild.network
    #expect(network.parameters.layout.entries.allSatisfy { network.parameters[$0].allSatisfy(\.isFinite) })
    #expect(!wild.epoch() && wild.network == network && wild.epochs == epochs)
    let again = Self.run(settings)
    #expect(again.replay(wild.events, to: epochs) && again.network == network)
  }

  @Test("the curve is as long as it may be, and a function of the run")
  func curve() {
    var curve = PlaygroundCurve()
    for epoch in 0...5_000 where curve.takes(epoch) {
      curve.add(PlaygroundCurve.Point(epoch: epoch, training: Double(epoch), test: 0))
    }
    #expect(curve.stride == 8 && curve.points.count <= PlaygroundCurve.limit)
    #expect(curve.points.map(\.epoch) == Array(stride(from: 0, through: 5_000, by: 8)))
    let run = Self.run(PlaygroundSettings(), epochs: 3)
    #expect(run.curve.points.map(\.epoch) == [0, 1, 2, 3])
    #expect(run.curve.points[3].training == run.losses.training && run.curve.points[3].test == run.losses.test)
  }

  @Test("points of one's own are split, and one alone is trained on")
  func ownPoints() {
    var settings = PlaygroundSettings()
    settings.ownPoints = (0..<10).map { PlanePoint(x: Float($0), y: 0, target: $0 < 5 ? 1 : -1) }
    settings.trainingShare = 30
    let run = Self.run(settings, epochs: 2)
    #expect(run.training.count == 3 && run.test.count == 7)
    #expect(Set((run.training + run.test).map(\.x)) == Set((0..<10).map { Float($0) }))
    settings.ownPoints = [PlanePoint(x: 1, y: 1, target: 1)]
    settings.testLossBelow = 1
    let single = Self.run(settings, epochs: 2)
    #expect(single.training.count == 1 && single.test.isEmpty && single.losses.test == 0 && single.stopReason == nil)
    #expect(single.scores.test.accuracy == nil)
  }
}
