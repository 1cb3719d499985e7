/// A whole number with its digits in groups of three: `4,294,967,296`.
public func grouped(_ number: some BinaryInteger) -> String {
  let digits = String(number.magnitude)
  var result = number < 0 ? "-" : ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index).isMultiple(of: 3) { result += "," }
    result.append(digit)
  }
  return result
}

/// A number with its noun: `1 byte`, `1,024 bytes`.
public func counted(_ number: some BinaryInteger, _ singular: String, _ plural: String? = nil) -> String {
  grouped(number) + " " + (number == 1 ? singular : plural ?? singular + "s")
}

/// A shape as it is written everywhere: `[35, 105]`.
public func written(shape: [Int]) -> String {
  "[" + shape.map { String($0) }.joined(separator: ", ") + "]"
}

/// A number of bytes with one digit after the point, in decimal units: `9.7 GB`, `87.2 kB`, `512 bytes`.
public func byteSize(_ bytes: Int) -> String {
  guard bytes >= 1_000 else { return counted(bytes, "byte") }
  let units = [(1_000_000_000_000, "TB"), (1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")]
  let (size, unit) = units.first { bytes >= $0.0 } ?? (1_000, "kB")
  let tenths = bytes / (size / 10)
  return "\(grouped(tenths / 10)).\(tenths % 10) \(unit)"
}
