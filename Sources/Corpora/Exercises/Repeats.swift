internal import Tensors

/// Random words among which stretches of earlier ones come again: what an induction head learns from.
///
/// A stretch is as long as chance will have it and comes again at any distance, so that neither looking back by a fixed number
/// of places nor naming the word that was not said for longest is any help: only what followed the same word last time is.
/// - SeeAlso: Olsson et al. 2022, "In-context learning and induction heads".
enum Repeats {
  /// Words in a text.
  static let length = 48
  /// Words of a stretch that comes again, and new ones between two of them.
  private static let (stretches, gaps, beginning) = (3...8, 1...3, 10)
  static let words = (1...64).map { "w\($0)" }

  /// Asked for are the words of each repeated stretch but its first, which nobody can foresee.
  static func exercise(using generator: inout SplitMix64) -> Exercise {
    func new() -> String { words[Int.random(in: words.indices, using: &generator)] }
    var text = (0..<beginning).map { _ in new() }
    var asked: [Int] = []
    while text.count < length {
      let count = Int.random(in: stretches, using: &generator)
      let start = Int.random(in: 0...text.count - count, using: &generator)
      asked += text.count + 1..<text.count + count
      text += text[start..<start + count]
      for _ in 0..<Int.random(in: gaps, using: &generator) { text.append(new()) }
    }
    return Exercise(words: Array(text.prefix(length)), asked: asked.filter { $0 < length })
  }
}
