public import KernelTypes

/// A model's numbers under a layout: a plain value, copied when it is changed while shared.
///
/// Matrices may have 16 bits a number, so that a model takes half the memory, and a token of generation, which is as fast as
/// the weights are read, half the time. Vectors (biases, gains) are singles in any case.
public struct Parameters: Equatable, Sendable {
  /// Where each parameter stands.
  public let layout: ParameterLayout
  /// How the matrices stand in memory.
  public let format: WeightFormat
  /// The flat run, or that of the vectors alone; followed by the slack that kernels may read.
  private var storage: [Float]
  /// The flat run in 16 bits, of which the vectors' places are unused; empty where matrices are singles.
  private var halves: [UInt16]

  /// Zeros.
  public init(layout: ParameterLayout, format: WeightFormat = .float32) {
    self.layout = layout
    self.format = format
    let vectors = layout.entries.reduce(0) { $0 + ($1.isMatrix ? 0 : ($1.count + 15) / 16 * 16) }
    storage = [Float](repeating: 0, count: (format == .float32 ? layout.count : vectors) + KernelSet.slack)
    halves = [UInt16](repeating: 0, count: format == .float32 ? 0 : layout.count + KernelSet.slack)
  }

  /// Numbers that are still to be set, all of them: until then they are whatever the memory held. The gaps between parameters
  /// hold zeros.
  public init(unsetUnder layout: ParameterLayout, format: WeightFormat) {
    self.layout = layout
    self.format = format
    let vectors = layout.entries.reduce(0) { $0 + ($1.isMatrix ? 0 : ($1.count + 15) / 16 * 16) }
    let ranges =
      format == .float32
      ? layout.entries.map(\.range)
      : zip(layout.entries, layout.vectorOffsets).compactMap { $0.isMatrix ? nil : $1..<$1 + $0.count }
    storage = Self.unset((format == .float32 ? layout.count : vectors) + KernelSet.slack, but: ranges, zero: 0)
    halves =
      format == .float32
      ? [] : Self.unset(layout.count + KernelSet.slack, but: layout.entries.filter(\.isMatrix).map(\.range), zero: 0)
  }

  /// Memory in large pages where there is much of it, zeros outside of the given ranges, which follow each other.
  private static func unset<Number>(_ count: Int, but ranges: [Range<Int>], zero: Number) -> [Number] {
    [Number](unsafeUninitializedCapacity: count) { buffer, initialized in
      FloatBuffer.preferLargePages(UnsafeMutableRawBufferPointer(buffer))
      var end = 0
      for range in ranges + [count..<count] {
        buffer[end..<range.lowerBound].initialize(repeating: zero)
        end = range.upperBound
      }
      initialized = count
    }
  }

  /// The numbers of one parameter. In a matrix of 16 bits they are rounded when they are set, to the nearest, ties to even.
  public subscript(entry: ParameterLayout.Entry) -> ArraySlice<Float> {
    get {
      guard isHalf(entry) else { return storage[vectorRange(entry)] }
      return halves[entry.range].withUnsafeBufferPointer { bits in
        ArraySlice(
          [Float](unsafeUninitializedCapacity: bits.count) { buffer, count in
            for (place, bits) in bits.enumerated() { buffer.initializeElement(at: place, to: format.number(bits)) }
            count = bits.count
          })
      }
    }
    set {
      precondition(newValue.count == entry.count, "\(entry.name) takes \(entry.count) numbers, not \(newValue.count)")
      if isHalf(entry) {
        for (place, number) in zip(entry.range, newValue) { halves[place] = format.bits(number) }
      } else {
        storage.replaceSubrange(vectorRange(entry), with: newValue)
      }
    }
  }

  /// The numbers behind a handle.
  public subscript(parameter: ParameterID) -> ArraySlice<Float> { self[layout[parameter]] }

  /// One parameter as a tensor of its own, or nil where the name is unknown.
  public func tensor(named name: String) -> Tensor? {
    layout.entry(named: name).map { Tensor(shape: $0.shape, values: Array(self[$0])) }
  }

  /// The same numbers with matrices in another format, rounded where it holds fewer digits.
  public func converted(to format: WeightFormat) -> Parameters {
    guard format != self.format else { return self }
    var converted = Parameters(layout: layout, format: format)
    for entry in layout.entries { converted[entry] = self[entry] }
    return converted
  }

  private func isHalf(_ entry: ParameterLayout.Entry) -> Bool { format != .float32 && entry.isMatrix }

