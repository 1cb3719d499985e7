internal import Tensors

/// A fact, words that have nothing to do with it, and a question: whoever answers must have kept the fact in mind all the while.
///
/// `Tom has the ball . well and then … what has Tom ? ball`
/// - SeeAlso: Bengio, Simard & Frasconi 1994, "Learning long-term dependencies with gradient descent is difficult".
public enum Recall {
  /// How many words stand between fact and question in texts that are held out, so many of each.
  public static let distances = [1, 2, 4, 8, 16, 32, 64]
  /// Held-out texts of each distance.
  static let textsOfEach = 100

  private static let names = ["Tom", "Mia", "Ben", "Ada", "Leo", "Zoe", "Max", "Eva"]
  private static let things = [
    "ball", "book", "cup", "drum", "egg", "fan", "hat", "key", "lamp", "map", "nut", "pen", "ring", "shoe", "toy",
    "vase",
  ]
  private static let fillers = [
    "well", "and", "then", "so", "now", "here", "there", "again", "soon", "often", "perhaps", "slowly", "always",
    "later", "outside", "quietly", "yesterday", "somewhere", "meanwhile", "once",
  ]
  static let words = names + things + fillers + ["has", "the", ".", "what", "?"]

  /// A text to learn from: short distances as often as long ones, one word about as often as some 50.
  static func exercise(using generator: inout SplitMix64) -> Exercise {
    let octave = Int.random(in: 0...6, using: &generator)
    let longest = 1 << octave
    return exercise(distance: Int.random(in: longest / 2...longest, using: &generator), using: &generator)
  }

  static func exercise(distance: Int, using generator: inout SplitMix64) -> Exercise {
    func one(of words: [String]) -> String { words[Int.random(in: words.indices, using: &generator)] }
    let (name, thing) = (one(of: names), one(of: things))
    let text =
      [name, "has", "the", thing, "."] + (0..<distance).map { _ in one(of: fillers) } + [
        "what", "has", name, "?", thing,
      ]
    return Exercise(words: text, asked: [text.count - 1], distance: distance)
  }
}
