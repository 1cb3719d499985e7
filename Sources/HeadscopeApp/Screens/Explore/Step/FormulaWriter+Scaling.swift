internal import Analysis

/// What a score is divided by, turned pairs, and gated neurons, with their numbers.
extension FormulaWriter {
  func formula(_ a: Double, scaledBy scaling: Derivation.Scaling, _ result: StepFigure) -> Formula {
    let exact = Double(scaling.headWidth ?? 1).squareRoot()
    func root(_ extra: Int) -> StepFigure {
      exact == exact.rounded() ? StepFigure(exact, decimals: 0) : StepFigure(exact, extra: extra)
    }
    let block = Double(scaling.block ?? 1)
    let (extra, isExact) = StepFigure.fewest {
      let a = StepFigure(a, extra: $0).value
      return result.isNear(a / root($0).value / block) && result.isNear(a / exact / block)
    }
    let number = StepFigure(a, extra: extra).text
    let divisors = (scaling.headWidth.map { _ in ["√E"] } ?? []) + (scaling.block.map { _ in ["(l + 1)"] } ?? [])
    let tail = scaling.block.map { " / \($0)" } ?? ""
    let closing = scaling.headWidth.map { ["\(number) / √\($0)\(tail)", "\(number) / \(root(extra).text)\(tail)"] }
    return Formula(
      rule: (["q·k"] + divisors).joined(separator: " / "), closing: closing ?? ["\(number)\(tail)"], result: result,
      isExact: isExact)
  }

  func formula(_ turn: Derivation.Turn, _ result: StepFigure) -> Formula {
    let (cosine, sine) = Derivation.cosineAndSine(of: turn)
    let (first, second) = turn.isSecond ? (turn.b, turn.a) : (turn.a, turn.b)
    let sign: Double = turn.isSecond ? 1 : -1
    func figures(_ extra: Int) -> [StepFigure] {
      [Double(first), cosine, Double(second), sine].map { StepFigure($0, extra: extra) }
    }
    let (extra, isExact) = StepFigure.fewest {
      let figures = figures($0)
      return result.isNear(figures[0].value * figures[1].value + sign * figures[2].value * figures[3].value)
    }
    let printed = figures(extra)
    return Formula(
      rule: turn.isSecond ? "y · cos φ + x · sin φ" : "x · cos φ − y · sin φ",
      opening: [
        "\(turn.isSecond ? "y" : "x") = \(printed[0].text)", "\(turn.isSecond ? "x" : "y") = \(printed[2].text)",
        "φ = \(StepFigure(turn.angle, extra: extra).text)", "cos φ = \(printed[1].text)", "sin φ = \(printed[3].text)",
      ],
      closing: [
        "\(printed[0].text) · \(printed[1].operand) \(turn.isSecond ? "+" : "−") \(printed[2].operand) · \(printed[3].operand)"
      ], result: result, isExact: isExact)
  }

  func formula(gate x: Double, times factor: Double, _ result: StepFigure) -> Formula {
    func figures(_ extra: Int) -> [StepFigure] {
      [x, 1 / (1 + Derivation.power(-x)), factor].map { StepFigure($0, extra: extra) }
    }
    let (extra, isExact) = StepFigure.fewest {
      let figures = figures($0)
      return result.isNear(figures[0].value * figures[1].value * figures[2].value)
    }
    let printed = figures(extra)
    return Formula(
      rule: "x · σ(x) · u,  σ(x) = 1 / (1 + e⁻ˣ)",
      opening: ["x = \(printed[0].text)", "σ(x) = \(printed[1].text)", "u = \(printed[2].text)"],
      closing: ["\(printed[0].text) · \(printed[1].operand) · \(printed[2].operand)"], result: result, isExact: isExact)
  }

  func formula(rms norm: Derivation.Norm, _ result: StepFigure) -> Formula {
    func figures(_ extra: Int) -> [StepFigure] {
      [Double(norm.x), norm.deviation, Double(norm.gain)].map { StepFigure($0, extra: extra) }
    }
    let (extra, isExact) = StepFigure.fewest {
      let figures = figures($0)
      return result.isNear(figures[0].value / figures[1].value * figures[2].value)
    }
    let printed = figures(extra)
    return Formula(
      rule: "x / √(\(words.meanSquare) + ε) · \(words.gain)",
      opening: [
        "x = \(printed[0].text)", "\(words.meanSquare) = \(StepFigure(Double(norm.variance), extra: extra).text)",
        "ε = \(StepFigure(Double(norm.epsilon)).text)",
      ],
      closing: ["\(printed[0].text) / \(printed[1].text) · \(printed[2].operand)"], result: result, isExact: isExact)
  }
}
