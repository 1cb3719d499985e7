/// Numbers as short text: the same value always reads the same, whatever the locale.
public enum Figure {
  /// What is not 0 but rounds to it, where there is no room for its digits.
  public static let nearZero = "~0"

  /// A weight in two to four columns: `.46`, `1.0`, `-.5`, `12`.
  public static func short(_ value: Float) -> String {
    guard value.isFinite else { return nonFinite(value) }
    let magnitude = abs(value)
    if magnitude >= 9.95 { return fixed(value, decimals: 0) }
    if magnitude >= 0.995 { return fixed(value, decimals: 1) }
    let hundredths = Int((magnitude * 100).rounded())
    if value < 0, hundredths > 0 {
      let tenths = Int((magnitude * 10).rounded())
      return tenths == 10 ? "-1.0" : "-.\(tenths)"
    }
    return "." + (hundredths < 10 ? "0" : "") + String(hundredths)
  }

  /// A number with a fixed count of decimals (0 to 9), rounded half away from zero.
  public static func fixed(_ value: Float, decimals: Int) -> String { fixed(Double(value), decimals: decimals) }

  /// A number with a fixed count of decimals (0 to 9), rounded half away from zero.
  public static func fixed(_ value: Double, decimals: Int) -> String {
    guard value.isFinite else { return nonFinite(Float(value)) }
    let places = min(max(0, decimals), 9)
    let scale = (0..<places).reduce(1.0) { product, _ in product * 10 }
    let scaled = (abs(value) * scale).rounded()
    guard scaled < 9e15 else { return scientific(Float(value)) }
    let digits = String(Int64(scaled))
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.utf8.count)) + digits
    let sign = value < 0 && scaled != 0 ? "-" : ""
    guard places > 0 else { return sign + padded }
    return sign + padded.dropLast(places) + "." + padded.suffix(places)
  }

  /// A share from 0 to 1 as per cent: `61%`, `7.9%` with one decimal.
  public static func percent(_ share: Float, decimals: Int = 0) -> String {
    share.isFinite ? fixed(share * 100, decimals: decimals) + "%" : nonFinite(share)
  }

  /// One digit, one decimal and a power of ten: `3.0e-4`.
  public static func scientific(_ value: Float) -> String {
    guard value.isFinite else { return nonFinite(value) }
    guard value != 0 else { return "0" }
    var (mantissa, exponent) = (Double(abs(value)), 0)
    while mantissa >= 9.95 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
    while mantissa < 0.995 { (mantissa, exponent) = (mantissa * 10, exponent - 1) }
    return (value < 0 ? "-" : "") + fixed(Float(mantissa), decimals: 1) + "e\(exponent)"
  }

  /// A count or rate with a metric letter: `824K`, `41.8k`, `1.2M`; `kilo` is the letter for thousands.
  public static func quantity(_ value: Double, kilo: String = "K") -> String {
    guard value.isFinite else { return nonFinite(Float(value)) }
    for (unit, letter) in [(1e9, "G"), (1e6, "M"), (1e3, kilo)] where abs(value) >= unit * 0.9995 {
      let scaled = Float(value / unit)
      return fixed(scaled, decimals: abs(scaled) >= 99.95 ? 0 : 1) + letter
    }
    return fixed(Float(value), decimals: abs(value) >= 99.95 || value == value.rounded() ? 0 : 1)
  }

  /// A value for an axis or a slider: as plain as its size allows.
  public static func axis(_ value: Float) -> String {
    guard value.isFinite else { return nonFinite(value) }
    let magnitude = abs(value)
    switch magnitude {
    case 0: return "0"
    case ..<0.001: return scientific(value)
    case ..<0.01: return fixed(value, decimals: 4)
    case ..<0.1: return fixed(value, decimals: 3)
    case ..<1: return fixed(value, decimals: 2)
    case ..<100: return fixed(value, decimals: value == value.rounded() ? 0 : 1)
    case ..<10_000: return fixed(value, decimals: 0)
    default: return quantity(Double(value), kilo: "k")
    }
  }

  private static func nonFinite(_ value: Float) -> String { value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
}
