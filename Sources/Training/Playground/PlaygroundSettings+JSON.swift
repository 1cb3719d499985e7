internal import Corpora
internal import Models
internal import StrictJSON

extension PlaygroundSettings {
  /// What differs from other settings, under the names of the command line.
  func json(besides other: PlaygroundSettings) -> JSONValue {
    let (own, theirs) = (members, other.members)
    return .object(JSONObject(zip(own, theirs).filter { $0.1 != $1.1 }.map(\.0)))
  }

  /// Reads ``json(besides:)``, which may come from anywhere.
  init(_ object: JSONObject, besides other: PlaygroundSettings) throws(JSONMismatch) {
    // What is not said is as it was, and what is said of no value is nothing.
    var whole = JSONObject(other.members)
    for member in object.members {
      guard whole[member.name] != nil else {
        throw JSONMismatch(place: member.name, expected: "a setting of the Playground", found: "another member")
      }
      whole[member.name] = member.value
    }
    func given(_ name: String) -> JSONValue? { whole[name] == JSONValue.null ? Optional.none : whole[name] }
    self = other
    try whole.fill(&self, Self.fields)
    lastEpoch = try given("last_epoch").map { (value) throws(JSONMismatch) in
      try value.integer(at: "last_epoch", in: 1...Self.mostEpochs)
    }
    testLossBelow = try given("test_loss_below").map { (value) throws(JSONMismatch) in
      try value.finite(at: "test_loss_below")
    }
    features = []
    for value in try whole.required("features").array(at: "features") {
      guard let feature = PlaneFeature(rawValue: try value.string(at: "features")), !features.contains(feature) else {
        let names = PlaneFeature.allCases.map(\.rawValue).joined(separator: ", ")
        throw JSONMismatch(place: "features", expected: "some of \(names), each once", found: value.summary)
      }
      features.append(feature)
    }
    let layers = try whole.required("layers").array(at: "layers")
    guard !features.isEmpty, Self.layerCounts.contains(layers.count) else {
      throw JSONMismatch(
        place: "layers", expected: "at most \(Self.layerCounts.upperBound), and a feature at least",
        found: "\(layers.count), and \(features.count) features")
    }
    self.layers = []
    for value in layers { self.layers.append(try Layer(value)) }
    ownPoints = try given("points").map { (value) throws(JSONMismatch) in try PlanePoint.points(value) }
    guard ownPoints?.isEmpty != true else {
      throw JSONMismatch(place: "points", expected: "one at least", found: "none")
    }
    guard ownPoints != nil || dataset.hasClasses == (problem == .classification) else {
      throw JSONMismatch(
        place: "problem", expected: dataset.hasClasses ? "classification" : "regression", found: problem.rawValue)
    }
  }

  private var members: [(String, JSONValue)] {
    Self.fields.map { ($0.name, $0.written(self) ?? .null) } + [
      ("features", .array(features.map { .string($0.rawValue) })), ("layers", .array(layers.map(\.json))),
      ("last_epoch", lastEpoch.map { .integer($0) } ?? .null),
      ("test_loss_below", testLossBelow.map { .number(shortest: $0) } ?? .null),
      ("points", ownPoints.map { PlanePoint.json($0) } ?? .null),
    ]
  }

  private static var fields: [JSONField<PlaygroundSettings>] {
    [
      .kind("problem", \.problem), .kind("dataset", \.dataset), .whole("noise", \.noise, noises),
      .whole("training_share", \.trainingShare, trainingShares), .bits("data_seed", \.dataSeed), .bits("seed", \.seed),
      .whole("batch", \.batch, batches), .kind("rule", \.rule), .single("learning_rate", \.learningRate, 1e-9...1e3),
      .kind("regularization", \.regularization), .single("regularization_rate", \.regularizationRate, 0...1e3),
    ]
  }
}

extension PlaygroundSettings.Layer {
  fileprivate var json: JSONValue {
    .array([.integer(units), .string(activation.rawValue)] + (dropout > 0 ? [.number(shortest: dropout)] : []))
  }

  fileprivate init(_ value: JSONValue) throws(JSONMismatch) {
    let parts = try value.array(at: "layers")
    guard (2...3).contains(parts.count),
      let activation = PlaygroundActivation(rawValue: try parts[1].string(at: "layers"))
    else {
      let names = PlaygroundActivation.allCases.map(\.rawValue).joined(separator: ", ")
      throw JSONMismatch(
        place: "layers", expected: "neurons, one of \(names), and dropout or none", found: value.summary)
    }
    let dropout = parts.count == 3 ? Float(try parts[2].number(at: "layers")) : 0
    guard PlaygroundSettings.dropouts.contains(dropout) else {
      throw JSONMismatch(place: "layers", expected: "dropout from 0 to 0.8", found: parts[2].summary)
    }
    self.init(
      units: try parts[0].integer(at: "layers", in: PlaygroundSettings.unitCounts), activation: activation,
      dropout: dropout)
  }
}

extension PlanePoint {
  /// `[x, y, target]` after `[x, y, target]`, in one list.
  static func json(_ points: [PlanePoint]) -> JSONValue {
    .array(points.flatMap { [$0.x, $0.y, $0.target].map { JSONValue.number(shortest: $0) } })
  }

  /// Reads ``json(_:)``.
  static func points(_ value: JSONValue) throws(JSONMismatch) -> [PlanePoint] {
    let numbers = try value.array(at: "points")
    guard numbers.count.isMultiple(of: 3), numbers.count / 3 <= PlaygroundSettings.mostPoints else {
      throw JSONMismatch(
        place: "points", expected: "three numbers a point, of at most \(PlaygroundSettings.mostPoints)",
        found: "\(numbers.count) numbers")
    }
    var points: [PlanePoint] = []
    for start in stride(from: 0, to: numbers.count, by: 3) {
      var parts: [Float] = []
      for number in numbers[start..<start + 3] { parts.append(try number.finite(at: "points")) }
      points.append(PlanePoint(x: parts[0], y: parts[1], target: parts[2]))
    }
    return points
  }
}

extension JSONValue {
  /// A number in single precision, none of the sort that a sum can't bear.
  func finite(at place: String) throws(JSONMismatch) -> Float {
    let number = Float(try number(at: place))
    guard abs(number) <= PlaygroundSettings.largestNumber else {
      throw JSONMismatch(
        place: place,
        expected: "a number between −\(PlaygroundSettings.largestNumber) and \(PlaygroundSettings.largestNumber)",
        found: summary)
    }
    return number
  }
}
