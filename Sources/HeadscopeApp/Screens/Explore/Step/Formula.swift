internal import Analysis

/// A formula with one number's numbers put in: what is said first, the terms of a sum, the result.
///
/// What is printed can be worked out again: every line gives, from its printed digits, the number that it is said to give,
/// to the last digit or one more or less. Numbers have the fewest digits with which that holds.
struct Formula {
  /// The formula itself, in letters.
  let rule: String
  /// What goes before the terms.
  var opening: [String] = []
  /// The terms, the weightiest first.
  var terms: [Term] = []
  /// Terms that weigh too little to be written down: how many, and what they add up to.
  var rest: (count: Int, sum: Double) = (0, 0)
  /// What the terms add up to, as it is printed; `nil` where that is the result.
  var sum: StepFigure?
  /// What the sum is called, where it has a line of its own.
  var sumName: String?
  /// What goes after them: the quotient, the last step.
  var closing: [String] = []
  /// The result.
  let result: StepFigure
  /// Whether closing lines give the result as it is printed; else it is only nearly so.
  var isExact = true

  /// Most terms that are written down: more than any screen has lines.
  static let mostTerms = 128

  /// A term of a sum.
  struct Term {
    /// Which one: a dimension, a token, a neuron.
    let label: String
    let work: Work
    let result: Double
  }

  /// What a term is worked out from.
  enum Work {
    /// a · b
    case product(Double, Double)
    /// e^(x − largest)
    case power(Double, largest: Double)
  }

  /// What the terms that are left out add up to.
  static func sum(of terms: some Sequence<Term>) -> Double { terms.reduce(0) { $0 + $1.result } }
}
