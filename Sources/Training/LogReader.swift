internal import StrictJSON
private import Wording

/// Makes points of a training log's bytes, which come in pieces and from any tool: JSON Lines, CSV with a header, or a JSON
/// document with a list of objects as `trainer_state.json` of transformers.
///
/// The format is told from the contents. What can't be read is passed over and counted; nothing is kept but the line
/// under way, so a log of any size takes no memory.
public struct LogReader: Sendable {
  /// What a log is written in.
  public enum Format: Equatable, Sendable {
    /// An object a line.
    case lines
    /// Comma-separated values under a header.
    case table
    /// One JSON text.
    case document
  }

  /// A line that could not be read.
  public struct Fault: Equatable, Sendable {
    /// Counted from 1.
    public let line: Int
    /// What stands there, in words that are safe to show.
    public let found: String
  }

  /// Nil before a line was understood.
  public private(set) var format: Format?
  /// Points so far.
  public private(set) var points = 0
  /// Lines, or objects of a document, that were passed over since they can't be read.
  public private(set) var skipped = 0
  /// The first of them.
  public private(set) var firstFault: Fault?
  /// Names of the first line that was read and has no loss.
  private var foreignNames: [String] = []

  /// Bytes that were taken.
  public private(set) var bytes = 0
  private var line = 0
  private var started: [UInt8] = []
  /// The line under way is too long, and what is left of it is let go.
  private var isPassingOver = false
  private var columns: [String] = []
  private var quotes = TableQuotes()
  private var scanner = ObjectScanner()
  private var last = (step: -1, epoch: -Double.infinity, offset: 0)

  /// A reader before the first byte.
  public init() {}

  /// Takes the next piece up and hands over what it completes.
  public mutating func take(_ bytes: [UInt8], _ yield: (LogPoint) -> Void) {
    self.bytes += bytes.count
    var rest = bytes[...]
    while !rest.isEmpty {
      guard format != .document else { return scan(rest, yield) }
      let end = rest.firstIndex(of: UInt8(ascii: "\n"))
      let piece = rest[..<(end ?? rest.endIndex)]
      if !isPassingOver, started.count + piece.count > LogLines.longestLine {
        if startsDocument(started.isEmpty ? piece.prefix(64) : started[...]) {
          format = .document
          scan(started[...], yield)
          started = []
          continue
        }
        isPassingOver = true
      }
      if !isPassingOver { started += piece }
      guard let end else { return }
      rest = rest[(end + 1)...]
      endLine(yield)
    }
  }

  /// Takes a last line without its end, and says whether a document is whole. A line that is cut is no fault: it may still
  /// be written.
  public mutating func finish(_ yield: (LogPoint) -> Void) {
    settle(yield)
    if isPassingOver { fault(Self.tooLong, at: line + 1) }
    if format != .document, !started.isEmpty, !isPassingOver {
      let before = (format, skipped, firstFault)
      quotes = TableQuotes()
      endLine(yield)
      // Where nobody has said yet that this is a log at all it counts.
      if before.0 != nil { (skipped, firstFault) = (before.1, before.2) }
    }
    if format == .document, !scanner.isComplete { fault("the text ends in the middle", at: max(1, scanner.line)) }
  }

  /// Takes up a document in one line that has no end, where nothing more is there for now.
  public mutating func settle(_ yield: (LogPoint) -> Void) {
    let bytes = Self.trimmed(withoutMark(started[...]))
    guard startsDocument(bytes), bytes.first == UInt8(ascii: "[") || Self.object(bytes)?["log_history"] != nil else {
      return
    }
    format = .document
    scan(bytes, yield)
    started = []
  }

