public import Files
public import Safetensors
internal import StrictJSON
internal import Tensors

/// A checkpoint's file: safetensors, so that any tool can look into it. The metadata hold `format`, `version`, the plan
/// and the progress as JSON, and a checksum of both and of all numbers in their order.
extension Checkpoint {
  static let format = "headscope-checkpoint"
  static let version = "1"

  /// Writes the file, whole or not at all.
  ///
  /// - Parameter packing: Whether the numbers stand there as ``PackedFloats``, which other tools can't look into.
  public func write(
    to path: String, packing isPacked: Bool = false, using system: FileSystem = .system
  ) throws(SafetensorsError) {
    let texts = (plan: plan.json.text(), progress: progress.json.text())
    let entries = parts.flatMap { part in part.numbers.layout.entries.map { (part, $0) } }
    var checksum = Checksum(plan: texts.plan, progress: texts.progress)
    for (part, entry) in entries { checksum.add(part.numbers, entry) }
    let exponents =
      isPacked ? entries.map { part, entry in part.numbers.withNumbers(of: entry, PackedFloats.exponents) } : []
    var writer = try SafetensorsWriter(
      path: path,
      declaring: entries.enumerated().map { index, place in
        let (part, entry) = place
        let name = part.name + "." + entry.name
        guard isPacked else { return TensorDeclaration(name: name, type: .float32, shape: entry.shape) }
        let size = PackedFloats.size(count: entry.count, exponents: exponents[index])
        return TensorDeclaration(name: name, type: .uint8, shape: [size])
      },
      metadata: [
        ("format", Self.format), ("version", Self.version), ("plan", texts.plan), ("progress", texts.progress),
        ("checksum", checksum.text),
      ], using: system)
    for (index, (part, entry)) in entries.enumerated() {
      try part.numbers.withNumbers(of: entry) { numbers throws(SafetensorsError) in
        if isPacked {
          try writer.append(bytes: PackedFloats.bytes(numbers, exponents: exponents[index]))
        } else {
          try writer.append(numbers)
        }
      }
    }
    try writer.finish()
  }
}

extension Parameters {
  /// Lends one tensor's numbers.
  func withNumbers<Result, Failure: Error>(
    of entry: ParameterLayout.Entry, _ body: (UnsafeBufferPointer<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try withUnsafePointer { start throws(Failure) in
      try body(UnsafeBufferPointer(start: start + entry.offset, count: entry.count))
    }
  }
}

extension Checksum {
  /// Of a checkpoint's texts; its numbers follow.
  init(plan: String, progress: String) {
    self.init()
    for text in [plan, progress] { Array(text.utf8).withUnsafeBytes { add($0) } }
  }

  /// Sixteen hexadecimal digits.
  var text: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  mutating func add(_ numbers: Parameters, _ entry: ParameterLayout.Entry) {
    numbers.withNumbers(of: entry) { add(UnsafeRawBufferPointer($0)) }
  }
}
