internal import StrictJSON

extension LogReader {
  /// The object of a line, also where numbers stand in it as Python writes those that aren't finite; nil where it is none.
  static func object(_ bytes: ArraySlice<UInt8>) -> JSONObject? {
    guard bytes.first == UInt8(ascii: "{") else { return nil }
    let limits = JSONLimits(bytes: LogLines.longestLine + 64, depth: 16, values: 10_000)
    var value = try? JSONValue(parsing: Array(bytes), limits: limits)
    if value == nil, let named = bytes.namingNonFinite {
      value = try? JSONValue(parsing: named, limits: JSONLimits(bytes: 2 * limits.bytes, depth: 16, values: 10_000))
    }
    if case .object(let object) = value { return object }
    return nil
  }

  static func number(_ value: JSONValue) -> Double? {
    switch value {
    case .integer(let number): Double(number)
    case .number(let number): number
    case .string(let text): LogQuantities.number(text[...])
    case .null, .bool, .array, .object: nil
    }
  }

  static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A }
    let rest = bytes.drop(while: isBlank)
    return rest[..<(rest.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? rest.startIndex)]
  }
}

extension ArraySlice<UInt8> {
  /// The bytes of a JSON text with `NaN`, `Infinity` and `-Infinity`, which JSON doesn't know, as strings; nil where there are
  /// none.
  fileprivate var namingNonFinite: [UInt8]? {
    var result: [UInt8] = []
    var (place, isString, isChanged) = (startIndex, false, false)
    while place < endIndex {
      let byte = self[place]
      if isString, byte == UInt8(ascii: "\\"), place + 1 < endIndex {
        result += self[place...place + 1]
        place += 2
        continue
      }
      if byte == UInt8(ascii: "\"") { isString.toggle() }
      let name = isString ? nil : Self.nonFinite.first { self[place...].starts(with: $0) }
      if let name {
        result += [UInt8(ascii: "\"")] + name + [UInt8(ascii: "\"")]
        (place, isChanged) = (place + name.count, true)
      } else {
        result.append(byte)
        place += 1
      }
    }
    return isChanged ? result : nil
  }

  private static var nonFinite: [[UInt8]] { ["NaN", "Infinity", "-Infinity"].map { Array($0.utf8) } }
}