  /// Where a parameter of singles stands.
  private func vectorRange(_ entry: ParameterLayout.Entry) -> Range<Int> {
    guard format != .float32, let index = layout.entries.firstIndex(where: { $0.offset == entry.offset }) else {
      return entry.range
    }
    let start = layout.vectorOffsets[index]
    return start..<start + entry.count
  }

  /// Lends the flat run for reading.
  ///
  /// - Precondition: matrices are singles, as all that is trained.
  public func withUnsafePointer<Result, Failure: Error>(
    _ body: (UnsafePointer<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    precondition(format == .float32, "a flat run of \(format)")
    return try storage.withUnsafeBufferPointer { buffer throws(Failure) in try body(Self.base(buffer)) }
  }

  /// Lends the numbers for reading, whatever their format.
  public func withWeights<Result, Failure: Error>(
    _ body: (WeightsPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try storage.withUnsafeBufferPointer { buffer throws(Failure) in
      let singles = Self.base(buffer)
      guard format != .float32 else { return try body(WeightsPointer(singles)) }
      return try halves.withUnsafeBufferPointer { halves throws(Failure) in
        guard let start = halves.baseAddress else { preconditionFailure("parameters always hold the slack") }
        return try body(WeightsPointer(vectors: singles, matrices: HalfMatrix(start, format)))
      }
    }
  }

  /// Lends one parameter for reading, as singles: those of a matrix of 16 bits are made for the moment.
  public func withNumbers<Result>(of parameter: ParameterID, _ body: (UnsafePointer<Float>) -> Result) -> Result {
    let entry = layout[parameter]
    if format == .float32 { return withUnsafePointer { body($0 + entry.offset) } }
    let numbers = Array(self[entry]) + [Float](repeating: 0, count: KernelSet.slack)
    return numbers.withUnsafeBufferPointer { body(Self.base($0)) }
  }

  /// Lends the flat run for changing.
  ///
  /// - Precondition: matrices are singles.
  public mutating func withUnsafeMutablePointer<Result, Failure: Error>(
    _ body: (UnsafeMutablePointer<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    precondition(format == .float32, "a flat run of \(format)")
    return try storage.withUnsafeMutableBufferPointer { buffer throws(Failure) in
      guard let base = buffer.baseAddress else { preconditionFailure("parameters always hold the slack") }
      return try body(base)
    }
  }

  /// Where numbers of a parameter stand that may be written.
  public enum Place {
    /// As singles.
    case singles(UnsafeMutablePointer<Float>)
    /// In the 16 bits of the parameters' format.
    case halves(UnsafeMutablePointer<UInt16>)
  }

  /// Lends a parameter for writing, its numbers in their format.
  public mutating func withPlace<Result, Failure: Error>(
    of entry: ParameterLayout.Entry, _ body: (Place) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard isHalf(entry) else {
      let start = vectorRange(entry).lowerBound
      return try storage.withUnsafeMutableBufferPointer { buffer throws(Failure) in
        guard let base = buffer.baseAddress else { preconditionFailure("parameters always hold the slack") }
        return try body(.singles(base + start))
      }
    }
    return try halves.withUnsafeMutableBufferPointer { buffer throws(Failure) in
      guard let base = buffer.baseAddress else { preconditionFailure("parameters always hold the slack") }
      return try body(.halves(base + entry.offset))
    }
  }

  private static func base(_ buffer: UnsafeBufferPointer<Float>) -> UnsafePointer<Float> {
    guard let base = buffer.baseAddress else { preconditionFailure("parameters always hold the slack") }
    return base
  }
}

/// A model's numbers, lent for reading.
public struct WeightsPointer {
  /// The flat run under the layout, or that of the vectors alone.
  let singles: UnsafePointer<Float>
  /// The flat run in 16 bits, where matrices have so many.
  let halves: HalfMatrix?

  /// The flat run of singles.
  public init(_ singles: UnsafePointer<Float>) { (self.singles, halves) = (singles, nil) }

  init(vectors: UnsafePointer<Float>, matrices: HalfMatrix) { (singles, halves) = (vectors, matrices) }

  /// A parameter of singles; of one in 16 bits some readable place.
  public func vector(_ parameter: ParameterID, in layout: ParameterLayout) -> UnsafePointer<Float> {
    singles + (halves == nil ? layout[parameter].offset : layout.vectorOffsets[parameter.index])
  }

  /// A parameter in 16 bits; nil where it is one of singles.
  public func halves(_ parameter: ParameterID, in layout: ParameterLayout) -> HalfMatrix? {
    layout[parameter].isMatrix ? halves.map { $0 + layout[parameter].offset } : nil
  }
}
