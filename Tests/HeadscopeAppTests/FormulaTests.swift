import Analysis
import TerminalCanvas
import Testing

@testable import HeadscopeApp

@Suite("Formulas with numbers") struct FormulaTests {
  @Test("whoever works out what is printed gets what is printed", arguments: [40, 200])
  func redone(width: Int) throws {
    var robot = try StepTests.robot("The old cat sat on the warm mat", layers: 2, heads: 2)
    var random = SplitMix64Source(seed: 5)
    var (count, exact, rough) = (0, 0, [PassOperation]())
    for index in 0..<robot.state.subject.configuration.stepCount {
      if index > 0 { try robot.press(">") }
      for _ in 0..<12 {
        let reading = try #require(robot.state.explore.reading)
        var state = robot.state
        state.explore.selection.query = random.below(reading.tokens.count)
        state.explore.step.result = nil
        let scene = ExploreView(state, width: 120, height: 40).scene(reading)
        let step = state.explore.currentStep
        let result = try #require(state.explore.stepResult(reading))
        state.explore.step.columns[step.operation.axis] = random.below(result.tensor.columns)
        let view = ExploreView(state, width: 120, height: 40)
        let column = view.state.step.column(result, reading, scene.selection)
        let formula = try #require(view.formula(scene, result, column: column))
        let lines = view.lines(formula, width: width, height: [Int.max, 9, 14][random.below(3)])
        count += 1
        if try check(lines, formula, step) { exact += 1 } else { rough.append(step.operation) }
      }
    }
    // The engine adds in single precision: where large terms cancel, its sum is only nearly theirs.
    #expect(exact * 100 >= count * 97, "\(exact) of \(count): \(rough)")
  }

  /// Works every line out; returns whether the result is said to be exact.
  private func check(_ lines: [ExploreView.Line], _ formula: Formula, _ step: PassStep) throws -> Bool {
    let end = try #require(lines.last)
    guard end.text.description == "=" else {
      #expect(end.text.description == "≈", "\(step)")
      return false
    }
    var sum = 0.0
    for line in lines where line.share != nil {
      let words = line.text.description.split(separator: " ")
      let work = words.dropFirst().joined()
      let value = try #require(PrintedArithmetic.value(of: work), "\(step): \(line.text)")
      #expect(PrintedArithmetic.isNear(value, line.right), "\(step): \(line.text) = \(line.right)")
      sum += try #require(Double(line.right))
    }
    if let rest = lines.first(where: { $0.text.description.hasPrefix("+ ") }) { sum += Double(rest.right) ?? .nan }
    if !formula.terms.isEmpty {
      #expect(PrintedArithmetic.isNear(sum, formula.sum?.text ?? end.right), "\(step): \(sum), \(end.right)")
    }
    for line in formula.closing {
      let value = try #require(
        PrintedArithmetic.value(of: line.split(separator: " (bias)").joined()), "\(step): \(line)")
      #expect(PrintedArithmetic.isNear(value, end.right), "\(step): \(line) = \(end.right)")
    }
    for line in formula.opening {
      let sides = line.split(separator: "=")
      guard sides.count == 3, let value = PrintedArithmetic.value(of: sides[1]) else { continue }
      #expect(PrintedArithmetic.isNear(value, sides[2].filter { $0 != " " }), "\(step): \(line)")
    }
    return true
  }

  @Test("a norm's difference and divisor follow from mean and variance as they are printed")
  func norm() throws {
    var robot = try StepTests.robot()
    try robot.press("1")
    let view = ExploreView(robot.state, width: 120, height: 40)
    let scene = view.scene(try #require(robot.state.explore.reading))
    let result = try #require(view.stepResult(scene))
    let formula = try #require(view.formula(scene, result, column: 3))
    let numbers = formula.opening.compactMap { $0.split(separator: "= ").last.flatMap { Double($0) } }
    #expect(numbers.count == 4)
    let parts = formula.closing[0].split(separator: " ").map(String.init)
    #expect(PrintedArithmetic.isNear(numbers[0] - numbers[1], parts[0]))
    #expect(PrintedArithmetic.isNear((numbers[2] + numbers[3]).squareRoot(), parts[2]))
  }

  @Test(
    "a figure stands for what its digits say",
    arguments: [
      (0.0, 0, "0"), (0.10073, 0, "0.1007"), (-2.29004, 0, "-2.290"), (12.7942, 2, "12.7942"), (0.00012, 0, "1.2e-4"),
      (-0.0000034567, 2, "-3.457e-6"), (1234.5, 0, "1235"), (-.infinity, 0, "-∞"),
    ])
  func figures(number: Double, extra: Int, text: String) {
    let figure = StepFigure(number, extra: extra)
    #expect(figure.text == text)
    #expect(PrintedArithmetic.value(of: text).map(figure.isNear) == true)
    #expect(figure.isNear(number))
  }
}
