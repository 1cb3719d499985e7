/// When a run ends by itself: as soon as one of these holds.
public struct StopConditions: Equatable, Sendable {
  /// Steps that smooth the loss for ``lossBelow``.
  public static let smoothing = 50

  /// So many steps are done.
  public var steps: Int
  /// So many seconds have been trained.
  public var seconds: Double?
  /// The mean loss of the last ``smoothing`` steps is below this, in nats a token; not before there are so many.
  public var lossBelow: Double?
  /// So many validations in a row were above the best one before them.
  public var validationRises: Int?

  /// All of it.
  public init(steps: Int, seconds: Double? = nil, lossBelow: Double? = nil, validationRises: Int? = nil) {
    self.steps = steps
    self.seconds = seconds
    self.lossBelow = lossBelow
    self.validationRises = validationRises
  }
}

/// Why a run ended by itself.
public enum StopReason: Equatable, Sendable {
  /// So many steps were asked for and are done.
  case steps(Int)
  /// So many seconds were asked for and are over.
  case seconds(Double)
  /// The smoothed loss fell to this value, below the limit.
  case lossBelow(limit: Double, found: Double)
  /// So many validations in a row were above the best one, of the given loss at the given step.
  case validationRises(count: Int, best: Double, bestStep: Int)
}

/// What stop conditions look at: the last losses and the validations.
struct StopWatch: Sendable {
  /// The last losses: once there are ``StopConditions/smoothing``, a ring.
  var losses: [Double] = []
  /// The oldest one's place in the ring.
  var next = 0
  var best: (loss: Double, step: Int)?
  /// Validations in a row that were above the best one.
  var rises = 0

  /// The mean of the last losses, once there are enough of them.
  var smoothedLoss: Double? {
    losses.count < StopConditions.smoothing ? nil : losses.reduce(0, +) / Double(losses.count)
  }

  /// Takes a step's loss up.
  mutating func add(loss: Double) {
    if losses.count < StopConditions.smoothing {
      losses.append(loss)
    } else {
      losses[next] = loss
      next = (next + 1) % losses.count
    }
  }

  /// Takes a validation up.
  mutating func add(validationLoss loss: Double, step: Int) {
    if let best, loss > best.loss {
      rises += 1
    } else {
      rises = 0
      best = (loss, step)
    }
  }

  /// The first condition that holds, or nil.
  func reason(_ conditions: StopConditions, stepsDone: Int, seconds: Double) -> StopReason? {
    if stepsDone >= conditions.steps { return .steps(conditions.steps) }
    if let limit = conditions.seconds, seconds >= limit { return .seconds(limit) }
    if let limit = conditions.lossBelow, let loss = smoothedLoss, loss < limit {
      return .lossBelow(limit: limit, found: loss)
    }
    if let limit = conditions.validationRises, rises >= limit, let best {
      return .validationRises(count: rises, best: best.loss, bestStep: best.step)
    }
    return nil
  }
}

extension StopWatch: Equatable {
  static func == (a: StopWatch, b: StopWatch) -> Bool {
    a.losses == b.losses && a.next == b.next && a.rises == b.rises && a.best?.loss == b.best?.loss
      && a.best?.step == b.best?.step
  }
}
