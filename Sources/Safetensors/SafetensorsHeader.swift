internal import StrictJSON

/// What a file says about one of its tensors.
public struct TensorEntry: Equatable, Sendable {
  /// Its name.
  public let name: String
  /// What its numbers are.
  public let type: ElementType
  /// Sizes, outermost first; empty for a single number.
  public let shape: [Int]
  /// Where its bytes stand, counted from the end of the header.
  public let range: Range<Int>

  /// How many numbers it holds.
  public var count: Int { range.count / type.byteCount }
}

/// The header of a safetensors file: what is in it and where, checked against the size of the data.
///
/// - SeeAlso: https://huggingface.co/docs/safetensors
public struct SafetensorsHeader: Equatable, Sendable {
  /// A header's greatest length; the format's own limit.
  public static let longest = 100_000_000
  /// The most dimensions of a tensor.
  public static let highestRank = 8

  /// The tensors in the order of their data.
  public let entries: [TensorEntry]
  /// What the writer noted, in order.
  public let metadata: [(name: String, text: String)]
  private let index: [ByteKey: Int]

  /// Reads and checks a header.
  ///
  /// - Parameters:
  ///   - bytes: The header's JSON.
  ///   - dataByteCount: How many bytes follow it.
  public init(parsing bytes: [UInt8], dataByteCount: Int) throws(SafetensorsError.Problem) {
    guard bytes.first == UInt8(ascii: "{") else { throw .headerNotObject }
    let limits = JSONLimits(bytes: Self.longest, depth: 8, values: 8_000_000)
    let value: JSONValue
    do throws(JSONError) { value = try JSONValue(parsing: bytes, limits: limits) } catch { throw .header(error) }
    guard case .object(let object) = value else { throw .headerNotObject }

    var entries: [TensorEntry] = []
    var metadata: [(name: String, text: String)] = []
    for member in object.members {
      if haveSameBytes(member.name, "__metadata__") {
        metadata = try inHeader { () throws(JSONMismatch) in try Self.metadata(member.value) }
      } else {
        entries.append(try TensorEntry(name: member.name, value: member.value))
      }
    }
    // Empty tensors stand before the one that begins where they do, so that the order is the data's.
    entries.sort { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
    try Self.checkLayout(of: entries, dataByteCount: dataByteCount)
    self.entries = entries
    self.metadata = metadata
    index = Dictionary(uniqueKeysWithValues: entries.enumerated().map { (ByteKey($1.name), $0) })
  }

  /// The tensor of a name, compared by bytes, or nil.
  public func entry(named name: String) -> TensorEntry? { index[ByteKey(name)].map { entries[$0] } }

  private static func metadata(_ value: JSONValue) throws(JSONMismatch) -> [(name: String, text: String)] {
    var result: [(name: String, text: String)] = []
    for member in try value.object(at: "__metadata__").members {
      result.append((member.name, try member.value.string(at: "__metadata__." + member.name)))
    }
    return result
  }

  /// Every byte of the data belongs to exactly one tensor.
  private static func checkLayout(
    of entries: [TensorEntry], dataByteCount: Int
  ) throws(SafetensorsError.Problem) {
    var end = 0
    var last = ""
    for entry in entries {
      guard entry.range.lowerBound >= end else { throw .overlap(tensor: entry.name, other: last) }
      guard entry.range.lowerBound == end else {
        throw .gap(tensor: entry.name, begin: entry.range.lowerBound, expected: end)
      }
      end = entry.range.upperBound
      last = entry.name
    }
    guard end <= dataByteCount else { throw .dataMissing(needed: end, available: dataByteCount) }
    guard end == dataByteCount else { throw .trailingData(needed: end, available: dataByteCount) }
  }

  /// Whether both describe the same tensors in the same places, with the same notes.
  public static func == (a: Self, b: Self) -> Bool {
    a.entries == b.entries && a.metadata.elementsEqual(b.metadata, by: ==)
  }
}

extension TensorEntry {
  /// Reads a tensor's three fields, and checks that its bytes are as many as its shape asks for.
  init(name: String, value: JSONValue) throws(SafetensorsError.Problem) {
    let fields = try inHeader { () throws(JSONMismatch) in try value.object(at: name) }
    let known = ["dtype", "shape", "data_offsets"]
    if let unknown = fields.members.first(where: { !known.contains($0.name) }) {
      throw .unknownField(tensor: name, field: unknown.name)
    }
    let typeName = try inHeader { () throws(JSONMismatch) in
      try fields.required("dtype", at: name).string(at: name + ".dtype")
    }
    guard let type = ElementType(rawValue: typeName) else {
      throw .unknownElementType(tensor: name, found: typeName)
    }
    let shape = try Self.numbers("shape", of: fields, at: name)
    guard shape.count <= SafetensorsHeader.highestRank else {
      throw .rankTooLarge(tensor: name, rank: shape.count, limit: SafetensorsHeader.highestRank)
    }
    let offsets = try Self.numbers("data_offsets", of: fields, at: name)
    guard offsets.count == 2, offsets[0] <= offsets[1] else { throw .invalidOffsets(tensor: name, offsets: offsets) }
    guard let needed = byteCount(of: type, shape: shape) else { throw .shapeTooLarge(tensor: name, shape: shape) }
    let range = offsets[0]..<offsets[1]
    guard range.count == needed else {
      throw .lengthMismatch(tensor: name, shape: shape, type: type, needed: needed, found: range.count)
    }
    self.init(name: name, type: type, shape: shape, range: range)
  }

  private static func numbers(
    _ field: String, of fields: JSONObject, at name: String
  ) throws(SafetensorsError.Problem) -> [Int] {
    try inHeader { () throws(JSONMismatch) in
      var numbers: [Int] = []
      for element in try fields.required(field, at: name).array(at: "\(name).\(field)") {
        numbers.append(try element.integer(at: "\(name).\(field)"))
      }
      return numbers
    }
  }
}

/// How many bytes numbers of a type and shape take, or nil where an integer cannot hold it.
func byteCount(of type: ElementType, shape: [Int]) -> Int? {
  var product = type.byteCount
  for size in shape {
    let (next, overflows) = product.multipliedReportingOverflow(by: size)
    guard !overflows else { return nil }
    product = next
  }
  return product
}

/// Runs a step that reads JSON, and words its error as one of the header.
private func inHeader<Result>(
  _ body: () throws(JSONMismatch) -> Result
) throws(SafetensorsError.Problem) -> Result {
  do throws(JSONMismatch) { return try body() } catch { throw .mismatch(error) }
}
