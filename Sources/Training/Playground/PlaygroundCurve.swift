/// A run's losses over its epochs, thinned so that it never grows beyond ``limit`` points. It is a function of the run alone,
/// not of when somebody looked.
public struct PlaygroundCurve: Equatable, Sendable {
  /// The losses after an epoch.
  public struct Point: Equatable, Sendable {
    /// Epochs done; 0 is the network before any.
    public let epoch: Int
    /// Mean of `½(y − t)²` over the points trained on, nothing dropped.
    public let training: Double
    /// The same over the points that test; 0 where there are none.
    public let test: Double
  }

  /// The most points that are kept.
  public static let limit = 1_024

  /// At epoch 0 and every ``stride`` epochs.
  public private(set) var points: [Point] = []
  /// Epochs between two points: 1, and twice as many each time the curve was full.
  public private(set) var stride = 1

  /// Whether it takes a point at an epoch.
  func takes(_ epoch: Int) -> Bool { epoch % stride == 0 }

  mutating func add(_ point: Point) {
    if points.isEmpty { points.reserveCapacity(Self.limit) }
    if points.count == Self.limit {
      var kept = 0
      for index in Swift.stride(from: 0, to: Self.limit, by: 2) {
        points[kept] = points[index]
        kept += 1
      }
      points.removeLast(Self.limit - kept)
      stride *= 2
    }
    if takes(point.epoch) { points.append(point) }
  }
}
