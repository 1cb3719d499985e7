internal import Corpora
internal import StrictJSON

/// A run of the Playground, told from its beginning: whoever replays it has the same network, to the bit.
public struct PlaygroundScript: Equatable, Sendable {
  /// The settings that it began with.
  public var settings: PlaygroundSettings
  /// What was changed since, in the order in which it was.
  public var events: [PlaygroundEvent]
  /// Epochs that it went.
  public var epochs: Int

  /// A run.
  public init(_ settings: PlaygroundSettings, events: [PlaygroundEvent] = [], epochs: Int = 0) {
    self.settings = settings
    self.events = events
    self.epochs = epochs
  }
}

extension PlaygroundScript {
  /// The settings as they stand at its end.
  public var latestSettings: PlaygroundSettings {
    events.reduce(settings) { settings, event in
      if case .settings(let later) = event.change { later } else { settings }
    }
  }

  private static let mostEvents = 100_000

  var json: JSONValue {
    var before = settings
    let told = events.map { event in
      defer { if case .settings(let settings) = event.change { before = settings } }
      return event.json(after: before)
    }
    return .object(
      JSONObject([
        ("settings", settings.json(besides: PlaygroundSettings())), ("events", .array(told)),
        ("epochs", .integer(epochs)),
      ]))
  }

  /// Reads ``json``, which may come from anywhere.
  init(_ value: JSONValue) throws(JSONMismatch) {
    let object = try value.object(at: "run")
    settings = try PlaygroundSettings(
      try object.required("settings").object(at: "settings"), besides: PlaygroundSettings())
    epochs = try object.required("epochs").integer(at: "epochs", in: 0...PlaygroundSettings.mostEpochs)
    events = []
    var before = settings
    let told = try object.required("events").array(at: "events")
    guard told.count <= Self.mostEvents else {
      throw JSONMismatch(place: "events", expected: "at most \(Self.mostEvents)", found: "\(told.count)")
    }
    for value in told {
      let event = try PlaygroundEvent(value, after: before)
      guard (events.last?.epoch ?? 0)...epochs ~= event.epoch else {
        throw JSONMismatch(place: "events", expected: "epochs in their order, up to \(epochs)", found: "\(event.epoch)")
      }
      if case .settings(let settings) = event.change {
        guard settings.goesOn(from: before) else {
          throw JSONMismatch(place: "events", expected: "settings under which a run goes on", found: "others")
        }
        before = settings
      }
      events.append(event)
    }
  }
}

extension PlaygroundEvent {
  /// `[epoch, "set", {…}]`, `[epoch, "weight", index, value]`, `[epoch, "add", x, y, target]`, `[epoch, "remove", index]`.
  fileprivate func json(after settings: PlaygroundSettings) -> JSONValue {
    let change: [JSONValue] =
      switch change {
      case .settings(let own): ["set", own.json(besides: settings)]
      case .parameter(let index, let value): ["weight", .integer(index), .number(shortest: value)]
      case .add(let point): ["add"] + [point.x, point.y, point.target].map { .number(shortest: $0) }
      case .remove(let index): ["remove", .integer(index)]
      }
    return .array([.integer(epoch)] + change)
  }

  fileprivate init(_ value: JSONValue, after settings: PlaygroundSettings) throws(JSONMismatch) {
    let parts = try value.array(at: "events")
    guard parts.count > 2 else {
      throw JSONMismatch(place: "events", expected: "an epoch, a kind and what changed", found: value.summary)
    }
    epoch = try parts[0].integer(at: "events", in: 0...PlaygroundSettings.mostEpochs)
    switch (try parts[1].string(at: "events"), parts.count) {
    case ("set", 3): change = .settings(try PlaygroundSettings(try parts[2].object(at: "events"), besides: settings))
    case ("weight", 4):
      change = .parameter(
        index: try parts[2].integer(at: "events", in: 0...Int(Int16.max)), value: try parts[3].finite(at: "events"))
    case ("add", 5):
      change = .add(
        PlanePoint(
          x: try parts[2].finite(at: "events"), y: try parts[3].finite(at: "events"),
          target: try parts[4].finite(at: "events")))
    case ("remove", 3):
      change = .remove(index: try parts[2].integer(at: "events", in: 0...2 * PlaygroundSettings.mostPoints))
    default:
      throw JSONMismatch(place: "events", expected: "set, weight, add or remove", found: parts[1].summary)
    }
  }
}
