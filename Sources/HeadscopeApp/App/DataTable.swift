/// Figures of a panel in rows and columns, to be written as CSV.
struct DataTable: Equatable, Sendable {
  /// A value of a table.
  enum Cell: Equatable, Sendable {
    case text(String)
    case whole(Int)
    case number(Float)
    case precise(Double)
    case none
  }

  /// What the table holds, fit for a file's name: lower-case ASCII letters, digits and hyphens.
  let name: String
  /// The names of the columns.
  let columns: [String]
  /// The rows; each has as many cells as there are columns.
  let rows: [[Cell]]

  init(_ name: String, columns: [String], rows: [[Cell]]) {
    for row in rows { precondition(row.count == columns.count, "\(row.count) cells for \(columns.count) columns") }
    self.name = name
    self.columns = columns
    self.rows = rows
  }

  /// The table as RFC 4180 has it: a line of names, lines that end in CR LF, fields in quotation marks where they hold a
  /// comma, a quotation mark or a line break.
  ///
  /// Numbers have the fewest digits that tell them from their neighbours, always with a point; what is not a finite
  /// number is empty.
  var csv: String {
    var text = ""
    for line in [columns.map(Cell.text)] + rows {
      for (index, cell) in line.enumerated() {
        if index > 0 { text += "," }
        text += cell.field
      }
      text += "\r\n"
    }
    return text
  }
}

extension DataTable.Cell {
  /// The value as a field of a CSV file.
  var field: String {
    switch self {
    case .text(let text): DataTable.Cell.quoted(text)
    case .whole(let number): String(number)
    case .number(let number): number.isFinite ? number.description : ""
    case .precise(let number): number.isFinite ? number.description : ""
    case .none: ""
    }
  }

  private static func quoted(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else { return text }
    var field = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { field += "\"" }
      field.unicodeScalars.append(scalar)
    }
    return field + "\""
  }
}
