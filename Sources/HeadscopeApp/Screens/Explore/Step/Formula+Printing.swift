internal import Analysis

extension Formula {
  /// How terms are printed.
  struct Printing: Equatable {
    /// Decimals of each term's result.
    let decimals: Int
    /// Digits that their operands have more than usual.
    let extra: Int
    /// Whether the printed results add up to the printed sum.
    let isExact: Bool
  }

  /// The fewest digits with which each shown term gives its result, and all of them with the rest give the sum.
  ///
  /// - Parameter rest: What the terms that are not shown add up to; `nil` where all are.
  func printing(of shown: ArraySlice<Term>, rest: Double?) -> Printing {
    func isWhole(_ decimals: Int) -> Bool {
      let sum = shown.reduce(rest.map { StepFigure($0, decimals: decimals).value } ?? 0) {
        $0 + StepFigure($1.result, decimals: decimals).value
      }
      return (self.sum ?? result).isNear(sum)
    }
    let decimals = (4...9).first(where: isWhole)
    let extra = StepFigure.fewest { extra in
      shown.allSatisfy { StepFigure($0.result, decimals: decimals ?? 6).isNear($0.work.redone(extra: extra)) }
    }
    return Printing(decimals: decimals ?? 6, extra: extra.digits, isExact: decimals != nil && extra.isEnough)
  }
}

extension Formula.Work {
  /// What the printed operands give.
  func redone(extra: Int) -> Double {
    switch self {
    case .product(let a, let b): StepFigure(a, extra: extra).value * StepFigure(b, extra: extra).value
    case .power(let x, let largest):
      Derivation.power(StepFigure(x, extra: extra).value - StepFigure(largest, extra: extra).value)
    }
  }

  /// The operands as they are printed: two factors, or one expression.
  func printed(extra: Int) -> (work: String, factor: String?) {
    switch self {
    case .product(let a, let b): (StepFigure(a, extra: extra).text, StepFigure(b, extra: extra).operand)
    case .power(let x, let largest):
      ("e^(\(StepFigure(x, extra: extra).text) − \(StepFigure(largest, extra: extra).operand))", nil)
    }
  }
}

extension StepFigure {
  /// The fewest digits more than usual with which something works out; beyond six nothing becomes readable any more.
  static func fewest(worksOut: (Int) -> Bool) -> (digits: Int, isEnough: Bool) {
    let digits = (0...6).first(where: worksOut)
    return (digits ?? 2, digits != nil)
  }
}
