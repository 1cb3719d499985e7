internal import Files
internal import KernelTypes
internal import Models
internal import Safetensors
internal import StrictJSON
internal import Tensors
internal import Wording

/// The weights of a folder: one `model.safetensors`, or the shards that an index lists. All headers are read and checked
/// when it opens; tensors are read one by one.
struct WeightFiles {
  private static let fileName = "model.safetensors"
  private static let indexName = "model.safetensors.index.json"
  /// What is to be added to another model's weights, and is none of its own.
  private static let adapterName = "adapter_model.safetensors"
  private static let limits = JSONLimits(bytes: 64_000_000, depth: 8, values: 8_000_000)

  /// An open file cannot be copied; a box of it can stand in an array.
  private final class Shard {
    let file: SafetensorsFile
    init(_ file: consuming SafetensorsFile) { self.file = file }
  }

  private let shards: [Shard]
  /// The shard of each tensor.
  private let places: [ByteKey: Int]
  /// The names of all tensors, in the order of the files.
  let names: [String]

  init(folder: String) throws(CheckpointError) {
    let whole = folder + "/" + Self.fileName
    let index = folder + "/" + Self.indexName
    if isFile(index), !isFile(whole) {
      try self.init(folder: folder, index: index)
    } else {
      // A folder or a pipe of that name is no missing file; opening it says what it is.
      guard Files.names(inFolder: folder).contains(Self.fileName) else {
        let conversion = WeightConversion(folder: folder)
        let incomplete = ModelLocator.name(ofSnapshot: folder, whereIncomplete: true)
        let others = Files.names(inFolder: folder).filter { Self.isShardName($0) && $0 != Self.adapterName }
        guard conversion != nil || incomplete != nil || others.isEmpty else {
          throw .namelessWeights(folder: folder, files: others)
        }
        throw .missingWeights(folder: folder, conversion, incomplete: incomplete)
      }
      self.init(shards: [try Self.open(whole)])
    }
  }

  private init(shards: [Shard]) {
    self.shards = shards
    names = shards.flatMap { $0.file.header.entries.map(\.name) }
    places = Dictionary(
      shards.enumerated().flatMap { index, shard in shard.file.header.entries.map { (ByteKey($0.name), index) } },
      uniquingKeysWith: { first, _ in first })
  }

  private static func open(_ path: String) throws(CheckpointError) -> Shard {
    do throws(SafetensorsError) { return Shard(try SafetensorsFile(path: path)) } catch { throw .weights(error) }
  }

  /// Opens the shards of an index; each tensor stands in exactly the shard that the index names.
  private init(folder: String, index path: String) throws(CheckpointError) {
    let bytes: [UInt8]
    do throws(FileError) { bytes = try readFile(at: path, limit: Self.limits.bytes) } catch { throw .file(error) }
    let entries: [(tensor: String, file: String)]
    do throws(IndexProblem) { entries = try Self.entries(ofIndex: bytes) } catch { throw .index(file: path, error) }
    var shards: [Shard] = []
    var numbers: [ByteKey: Int] = [:]
    for (_, file) in entries where numbers[ByteKey(file)] == nil {
      numbers[ByteKey(file)] = shards.count
      shards.append(try Self.open(folder + "/" + file))
    }
    self.init(shards: shards)
    let claimed = Dictionary(entries.map { (ByteKey($0.tensor), $0.file) }, uniquingKeysWith: { first, _ in first })
    for (tensor, file) in entries where places[ByteKey(tensor)] != numbers[ByteKey(file)] {
      throw .index(file: path, .misplaced(tensor: tensor, file: file))
    }
    for (number, shard) in shards.enumerated() {
      for entry in shard.file.header.entries {
        guard let file = claimed[ByteKey(entry.name)] else {
          throw .index(file: path, .unlisted(tensor: entry.name, file: lastComponent(of: shard.file.name)))
        }
        guard numbers[ByteKey(file)] == number else {
          throw .index(file: path, .misplaced(tensor: entry.name, file: file))
        }
      }
    }
  }

  private static func entries(ofIndex bytes: [UInt8]) throws(IndexProblem) -> [(tensor: String, file: String)] {
    let value: JSONValue
    do throws(JSONError) { value = try JSONValue(parsing: bytes, limits: limits) } catch { throw .json(error) }
    var entries: [(tensor: String, file: String)] = []
    do throws(JSONMismatch) {
      for member in try value.object(at: "the file").required("weight_map").object(at: "weight_map").members {
        entries.append((member.name, try member.value.string(at: "weight_map." + member.name)))
      }
    } catch { throw .mismatch(error) }
    for (_, file) in entries where !isShardName(file) { throw .invalidFileName(file) }
    guard !entries.isEmpty else { throw .listsNothing }
    return entries
  }

  /// `^[A-Za-z0-9._-]+\.safetensors$`: nothing that leads to another folder.
  private static func isShardName(_ name: String) -> Bool {
    name.utf8.count > ".safetensors".utf8.count && name.hasSuffix(".safetensors")
      && name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }

  /// Whether they hold what a model says something with: encoders are also saved without it.
  func haveHead(of configuration: ModelConfiguration) -> Bool {
    switch configuration.family {
    case .bert where !configuration.isClassifier: names.contains { $0.hasPrefix("cls.predictions.transform.") }
    case .distilBERT: names.contains { $0.hasPrefix("vocab_transform.") }
    default: true
    }
  }

  /// Numbers in all tensors.
  var numberCount: Int { shards.reduce(0) { $0 + $1.file.header.entries.reduce(0) { $0 + $1.count } } }

  /// Whether there is a tensor of a name.
  func contains(_ name: String) -> Bool { places[ByteKey(name)] != nil }

  /// The file that a tensor stands in, or the first.
  func file(of name: String) -> String { shards[places[ByteKey(name)] ?? 0].file.name }

  /// Checks that a tensor is there and has a shape. Where it is not there, the error names the nearest of `suspects`, else of
  /// all names, and says how many others are missing.
  func check(
    _ name: String, shape: [Int], suspects: [String] = [], others: Int = 0
  ) throws(CheckpointError) {
    do throws(SafetensorsError) {
      guard let place = places[ByteKey(name)] else {
        let problem = SafetensorsError.Problem.missingTensor(
          name: name, nearest: nearestName(to: name, among: suspects) ?? nearestName(to: name, among: names),
          others: others)
        throw SafetensorsError(file: file(of: name), problem: problem)
      }
      _ = try shards[place].file.entry(named: name, shape: shape)
    } catch { throw .weights(error) }
  }

  /// Reads a tensor into place.
  ///
  /// - Precondition: ``check(_:shape:)`` passed for it, and there is room for its numbers.
  func read(
    _ name: String, into destination: Parameters.Place, as format: WeightFormat, converting half: HalfConversion
  ) throws(CheckpointError) {
    let file = shards[places[ByteKey(name)] ?? 0]
    do throws(SafetensorsError) {
      let entry = try file.file.entry(named: name)
      switch destination {
      case .singles(let start): try file.file.read(entry, into: start, converting: half)
      case .halves(let start): try file.file.read(entry, into: start, as: format, converting: half)
      }
    } catch { throw .weights(error) }
  }
}
