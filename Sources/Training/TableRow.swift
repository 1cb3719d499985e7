/// A record of comma-separated values.
///
/// - SeeAlso: RFC 4180.
enum TableRow {
  private static let (quote, comma) = (UInt8(ascii: "\""), UInt8(ascii: ","))

  /// The fields of a record, quotation marks taken off; nil where one that is opened is never closed, or something follows a
  /// closed one. Bytes that are no UTF-8 become U+FFFD.
  static func fields(_ bytes: ArraySlice<UInt8>) -> [String]? {
    var fields: [String] = []
    var place = bytes.startIndex
    while true {
      var field: [UInt8] = []
      if place < bytes.endIndex, bytes[place] == quote {
        guard let end = quoted(bytes, from: place + 1, into: &field) else { return nil }
        place = end
      } else {
        let end = bytes[place...].firstIndex(of: comma) ?? bytes.endIndex
        field = Array(bytes[place..<end])
        place = end
      }
      fields.append(String(decoding: field, as: UTF8.self))
      guard place < bytes.endIndex else { return fields }
      guard bytes[place] == comma else { return nil }
      place += 1
    }
  }

  /// Reads up to the closing quotation mark and returns what follows it; two are one.
  private static func quoted(_ bytes: ArraySlice<UInt8>, from start: Int, into field: inout [UInt8]) -> Int? {
    var place = start
    while let end = bytes[place...].firstIndex(of: quote) {
      field += bytes[place..<end]
      guard end + 1 < bytes.endIndex, bytes[end + 1] == quote else { return end + 1 }
      field.append(quote)
      place = end + 2
    }
    return nil
  }
}

/// Whether a record of which some lines have come goes on behind a line end, since a quotation mark is open.
struct TableQuotes: Sendable {
  private(set) var isOpen = false
  private var isFieldStart = true
  private var taken = 0

  /// Takes the record up again, of which more has come.
  mutating func take(_ record: [UInt8]) {
    for byte in record[min(taken, record.count)...] {
      switch byte {
      // Two in a row within a field close and open it again.
      case UInt8(ascii: "\""): if isOpen || isFieldStart || wasClosed { (isOpen, wasClosed) = (!isOpen, isOpen) }
      default: wasClosed = false
      }
      isFieldStart = byte == UInt8(ascii: ",") && !isOpen
    }
    taken = record.count
  }

  private var wasClosed = false
}
