internal import Files
internal import Wording

extension SafetensorsError: CustomStringConvertible {
  /// File and problem in one line, free of control characters.
  public var description: String { plain(file) + ": " + problem.description }
}

extension SafetensorsError.Problem: CustomStringConvertible {
  /// What was found, what is allowed and what to do.
  public var description: String {
    switch self {
    case .file(let error): error.reason
    case .tooShort, .headerBeyondEnd, .headerTooLong, .headerNotObject, .header, .mismatch: headerDescription
    case .unknownField, .unknownElementType, .rankTooLarge, .shapeTooLarge, .invalidOffsets, .lengthMismatch:
      tensorDescription
    case .gap, .overlap, .dataMissing, .trailingData: layoutDescription
    case .missingTensor, .shapeMismatch, .notConvertible, .tooLargeForHalf: requestDescription
    }
  }

  /// The length of the header that the beginning of a Git LFS pointer, `version `, would be.
  private static var pointer: UInt64 { 0x206E_6F69_7372_6576 }

  private var headerDescription: String {
    switch self {
    case .tooShort(let bytes): "has \(counted(bytes, "byte")), and a safetensors file at least 8 (truncated download?)"
    case .headerBeyondEnd(let claimed, _) where claimed == Self.pointer:
      "is a pointer of Git LFS, not the weights; in its repository, git lfs pull fetches them"
    case .headerBeyondEnd(let claimed, let available):
      "header claims \(counted(claimed, "byte")) but only \(grouped(available)) follow (truncated download?)"
    case .headerTooLong(let claimed, let limit):
      "header claims \(counted(claimed, "byte")), and at most \(grouped(limit)) are allowed (not a safetensors file?)"
    case .headerNotObject: "header does not begin with '{' (not a safetensors file?)"
    case .header(let error): "header, \(error)"
    case .mismatch(let mismatch): "header, \(mismatch)"
    default: ""
    }
  }

  private var tensorDescription: String {
    switch self {
    case .unknownField(let tensor, let field):
      "tensor \(quoted(tensor)) has a field \(quoted(field)); allowed are dtype, shape and data_offsets"
    case .unknownElementType(let tensor, let found):
      "tensor \(quoted(tensor)) has dtype \(quoted(found)); known are "
        + ElementType.allCases.map(\.rawValue).joined(separator: ", ")
    case .rankTooLarge(let tensor, let rank, let limit):
      "tensor \(quoted(tensor)) has \(grouped(rank)) dimensions, and at most \(limit) are allowed"
    case .shapeTooLarge(let tensor, let shape):
      "tensor \(quoted(tensor)) of shape \(written(shape: shape)) has more bytes than can be counted"
    case .invalidOffsets(let tensor, let offsets):
      "tensor \(quoted(tensor)) has data_offsets \(written(shape: Array(offsets.prefix(8)))); "
        + "allowed are two, the first not above the second"
    case .lengthMismatch(let tensor, let shape, let type, let needed, let found):
      "tensor \(quoted(tensor)) of \(type.rawValue) \(written(shape: shape)) needs \(counted(needed, "byte")), "
        + "and its data_offsets span \(grouped(found))"
    default: ""
    }
  }

  private var layoutDescription: String {
    switch self {
    case .gap(let tensor, let begin, let expected):
      "tensor \(quoted(tensor)) begins at \(grouped(begin)), and the data before it ends at \(grouped(expected)): "
        + "a hole of \(counted(begin - expected, "byte"))"
    case .overlap(let tensor, let other): "tensors \(quoted(other)) and \(quoted(tensor)) overlap"
    case .dataMissing(let needed, let available):
      "its tensors need \(counted(needed, "byte")) but only \(grouped(available)) follow the header "
        + "(truncated download?)"
    case .trailingData(let needed, let available):
      "the file goes on for \(counted(available - needed, "byte")) after the last tensor, and must end with it"
    default: ""
    }
  }

  private var requestDescription: String {
    switch self {
    case .missingTensor(let name, let nearest, let others):
      "no tensor \(quoted(name))" + (others == 0 ? "" : ", and \(others) more are missing")
        + (nearest.map { "; the nearest name is \(quoted($0))" } ?? "")
    case .shapeMismatch(let name, let expected, let found):
      "tensor \(quoted(name)) has shape \(written(shape: found)), and \(written(shape: expected)) is needed"
    case .notConvertible(let name, let type, let wanted):
      "tensor \(quoted(name)) holds \(type.rawValue), which cannot be read as \(wanted)"
    case .tooLargeForHalf(let name, let value):
      "tensor \(quoted(name)) holds \(value), and float16 reaches to 65504; save it as float32"
    default: ""
    }
  }
}
