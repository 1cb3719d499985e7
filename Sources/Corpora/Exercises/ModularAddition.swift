/// Sums of two numbers modulo a prime. Half of all pairs are for training: few enough that they can be learnt by heart long
/// before the rule is found.
///
/// - SeeAlso: Power et al. 2022, "Grokking: generalization beyond overfitting on small algorithmic datasets".
public enum ModularAddition {
  /// Numbers are from 0 to one less than this.
  public static let modulus = 59
  /// How many of ten pairs are for training; one more is for testing, the others for validation.
  private static let trainingTenths: UInt64 = 5

  static let words = (0..<modulus).map { "\($0)" } + ["+", "="]

  static func all(_ split: Split) -> [Exercise] {
    (0..<modulus).flatMap { first in
      (0..<modulus).compactMap { second in
        guard self.split(first, second) == split else { return nil }
        let words = ["\(first)", "+", "\(second)", "=", "\((first + second) % modulus)"]
        return Exercise(words: words, asked: [4])
      }
    }
  }

  /// The part that a pair belongs to, whichever number comes first; by its place in a fixed shuffle.
  private static func split(_ first: Int, _ second: Int) -> Split {
    var hash = UInt64(min(first, second) * modulus + max(first, second)) &* 0x9E37_79B9_7F4A_7C15
    hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
    hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
    switch (hash ^ (hash >> 31)) % 10 {
    case 0..<trainingTenths: return .train
    case 9: return .test
    default: return .validation
    }
  }
}
