internal import Glibc
internal import KernelTypes
internal import Tensors

/// A run of parameters with what belongs to them.
struct UpdatedNumbers {
  let parameters: UnsafeMutablePointer<Float>
  let gradient: UnsafePointer<Float>
  let m: UnsafeMutablePointer<Float>
  /// Not touched by gradient descent, which has no second moment.
  let v: UnsafeMutablePointer<Float>
  let count: Int
}

/// Sums of squares that an update is measured by.
struct UpdateSquares {
  /// Of the parameters before it.
  var parameters = 0.0
  /// Of their changes.
  var changes = 0.0

  /// ‖Δθ‖₂ / ‖θ‖₂ over all pieces; 0 where all parameters are 0.
  static func ratio(_ pieces: [UpdateSquares]) -> Double {
    let size = pieces.reduce(0) { $0 + $1.parameters }
    let change = pieces.reduce(0) { $0 + $1.changes }
    return size > 0 ? (change / size).squareRoot() : 0
  }
}

/// What one update does to each run of parameters.
struct UpdateRule {
  private let settings: OptimizerSettings
  private let learningRate: Double
  private let correction1: Double
  private let correction2: Double
  private let scale: Float

  /// - Parameters:
  ///   - updates: This update's number since the moments were at 0, from 1.
  ///   - scale: Multiplies the gradient (clipping).
  init(_ settings: OptimizerSettings, updates: Int, learningRate: Double, scale: Float) {
    self.settings = settings
    self.learningRate = learningRate
    self.scale = scale
    let hasMoments = settings.kind != .sgd
    correction1 = hasMoments ? 1 - pow(settings.beta1, Double(updates)) : 1
    correction2 = hasMoments ? 1 - pow(settings.beta2, Double(updates)) : 1
  }

  func update(_ numbers: UpdatedNumbers, decays: Bool, by kernels: KernelSet) {
    let decay = decays ? settings.weightDecay : 0
    switch settings.kind {
    case .sgd:
      kernels.sgd(
        SGDStep(
          parameters: numbers.parameters, gradient: numbers.gradient, direction: numbers.m, count: numbers.count,
          learningRate: learningRate, momentum: settings.momentum, penalty: decay, gradientScale: scale))
    case .adam, .adamw:
      let isDecoupled = settings.kind == .adamw
      kernels.adam(
        AdamStep(
          parameters: numbers.parameters, gradient: numbers.gradient, m: numbers.m, v: numbers.v, count: numbers.count,
          learningRate: learningRate, beta1: settings.beta1, beta2: settings.beta2, epsilon: settings.epsilon,
          decay: isDecoupled ? decay : 0, penalty: isDecoupled ? 0 : decay, correction1: correction1,
          correction2: correction2, gradientScale: scale))
    }
  }

  /// The same update, to the bit, with its size.
  func measuredUpdate(_ numbers: UpdatedNumbers, decays: Bool, by kernels: KernelSet) -> UpdateSquares {
    let change = FloatBuffer(count: numbers.count)
    change.start.update(from: numbers.parameters, count: numbers.count)
    let size = kernels.sumOfSquares(numbers.parameters, numbers.count)
    update(numbers, decays: decays, by: kernels)
    kernels.scale(change.start, -1, numbers.count)
    kernels.accumulate(numbers.parameters, change.start, numbers.count)
    return UpdateSquares(parameters: size, changes: kernels.sumOfSquares(change.start, numbers.count))
  }
}
