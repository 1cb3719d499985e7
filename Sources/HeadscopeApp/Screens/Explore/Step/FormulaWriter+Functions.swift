internal import Analysis

/// Norm, softmax and GELU with their numbers.
extension FormulaWriter {
  func formula(_ norm: Derivation.Norm, _ result: StepFigure) -> Formula {
    let (extra, isExact) = StepFigure.fewest { NormFigures(norm, extra: $0).workOut(to: result) }
    let figures = NormFigures(norm, extra: extra)
    let tail = "\(figures.gain.operand) + \(figures.bias.operand)"
    return Formula(
      rule: "(x − \(words.mean)) / √(\(words.variance) + ε) · \(words.gain) + \(words.bias)",
      opening: [
        "x = \(figures.x.text)", "\(words.mean) = \(figures.mean.text)", "\(words.variance) = \(figures.variance.text)",
        "ε = \(figures.epsilon.text)",
      ],
      closing: [
        "\(figures.difference.text) / \(figures.deviation.text) · \(tail)", "\(figures.quotient.text) · \(tail)",
      ], result: result, isExact: isExact)
  }

  func formula(
    _ x: Double, largest: Double, _ powers: [Float], _ sum: Double, _ result: StepFigure
  ) -> Formula {
    let values = derivation.inputs.first?.values ?? []
    let terms = weightiest(powers).map { index in
      Formula.Term(
        label: label(index), work: .power(Double(values[index]), largest: largest), result: Double(powers[index]))
    }
    let own = Derivation.power(x - largest)
    let work = Formula.Work.power(x, largest: largest)
    let (extra, isExact) = StepFigure.fewest {
      let (own, sum) = (StepFigure(own, extra: $0), StepFigure(sum, extra: $0).value)
      let redone = work.redone(extra: $0)
      return result.isNear(own.value / sum) && result.isNear(redone / sum) && own.isNear(redone)
    }
    let printed = StepFigure(sum, extra: extra)
    return Formula(
      rule: "e^(x − m) / Σ e^(x − m),  m = \(words.largest)",
      terms: terms,
      rest: (powers.count - terms.count, sum - Formula.sum(of: terms)), sum: printed, sumName: words.sum,
      closing: [
        "\(work.printed(extra: extra).work) / \(printed.text)",
        "\(StepFigure(own, extra: extra).text) / \(printed.text)",
      ], result: result, isExact: isExact)
  }

  /// The indices of the largest powers, largest first; of equal ones the first. Takes time of order V.
  private func weightiest(_ powers: [Float]) -> [Int] {
    guard powers.count > Formula.mostTerms else { return powers.indices.sorted { (powers[$0], $1) > (powers[$1], $0) } }
    // Whatever lies below e^−12 of the largest, 1, can't be among those that a sum is seen to be made of.
    let candidates = powers.indices.filter { powers[$0] > 6e-6 }
    return Array(candidates.sorted { (powers[$0], $1) > (powers[$1], $0) }.prefix(Formula.mostTerms))
  }

  func formula(gelu x: Double, _ result: StepFigure) -> Formula {
    let (extra, isExact) = StepFigure.fewest { GELUFigures(x, extra: $0).workOut(to: result) }
    let figures = GELUFigures(x, extra: extra)
    return Formula(
      rule: "½ · x · (1 + tanh u),  u = √(2/π) · (x + 0.044715 · x³)",
      opening: [
        "x = \(figures.x.text)", "x³ = \(figures.cube.text)",
        "u = \(GELUFigures.root) · (\(figures.x.text) + 0.044715 · \(figures.cube.operand)) = \(figures.u.text)",
        "tanh u = \(figures.tangent.text)",
      ],
      closing: ["½ · \(figures.x.operand) · (1 + \(figures.tangent.operand))"], result: result, isExact: isExact)
  }
}

extension FormulaWriter {
  func formula(exactGelu x: Double, _ result: StepFigure) -> Formula {
    func figures(_ extra: Int) -> (x: StepFigure, share: StepFigure) {
      (StepFigure(x, extra: extra), StepFigure(Derivation.normalShare(below: x), extra: extra))
    }
    let (extra, isExact) = StepFigure.fewest { result.isNear(figures($0).x.value * figures($0).share.value) }
    let (number, share) = figures(extra)
    return Formula(
      rule: "x · Φ(x),  Φ(x) = ½ · (1 + erf(x / √2))", opening: ["x = \(number.text)", "Φ(x) = \(share.text)"],
      closing: ["\(number.text) · \(share.operand)"], result: result, isExact: isExact)
  }
}

extension FormulaWriter {
  func formula(tanh x: Double, _ result: StepFigure) -> Formula {
    let (extra, isExact) = StepFigure.fewest {
      result.isNear(Derivation.tangent(StepFigure(x, extra: $0).value))
    }
    let number = StepFigure(x, extra: extra)
    return Formula(
      rule: "tanh x = (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)", opening: ["x = \(number.text)"], closing: ["tanh \(number.operand)"],
      result: result, isExact: isExact)
  }
}

/// The numbers of a norm as they are printed.
private struct NormFigures {
  let x, mean, variance, epsilon, gain, bias, difference, deviation, quotient: StepFigure

  init(_ norm: Derivation.Norm, extra: Int) {
    func figure(_ value: Double) -> StepFigure { StepFigure(value, extra: extra) }
    let away = Double(norm.x) - Double(norm.mean)
    (x, mean, variance) = (figure(Double(norm.x)), figure(Double(norm.mean)), figure(Double(norm.variance)))
    (epsilon, gain, bias) = (StepFigure(Double(norm.epsilon)), figure(Double(norm.gain)), figure(Double(norm.bias)))
    (difference, deviation) = (figure(away), figure(norm.deviation))
    // One digit more than the result has is enough for it, and more would ask more of the two before it.
    quotient = StepFigure(away / norm.deviation, extra: min(extra, 1))
  }

  /// Whether each line gives what the next one says.
  func workOut(to result: StepFigure) -> Bool {
    difference.isNear(x.value - mean.value) && deviation.isNear((variance.value + epsilon.value).squareRoot())
      && quotient.isNear(difference.value / deviation.value)
      && result.isNear(difference.value / deviation.value * gain.value + bias.value)
      && result.isNear(quotient.value * gain.value + bias.value)
  }
}

/// The numbers of a GELU as they are printed.
private struct GELUFigures {
  /// √(2/π)
  static let root = 0.797885

  let x, cube, u, tangent: StepFigure

  init(_ number: Double, extra: Int) {
    let argument = Derivation.geluArgument(number)
    (x, cube) = (StepFigure(number, extra: extra), StepFigure(number * number * number, extra: extra))
    (u, tangent) = (StepFigure(argument, extra: extra), StepFigure(Derivation.tangent(argument), extra: extra))
  }

  /// Whether each line gives what the next one says.
  func workOut(to result: StepFigure) -> Bool {
    cube.isNear(x.value * x.value * x.value)
      && u.isNear(GELUFigures.root * (x.value + 0.044715 * cube.value))
      && tangent.isNear(Derivation.tangent(u.value)) && result.isNear(0.5 * x.value * (1 + tangent.value))
  }
}
