internal import KernelTypes
public import Tensors

/// A sequence with what a model should say at each position.
public struct Example: Equatable, Sendable {
  /// What it reads.
  public let ids: [Int32]
  /// The right token of each position, or `CrossEntropy.ignored`.
  public let targets: [Int32]
  /// What an encoder–decoder's encoder reads; empty for other models.
  public let source: [Int32]
  /// Words between a fact and the question about it, where that is what matters.
  public let distance: Int?

  /// An example.
  public init(ids: [Int32], targets: [Int32], source: [Int32] = [], distance: Int? = nil) {
    precondition(ids.count == targets.count, "\(ids.count) ids with \(targets.count) targets")
    (self.ids, self.targets, self.source, self.distance) = (ids, targets, source, distance)
  }

  /// What a decoder learns from a sequence: each position's target is the token after it.
  public init(sequence: [Int32]) { self.init(ids: Array(sequence.dropLast()), targets: Array(sequence.dropFirst())) }

  /// How many positions have a target.
  public var targetCount: Int { targets.count { $0 != CrossEntropy.ignored } }
}

/// Hides words of a sequence for an encoder to guess: of 15 % of the words, 80 % become the mask, 10 % another word, and 10 %
/// stay as they are. Control tokens are never chosen.
///
/// - SeeAlso: Devlin et al. 2019, section 3.1, task 1.
public struct WordHider: Sendable {
  /// Share of the words that are to be guessed.
  public static let share = 0.15
  let mask: Int32
  /// What may be hidden, and what may stand in its place; control tokens may stand between them.
  private let words: [Int32]
  private let isWord: Set<Int32>

  /// For a vocabulary with these words.
  ///
  /// - Precondition: there is one.
  public init(mask: Int32, words: [Int32]) {
    precondition(!words.isEmpty, "a vocabulary without words")
    (self.mask, self.words, isWord) = (mask, words, Set(words))
  }

  /// Hides words of a sequence.
  ///
  /// - Parameter atLeastOne: Whether one word is chosen where chance has chosen none.
  public func hide(
    _ sequence: [Int32], atLeastOne: Bool = false, using generator: inout SplitMix64
  ) -> Example {
    var ids = sequence
    var targets = [Int32](repeating: CrossEntropy.ignored, count: ids.count)
    let places = sequence.indices.filter { isWord.contains(sequence[$0]) }
    var chosen = places.filter { _ in Double.random(in: 0..<1, using: &generator) < Self.share }
    if chosen.isEmpty, atLeastOne, let place = places.randomElement(using: &generator) { chosen = [place] }
    for place in chosen {
      targets[place] = sequence[place]
      switch Double.random(in: 0..<1, using: &generator) {
      case ..<0.8: ids[place] = mask
      case ..<0.9: ids[place] = words[Int(Int32.random(in: 0...Int32(words.count - 1), using: &generator))]
      default: break
      }
    }
    return Example(ids: ids, targets: targets)
  }
}
