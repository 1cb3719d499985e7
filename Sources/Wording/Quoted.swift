/// Text of any origin as it may stand in a one-line message: between quotation marks, cut after `limit` characters, and
/// with every scalar that could move the cursor, hide or reorder text written as `\u{…}`, and a backslash doubled.
///
///     quoted("wte.weight")     // "wte.weight"
///     quoted("a\nb\u{202E}")   // "a\u{A}b\u{202E}"
public func quoted(_ text: String, limit: Int = 80) -> String {
  "\"" + plain(text, limit: limit) + "\""
}

/// As ``quoted(_:limit:)``, but quotation marks of the text's own stand as they are, between “ and ”.
///
///     excerpt(#"{"step":1}"#)   // “{"step":1}”
public func excerpt(_ text: String, limit: Int = 80) -> String {
  guard text.contains("\"") else { return quoted(text, limit: limit) }
  return "“" + plain(text, limit: limit, keepsQuotationMarks: true) + "”"
}

/// As ``quoted(_:limit:)``, without the quotation marks: for file names at the head of a message.
///
/// The limit counts scalars; what is left out is shown as `…`.
public func plain(_ text: String, limit: Int = 240) -> String {
  plain(text, limit: limit, keepsQuotationMarks: false)
}

private func plain(_ text: String, limit: Int, keepsQuotationMarks: Bool) -> String {
  var result = ""
  var count = 0
  var marks = 0
  for scalar in text.unicodeScalars {
    guard count < limit else { return result + "…" }
    count += 1
    marks = scalar.properties.generalCategory == .nonspacingMark ? marks + 1 : 0
    if scalar == "\\" {
      result += "\\\\"
    } else if isHarmless(scalar) || keepsQuotationMarks && scalar == "\"", marks <= mostMarks {
      result.unicodeScalars.append(scalar)
    } else {
      result += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
    }
  }
  return result
}

/// Marks that may sit on one letter; more would climb into the lines above.
private let mostMarks = 4

/// Whether a scalar shows as itself and leaves its neighbours where they are.
private func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
  guard scalar != "\"" else { return false }
  switch scalar.properties.generalCategory {
  case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator, .enclosingMark:
    return false
  default:
    return !scalar.properties.isDefaultIgnorableCodePoint
  }
}
