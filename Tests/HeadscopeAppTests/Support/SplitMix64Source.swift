import Tensors

/// Seeded whole numbers for random input.
struct SplitMix64Source {
  private var generator: SplitMix64

  init(seed: UInt64) { generator = SplitMix64(seed: seed) }

  /// A number in `0..<limit`.
  mutating func below(_ limit: Int) -> Int { Int(generator.next() % UInt64(limit)) }
}
