internal import TerminalCanvas

/// Numbers of the step-through: as many digits as one needs to follow a multiplication.
enum StepFigure {
  /// Four digits behind the first that counts, fewer for large numbers.
  static func number(_ value: Double) -> String {
    let size = abs(value)
    switch size {
    case 0: return "0"
    case ..<0.000_95: return Figure.scientific(Float(value))
    case ..<1: return Figure.fixed(Float(value), decimals: 4)
    case ..<10: return Figure.fixed(Float(value), decimals: 3)
    case ..<100: return Figure.fixed(Float(value), decimals: 2)
    case ..<1000: return Figure.fixed(Float(value), decimals: 1)
    default: return value.isFinite ? Figure.fixed(Float(value), decimals: 0) : value < 0 ? "-∞" : "∞"
    }
  }

  /// A second factor or summand: negative ones in brackets.
  static func operand(_ value: Double) -> String { value < 0 ? "(\(number(value)))" : number(value) }

  /// All digits that single precision holds, for the chosen number.
  static func exact(_ value: Float) -> String {
    let size = abs(value)
    if size != 0, size < 0.000_1 { return Figure.scientific(value) }
    let decimals = size < 1 ? 6 : size < 10 ? 5 : size < 100 ? 4 : size < 10_000 ? 3 : 1
    return Figure.fixed(value, decimals: decimals)
  }
}
