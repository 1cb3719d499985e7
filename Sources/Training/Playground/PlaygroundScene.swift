internal import StrictJSON

/// The whole of the Playground's screen: the run, the runs beside it and what is looked at.
public struct PlaygroundScene: Equatable, Sendable {
  /// What is looked at.
  public struct View: Equatable, Sendable {
    /// What the large map shows: a feature, a neuron, or the output, by its layer, features being layer 0, and its place there.
    public var layer: Int?
    /// Its place in the layer.
    public var unit = 0
    /// Which of its inputs is chosen; nil for the neuron itself, one more than the last input for its bias.
    public var input: Int?
    /// Whether the points that test are shown.
    public var showsTest = false
    /// Whether the map knows only two colours.
    public var isDiscrete = false
    /// Whether the curve's heights grow with the logarithm.
    public var isLogarithmic = false

    /// The place under the cursor; both or none.
    public var cursorX: Float?
    /// Its height.
    public var cursorY: Float?
    /// Whether one example is followed; which, and how far.
    public var isWalk = false
    /// Its place among the points trained on.
    public var example = 0
    /// Its stage.
    public var stage = 0
    /// Names of the stop of the tour, the panel in focus, the chosen knob, the brush, and epochs a second, 0 for full speed; unknown
    /// ones are passed over.
    public var names: [String: String] = [:]

    /// The output, with the points that are trained on.
    public init() {}
  }

  /// The run.
  public var run: PlaygroundScript
  /// Runs whose curves are drawn with it.
  public var beside: [PlaygroundScript]
  /// What is looked at.
  public var view: View
  /// A checksum of the run's parameters, by which another machine sees whether it came to the same.
  public var checksum: UInt32?

  /// A scene.
  public init(
    _ run: PlaygroundScript, beside: [PlaygroundScript] = [], view: View = View(), checksum: UInt32? = nil
  ) {
    self.run = run
    self.beside = beside
    self.view = view
    self.checksum = checksum
  }
}

extension PlaygroundScene {
  /// Runs that can be drawn beside one.
  public static let mostBeside = 5

  /// The scene in JSON, for people and other programs to read.
  var json: JSONValue {
    .object(
      JSONObject(
        [("run", run.json)] + (beside.isEmpty ? [] : [("beside", .array(beside.map(\.json)))])
          + [("view", .object(view.json))]
          + (checksum.map { [("checksum", .integer(Int($0)))] } ?? [])))
  }

  init(_ value: JSONValue) throws(JSONMismatch) {
    let object = try value.object(at: "scene")
    run = try PlaygroundScript(try object.required("run"))
    beside = []
    for other in try object["beside"]?.array(at: "beside") ?? [] { beside.append(try PlaygroundScript(other)) }
    guard beside.count <= Self.mostBeside else {
      throw JSONMismatch(place: "beside", expected: "at most \(Self.mostBeside) runs", found: "\(beside.count)")
    }
    view = View()
    if let seen = try object["view"]?.object(at: "view") {
      try seen.fill(&view, View.fields)
      (view.cursorX, view.cursorY) = (
        try seen["x1"].map { (value) throws(JSONMismatch) in try value.finite(at: "x1") },
        try seen["x2"].map { (value) throws(JSONMismatch) in try value.finite(at: "x2") }
      )
      for name in View.named {
        if let text = try seen[name].map({ (value) throws(JSONMismatch) in try value.string(at: name) }) {
          view.names[name] = text
        }
      }
    }
    checksum = try object["checksum"].map { (value) throws(JSONMismatch) in
      UInt32(try value.integer(at: "checksum", in: 0...Int(UInt32.max)))
    }
  }
}

extension PlaygroundScene.View {
  /// What has a name.
  fileprivate static let named = ["tour", "focus", "knob", "brush", "pace"]

  fileprivate var json: JSONObject {
    var object = JSONObject(self, Self.fields)
    // What is as at the beginning goes without saying.
    for (name, value) in [("unit", unit), ("example", example), ("stage", stage)] where value == 0 {
      object[name] = nil
    }
    object["x1"] = cursorX.map { .number(shortest: $0) }
    object["x2"] = cursorY.map { .number(shortest: $0) }
    for name in Self.named { object[name] = names[name].map { .string($0) } }
    return object
  }

  fileprivate static var fields: [JSONField<PlaygroundScene.View>] {
    [
      .whole("layer", \.layer, 0...PlaygroundSettings.layerCounts.upperBound + 1),
      .whole("unit", \.unit, 0...7, otherwise: 0),
      .whole("input", \.input, 0...8), .flag("test", \.showsTest, otherwise: false),
      .flag("discrete", \.isDiscrete, otherwise: false), .flag("logarithmic", \.isLogarithmic, otherwise: false),
      .flag("walk", \.isWalk, otherwise: false),
      .whole("example", \.example, 0...2 * PlaygroundSettings.mostPoints, otherwise: 0),
      .whole("stage", \.stage, 0...1_000, otherwise: 0),
    ]
  }
}
