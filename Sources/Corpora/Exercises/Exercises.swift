public import Tensors

/// Small made tasks, each of which teaches one thing.
public enum Exercises: String, CaseIterable, Equatable, Sendable {
  /// Random words among which stretches come again: whoever looks up what followed last time knows what comes.
  case repeats
  /// `47 + 62 = 12`: sums of two numbers modulo ``ModularAddition/modulus``.
  case addition
  /// `今天天气` → `晴`: a few dozen cards with a question about the weather and its answer.
  case weather
  /// `Tom has the ball . … what has Tom ? ball`: a fact, words that have nothing to do with it, a question.
  case recall

  /// The words that its texts are made of.
  public var words: [String] {
    switch self {
    case .repeats: Repeats.words
    case .addition: ModularAddition.words
    case .weather: WeatherCards.words
    case .recall: Recall.words
    }
  }

  /// Every exercise of a split; nil where there is no end of them.
  public func all(_ split: Split) -> [Exercise]? {
    switch self {
    case .repeats, .recall: nil
    case .addition: ModularAddition.all(split)
    case .weather: WeatherCards.all(split)
    }
  }

  /// Some exercises of a split, drawn with repetitions; the same ones for a state of the generator.
  public func drawn(_ count: Int, _ split: Split, using generator: inout SplitMix64) -> [Exercise] {
    guard let all = all(split) else {
      return (0..<count).map { _ in
        self == .recall ? Recall.exercise(using: &generator) : Repeats.exercise(using: &generator)
      }
    }
    return (0..<count).map { _ in all[Int.random(in: all.indices, using: &generator)] }
  }

  /// What a model is scored on: all exercises of the split, or some where there is no end of them.
  public func heldOut(_ split: Split) -> [Exercise] {
    var generator = SplitMix64(seed: split == .test ? 0x7E57 : 0x7A11_DA7E)
    switch self {
    case .recall:
      return Recall.distances.flatMap { distance in
        (0..<Recall.textsOfEach).map { _ in Recall.exercise(distance: distance, using: &generator) }
      }
    case .repeats: return drawn(256, split, using: &generator)
    case .addition, .weather: return all(split) ?? []
    }
  }

  /// What they are, in a few words.
  public var title: String {
    switch self {
    case .repeats: "random words among which stretches come again"
    case .addition: "sums of two numbers modulo \(ModularAddition.modulus)"
    case .weather: "cards with questions about the weather, and their answers"
    case .recall: "a fact, words that have nothing to do with it, and a question about the fact"
    }
  }

  /// Tokens of the longest answer; nil where a text goes on and on.
  public var answerLength: Int? {
    switch self {
    case .repeats: nil
    case .addition, .recall: 1
    case .weather: 2
    }
  }

  /// Whether words are written without spaces between them.
  public var isChinese: Bool { self == .weather }
}
