import Corpora
import Testing

@Suite("The Playground's data sets")
struct PlaneDatasetTests {
  private static func all(_ dataset: PlaneDataset, noise: Float = 0, seed: UInt64 = 3) -> [PlanePoint] {
    let points = dataset.points(noise: noise, trainingShare: 50, seed: seed)
    return points.training + points.test
  }

  @Test("equal seeds give equal points, other seeds others, split by the share", arguments: PlaneDataset.allCases)
  func points(dataset: PlaneDataset) {
    let all = Self.all(dataset)
    #expect(all.count == dataset.pointCount && all == Self.all(dataset) && all != Self.all(dataset, seed: 4))
    for share in [10, 50, 90] {
      let (training, test) = dataset.points(noise: 0, trainingShare: share, seed: 3)
      #expect(training.count == dataset.pointCount * share / 100 && training + test == all)
    }
    guard dataset.hasClasses else { return }
    #expect(all.allSatisfy { abs($0.target) == 1 })
    #expect(dataset == .exclusiveOr || all.count { $0.target == 1 } == 250)
    // Shuffled: the halves don't hold one class each.
    #expect((60...190).contains(all.prefix(250).count { $0.target == 1 }))
  }

  @Test("without noise targets follow the formulas")
  func targets() {
    for point in Self.all(.circle) {
      let r = (point.x * point.x + point.y * point.y).squareRoot()
      #expect(point.target == 1 ? r <= 2.5 : (3.499...5.001).contains(r))
    }
    for point in Self.all(.exclusiveOr) {
      #expect(point.target == (point.x * point.y > 0 ? 1 : -1))
      #expect([point.x, point.y].allSatisfy { (0.3...5.3).contains(abs($0)) })
    }
    for point in Self.all(.gaussian) {
      #expect(abs(point.x - 2 * point.target) < 3.5 && abs(point.y - 2 * point.target) < 3.5)
    }
    // Each arm is the other turned by half a turn.
    let spiral = Self.all(.spiral)
    for point in spiral where point.target == 1 {
      #expect(spiral.contains { abs($0.x + point.x) < 1e-5 && abs($0.y + point.y) < 1e-5 && $0.target == -1 })
      #expect(point.x * point.x + point.y * point.y < 25)
    }
    for point in Self.all(.plane) { #expect(abs(point.target - (point.x + point.y) / 10) < 1e-6) }
    for point in Self.all(.multiGaussian) {
      let centres: [(Float, Float, Float)] = [
        (-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1),
      ]
      let values = centres.map { x, y, sign in
        let (dx, dy) = (point.x - x, point.y - y)
        return sign * max(0, 1 - (dx * dx + dy * dy).squareRoot() / 2)
      }
      #expect(abs(point.target - (values.max { abs($0) < abs($1) } ?? 0)) < 1e-5)
    }
    #expect(Self.all(.plane).allSatisfy { abs($0.x) <= 6 && abs($0.y) <= 6 })
  }

  @Test("noise moves labels where it moves no points, and widens the clouds and arms")
  func noise() {
    for dataset in [PlaneDataset.circle, .exclusiveOr, .plane, .multiGaussian] {
      let (clean, noisy) = (Self.all(dataset), Self.all(dataset, noise: 0.5))
      #expect(zip(clean, noisy).allSatisfy { $0.x == $1.x && $0.y == $1.y })
      #expect(zip(clean, noisy).contains { $0.target != $1.target })
    }
    let (clean, noisy) = (Self.all(.spiral), Self.all(.spiral, noise: 0.5))
    #expect(
      zip(clean, noisy).allSatisfy { abs($0.x - $1.x) <= 0.5 && abs($0.y - $1.y) <= 0.5 && $0.target == $1.target })
    func variance(_ noise: Float) -> Float {
      Self.all(.gaussian, noise: noise).reduce(0) { $0 + ($1.x - 2 * $1.target) * ($1.x - 2 * $1.target) } / 500
    }
    #expect(abs(variance(0) - 0.5) < 0.1 && abs(variance(0.5) - 4) < 0.8 && abs(variance(0.25) - 2.25) < 0.5)
  }

  @Test("points of one's own are shuffled and split; one at least is trained on")
  func ownPoints() {
    let points = (0..<7).map { PlanePoint(x: Float($0), y: 0, target: 1) }
    let (training, test) = PlaneDataset.split(points, trainingShare: 50, seed: 2)
    #expect(training.count == 3 && test.count == 4 && training + test != points)
    #expect((training + test).map(\.x).sorted() == points.map(\.x))
    #expect(PlaneDataset.split(Array(points[..<2]), trainingShare: 10, seed: 1).training.count == 1)
    #expect(PlaneDataset.split(Array(points[..<1]), trainingShare: 90, seed: 1).test.isEmpty)
  }
}
