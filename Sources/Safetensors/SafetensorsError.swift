public import Files
public import StrictJSON

/// Why a safetensors file cannot be used.
public struct SafetensorsError: Error, Equatable, Sendable {
  /// The file, as it was named.
  public let file: String
  /// What is wrong with it.
  public let problem: Problem

  /// A problem with a file.
  public init(file: String, problem: Problem) {
    self.file = file
    self.problem = problem
  }

  /// What can be wrong. A `tensor` is the name of one.
  public enum Problem: Error, Equatable, Sendable {
    /// The system did not let the file be read or written.
    case file(FileError)
    /// Not even the header's length fits.
    case tooShort(bytes: Int)
    /// The header would reach past the end.
    case headerBeyondEnd(claimed: UInt64, available: Int)
    /// The header is longer than any header needs to be.
    case headerTooLong(claimed: UInt64, limit: Int)
    /// The header does not begin with an object.
    case headerNotObject
    /// The header is not JSON.
    case header(JSONError)
    /// A value in the header is of the wrong kind.
    case mismatch(JSONMismatch)
    /// A tensor has something else than `dtype`, `shape` and `data_offsets`.
    case unknownField(tensor: String, field: String)
    /// A number format that is not known.
    case unknownElementType(tensor: String, found: String)
    /// A shape has too many dimensions.
    case rankTooLarge(tensor: String, rank: Int, limit: Int)
    /// The number of bytes of a shape does not fit an integer.
    case shapeTooLarge(tensor: String, shape: [Int])
    /// A tensor's data ends before it begins, or there are not two offsets.
    case invalidOffsets(tensor: String, offsets: [Int])
    /// A tensor's data is longer or shorter than its shape asks for.
    case lengthMismatch(tensor: String, shape: [Int], type: ElementType, needed: Int, found: Int)
    /// Bytes that belong to no tensor stand before one.
    case gap(tensor: String, begin: Int, expected: Int)
    /// A tensor begins inside another.
    case overlap(tensor: String, other: String)
    /// The tensors need more bytes than there are.
    case dataMissing(needed: Int, available: Int)
    /// Bytes follow the last tensor.
    case trailingData(needed: Int, available: Int)
    /// A tensor that is asked for is not there.
    /// - others: How many more are missing.
    case missingTensor(name: String, nearest: String?, others: Int = 0)
    /// A tensor's shape is not the one asked for.
    case shapeMismatch(name: String, expected: [Int], found: [Int])
    /// A tensor's numbers cannot be read as what is asked for.
    case notConvertible(name: String, type: ElementType, wanted: String)
    /// A number is too large for half precision.
    case tooLargeForHalf(name: String, value: Float)
  }
}