  /// What is wrong with a log of which nothing can be used, in words that are safe to show.
  public var complaint: String {
    if let fault = firstFault, foreignNames.isEmpty { return "line \(grouped(fault.line)): \(fault.found)" }
    if isPassingOver { return "line \(grouped(line + 1)): \(Self.tooLong)" }
    if format == .document { return "a JSON text without a list of objects that have a loss" }
    guard !foreignNames.isEmpty else { return line == 0 && started.isEmpty ? "it is empty" : "it holds no line" }
    let names = foreignNames.prefix(6).map { plain($0, limit: 24) }.joined(separator: ", ")
    return "no line has a loss; there is \(names)" + (foreignNames.count > 6 ? " …" : "")
  }

  /// Whether nothing but a beginning stands there, of which nothing is wrong: no line at all, a table's header, a list without an
  /// object.
  public var hasJustBegun: Bool {
    guard points == 0, skipped == 0, foreignNames.isEmpty, started.isEmpty, !isPassingOver else { return false }
    return format != .document || scanner.isComplete && scanner.hasList
  }

  /// Whether so much was read without a use that this is no log.
  public var isHopeless: Bool { points == 0 && bytes > Self.mostUseless }

  /// More than any program writes before the first loss.
  private static let mostUseless = 8_000_000
  private static let tooLong = "more than \(grouped(LogLines.longestLine)) bytes"

  /// What would have been allowed, for the same message.
  public static let allowed =
    "JSON Lines, CSV with a header and trainer_state.json are read, with names such as step and loss, train_loss, val_loss, "
    + "eval_loss"

  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
}

extension LogReader {
  private mutating func endLine(_ yield: (LogPoint) -> Void) {
    line += 1
    if format == .table, !isPassingOver {
      // A line end within quotation marks is a part of the field.
      quotes.take(started)
      if quotes.isOpen, started.count < LogLines.longestLine { return started.append(UInt8(ascii: "\n")) }
    }
    let text = started
    started.removeAll(keepingCapacity: true)
    quotes = TableQuotes()
    guard !isPassingOver else {
      isPassingOver = false
      return fault(Self.tooLong, at: line)
    }
    let bytes = Self.trimmed(withoutMark(text[...]))
    guard !bytes.isEmpty else { return }
    switch format {
    case nil:
      begin(with: bytes, yield)
      if format == .document { scan([UInt8(ascii: "\n")], yield) }
    case .lines: takeObject(bytes, yield)
    case .table: takeRow(bytes, yield)
    case .document: break
    }
  }

  /// Finds out from a line what the log is written in.
  private mutating func begin(with bytes: ArraySlice<UInt8>, _ yield: (LogPoint) -> Void) {
    let isFirst = skipped == 0
    if let object = Self.object(bytes) {
      if object["log_history"] != nil {
        format = .document
        return scan(bytes, yield)
      }
      format = .lines
      return take(object, yield)
    }
    if isFirst, bytes.count == 1 && startsDocument(bytes) || bytes.first == UInt8(ascii: "[") {
      format = .document
      return scan(bytes, yield)
    }
    let fields = TableRow.fields(bytes)
    if let fields, fields.contains(where: { Self.isLoss(LogQuantity.named($0)?.quantity) }) {
      (format, columns) = (.table, fields)
    } else {
      fault("found \(excerpt(String(decoding: bytes.prefix(160), as: UTF8.self), limit: 40))", at: line)
    }
  }

  /// The first line without a byte order mark.
  private func withoutMark(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    line <= 1 && bytes.starts(with: Self.byteOrderMark) ? bytes.dropFirst(3) : bytes
  }

  private static func isLoss(_ quantity: LogQuantity?) -> Bool { quantity == .loss || quantity == .validationLoss }

  private func startsDocument(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard format == nil, skipped == 0, let first = Self.trimmed(withoutMark(bytes)).first else { return false }
    return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
  }

  private mutating func scan(_ bytes: ArraySlice<UInt8>, _ yield: (LogPoint) -> Void) {
    var found: [ObjectScanner.Find] = []
    scanner.take(bytes) { found.append($0) }
    for find in found {
      line = find.line
      if let bytes = find.bytes { takeObject(bytes[...], yield) } else { fault("an object too long", at: find.line) }
    }
  }

