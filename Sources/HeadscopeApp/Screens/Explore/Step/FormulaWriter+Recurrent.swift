internal import Analysis

/// A recurrent cell's gates and states with their numbers.
extension FormulaWriter {
  /// The terms of both sums together; of a GRU's candidate those of the past as they count behind its reset gate.
  func formula(_ gate: Derivation.Gate, _ result: StepFigure) -> Formula {
    let factor = Double(gate.factor ?? 1)
    func terms(_ products: [Derivation.Product], _ name: String, _ factor: Double) -> [Formula.Term] {
      products.map {
        Formula.Term(
          label: "\(name)\($0.index)", work: .product(factor * Double($0.a), Double($0.b)), result: factor * $0.result)
      }
    }
    let all = (terms(gate.input, "x", 1) + terms(gate.past, "h₋", factor)).sorted { abs($0.result) > abs($1.result) }
    let shown = Array(all.prefix(Formula.mostTerms))
    let rest = all.dropFirst(Formula.mostTerms)
    let restSum = rest.reduce(0) { $0 + $1.result }
    let bias = Double(gate.inputBias) + factor * Double(gate.pastBias)
    let function = gate.isCandidate ? "tanh" : "σ"
    func bent(_ x: Double) -> Double { gate.isCandidate ? Derivation.tangent(x) : 1 / (1 + Derivation.power(-x)) }
    let sum = Formula.sum(of: shown) + restSum
    let (extra, isExact) = StepFigure.fewest {
      let total = StepFigure(gate.sum, extra: $0)
      return total.isNear(StepFigure(sum, extra: $0).value + StepFigure(bias, extra: $0).value)
        && result.isNear(bent(total.value))
    }
    let past = gate.factor == nil ? "Σ h₋ · W + b" : "r · (Σ h₋ · W + b)"
    var formula = Formula(
      rule: "\(function)(Σ x · W + b + \(past))", terms: shown, rest: (rest.count, restSum), result: result)
    if let reset = gate.factor { formula.opening = ["r = \(StepFigure(Double(reset), extra: extra).text)"] }
    formula.sum = StepFigure(sum, extra: extra)
    formula.closing = [
      "\(function)(\(StepFigure(sum, extra: extra).text) + \(StepFigure(bias, extra: extra).operand) (\(words.bias)))",
      "\(function)(\(StepFigure(gate.sum, extra: extra).text))",
    ]
    formula.isExact = isExact
    return formula
  }

  /// o · tanh c
  func formula(opened o: Double, tangentOf c: Double, _ result: StepFigure) -> Formula {
    func figures(_ extra: Int) -> (o: StepFigure, c: StepFigure, bent: StepFigure) {
      (
        StepFigure(o, extra: extra), StepFigure(c, extra: extra), StepFigure(Derivation.tangent(c), extra: extra)
      )
    }
    let (extra, isExact) = StepFigure.fewest {
      let figures = figures($0)
      return figures.bent.isNear(Derivation.tangent(figures.c.value))
        && result.isNear(figures.o.value * figures.bent.value)
    }
    let (gate, cell, bent) = figures(extra)
    return Formula(
      rule: "h = o · tanh c", opening: ["o = \(gate.text)", "c = \(cell.text)", "tanh c = \(bent.text)"],
      closing: ["\(gate.text) · \(bent.operand)"], result: result, isExact: isExact)
  }
}
