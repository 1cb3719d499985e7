internal import Analysis
internal import Models
internal import Tensors

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

  var formula: Formula {
    let value = Double(derivation.value)
    switch derivation.rule {
    case .lookup(let parameter, _, _):
      return Formula(rule: words.row(parameter, row), result: StepFigure(value, extra: 2))
    case .sum(let a, let b): return formula(sum: Double(a), Double(b), StepFigure(value))
    case .norm(let norm) where !norm.isCentred: return formula(rms: norm, StepFigure(value))
    case .norm(let norm): return formula(norm, StepFigure(value))
    case .products(let products, let bias): return formula(products, bias: bias.map(Double.init), StepFigure(value))
    case .scaled(let a, let scaling): return formula(Double(a), scaledBy: scaling, StepFigure(value))
    case .turned(let turn): return formula(turn, StepFigure(value))
    case .visible: return Formula(rule: words.visible(query, column), result: StepFigure(value, extra: 2))
    case .hidden(let comesLater):
      return Formula(rule: comesLater ? words.later(query, column) : words.masked(column), result: StepFigure(value))
    case .softmax(let x, let largest, let powers, let sum):
      // A trace holds shares of attention alone; they are worked out for both softmaxes.
      let result = StepFigure(derivation.recomputed)
      return formula(Double(x), largest: Double(largest), powers, sum, result)
    case .gelu(let x, .tanh): return formula(gelu: Double(x), StepFigure(value))
    case .gelu(let x, .exact): return formula(exactGelu: Double(x), StepFigure(value))
    case .relu(let x):
      return Formula(
        rule: "max(x, 0)", opening: ["x = \(StepFigure(Double(x), extra: 2).text)"], result: StepFigure(value))
    case .gated(let x, let factor): return formula(gate: Double(x), times: Double(factor), StepFigure(value))
    case .gate(let gate): return formula(gate, StepFigure(value))
    case .openedTangent(let o, let c): return formula(opened: Double(o), tangentOf: Double(c), StepFigure(value))
    case .tanh(let x): return formula(tanh: Double(x), StepFigure(value))
    case .switchedOff: return Formula(rule: words.switchedOff, result: StepFigure(value))
    }
  }

  private func formula(sum a: Double, _ b: Double, _ result: StepFigure) -> Formula {
    let (extra, isExact) = StepFigure.fewest {
      result.isNear(StepFigure(a, extra: $0).value + StepFigure(b, extra: $0).value)
    }
    let names = zip(["x", "y"], derivation.inputs).map { "\($0) = \(inputName($1))" }
    return Formula(
      rule: "x + y", opening: names,
      closing: ["\(StepFigure(a, extra: extra).text) + \(StepFigure(b, extra: extra).operand)"], result: result,
      isExact: isExact)
  }

  private func formula(_ products: [Derivation.Product], bias: Double?, _ result: StepFigure) -> Formula {
    let rule =
      switch step.operation {
      case .scores, .crossScores: "q·k = Σ q · k"
      case .mix, .crossMix: "z = Σ \(words.weight) · v"
      case .attentionOutput, .crossOutput: "Σ z · W + b"
      case .cell: "c = f · c₋ + i · g"
      case .hidden: "h = (1 − z) · n + z · h₋"
      case .logits: bias == nil ? "Σ x · W" : "Σ x · W + b"
      default: "Σ x · W + b"
      }
    let sorted = products.sorted { abs($0.result) > abs($1.result) }
    let terms = sorted.prefix(Formula.mostTerms).map {
      Formula.Term(label: label($0.index), work: .product(Double($0.a), Double($0.b)), result: $0.result)
    }
    let rest = sorted.dropFirst(Formula.mostTerms)
    let restSum = rest.reduce(0) { $0 + $1.result }
    var formula = Formula(rule: rule, terms: terms, rest: (rest.count, restSum), result: result)
    if [.scores, .crossScores].contains(step.operation) { formula.opening = [words.asks(query, column)] }
    guard let bias else { return formula }
    let sum = Formula.sum(of: terms) + restSum
    let (extra, isExact) = StepFigure.fewest {
      result.isNear(StepFigure(sum, extra: $0).value + StepFigure(bias, extra: $0).value)
    }
    let printed = StepFigure(sum, extra: extra)
    formula.sum = printed
    formula.closing = ["\(printed.text) + \(StepFigure(bias, extra: extra).operand) (\(words.bias))"]
    formula.isExact = isExact
    return formula
  }
}
