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
  public func write(to path: String, using system: FileSystem = .system) throws(SafetensorsError) {
    let texts = (plan: plan.json.text(), progress: progress.json.text())
    let entries = parts.flatMap { part in part.numbers.layout.entries.map { (part, $0) } }
    var checksum = Checksum(plan: texts.plan, progress: texts.progress)
    for (part, entry) in entries { checksum.add(part.numbers, entry) }
    var writer = try SafetensorsWriter(
      path: path,
      declaring: entries.map { part, entry in
        TensorDeclaration(name: part.name + "." + entry.name, type: .float32, shape: entry.shape)
      },
      metadata: [
        ("format", Self.format), ("version", Self.version), ("plan", texts.plan), ("progress", texts.progress),
        ("checksum", checksum.text),
      ], using: system)
    for (part, entry) in entries {
      try part.numbers.withUnsafePointer { start throws(SafetensorsError) in
        try writer.append(UnsafeBufferPointer(start: start + entry.offset, count: entry.count))
      }
    }
    try writer.finish()
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
    numbers.withUnsafePointer {
      add(UnsafeRawBufferPointer(start: $0 + entry.offset, count: entry.count * MemoryLayout<Float>.stride))
    }
  }
}
