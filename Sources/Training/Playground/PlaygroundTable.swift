public import Corpora
internal import Files
private import Wording

/// Points of a person's own, from a file of comma-separated values: two features and a class or a value in each line.
///
/// The first line may hold the columns' names. A target of two different texts, or of two numbers of -1, 0, 1 and 2, is a class, in the
/// order of the alphabet or of the numbers: −1, then 1; other numbers are values. What doesn't fit the map is moved and scaled.
public struct PlaygroundTable: Equatable, Sendable {
  /// How a column was brought onto the map: `(number − origin)·factor`.
  public struct Scale: Equatable, Sendable {
    /// The column's name.
    public let name: String
    /// The number that stands in the middle.
    public let origin: Double
    /// Above 0.
    public let factor: Double

    /// Whether the numbers are as they were.
    public var isPlain: Bool { origin == 0 && factor == 1 }
  }

  /// Bytes that a table may have.
  public static let largestFile = 16_000_000

  /// The points, as they fit the map.
  public let points: [PlanePoint]
  /// What can be learnt of them.
  public let problem: PlaygroundSettings.Problem
  /// Names of the two classes, −1 first; none of values.
  public let classes: [String]
  /// Of both features and, where it is a value, the target.
  public let scales: [Scale]

  /// Reads a file.
  public init(path: String) throws(PlaygroundError) {
    let bytes: [UInt8]
    do throws(FileError) { bytes = try readFile(at: path, limit: Self.largestFile) } catch { throw .file(error) }
    try self.init(bytes, path: path)
  }

  /// Reads a table's bytes, which may be anything.
  init(_ bytes: [UInt8], path: String) throws(PlaygroundError) {
    var rows: [(line: Int, fields: [String])] = []
    let mark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    for (index, line) in bytes[mark...].split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      let record = line.last == 0x0D ? line.dropLast() : line
      if record.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
      guard let fields = TableRow.fields(record) else {
        throw .table(
          path: path, line: index + 1, found: "a quotation mark without its partner", allowed: "a pair around a field")
      }
      guard fields.count == 3 else {
        throw .table(
          path: path, line: index + 1, found: counted(fields.count, "column"),
          allowed: "two features and a class or value")
      }
      rows.append((index + 1, fields.map(Self.trimmed)))
      guard rows.count <= PlaygroundSettings.mostPoints + 1 else { throw Self.tooMany(path) }
    }
    var names = ["x1", "x2", "target"]
    if let first = rows.first?.fields, Double(first[0]) == nil, Double(first[1]) == nil {
      names = first
      rows.removeFirst()
    }
    guard rows.count <= PlaygroundSettings.mostPoints else { throw Self.tooMany(path) }
    guard !rows.isEmpty else { throw .wholeTable(path: path, found: "no points", allowed: "one at least") }
    var columns: [[Double]] = [[], []]
    for row in rows {
      for column in 0..<2 { columns[column].append(try Self.number(row.fields[column], line: row.line, path: path)) }
    }
    let targets = rows.map(\.fields[2])
    var scales = zip(names, columns).map { name, column in
      Self.scale(name, column, reach: Double(PlanePoint.reach), to: Double(PlanePoint.reach) - 1)
    }
    var values: [Double] = []
    if let found = try Self.classes(of: targets, path: path) {
      (problem, classes) = (.classification, found)
      values = targets.map { Self.isSame($0, found[1]) ? 1 : -1 }
    } else {
      for row in rows { values.append(try Self.number(row.fields[2], line: row.line, path: path)) }
      let scale = Self.scale(names[2], values, reach: 1, to: 1)
      values = values.map { ($0 - scale.origin) * scale.factor }
      scales.append(scale)
      (problem, classes) = (.regression, [])
    }
    self.scales = scales
    points = rows.indices.map { row in
      let place = (0..<2).map { Float((columns[$0][row] - scales[$0].origin) * scales[$0].factor) }
      return PlanePoint(x: place[0], y: place[1], target: Float(values[row]))
    }
  }

  /// The two classes of targets, in order; nil where they are values.
  private static func classes(of targets: [String], path: String) throws(PlaygroundError) -> [String]? {
    var kinds: [String] = []
    for target in targets where !kinds.contains(where: { isSame($0, target) }) {
      kinds.append(target)
      if kinds.count > 2 { break }
    }
    let numbers = kinds.compactMap { Double($0) }
    if numbers.count == kinds.count {
      guard kinds.count == 2, numbers.allSatisfy({ [-1, 0, 1, 2].contains($0) }) else { return nil }
      return numbers[0] < numbers[1] ? kinds : kinds.reversed()
    }
    guard targets.contains(where: { Double($0) == nil }), kinds.count == 2 else {
      throw .wholeTable(
        path: path, found: kinds.count > 2 ? "more than two classes" : counted(kinds.count, "class", "classes"),
        allowed: "two classes, or numbers as values")
    }
    return kinds.sorted()
  }

  /// Numbers are the same however they are written.
  private static func isSame(_ a: String, _ b: String) -> Bool {
    if let first = Double(a), let second = Double(b) { return first == second }
    return a == b
  }

  private static func tooMany(_ path: String) -> PlaygroundError {
    .wholeTable(
      path: path, found: "more than \(grouped(PlaygroundSettings.mostPoints)) points",
      allowed: "\(grouped(PlaygroundSettings.mostPoints)) at most")
  }

  private static func trimmed(_ field: String) -> String {
    let blanks: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
    let bytes = Array(field.utf8.drop(while: blanks).reversed().drop(while: blanks).reversed())
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func number(_ text: String, line: Int, path: String) throws(PlaygroundError) -> Double {
    guard let number = Double(text), abs(number) <= 1e30 else {
      throw .table(
        path: path, line: line, found: text.isEmpty ? "nothing" : "“\(plain(text))”",
        allowed: "a finite number, below 1e30 in size")
    }
    return number
  }

  /// As they are where they fit, else from end to end of what is allowed.
  private static func scale(_ name: String, _ numbers: [Double], reach: Double, to end: Double) -> Scale {
    let (low, high) = (numbers.min() ?? 0, numbers.max() ?? 0)
    guard low < -reach || high > reach else { return Scale(name: name, origin: 0, factor: 1) }
    return Scale(name: name, origin: (low + high) / 2, factor: high > low ? 2 * end / (high - low) : 1)
  }
}

extension PlaygroundTable {
  /// Points as such a table, with a line of names first.
  public static func text(_ points: [(point: PlanePoint, isTest: Bool)]) -> String {
    "x1,x2,target\n" + points.map { "\($0.point.x),\($0.point.y),\($0.point.target)\n" }.joined()
  }
}
