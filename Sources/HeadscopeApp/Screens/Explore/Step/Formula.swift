internal import Analysis
internal import Models

/// A formula with one number's numbers put in: what is said first, the terms of a sum, the result.
struct Formula {
  /// The formula itself, in letters.
  let rule: String
  /// What goes before the terms.
  var opening: [String] = []
  /// The terms, the weightiest first.
  var terms: [Term] = []
  /// Terms that weigh too little to be written down: how many, and what they add up to.
  var rest: (count: Int, sum: Double) = (0, 0)
  /// What the terms add up to, by name, where that is not the result.
  var total: (name: String, value: Double)?
  /// What goes after them: the quotient, the last step.
  var closing: [String] = []
  /// The result, as the trace holds it.
  let result: Double

  /// Most terms that are written down: more than any screen has lines.
  static let mostTerms = 128

  /// A term of a sum.
  struct Term {
    /// Which one: a dimension, a token, a neuron.
    let label: String
    /// What it is worked out from; two factors, or one expression.
    let work: String
    var factor: String?
    let result: Double
  }

  /// What the terms that are left out add up to.
  static func sum(of terms: some Sequence<Term>) -> Double { terms.reduce(0) { $0 + $1.result } }
}

/// Puts a derivation's numbers into its formula.
struct FormulaWriter {
  let derivation: Derivation
  let step: PassStep
  let words: StepWords.FormulaWords
  /// The token that looks.
  let query: String
  /// The column's name: a token where columns are tokens.
  let column: String
  /// The token that stands at the row, for tables.
  let row: String
  /// What an input is called.
  let inputName: (Derivation.Input) -> String
  /// What an index of a sum is called.
  let label: (Int) -> String

  private func number(_ value: Double) -> String { StepFigure.number(value) }
  private func number(_ value: Float) -> String { StepFigure.number(Double(value)) }
  private func operand(_ value: Float) -> String { StepFigure.operand(Double(value)) }

  var formula: Formula {
    let result = derivation.rule.isShare ? derivation.recomputed : Double(derivation.value)
    switch derivation.rule {
    case .lookup(let parameter, _, _):
      return Formula(rule: words.row(parameter, row), result: result)
    case .sum(let a, let b):
      let names = zip(["x", "y"], derivation.inputs).map { "\($0) = \(inputName($1))" }
      return Formula(rule: "x + y", opening: names, closing: ["\(number(a)) + \(operand(b))"], result: result)
    case .norm(let norm): return formula(norm, result)
    case .products(let products, let bias): return formula(products, bias: bias, result)
    case .scaled(let a, let width):
      return Formula(
        rule: "q·k / √E",
        closing: ["\(number(a)) / √\(width)", "\(number(a)) / \(number(Double(width).squareRoot()))"], result: result)
    case .visible: return Formula(rule: words.visible(query, column), result: result)
    case .hidden(let comesLater):
      return Formula(rule: comesLater ? words.later(query, column) : words.masked(column), result: result)
    case .softmax(let x, let largest, let powers, let sum): return formula(x, largest, powers, sum, result)
    case .gelu(let x): return formula(gelu: Double(x), result)
    case .switchedOff: return Formula(rule: words.switchedOff, result: result)
    }
  }

  private func formula(_ norm: Derivation.Norm, _ result: Double) -> Formula {
    let difference = Double(norm.x) - Double(norm.mean)
    return Formula(
      rule: "(x − \(words.mean)) / √(\(words.variance) + ε) · \(words.gain) + \(words.bias)",
      opening: [
        "x = \(number(norm.x))", "\(words.mean) = \(number(norm.mean))", "\(words.variance) = \(number(norm.variance))",
        "ε = \(number(norm.epsilon))",
      ],
      closing: [
        "\(number(difference)) / \(number(norm.deviation)) · \(operand(norm.gain)) + \(operand(norm.bias))",
        "\(number(difference / norm.deviation)) · \(operand(norm.gain)) + \(operand(norm.bias))",
      ], result: result)
  }

  private func formula(_ products: [Derivation.Product], bias: Float?, _ result: Double) -> Formula {
    let rule =
      switch step.operation {
      case .scores: "q·k = Σ q · k"
      case .mix: "z = Σ \(words.weight) · v"
      case .attentionOutput: "Σ z · W + b"
      case .logits: "Σ x · W"
      default: "Σ x · W + b"
      }
    let sorted = products.sorted { abs($0.result) > abs($1.result) }
    let terms = sorted.prefix(Formula.mostTerms).map {
      Formula.Term(label: label($0.index), work: number($0.a), factor: operand($0.b), result: $0.result)
    }
    let rest = sorted.dropFirst(Formula.mostTerms)
    let restSum = rest.reduce(0) { $0 + $1.result }
    var formula = Formula(rule: rule, terms: terms, rest: (rest.count, restSum), result: result)
    if step.operation == .scores { formula.opening = [words.asks(query, column)] }
    if let bias {
      formula.closing = ["\(number(Formula.sum(of: terms) + restSum)) + \(operand(bias)) (\(words.bias))"]
    }
    return formula
  }

  private func formula(
    _ x: Float, _ largest: Float, _ powers: [Float], _ sum: Double, _ result: Double
  ) -> Formula {
    let values = derivation.inputs.first?.values ?? []
    let terms = weightiest(powers).map { index in
      Formula.Term(
        label: label(index), work: "e^(\(number(values[index])) − \(operand(largest)))",
        result: Double(powers[index]))
    }
    let own = result * sum
    return Formula(
      rule: "e^(x − m) / Σ e^(x − m),  m = \(words.largest)", opening: ["m = \(number(largest))"],
      terms: terms, rest: (powers.count - terms.count, sum - Formula.sum(of: terms)), total: (words.sum, sum),
      closing: ["\(number(own)) / \(number(sum))"],
      result: result)
  }

  /// The indices of the largest powers, largest first; of equal ones the first. Takes time of order V.
  private func weightiest(_ powers: [Float]) -> [Int] {
    guard powers.count > Formula.mostTerms else { return powers.indices.sorted { (powers[$0], $1) > (powers[$1], $0) } }
    // Whatever lies below e^−12 of the largest, 1, can't be among those that a sum is seen to be made of.
    let candidates = powers.indices.filter { powers[$0] > 6e-6 }
    return Array(candidates.sorted { (powers[$0], $1) > (powers[$1], $0) }.prefix(Formula.mostTerms))
  }

  private func formula(gelu x: Double, _ result: Double) -> Formula {
    let u = Derivation.geluArgument(x)
    let tangent = Derivation.tangent(u)
    return Formula(
      rule: "½ · x · (1 + tanh u),  u = √(2/π) · (x + 0.044715 · x³)",
      opening: [
        "x = \(number(x))", "u = 0.7979 · (\(number(x)) + 0.044715 · \(StepFigure.operand(x * x * x))) = \(number(u))",
        "tanh u = \(number(tangent))",
      ],
      closing: ["½ · \(StepFigure.operand(x)) · (1 + \(StepFigure.operand(tangent)))"], result: result)
  }
}

extension Derivation.Rule {
  /// Whether it makes shares, which a trace holds for attention alone.
  fileprivate var isShare: Bool {
    if case .softmax = self { return true }
    return false
  }
}
