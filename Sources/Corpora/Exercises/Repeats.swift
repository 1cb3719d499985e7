private import Glibc
internal import Tensors

/// Random words, repeated: what an induction head learns from.
///
/// The period differs from text to text, so that looking back by a fixed number of places is no help.
/// - SeeAlso: Olsson et al. 2022, "In-context learning and induction heads".
enum Repeats {
  /// Words in a text.
  static let length = 48
  /// Words before they come again.
  static let periods = 6...24
  static let words = (1...40).map { "w\($0)" }

  static func exercise(using generator: inout SplitMix64) -> Exercise {
    let period = Int.random(in: periods, using: &generator)
    let once = (0..<period).map { _ in words[Int.random(in: words.indices, using: &generator)] }
    return Exercise(words: (0..<length).map { once[$0 % period] }, asked: 0..<length)
  }

  /// The first round is a guess among all words, what follows is certain.
  static func entropy(of exercise: Exercise) -> Double { Double(period(of: exercise)) * log(Double(words.count)) }

  /// The least number of words after which a text repeats itself.
  private static func period(of exercise: Exercise) -> Int {
    let words = exercise.words
    return periods.first { period in (period..<words.count).allSatisfy { words[$0] == words[$0 - period] } }
      ?? words.count
  }
}