  private mutating func takeObject(_ bytes: ArraySlice<UInt8>, _ yield: (LogPoint) -> Void) {
    guard let object = Self.object(bytes) else {
      return fault("found \(excerpt(String(decoding: bytes.prefix(160), as: UTF8.self), limit: 40))", at: line)
    }
    take(object, yield)
  }

  private mutating func take(_ object: JSONObject, _ yield: (LogPoint) -> Void) {
    var quantities = LogQuantities()
    for member in object.members {
      if case .object(let inner) = member.value {
        for part in inner.members { quantities.add(member.name + "/" + part.name, Self.number(part.value)) }
      } else {
        quantities.add(member.name, Self.number(member.value))
      }
    }
    let change = object["change"] == nil ? nil : try? SettingChange(object)
    take(quantities, change, names: object.members.map(\.name), yield)
  }

  private mutating func takeRow(_ bytes: ArraySlice<UInt8>, _ yield: (LogPoint) -> Void) {
    guard let fields = TableRow.fields(bytes) else { return fault("a quotation mark without its partner", at: line) }
    // A header that comes again, where somebody appended a log to another.
    guard fields != columns else { return }
    guard fields.count == columns.count else {
      return fault("\(counted(fields.count, "field")) under \(counted(columns.count, "name"))", at: line)
    }
    var quantities = LogQuantities()
    for (name, field) in zip(columns, fields) {
      let text = Self.trimmed(Array(field.utf8)[...])
      guard !text.isEmpty, LogQuantity.named(name) != nil else { continue }
      guard let value = LogQuantities.number(Substring(decoding: text, as: UTF8.self)) else {
        return fault("found \(quoted(field, limit: 40)) under \(quoted(name, limit: 40))", at: line)
      }
      quantities.add(name, value)
    }
    take(quantities, nil, names: columns, yield)
  }

  private mutating func take(
    _ quantities: LogQuantities, _ change: SettingChange?, names: [String], _ yield: (LogPoint) -> Void
  ) {
    guard quantities.hasLoss && quantities[.summary] == nil || change != nil else {
      if foreignNames.isEmpty { foreignNames = names.isEmpty ? ["{}"] : Array(names.prefix(7)) }
      return
    }
    guard var point = point(of: quantities) else { return }
    (point.loss, point.validationLoss) = (quantities[.loss], quantities[.validationLoss])
    point.validationAccuracy = quantities[.validationAccuracy]
    (point.learningRate, point.gradientNorm) = (quantities[.learningRate], quantities[.gradientNorm])
    (point.tokensPerSecond, point.seconds, point.change) = (quantities[.tokensPerSecond], quantities[.seconds], change)
    if quantities.hasLoss { points += 1 }
    yield(point)
  }

  /// A point at its step: the one that the line names, the whole epoch where it names none, else the next number.
  private mutating func point(of quantities: LogQuantities) -> LogPoint? {
    let epoch = quantities[.epoch]
    let isNext = quantities[.loss] != nil || last.step < 0
    var step = isNext ? last.step + 1 : last.step
    if let value = quantities[.step] ?? epoch.flatMap({ $0 == $0.rounded() ? $0 : nil }) {
      guard let whole = Int(exactly: value), (0...Self.mostSteps).contains(whole) else {
        fault("a step of \(value)", at: line)
        return nil
      }
      // Some count anew in each epoch.
      if quantities[.step] != nil, let epoch, epoch > last.epoch, whole + last.offset < last.step, last.epoch >= 0 {
        last.offset = last.step
      }
      step = min(whole + last.offset, Self.mostSteps)
    }
    if quantities[.loss] != nil { (last.step, last.epoch) = (step, epoch ?? last.epoch) }
    return LogPoint(step: step)
  }

  /// More steps than anybody makes, few enough for every sum.
  private static let mostSteps = 1_000_000_000_000

  private mutating func fault(_ found: String, at line: Int) {
    skipped += 1
    if firstFault == nil { firstFault = Fault(line: line, found: found) }
  }
}
