internal import Files
internal import Models
internal import Safetensors
internal import StrictJSON
internal import Tensors
private import Wording

extension Checkpoint {
  /// Reads a file, which may come from anywhere, and compares its checksum.
  ///
  /// Nothing is allocated before the file is known to hold what its plan asks for.
  /// - Throws: `tensors` where it is no such file or can't be read, `damaged` where it holds something else.
  public init(path: String) throws(TrainingError) {
    let reader = try CheckpointReader.open(path: path)
    let parts = reader.parts
    for (name, layout) in parts { try reader.check(name, layout) }
    var checksum = Checksum(plan: reader.texts.plan, progress: reader.texts.progress)
    var numbers: [Parameters] = []
    for (name, layout) in parts { numbers.append(try reader.parameters(name, layout, &checksum)) }
    try reader.compare(checksum)
    self.init(
      plan: reader.plan, progress: reader.progress, parameters: numbers[0], firstMoments: numbers[1],
      secondMoments: numbers[2])
  }

  /// Reads a file as ``init(path:)`` does, and throws as it does, in the memory of one tensor.
  static func verify(path: String) throws(TrainingError) {
    let reader = try CheckpointReader.open(path: path)
    var checksum = Checksum(plan: reader.texts.plan, progress: reader.texts.progress)
    for (name, layout) in reader.parts {
      try reader.check(name, layout)
      for entry in layout.entries {
        var one = ParameterLayout()
        _ = one.add(entry.name, shape: entry.shape)
        _ = try reader.parameters(name, one, &checksum)
      }
    }
    try reader.compare(checksum)
  }
}

/// A checkpoint's file, of which plan and progress have been read.
private struct CheckpointReader: ~Copyable {
  /// The most that plan and progress may take; a run's own take some kilobytes.
  private static let longestText = 16_000_000

  let file: SafetensorsFile
  let texts: (plan: String, progress: String)
  let plan: TrainingPlan
  let progress: RunProgress
  /// As it stands in the file.
  let checksum: String

  static func open(path: String) throws(TrainingError) -> CheckpointReader {
    let file: SafetensorsFile
    do throws(SafetensorsError) { file = try SafetensorsFile(path: path) } catch { throw .tensors(error) }
    let notes = file.header.metadata
    func note(_ name: String, only allowed: String? = nil) throws(TrainingError) -> String {
      let text = notes.first { haveSameBytes($0.name, name) }?.text
      guard let text, text == allowed ?? text else {
        throw .damaged(
          path: path, place: "metadata \(name)", found: text.map { JSONValue.string($0).summary } ?? "nothing",
          allowed: allowed ?? "a text")
      }
      return text
    }
    func value(_ name: String, _ text: String) throws(TrainingError) -> JSONValue {
      do throws(JSONError) {
        return try JSONValue(parsing: Array(text.utf8), limits: JSONLimits(bytes: longestText))
      } catch { throw .damaged(path: path, place: "metadata \(name)", found: "\(error)", allowed: "JSON") }
    }
    _ = try note("format", only: Checkpoint.format)
    _ = try note("version", only: Checkpoint.version)
    let texts = (plan: try note("plan"), progress: try note("progress"))
    let values = (plan: try value("plan", texts.plan), progress: try value("progress", texts.progress))
    let checksum = try note("checksum")
    do throws(JSONMismatch) {
      return CheckpointReader(
        file: file, texts: texts, plan: try TrainingPlan(values.plan), progress: try RunProgress(values.progress),
        checksum: checksum)
    } catch { throw TrainingError(error, path: path) }
  }

  /// The runs of numbers that the plan asks for.
  var parts: [(name: String, layout: ParameterLayout)] {
    let layout = ModelParameters(plan.preset.model).layout
    let second = plan.preset.training.optimizer.kind.secondMomentLayout(layout)
    return [("parameters", layout), ("first_moments", layout), ("second_moments", second)]
  }

  /// Whether the numbers are those that were written, and no others.
  borrowing func compare(_ found: Checksum) throws(TrainingError) {
    guard found.text == checksum else {
      throw damaged("the checksum", found: found.text, allowed: "\(plain(checksum)), as it was written")
    }
    let count = parts.reduce(0) { $0 + $1.layout.entries.count }
    guard file.header.entries.count == count else {
      throw damaged("the tensors", found: "\(file.header.entries.count)", allowed: "\(count)")
    }
  }

  private borrowing func damaged(_ place: String, found: String, allowed: String) -> TrainingError {
    .damaged(path: file.name, place: place, found: found, allowed: allowed)
  }

  /// Whether every tensor of a layout is there, under a prefix.
  borrowing func check(_ prefix: String, _ layout: ParameterLayout) throws(TrainingError) {
    do throws(SafetensorsError) {
      for place in layout.entries {
        let entry = try entry(prefix, place)
        guard entry.type == .float32 || entry.type == .uint8 else {
          throw SafetensorsError(
            file: file.name, problem: .notConvertible(name: entry.name, type: entry.type, wanted: "F32"))
        }
        // So the file is at least three quarters of what is allocated for it.
        if entry.type == .uint8, entry.count < PackedFloats.fewestBytes(count: place.count) {
          throw SafetensorsError(
            file: file.name, problem: .shapeMismatch(name: entry.name, expected: place.shape, found: entry.shape))
        }
      }
    } catch { throw .tensors(error) }
  }

  /// The tensor of a place in a layout: of its shape, or packed.
  private borrowing func entry(
    _ prefix: String, _ place: ParameterLayout.Entry
  ) throws(SafetensorsError) -> TensorEntry {
    let name = prefix + "." + place.name
    let entry = try file.entry(named: name)
    return entry.type == .uint8 ? entry : try file.entry(named: name, shape: place.shape)
  }

  /// The numbers of all tensors under a prefix, which are added to a checksum.
  borrowing func parameters(
    _ prefix: String, _ layout: ParameterLayout, _ checksum: inout Checksum
  ) throws(TrainingError) -> Parameters {
    var parameters = Parameters(layout: layout)
    for place in layout.entries {
      let isWhole: Bool
      do throws(SafetensorsError) {
        let entry = try entry(prefix, place)
        let packed = entry.type == .uint8 ? try file.bytes(entry) : nil
        isWhole = try parameters.withUnsafeMutablePointer { start throws(SafetensorsError) in
          if let packed {
            return PackedFloats.unpack(
              packed, into: UnsafeMutableBufferPointer(start: start + place.offset, count: place.count))
          }
          try file.read(entry, into: start + place.offset)
          return true
        }
      } catch { throw .tensors(error) }
      guard isWhole else {
        throw damaged(
          "tensor \(prefix).\(place.name)", found: "other bytes", allowed: "\(grouped(place.count)) packed numbers")
      }
      checksum.add(parameters, place)
    }
    return parameters
  }
}

extension TrainingError {
  /// A member of a run's file is not what it should be.
  init(_ mismatch: JSONMismatch, path: String) {
    self = .damaged(path: path, place: mismatch.place, found: mismatch.found, allowed: mismatch.expected)
  }
}
