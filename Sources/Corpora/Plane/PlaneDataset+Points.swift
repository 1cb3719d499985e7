private import Glibc
internal import Tensors

/// The points by TensorFlow Playground's formulas.
///
/// - SeeAlso: `dataset.ts` of github.com/tensorflow/playground (Smilkov and Carter 2016).
extension PlaneDataset {
  /// Points of a data set, shuffled: the first share is to train on, the others test.
  ///
  /// - Parameters:
  ///   - noise: 0 to 0.5.
  ///   - trainingShare: Per cent of the points that are trained on.
  ///   - seed: Equal seeds give equal points in equal order.
  public func points(noise: Float, trainingShare: Int, seed: UInt64) -> (training: [PlanePoint], test: [PlanePoint]) {
    precondition((0...0.5).contains(noise), "noise of \(noise), 0 to 0.5 is allowed")
    var generator = SplitMix64(seed: seed)
    let points = points(noise: Double(noise), &generator)
    return Self.split(points, trainingShare: trainingShare, &generator)
  }

  /// Points of one's own, shuffled and split in the same way; one at least is trained on.
  ///
  /// - Returns: Nothing to test with where there is a single point.
  public static func split(
    _ points: [PlanePoint], trainingShare: Int, seed: UInt64
  ) -> (training: [PlanePoint], test: [PlanePoint]) {
    var generator = SplitMix64(seed: seed)
    return split(points, trainingShare: trainingShare, &generator)
  }

  private static func split(
    _ points: [PlanePoint], trainingShare: Int, _ generator: inout SplitMix64
  ) -> (training: [PlanePoint], test: [PlanePoint]) {
    precondition((0...100).contains(trainingShare), "\(trainingShare) per cent to train on")
    var shuffled = points
    // Fisher and Yates's, spelt out: the standard library's may change with its version.
    for index in stride(from: shuffled.count - 1, to: 0, by: -1) {
      shuffled.swapAt(index, Int(generator.unit() * Double(index + 1)))
    }
    let count = min(shuffled.count, max(1, shuffled.count * trainingShare / 100))
    return (Array(shuffled[..<count]), Array(shuffled[count...]))
  }

  /// All points, in the order in which they are drawn.
  private func points(noise: Double, _ generator: inout SplitMix64) -> [PlanePoint] {
    switch self {
    case .circle: Self.circle(noise, &generator)
    case .exclusiveOr: Self.exclusiveOr(noise, &generator)
    case .gaussian: Self.gaussian(noise, &generator)
    case .spiral: Self.spiral(noise, &generator)
    case .plane: Self.valued(noise, &generator) { x, y in (x + y) / 10 }
    case .multiGaussian: Self.valued(noise, &generator, Self.multiGaussianValue)
    }
  }

  /// Half of the points within half the radius 5, half in a ring outside of it. What a point is is told after the noise
  /// has been added to where it seems to be: the coordinates stay.
  private static func circle(_ noise: Double, _ generator: inout SplitMix64) -> [PlanePoint] {
    let radius = 5.0
    return [0...radius * 0.5, radius * 0.7...radius].flatMap { radii in
      (0..<Self.circle.pointCount / 2).map { _ in
        let r = generator.within(radii)
        let angle = generator.within(0...2 * .pi)
        let (x, y) = (r * sin(angle), r * cos(angle))
        let (dx, dy) = (generator.within(-radius...radius) * noise, generator.within(-radius...radius) * noise)
        let isInside = ((x + dx) * (x + dx) + (y + dy) * (y + dy)).squareRoot() < radius * 0.5
        return PlanePoint(x, y, isInside ? 1 : -1)
      }
    }
  }

  /// Points of a square, 0.3 away from its axes: 1 where both coordinates have the same sign once noise is added.
  private static func exclusiveOr(_ noise: Double, _ generator: inout SplitMix64) -> [PlanePoint] {
    (0..<Self.exclusiveOr.pointCount).map { _ in
      let (x, y) = (generator.padded(5, by: 0.3), generator.padded(5, by: 0.3))
      let (dx, dy) = (generator.within(-5...5) * noise, generator.within(-5...5) * noise)
      return PlanePoint(x, y, (x + dx) * (y + dy) >= 0 ? 1 : -1)
    }
  }

  /// Two clouds, around (2, 2) and (−2, −2); noise widens them, from a variance of 0.5 to one of 4.
  private static func gaussian(_ noise: Double, _ generator: inout SplitMix64) -> [PlanePoint] {
    let deviation = (0.5 + noise / 0.5 * 3.5).squareRoot()
    return [1.0, -1].flatMap { label in
      (0..<Self.gaussian.pointCount / 2).map { _ in
        let (x, y) = (generator.normal(), generator.normal())
        return PlanePoint(2 * label + x * deviation, 2 * label + y * deviation, label)
      }
    }
  }

  /// Two arms of one and three quarters turns, each the other turned by half a turn; noise moves the points.
  private static func spiral(_ noise: Double, _ generator: inout SplitMix64) -> [PlanePoint] {
    let count = Self.spiral.pointCount / 2
    return [(0.0, 1.0), (Double.pi, -1.0)].flatMap { turn, label in
      (0..<count).map { index in
        let share = Double(index) / Double(count)
        let (r, angle) = (share * 5, 1.75 * share * 2 * .pi + turn)
        let (dx, dy) = (generator.within(-1...1) * noise, generator.within(-1...1) * noise)
        return PlanePoint(r * sin(angle) + dx, r * cos(angle) + dy, label)
      }
    }
  }

  /// Points of a square and the values at places that noise has moved them to; the coordinates stay.
  private static func valued(
    _ noise: Double, _ generator: inout SplitMix64, _ value: (Double, Double) -> Double
  ) -> [PlanePoint] {
    let reach = Double(PlanePoint.reach)
    return (0..<Self.plane.pointCount).map { _ in
      let (x, y) = (generator.within(-reach...reach), generator.within(-reach...reach))
      let (dx, dy) = (generator.within(-reach...reach) * noise, generator.within(-reach...reach) * noise)
      return PlanePoint(x, y, value(x + dx, y + dy))
    }
  }

  /// Six hills and hollows in turn, each 2 wide: the one that is strongest at a place counts.
  private static func multiGaussianValue(_ x: Double, _ y: Double) -> Double {
    let centres = [(-4.0, 2.5, 1.0), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1)]
    return centres.reduce(0) { strongest, centre in
      let distance = ((x - centre.0) * (x - centre.0) + (y - centre.1) * (y - centre.1)).squareRoot()
      let value = centre.2 * min(1, max(0, 1 - distance / 2))
      return abs(value) > abs(strongest) ? value : strongest
    }
  }
}

extension PlanePoint {
  fileprivate init(_ x: Double, _ y: Double, _ target: Double) {
    self.init(x: Float(x), y: Float(y), target: Float(target))
  }
}

extension SplitMix64 {
  /// A number of a range, each as likely.
  fileprivate mutating func within(_ range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * unit()
  }

  /// A number within ±`reach`, moved away from 0.
  fileprivate mutating func padded(_ reach: Double, by padding: Double) -> Double {
    let x = within(-reach...reach)
    return x + (x > 0 ? padding : -padding)
  }
}
