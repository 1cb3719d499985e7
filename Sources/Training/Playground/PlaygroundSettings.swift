public import Corpora
public import Models

/// All that a run of the Playground hangs on: equal settings, and equal changes at equal epochs, give equal networks, to the bit.
public struct PlaygroundSettings: Equatable, Sendable {
  /// What is learnt.
  public enum Problem: String, CaseIterable, Sendable {
    /// Which of two classes, 1 and −1, a point belongs to: the output is a hyperbolic tangent.
    case classification
    /// A point's value: the output is the sum itself.
    case regression
  }

  /// A layer of neurons between features and output.
  public struct Layer: Equatable, Sendable {
    /// Its neurons, 1 to 8.
    public var units: Int
    /// What a neuron makes of its sum.
    public var activation: PlaygroundActivation
    /// Share of its neurons that are left out of each training step, drawn for each example: 0 to 0.8.
    public var dropout: Float

    /// A layer.
    public init(units: Int, activation: PlaygroundActivation = .tanh, dropout: Float = 0) {
      self.units = units
      self.activation = activation
      self.dropout = dropout
    }
  }

  /// The rule that turns gradients into updates.
  public enum Rule: String, CaseIterable, Sendable {
    /// Gradient descent.
    case sgd
    /// Gradient descent that keeps nine tenths of its last direction.
    case momentum
    /// Adam with its usual constants (0.9, 0.999, 10⁻⁸).
    case adam
  }

  /// What pulls weights (not biases) towards 0 after each update.
  public enum Regularization: String, CaseIterable, Sendable {
    case none
    /// `w −= η·λ·sign(w)`; a weight that would cross 0 is 0 from then on, dead.
    case l1
    /// `w −= η·λ·w`.
    case l2
  }

  /// Per cent of noise.
  public static let noises = 0...50
  /// Per cent of points to train on.
  public static let trainingShares = 10...90
  /// Points in a batch.
  public static let batches = 1...30
  /// Layers between features and output.
  public static let layerCounts = 0...6
  /// Neurons in a layer.
  public static let unitCounts = 1...8
  /// Shares of a layer that are left out.
  public static let dropouts: ClosedRange<Float> = 0...0.8
  /// Epochs that a run may have.
  public static let mostEpochs = 100_000_000
  /// Points that it may have.
  public static let mostPoints = 10_000
  /// The size of any number that a person gives.
  public static let largestNumber: Float = 1e6
  /// TensorFlow Playground's eleven.
  public static let learningRates: [Float] = [1e-5, 1e-4, 1e-3, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10]
  /// TensorFlow Playground's ten.
  public static let regularizationRates: [Float] = [0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10]

  /// What is learnt.
  public var problem: Problem
  /// What the points are drawn from.
  public var dataset: PlaneDataset
  /// Points of one's own instead, if any.
  public var ownPoints: [PlanePoint]?
  /// Noise in the data in per cent, 0 to 50.
  public var noise: Int
  /// Per cent of the points that are trained on, 10 to 90; the others test.
  public var trainingShare: Int
  /// Which points are drawn, and their order.
  public var dataSeed: UInt64
  /// What the network is told of a point, at least one, in the order of ``PlaneFeature``.
  public var features: [PlaneFeature]
  /// The layers between, none to six.
  public var layers: [Layer]
  /// Which first weights are drawn, and what is dropped.
  public var seed: UInt64
  /// Points whose gradients are averaged for one update, 1 to 30; the last batch of an epoch may be smaller.
  public var batch: Int
  /// What makes updates of gradients.
  public var rule: Rule
  /// η, above 0.
  public var learningRate: Float
  /// What pulls weights towards 0.
  public var regularization: Regularization
  /// λ.
  public var regularizationRate: Float
  /// It ends by itself after so many epochs, if any.
  public var lastEpoch: Int?
  /// It ends by itself as soon as the loss on the test points is below this value, if any.
  public var testLossBelow: Float?

  /// TensorFlow Playground's start: the circle, two features, layers of four and two.
  public init() {
    problem = .classification
    dataset = .circle
    noise = 0
    trainingShare = 50
    dataSeed = 1
    features = [.x1, .x2]
    layers = [Layer(units: 4), Layer(units: 2)]
    seed = 1
    batch = 10
    rule = .sgd
    learningRate = 0.03
    regularization = .none
    regularizationRate = 0
  }

  /// Draws from another data set, and learns what that asks for.
  public mutating func take(_ dataset: PlaneDataset) {
    self.dataset = dataset
    ownPoints = nil
    problem = dataset.hasClasses ? .classification : .regression
  }

  /// Whether runs under both have the same points, those to train on and those that test.
  public func drawsSamePoints(as other: PlaygroundSettings) -> Bool {
    (dataset, noise, trainingShare, dataSeed) == (other.dataset, other.noise, other.trainingShare, other.dataSeed)
      && ownPoints == other.ownPoints
  }

  /// Whether a run under other settings goes on under these; otherwise it begins anew.
  public func goesOn(from other: PlaygroundSettings) -> Bool {
    var same = other
    for index in layers.indices where other.layers.count == layers.count {
      (same.layers[index].activation, same.layers[index].dropout) = (layers[index].activation, layers[index].dropout)
    }
    (same.batch, same.rule, same.learningRate) = (batch, rule, learningRate)
    (same.regularization, same.regularizationRate) = (regularization, regularizationRate)
    (same.lastEpoch, same.testLossBelow) = (lastEpoch, testLossBelow)
    return same == self
  }
}

/// What a neuron makes of its sum.
public typealias PlaygroundActivation = MultilayerPerceptron.Activation
