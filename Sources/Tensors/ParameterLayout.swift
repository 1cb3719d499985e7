public import KernelTypes

/// Where each of a model's parameters stands in one flat run of numbers.
///
/// Parameters, their gradients and the optimiser's moments share the layout, so that optimiser and checkpoint are
/// single loops. Every parameter starts on a cache line; the gaps hold zeros and stay zero.
public struct ParameterLayout: Equatable, Sendable {
  /// One parameter: its name (as in the checkpoint's files), its shape and where it starts.
  public struct Entry: Equatable, Sendable {
    /// Name, as GPT-2's checkpoint spells it without the `transformer.` prefix.
    public let name: String
    /// Sizes, outermost first.
    public let shape: [Int]
    /// Index of its first number in the flat run.
    public let offset: Int
    /// How many numbers.
    public var count: Int { shape.reduce(1, *) }
    /// Whether it is a matrix of several rows, which may have 16 bits a number where vectors are singles all the same.
    public var isMatrix: Bool { shape.count == 2 && shape[0] > 1 }
    /// The numbers it takes in the flat run.
    public var range: Range<Int> { offset..<offset + count }
  }

  /// The parameters in the order in which they were added.
  public private(set) var entries: [Entry] = []
  /// Length of the flat run.
  public private(set) var count = 0

  /// An empty layout.
  public init() {}

  /// Adds a parameter and returns its handle.
  public mutating func add(_ name: String, shape: [Int]) -> ParameterID {
    let entry = Entry(name: name, shape: shape, offset: count)
    entries.append(entry)
    count += (entry.count + 15) / 16 * 16
    return ParameterID(index: entries.count - 1)
  }

  /// The entry behind a handle.
  public subscript(parameter: ParameterID) -> Entry { entries[parameter.index] }

  /// The entry of a name, or nil.
  public func entry(named name: String) -> Entry? { entries.first { $0.name == name } }

  /// Where each parameter starts in the run of those alone that are no matrices; of a matrix where the next one would.
  var vectorOffsets: [Int] {
    var count = 0
    return entries.map { entry in
      defer { if !entry.isMatrix { count += (entry.count + 15) / 16 * 16 } }
      return count
    }
  }

  /// Bytes that parameters under this layout take whose matrices have a format; `Int.max` where they are beyond counting.
  public func bytes(_ format: WeightFormat) -> Int {
    var bytes = ByteCount()
    bytes.add([count, format.bytes])
    guard format != .float32 else { return bytes.value }
    for entry in entries where !entry.isMatrix { bytes.add([entry.count + 15, MemoryLayout<Float>.stride]) }
    return bytes.value
  }

  /// How many numbers a person would count: without the gaps.
  public var parameterCount: Int { entries.reduce(0) { $0 + $1.count } }
}

/// Handle of a parameter: its place in the layout.
public struct ParameterID: Hashable, Sendable {
  /// Position in ``ParameterLayout/entries``.
  public let index: Int

  /// The handle of the entry at a position.
  public init(index: Int) { self.index = index }
}
