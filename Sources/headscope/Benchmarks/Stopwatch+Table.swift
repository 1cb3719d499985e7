internal import Models
internal import StrictJSON

/// Prints measurements as a table for people: of a pair of best and median, both; of a spread, the
/// median and the quartiles, or the largest.
func printTable(_ rows: [JSONValue], columns: [String]) {
  let cells = rows.map { row in columns.map { cell(row, $0) } }
  let widths = columns.indices.map { column in
    max(columns[column].count, cells.map { $0[column].count }.max() ?? 0)
  }
  for line in [columns] + cells {
    let padded = zip(line, widths).map { text, width in text + String(repeating: " ", count: width - text.count) }
    var text = padded.joined(separator: "  ")
    while text.last == " " { text.removeLast() }
    print(text)
  }
}

private func cell(_ row: JSONValue, _ column: String) -> String {
  guard case .object(let object) = row, let value = object[column] else { return "" }
  if case .object(let pair) = value, let best = pair["best"], let median = pair["median"] {
    return "\(best.text()) (median \(median.text()))"
  }
  if case .object(let spread) = value, let median = spread["median"], let lower = spread["lower_quartile"],
    let upper = spread["upper_quartile"]
  {
    return "\(median.text()) (\(lower.text())...\(upper.text()))"
  }
  if case .object(let pair) = value, let median = pair["median"], let largest = pair["largest"] {
    return "\(median.text()) (largest \(largest.text()))"
  }
  if case .string(let text) = value { return text }
  return value.text()
}

extension ShapeOptions {
  /// The model that the options describe.
  func configuration(contextLength: Int) -> ModelConfiguration {
    if let cell = architecture.cell {
      return ModelConfiguration(cell, vocabularySize: vocab, contextLength: contextLength, width: width, layers: layers)
    }
    let family: ModelConfiguration.Family =
      switch architecture {
      case .decoder where llama: .llama
      case .encoder: .bert(segments: 2)
      case .encoderDecoder: .bart(encoderLayers: layers)
      case .decoder, .elman, .gru, .lstm: .gpt2
      }
    var configuration = ModelConfiguration(
      vocabularySize: vocab, contextLength: contextLength, width: width, layers: layers, heads: heads, mlpWidth: mlp,
      family: family)
    if headless { configuration.variant.hasHead = false }
    return configuration
  }
}

extension ModelConfiguration {
  /// Its sizes in one line.
  var summary: String {
    (family == .gpt2 ? "" : kindInWords.split(separator: " ").last.map { "\($0), " } ?? "")
      + "\(encoderLayers.map { "\($0) + " } ?? "")\(layers) layers\(heads > 0 ? " x \(heads) heads" : ""), width \(width), context \(contextLength), vocabulary \(vocabularySize)"
  }
}
