internal import KernelTypes

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

/// A model's numbers under a layout: a plain value, copied when it is changed while shared.
public struct Parameters: Equatable, Sendable {
  /// Where each parameter stands.
  public let layout: ParameterLayout
  /// The flat run, followed by the slack that kernels may read.
  private var storage: [Float]

  /// Zeros.
  public init(layout: ParameterLayout) {
    self.layout = layout
    storage = [Float](repeating: 0, count: layout.count + KernelSet.slack)
  }

  /// The numbers of one parameter.
  public subscript(entry: ParameterLayout.Entry) -> ArraySlice<Float> {
    get { storage[entry.range] }
    set {
      precondition(newValue.count == entry.count, "\(entry.name) takes \(entry.count) numbers, not \(newValue.count)")
      storage.replaceSubrange(entry.range, with: newValue)
    }
  }

  /// The numbers behind a handle.
  public subscript(parameter: ParameterID) -> ArraySlice<Float> { self[layout[parameter]] }

  /// One parameter as a tensor of its own, or nil where the name is unknown.
  public func tensor(named name: String) -> Tensor? {
    layout.entry(named: name).map { Tensor(shape: $0.shape, values: Array(self[$0])) }
  }

  /// Lends the flat run for reading.
  public func withUnsafePointer<Result, Failure: Error>(
    _ body: (UnsafePointer<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try storage.withUnsafeBufferPointer { buffer throws(Failure) in try body(Self.base(buffer)) }
  }

  /// Lends the flat run for changing.
  public mutating func withUnsafeMutablePointer<Result, Failure: Error>(
    _ body: (UnsafeMutablePointer<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try storage.withUnsafeMutableBufferPointer { buffer throws(Failure) in
      guard let base = buffer.baseAddress else { preconditionFailure("parameters always hold the slack") }
      return try body(base)
    }
  }

  private static func base(_ buffer: UnsafeBufferPointer<Float>) -> UnsafePointer<Float> {
    guard let base = buffer.baseAddress else { preconditionFailure("parameters always hold the slack") }
    return base
  }
}
