internal import Models
internal import StrictJSON
internal import Tensors

/// Reads settings of a `config.json`, which may come from anywhere.
struct ConfigurationReader {
  // What no model exceeds; a file that claims more is broken or hostile.
  static let mostLayers = 1_024
  static let mostHeads = 1_024
  static let greatestWidth = 65_536
  static let greatestMLPWidth = 4 * greatestWidth
  static let mostTokens = 4_194_304
  static let mostSegments = 1_024
  static let mostLabels = 4_096

  private let object: JSONObject
  let modelType: String
  /// What stands before the names of settings in messages: the object that holds them.
  private var prefix = ""

  init(_ bytes: [UInt8]) throws(ConfigurationProblem) {
    object = try Self.object(bytes)
    do throws(JSONMismatch) { modelType = try object.required("model_type").string(at: "model_type") } catch {
      throw .mismatch(error)
    }
  }

  /// Settings that need not say which kind of model they are for.
  init(settings bytes: [UInt8]) throws(ConfigurationProblem) { (object, modelType) = (try Self.object(bytes), "") }

  private static func object(_ bytes: [UInt8]) throws(ConfigurationProblem) -> JSONObject {
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONValue(parsing: bytes, limits: JSONLimits(bytes: ConfigurationFile.longest, depth: 32))
    } catch { throw .json(error) }
    do throws(JSONMismatch) { return try value.object(at: "the file") } catch { throw .mismatch(error) }
  }

  /// One id of a token or a list of them; nil where nothing is said.
  func ids(_ name: String) throws(ConfigurationProblem) -> [Int]? {
    guard let value = object[name], value != .null else { return nil }
    let list = if case .array(let list) = value { list } else { [value] }
    var ids: [Int] = []
    for id in list {
      guard case .integer(let id) = id else {
        throw .mismatch(JSONMismatch(place: place(of: name), expected: "a whole number", found: id.summary))
      }
      ids.append(id)
    }
    return ids
  }

  private init(_ object: JSONObject, prefix: String, modelType: String) {
    (self.object, self.prefix, self.modelType) = (object, prefix, modelType)
  }

  /// The settings of an object within.
  func part(_ name: String) throws(ConfigurationProblem) -> ConfigurationReader {
    do throws(JSONMismatch) {
      let part = try object.required(name, at: prefix).object(at: place(of: name))
      return ConfigurationReader(part, prefix: place(of: name) + ".", modelType: modelType)
    } catch { throw .mismatch(error) }
  }

  /// A setting's name in messages.
  func place(of name: String) -> String { prefix + name }

  /// A text.
  func text(_ name: String) throws(ConfigurationProblem) -> String {
    do throws(JSONMismatch) { return try object.required(name, at: prefix).string(at: place(of: name)) } catch {
      throw .mismatch(error)
    }
  }

  /// A number within a range.
  func number(
    _ name: String, in range: ClosedRange<Double>, default standard: JSONValue? = nil
  ) throws(ConfigurationProblem) -> Double {
    let (value, place) = (object[name] ?? standard ?? .null, place(of: name))
    let number: Double
    do throws(JSONMismatch) { number = try value.number(at: place) } catch { throw .mismatch(error) }
    guard range.contains(number) else {
      throw .mismatch(
        JSONMismatch(
          place: place, expected: "a number from \(range.lowerBound) to \(range.upperBound)", found: value.summary))
    }
    return number
  }

  /// Width and heads, of which the first is a multiple of the second.
  func widthAndHeads(width names: [String], heads headNames: [String]) throws(ConfigurationProblem) -> (
    width: Int, heads: Int
  ) {
    let width = try size(names, upTo: Self.greatestWidth)
    let heads = try size(headNames, upTo: Self.mostHeads)
    guard width.isMultiple(of: heads) else {
      throw .indivisibleWidth(width: width, setting: names[0], heads: heads, headsSetting: headNames[0])
    }
    return (width, heads)
  }

  /// What neurons do, by the names that `transformers` has for it.
  func activation(_ name: String, default standard: String) throws(ConfigurationProblem) -> Activation {
    let found = isAbsent(name) ? standard : try text(name)
    guard let activation = Self.activations.first(where: { $0.name == found }) else {
      throw .unsupported(
        setting: place(of: name), found: JSONValue.string(found).summary,
        supported: Self.activations.map { JSONValue.string($0.name).summary })
    }
    return activation.value
  }

  private static let activations: [(name: String, value: Activation)] = [
    ("gelu", .gelu(.exact)), ("gelu_new", .gelu(.tanh)), ("gelu_fast", .gelu(.tanh)),
    ("gelu_pytorch_tanh", .gelu(.tanh)), ("relu", .relu),
  ]

  /// The first of the names that says what an activation does.
  static func name(of activation: Activation) -> String {
    activations.first { $0.value == activation }?.name ?? "silu"
  }

  /// A size under any of its names; names that disagree are an error.
  func size(_ names: [String], upTo limit: Int, default standard: Int? = nil) throws(ConfigurationProblem) -> Int {
    var found: (name: String, value: Int)?
    for name in names {
      guard let value = object[name] else { continue }
      let size: Int
      do throws(JSONMismatch) { size = try value.integer(at: place(of: name), in: 1...limit) } catch {
        throw .mismatch(error)
      }
      if let found, found.value != size {
        throw .aliasesDisagree(first: found.name, found.value, second: name, size)
      }
      found = found ?? (name, size)
    }
    guard let size = found?.value ?? standard else {
      throw .mismatch(JSONMismatch(place: place(of: names[0]), expected: "a whole number", found: "nothing"))
    }
    return size
  }

  /// A setting as it stands; nil where it is missing.
  func value(_ name: String) -> JSONValue? { object[name] }

  /// Whether a setting is missing or null.
  func isAbsent(_ name: String) -> Bool { object[name].map { $0 == .null } ?? true }

  /// The classes of `transformers` that saved the model.
  func architectures() throws(ConfigurationProblem) -> [String] {
    guard let value = object["architectures"], value != .null else { return [] }
    do throws(JSONMismatch) {
      return try value.array(at: "architectures").map { (name) throws(JSONMismatch) in
        try name.string(at: "architectures")
      }
    } catch { throw .mismatch(error) }
  }

  /// The names of a classifier's labels, `id2label` from 0 on; as in `transformers`, two without a name of their own where there
  /// is no such list.
  func labels() throws(ConfigurationProblem) -> [String] {
    guard let value = object["id2label"], value != .null else { return ["LABEL_0", "LABEL_1"] }
    do throws(JSONMismatch) {
      let names = try value.object(at: "id2label")
      guard (2...Self.mostLabels).contains(names.members.count) else {
        throw JSONMismatch(
          place: "id2label", expected: "from 2 to \(Self.mostLabels) labels", found: "\(names.members.count)")
      }
      var labels: [String] = []
      for number in names.members.indices {
        labels.append(try names.required("\(number)", at: "id2label").string(at: "id2label.\(number)"))
      }
      if let twice = labels.indices.first(where: { labels[..<$0].contains(labels[$0]) }) {
        throw JSONMismatch(
          place: "id2label.\(twice)", expected: "labels that differ", found: JSONValue.string(labels[twice]).summary)
      }
      return labels
    } catch { throw .mismatch(error) }
  }

  func flag(_ name: String, default standard: Bool) throws(ConfigurationProblem) -> Bool {
    do throws(JSONMismatch) { return try object[name]?.bool(at: name) ?? standard } catch { throw .mismatch(error) }
  }

  func epsilon(_ name: String, default standard: JSONValue) throws(ConfigurationProblem) -> Float {
    let value = object[name] ?? standard
    let epsilon: Double
    do throws(JSONMismatch) { epsilon = try value.number(at: name) } catch { throw .mismatch(error) }
    guard epsilon >= 1e-30, epsilon <= 1 else {
      throw .mismatch(JSONMismatch(place: name, expected: "a number from 1e-30 to 1", found: value.summary))
    }
    return Float(epsilon)
  }

  /// Refuses settings under which the model computes something else than the engine does.
  func demand(_ demands: [(setting: String, value: JSONValue)]) throws(ConfigurationProblem) {
    for demand in demands {
      guard let found = object[demand.setting], found != demand.value else { continue }
      throw .unsupported(setting: place(of: demand.setting), found: found.summary, supported: [demand.value.summary])
    }
  }
}
