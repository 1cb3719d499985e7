internal import TerminalCanvas

/// A number of the step-through as it is printed, and what the printed digits stand for: whoever works with what is
/// printed works with ``value``.
struct StepFigure: Equatable, Sendable {
  /// The digits.
  let text: String
  /// What the digits stand for.
  let value: Double
  /// What one more in the last digit would be.
  let unit: Double

  private init(text: String, value: Double, unit: Double) {
    (self.text, self.value, self.unit) = (text, value, unit)
  }

  /// Four digits behind the first that counts, fewer for large numbers.
  ///
  /// - Parameter extra: Digits more than these.
  init(_ number: Double, extra: Int = 0) {
    let size = abs(number)
    guard size.isFinite else {
      self.init(text: number.isNaN ? "–" : number < 0 ? "-∞" : "∞", value: number, unit: 0)
      return
    }
    switch size {
    case 0: self.init(text: "0", value: 0, unit: 1e-4)
    case ..<0.000_95: self.init(scientific: number, decimals: 1 + extra)
    case ..<1: self.init(number, decimals: 4 + extra)
    case ..<10: self.init(number, decimals: 3 + extra)
    case ..<100: self.init(number, decimals: 2 + extra)
    case ..<1000: self.init(number, decimals: 1 + extra)
    default: self.init(number, decimals: extra)
    }
  }

  /// A number with so many decimals, at most 9.
  init(_ number: Double, decimals: Int) {
    let places = min(decimals, 9)
    let scale = StepFigure.power(of: places)
    self.init(
      text: Figure.fixed(number, decimals: places), value: (number * scale).rounded() / scale, unit: 1 / scale)
  }

  /// One digit, so many decimals and a power of ten: `3.0e-4`.
  private init(scientific number: Double, decimals: Int) {
    var exponent = 0
    // Brought to 1 or more by a power of ten; the smallest of all doubles needs 324.
    while abs(number) * StepFigure.power(of: exponent) < 0.995 { exponent += 1 }
    let mantissa = StepFigure(number * StepFigure.power(of: exponent), decimals: decimals)
    let scale = StepFigure.power(of: exponent)
    self.init(text: mantissa.text + "e-\(exponent)", value: mantissa.value / scale, unit: mantissa.unit / scale)
  }

  private static func power(of exponent: Int) -> Double { (0..<exponent).reduce(1) { product, _ in product * 10 } }

  /// As a second factor or summand: negative ones in brackets.
  var operand: String { text.hasPrefix("-") ? "(\(text))" : text }

  /// Whether a number that somebody worked out is this one to the last digit, give or take one.
  func isNear(_ number: Double) -> Bool {
    number == value || abs(number - value) <= unit * 1.001
  }

  /// Four digits behind the first that counts, fewer for large numbers.
  static func number(_ value: Double) -> String { StepFigure(value).text }

  /// All digits that single precision holds, for the chosen number.
  static func exact(_ value: Float) -> String {
    let size = abs(value)
    if size == 0 { return "0" }
    if size < 0.000_1 { return Figure.scientific(value) }
    let decimals = size < 1 ? 6 : size < 10 ? 5 : size < 100 ? 4 : size < 10_000 ? 3 : 1
    return Figure.fixed(value, decimals: decimals)
  }
}
