/// What a key of the Playground asks for.
enum PlaygroundAction: Hashable, Sendable {
  case page(PlaygroundPage)
  /// Train, or wait.
  case playOrPause
  /// One epoch; on the page of one example, the next stage.
  case step
  /// The stage before.
  case stepBack
  case nextPanel, previousPanel
  case move(Action.Direction)
  /// More or less: of the chosen knob, of the neurons of the chosen layer.
  case turn(by: Int)
  case layers(by: Int)
  /// The next of a neuron's weights; the next example.
  case part(by: Int)
  /// Use a feature or not, type a value, draw a point: whatever the chosen thing asks for.
  case act
  /// Begin anew: the same start, another one, other points.
  case reset, reseed, regenerate
  case dataset(by: Int)
  case activation
  case testPoints, discrete, logarithmic
  case brush
  case pace(by: Int)
  /// Keep the curve, or forget those that were kept.
  case keepCurve, forgetCurves
  case presets
  case preset(by: Int)
  /// The whole screen as a line of letters.
  case code
  /// Type, or paste, somebody's.
  case typeCode
  /// Write the network.
  case exportNetwork
  /// Write the code.
  case exportCode
}
