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
