internal import Glibc

/// How long the torture tests take: a sample of each with every `swift test`, the whole with `make torture`.
public enum TortureLength {
  /// Whether this is the whole (`HEADSCOPE_TORTURE` is set).
  public static let isWhole = getenv("HEADSCOPE_TORTURE") != nil

  /// How many rounds a test takes.
  public static func rounds(sample: Int, whole: Int) -> Int { isWhole ? whole : sample }

  /// Of many cases those to try: all, or the first, the last and some between them.
  public static func cases<Case>(_ all: [Case], sampleOf count: Int) -> [Case] {
    guard !isWhole, count < all.count else { return all }
    return (0..<count).map { all[$0 * (all.count - 1) / max(1, count - 1)] }
  }
}

/// Seeded randomness for tests (SplitMix64, Steele et al. 2014), so that what fails once fails again.
public struct SeededChoice: Sendable {
  private var state: UInt64

  /// The choices of a seed.
  public init(seed: UInt64) { state = seed }

  /// A number in `0..<limit`.
  public mutating func below(_ limit: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) % UInt64(limit))
  }

  /// A number in a range.
  public mutating func within(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

  /// One of several.
  public mutating func among<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }
}
