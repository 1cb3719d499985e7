public import Files

/// What a tensor in a file shall be.
public struct TensorDeclaration: Equatable, Sendable {
  /// Its name.
  public var name: String
  /// What its numbers are stored as: `float32`, `float16`, `int64` or `uint8`.
  public var type: ElementType
  /// Sizes, outermost first.
  public var shape: [Int]

  /// A tensor to be.
  public init(name: String, type: ElementType, shape: [Int]) {
    self.name = name
    self.type = type
    self.shape = shape
  }
}

/// Writes a safetensors file: the header first, then the tensors in the order in which they were declared.
///
/// The file appears in its place when ``finish()`` returns, whole or not at all. Numbers pass through; nothing the size
/// of a tensor is kept.
public struct SafetensorsWriter: ~Copyable {
  /// What Python's `transformers` wants to see before it loads a file.
  public static let metadata = [(name: "format", text: "pt")]
  private static let chunk = 32_768

  private let path: String
  private let declarations: [TensorDeclaration]
  private let half: HalfConversion
  private var file: AtomicFile
  private var written = 0

  /// Begins a file.
  ///
  /// - Parameter following: Whether a person has named the path (``AtomicFile/init(replacing:following:using:)``).
  /// - Precondition: names differ, types are ones that can be written, and each tensor begins at a multiple of its
  ///   number's size (declare the wider types first).
  public init(
    path: String, following: Bool = false, declaring declarations: [TensorDeclaration],
    metadata: [(name: String, text: String)] = SafetensorsWriter.metadata,
    converting half: HalfConversion = .portable, using system: FileSystem = .system
  ) throws(SafetensorsError) {
    self.path = path
    self.declarations = declarations
    self.half = half
    file = try Self.begin(
      path, following, SafetensorsHeader.bytes(declaring: declarations, metadata: metadata), using: system)
  }

  private static func begin(
    _ path: String, _ following: Bool, _ bytes: [UInt8], using system: FileSystem
  ) throws(SafetensorsError) -> AtomicFile {
    do throws(FileError) {
      var file = try AtomicFile(replacing: path, following: following, using: system)
      try file.write(bytes)
      return file
    } catch { throw SafetensorsError(file: path, problem: .file(error)) }
  }

  /// Appends the next tensor's numbers, as singles or halves, as declared.
  ///
  /// - Precondition: they are as many as declared.
  public mutating func append(_ numbers: UnsafeBufferPointer<Float>) throws(SafetensorsError) {
    let declaration = next(count: numbers.count)
    switch declaration.type {
    case .float32: try write(UnsafeRawBufferPointer(numbers))
    case .float16: try appendHalves(of: numbers, name: declaration.name)
    default: preconditionFailure("tensor \(declaration.name) is declared as \(declaration.type), not floating-point")
    }
  }

  /// Appends the next tensor's numbers, as singles or halves, as declared.
  public mutating func append(_ numbers: [Float]) throws(SafetensorsError) {
    try numbers.withUnsafeBufferPointer { buffer throws(SafetensorsError) in try append(buffer) }
  }

  /// Appends the next tensor's whole numbers.
  ///
  /// - Precondition: they are as many as declared, as `int64`.
  public mutating func append(integers: [Int]) throws(SafetensorsError) {
    let declaration = next(count: integers.count)
    precondition(declaration.type == .int64, "tensor \(declaration.name) is declared as \(declaration.type), not int64")
    try integers.map { Int64($0).littleEndian }.withUnsafeBufferPointer { buffer throws(SafetensorsError) in
      try write(UnsafeRawBufferPointer(buffer))
    }
  }

  /// Appends the next tensor's bytes.
  ///
  /// - Precondition: they are as many as declared, as `uint8`.
  public mutating func append(bytes: [UInt8]) throws(SafetensorsError) {
    let declaration = next(count: bytes.count)
    precondition(declaration.type == .uint8, "tensor \(declaration.name) is declared as \(declaration.type), not uint8")
    try bytes.withUnsafeBufferPointer { buffer throws(SafetensorsError) in try write(UnsafeRawBufferPointer(buffer)) }
  }

  /// Puts the file in its place.
  ///
  /// - Precondition: every declared tensor was appended.
  public consuming func finish() throws(SafetensorsError) {
    precondition(written == declarations.count, "\(written) of \(declarations.count) tensors were written to \(path)")
    let path = path
    do throws(FileError) { try file.commit() } catch { throw SafetensorsError(file: path, problem: .file(error)) }
  }

  private mutating func next(count: Int) -> TensorDeclaration {
    precondition(written < declarations.count, "more tensors than the \(declarations.count) declared for \(path)")
    let declaration = declarations[written]
    let expected = declaration.shape.reduce(1, *)
    precondition(
      count == expected, "tensor \(declaration.name) of shape \(declaration.shape) was given \(count) numbers")
    written += 1
    return declaration
  }

  private mutating func appendHalves(
    of numbers: UnsafeBufferPointer<Float>, name: String
  ) throws(SafetensorsError) {
    let halves = UnsafeMutableBufferPointer<UInt16>.allocate(capacity: min(numbers.count, Self.chunk))
    defer { halves.deallocate() }
    guard let first = halves.baseAddress, let source = numbers.baseAddress else { return }
    for start in stride(from: 0, to: numbers.count, by: Self.chunk) {
      let count = min(Self.chunk, numbers.count - start)
      half.narrow(source + start, first, count)
      for index in 0..<count where first[index] & 0x7FFF == 0x7C00 && numbers[start + index].isFinite {
        throw SafetensorsError(file: path, problem: .tooLargeForHalf(name: name, value: numbers[start + index]))
      }
      try write(UnsafeRawBufferPointer(start: first, count: count * 2))
    }
  }

  private mutating func write(_ bytes: UnsafeRawBufferPointer) throws(SafetensorsError) {
    do throws(FileError) { try file.write(bytes) } catch { throw SafetensorsError(file: path, problem: .file(error)) }
  }
}
