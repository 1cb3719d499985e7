import Glibc

/// Works out what a formula says in print: `½ · 1.234 · (1 + 0.7828)`, `e^(12.79 − 15.08) / 1.345`.
struct PrintedArithmetic {
  private var rest: Substring

  /// The value of a printed expression; `nil` where it is none.
  static func value(of text: some StringProtocol) -> Double? {
    var reader = PrintedArithmetic(rest: Substring(text.filter { $0 != " " }))
    guard let value = reader.sum(), reader.rest.isEmpty else { return nil }
    return value
  }

  /// What one more in the last digit of a printed number is.
  static func unit(of number: some StringProtocol) -> Double {
    let parts = number.split(separator: "e")
    let decimals = parts[0].split(separator: ".").dropFirst().first?.count ?? 0
    return pow(10, (parts.count > 1 ? Double(parts[1]) ?? 0 : 0) - Double(decimals))
  }

  /// Whether a number that was worked out is a printed one to its last digit, give or take one.
  static func isNear(_ value: Double, _ printed: String) -> Bool {
    guard let number = PrintedArithmetic.value(of: printed) else { return false }
    return value == number || abs(value - number) < 1.5 * unit(of: printed)
  }

  private mutating func take(_ text: String) -> Bool {
    guard rest.hasPrefix(text) else { return false }
    rest = rest.dropFirst(text.count)
    return true
  }

  private mutating func sum() -> Double? {
    guard var value = product() else { return nil }
    while true {
      let isSum = take("+")
      guard isSum || take("−") else { return value }
      guard let next = product() else { return nil }
      value += isSum ? next : -next
    }
  }

  private mutating func product() -> Double? {
    guard var value = factor() else { return nil }
    while true {
      let isProduct = take("·")
      guard isProduct || take("/") else { return value }
      guard let next = factor() else { return nil }
      value = isProduct ? value * next : value / next
    }
  }

  private mutating func factor() -> Double? {
    if take("½") { return 0.5 }
    if take("√") { return factor().map { $0.squareRoot() } }
    if take("e^") { return factor().map(exp) }
    if take("tanh") { return factor().map(tanh) }
    if take("(") {
      let value = sum()
      return take(")") ? value : nil
    }
    if take("-∞") { return -.infinity }
    var digits = rest.prefix { $0.isNumber || $0 == "." || $0 == "-" }
    let after = rest.dropFirst(digits.count)
    if after.hasPrefix("e-") {
      digits = rest.prefix(digits.count + 2 + after.dropFirst(2).prefix(while: \.isNumber).count)
    }
    rest = rest.dropFirst(digits.count)
    return Double(digits)
  }
}
