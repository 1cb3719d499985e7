internal import Training

/// A knob of the Train screen.
enum TrainControl: CaseIterable, Hashable, Sendable {
  // For the next step on.
  case learningRate, schedule, batch, accumulation, dropout, weightDecay, clip, optimizer, frozen
  case validationInterval, temperature
  // When to stop.
  case steps, seconds, lossBelow, validationRises
  // These need a new start.
  case layers, heads, width, context, documents, seed

  /// Whether a change needs a new start.
  var restarts: Bool {
    switch self {
    case .layers, .heads, .width, .context, .documents, .seed: true
    default: false
    }
  }
}

extension TrainControl {
  /// The knob of a setting that has a name on the command line and in a log; nil where it has none.
  static func named(_ name: String) -> TrainControl? {
    switch name {
    case "learning_rate": .learningRate
    case "batch": .batch
    case "accumulate": .accumulation
    case "dropout": .dropout
    case "weight_decay": .weightDecay
    case "clip": .clip
    case "validate_every": .validationInterval
    case "steps": .steps
    default: nil
    }
  }
}

/// The places that a knob has, in ascending order; what is typed may lie between them.
struct Ladder: Sendable {
  let rungs: [Double]
  let isWhole: Bool

  init(_ rungs: [Double], isWhole: Bool = false) {
    self.rungs = rungs
    self.isWhole = isWhole
  }

  /// Whole numbers.
  init(_ range: ClosedRange<Int>) { self.init(range.map(Double.init), isWhole: true) }

  /// The places from one power of ten to another at which decibels stand: 1, 1.25, 1.6, 2, 2.5, 3.2, 4, 5, 6.3, 8.
  static func logarithmic(fromPower low: Int, toPower high: Int) -> Ladder {
    let steps = ["1", "1.25", "1.6", "2", "2.5", "3.2", "4", "5", "6.3", "8"]
    // Read as they are written: products of powers would be off in the last bit.
    let rungs = (low..<high).flatMap { power in steps.map { "\($0)e\(power)" } } + ["1e\(high)"]
    return Ladder(rungs.compactMap(Double.init))
  }

  /// Powers of two.
  static func doubling(to most: Int) -> Ladder {
    Ladder(sequence(first: 1) { $0 * 2 <= most ? $0 * 2 : nil }.map(Double.init), isWhole: true)
  }

  var range: ClosedRange<Double> { (rungs.first ?? 0)...(rungs.last ?? 0) }

  /// So many rungs further up; a value between two goes to the next one.
  func moved(_ value: Double, by step: Int) -> Double {
    var value = value
    for _ in 0..<abs(step) {
      // What was typed may differ from a rung in its last bit.
      let slack = abs(value) * 1e-9
      let next = step > 0 ? rungs.first { $0 > value + slack } : rungs.last { $0 < value - slack }
      guard let next else { break }
      value = next
    }
    return value
  }

  /// From 0 at the lowest rung to 1 at the highest.
  func position(of value: Double) -> Float {
    guard rungs.count > 1, let above = rungs.firstIndex(where: { $0 >= value }) else { return 1 }
    guard above > 0 else { return 0 }
    let share = (value - rungs[above - 1]) / (rungs[above] - rungs[above - 1])
    return Float((Double(above - 1) + share) / Double(rungs.count - 1))
  }

  /// The rung nearest to a position.
  func value(at position: Float) -> Double {
    guard let last = rungs.indices.last else { return 0 }
    return rungs[Int((min(max(position, 0), 1) * Float(last)).rounded())]
  }
}
