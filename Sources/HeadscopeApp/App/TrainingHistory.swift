internal import Training

/// Everything that a run has said of itself, in bounded room: where there are more steps than its capacity, neighbours
/// are merged two by two, so that a curve over a million steps takes as much memory as one over a thousand.
public struct TrainingHistory: Equatable, Sendable {
  /// Neighbouring steps as one point.
  struct Point: Equatable, Sendable {
    /// The last of its steps.
    var step: Int
    /// How many steps it stands for.
    var count: Int
    /// Mean of the steps' losses, in nats.
    var loss: Double
    /// The smoothed loss after the last of them.
    var smoothed: Double
    /// Of the last step.
    var learningRate: Double
    var gradientNorm: Double
    var tokensPerSecond: Double
    var seconds: Double
    /// Whether steps without a finite loss stand before it.
    var followsGap = false
  }

  /// A setting that was changed while the run went on.
  struct Mark: Equatable, Sendable {
    /// The first step with the new setting.
    let step: Int
    /// A setting's name, as the command line or the screen has it, or what else there is to say.
    let name: String
    /// What it was and what it is, where it is a setting.
    var change: Change?

    /// What a setting was and what it is.
    struct Change: Equatable, Sendable {
      var from: String
      let to: String
    }
  }

  /// The most points that are kept for the screen.
  static let capacity = 4_096
  /// The largest loss that can be drawn: single precision ends soon after.
  private static let largest = 1e36
  /// Weight of the past in the smoothed loss.
  static let smoothing = 0.97

  /// The most points, validations and marks that are kept.
  private let capacity: Int
  private(set) var points: [Point] = []
  private(set) var validations: [TimedValidation] = []
  private(set) var marks: [Mark] = []
  /// The last step with all that it reported.
  private(set) var last: TimedStep?
  /// The last step whose update was measured.
  private(set) var lastUpdateRatio: Double?
  /// Steps in a point.
  private(set) var stride = 1
  /// Numerator and denominator of the smoothed loss, so that the first steps aren't drawn towards 0.
  private var average = (sum: 0.0, weight: 0.0)
  /// Whether the last step's loss was no finite number.
  private var isInGap = false

  /// A run that has said nothing yet.
  public init() { self.init(capacity: Self.capacity) }

  /// - Parameter capacity: The most points that are kept.
  init(capacity: Int) { self.capacity = capacity }

  /// Whether both hold the same.
  public static func == (a: TrainingHistory, b: TrainingHistory) -> Bool {
    a.points == b.points && a.validations == b.validations && a.marks == b.marks && a.last == b.last
  }

  /// Takes the next steps in.
  mutating func append(_ steps: [TimedStep]) {
    for step in steps { append(step) }
  }

  private mutating func append(_ step: TimedStep) {
    let record = step.record
    // A step that was skipped is no point of the curve, nor is one that no curve has a place for.
    guard record.notFinite == nil, abs(record.loss) <= Self.largest else {
      (last, isInGap) = (step, true)
      return
    }
    average.sum = Self.smoothing * average.sum + (1 - Self.smoothing) * record.loss
    average.weight = Self.smoothing * average.weight + (1 - Self.smoothing)
    let smoothed = average.weight > 0 ? average.sum / average.weight : record.loss
    var point = Point(
      step: record.step, count: 1, loss: record.loss, smoothed: smoothed, learningRate: record.learningRate,
      gradientNorm: record.gradientNorm, tokensPerSecond: step.tokensPerSecond, seconds: step.seconds)
    point.followsGap = isInGap
    isInGap = false
    if let open = points.last, open.count < stride {
      points[points.count - 1] = Self.merged(open, point)
    } else {
      if points.count == capacity { halve() }
      points.append(point)
    }
    last = step
    if let ratio = record.updateRatio { lastUpdateRatio = ratio }
  }

  mutating func append(_ new: [TimedValidation]) {
    validations += new.filter { !(abs($0.loss) > Self.largest) }
    // A validation every step of a very long run: every other one goes.
    if validations.count > capacity {
      validations = validations.enumerated().filter { !$0.offset.isMultiple(of: 2) }.map(\.element)
    }
  }

  /// Marks a step. A setting that changes again before that step was made is changed once.
  mutating func mark(_ mark: Mark) {
    var mark = mark
    if mark.change != nil, let place = marks.lastIndex(where: { $0.step == mark.step && $0.name == mark.name }),
      let before = marks[place].change
    {
      marks.remove(at: place)
      mark.change?.from = before.from
      guard mark.change?.to != before.from else { return }
    }
    marks.append(mark)
    if marks.count > capacity { marks.removeFirst() }
  }

  /// Marks the first step under a changed setting.
  mutating func mark(_ change: SettingChange) {
    mark(Mark(step: change.step + 1, name: change.name, change: .init(from: "\(change.from)", to: "\(change.to)")))
  }

  /// Forgets a step and all that follow it. A point that stands for steps on both sides goes as well.
  mutating func cut(to step: Int) {
    points.removeAll { $0.step >= step }
    marks.removeAll { $0.step >= step }
    cutValidations(to: step)
    last = points.last.map { point in
      let record = StepRecord(
        step: point.step, loss: point.loss, learningRate: point.learningRate, gradientNorm: point.gradientNorm,
        tokens: 0)
      return TimedStep(record, tokensPerSecond: point.tokensPerSecond, seconds: point.seconds)
    }
    average = points.last.map { (average.weight * $0.smoothed, average.weight) } ?? (0, 0)
  }

  /// Forgets the validations of a step and of all that follow it.
  mutating func cutValidations(to step: Int) { validations.removeAll { $0.step >= step } }

  private mutating func halve() {
    stride *= 2
    points = Swift.stride(from: 0, to: points.count, by: 2).map { index in
      index + 1 < points.count ? Self.merged(points[index], points[index + 1]) : points[index]
    }
  }

  private static func merged(_ a: Point, _ b: Point) -> Point {
    var merged = b
    let (m, n) = (Double(a.count), Double(b.count))
    merged.count = a.count + b.count
    merged.followsGap = a.followsGap
    merged.loss = (a.loss * m + b.loss * n) / (m + n)
    merged.gradientNorm = (a.gradientNorm * m + b.gradientNorm * n) / (m + n)
    merged.tokensPerSecond = (a.tokensPerSecond * m + b.tokensPerSecond * n) / (m + n)
    return merged
  }

  /// The point that holds a step, or the nearest one; nil before the first step and beyond the last.
  func reading(at step: Int) -> Point? {
    guard let first = points.first, let last = points.last, step > first.step - first.count, step <= last.step else {
      return nil
    }
    return point(nearest: step)
  }

  /// The same without the steps up to one.
  func beginning(after step: Int) -> TrainingHistory {
    var rest = self
    rest.points.removeAll { $0.step <= step }
    rest.validations.removeAll { $0.step <= step }
    rest.marks.removeAll { $0.step <= step }
    return rest
  }

  /// The point that holds a step, or the nearest one.
  func point(nearest step: Int) -> Point? {
    var (low, high) = (0, points.count)
    while low < high {
      let middle = (low + high) / 2
      if points[middle].step < step { low = middle + 1 } else { high = middle }
    }
    guard low < points.count else { return points.last }
    guard low > 0, step - points[low - 1].step < points[low].step - step, step <= points[low].step - points[low].count
    else { return points[low] }
    return points[low - 1]
  }
}
