internal import Files
internal import StrictJSON
internal import Wording

/// An open safetensors file, or the bytes of one in memory: checked as a whole, read tensor by tensor.
///
/// The file is untrusted. Opening it reads the header alone and allocates nothing that the file only claims to hold.
public struct SafetensorsFile: ~Copyable {
  private enum Source: ~Copyable {
    case file(InputFile)
    case memory([UInt8])

    var size: Int {
      switch self {
      case .file(let file): file.size
      case .memory(let bytes): bytes.count
      }
    }
  }

  /// The name that errors bear.
  public let name: String
  /// What is in it.
  public let header: SafetensorsHeader
  private let dataStart: Int
  private let source: Source

  /// Opens a file and checks its header.
  public init(path: String) throws(SafetensorsError) {
    try self.init(name: path, source: Self.open(path))
  }

  private static func open(_ path: String) throws(SafetensorsError) -> Source {
    do throws(FileError) { return .file(try InputFile(path: path)) } catch {
      throw SafetensorsError(file: path, problem: .file(error))
    }
  }

  /// Checks the header of a file in memory.
  public init(bytes: [UInt8], name: String) throws(SafetensorsError) {
    try self.init(name: name, source: .memory(bytes))
  }

  private init(name: String, source: consuming Source) throws(SafetensorsError) {
    (header, dataStart) = try Self.header(of: source, name: name)
    self.name = name
    self.source = source
  }

  private static func header(
    of source: borrowing Source, name: String
  ) throws(SafetensorsError) -> (header: SafetensorsHeader, dataStart: Int) {
    do throws(SafetensorsError.Problem) {
      guard source.size >= 8 else { throw .tooShort(bytes: source.size) }
      let available = source.size - 8
      let claimed = try bytes(of: source, at: 0, count: 8).reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
      guard claimed <= UInt64(available) else { throw .headerBeyondEnd(claimed: claimed, available: available) }
      guard claimed <= UInt64(SafetensorsHeader.longest) else {
        throw .headerTooLong(claimed: claimed, limit: SafetensorsHeader.longest)
      }
      let headerBytes = try bytes(of: source, at: 8, count: Int(claimed))
      return (
        try SafetensorsHeader(parsing: headerBytes, dataByteCount: available - headerBytes.count), 8 + headerBytes.count
      )
    } catch { throw SafetensorsError(file: name, problem: error) }
  }

  private static func bytes(
    of source: borrowing Source, at offset: Int, count: Int
  ) throws(SafetensorsError.Problem) -> [UInt8] {
    switch source {
    case .memory(let bytes): return Array(bytes[offset..<offset + count])
    case .file(let file):
      do throws(FileError) { return try file.bytes(at: offset, count: count) } catch { throw .file(error) }
    }
  }

  /// An error about this file.
  borrowing func error(_ problem: SafetensorsError.Problem) -> SafetensorsError {
    SafetensorsError(file: name, problem: problem)
  }

  /// Fills a buffer with bytes of the data section.
  borrowing func read(
    into buffer: UnsafeMutableRawBufferPointer, at offset: Int
  ) throws(SafetensorsError) {
    switch source {
    case .memory(let bytes):
      bytes.withUnsafeBytes {
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[(dataStart + offset)...].prefix(buffer.count)))
      }
    case .file(let file):
      do throws(FileError) { try file.read(into: buffer, at: dataStart + offset) } catch {
        throw self.error(.file(error))
      }
    }
  }

  /// The tensor of a name; where there is none the error names the nearest.
  public borrowing func entry(named name: String) throws(SafetensorsError) -> TensorEntry {
    guard let entry = header.entry(named: name) else {
      throw error(.missingTensor(name: name, nearest: nearestName(to: name, among: header.entries.map(\.name))))
    }
    return entry
  }

  /// The tensor of a name and shape.
  public borrowing func entry(named name: String, shape: [Int]) throws(SafetensorsError) -> TensorEntry {
    let entry = try entry(named: name)
    guard entry.shape == shape else { throw error(.shapeMismatch(name: name, expected: shape, found: entry.shape)) }
    return entry
  }
}
