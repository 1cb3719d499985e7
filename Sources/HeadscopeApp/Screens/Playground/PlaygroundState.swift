internal import Corpora
internal import Training

/// The Playground: a small network on points of the plane, and what is looked at.
struct PlaygroundState: Sendable {
  let setup: PlaygroundSetup
  /// The run that is wanted: the number it was begun with (0 where none was yet), and its settings.
  var run = 0
  var settings: PlaygroundSettings
  /// The newest news of it.
  var report: PlaygroundReport?
  /// Runs whose curves are drawn with its own.
  var beside: [Kept]
  /// Points of a person's own, to come back to.
  var own: PlaygroundSettings?
  /// Whether it is to train, and how fast.
  var isPlaying = false
  var pace = PlaygroundPace.standard
  /// The stop of the tour that it began as.
  var preset: PlaygroundPreset?
  var selection = PlaygroundSelection.output
  var showsTest: Bool
  var isDiscrete: Bool
  var isLogarithmic: Bool
  /// Where a value is read off, and what is drawn there.
  var cursor: PlanePlace?
  var brush = PlaygroundBrush.none
  var knob = PlaygroundKnob.dataset
  var page = PlaygroundPage.network
  var focus = PlaygroundPanel.network
  /// The panels last in focus among those that take turns on a small screen.
  var large = PlaygroundPanel.network
  var small = PlaygroundPanel.controls
  /// The example that is followed through the network, and how far.
  var walk = PlaygroundWalk()
  /// The checksum that a pasted code promises.
  var promised: UInt32?

  /// A run that was kept.
  struct Kept: Equatable, Sendable {
    let script: PlaygroundScript
    /// Not there yet while it is being made again.
    var curve: PlaygroundCurve?
  }

  init(_ setup: PlaygroundSetup) {
    self.setup = setup
    let (scene, view) = (setup.scene, setup.scene.view)
    settings = scene.run.latestSettings
    beside = scene.beside.map { Kept(script: $0) }
    own = settings.ownPoints == nil ? nil : settings
    preset = setup.preset
    (showsTest, isDiscrete, isLogarithmic) = (view.showsTest, view.isDiscrete, view.isLogarithmic)
    promised = scene.checksum
    selection = PlaygroundSelection(view) ?? .output
    page = view.isWalk ? .walk : .network
    walk = PlaygroundWalk(example: view.example, stage: view.stage)
    if let x = view.cursorX, let y = view.cursorY { cursor = PlanePlace(x: x, y: y) }
    func named<Kind: RawRepresentable>(_ name: String) -> Kind? where Kind.RawValue == String {
      view.names[name].flatMap { Kind(rawValue: $0) }
    }
    preset = named("tour") ?? preset
    brush = named("brush") ?? .none
    knob = named("knob") ?? .dataset
    pace = view.names["pace"].flatMap { Int($0) }.flatMap { PlaygroundPace(rawValue: $0) } ?? .standard
    if let panel: PlaygroundPanel = named("focus") {
      focus = panel
      if panel.isLarge { large = panel } else if panel != .loss { small = panel }
    }
  }

  /// The settings of the network that is drawn: for a moment those of the run before.
  var settingsInSight: PlaygroundSettings { report?.network.settings ?? settings }

  /// What is chosen, as far as the network that is drawn has it.
  var selectionInSight: PlaygroundSelection { selection.clamped(to: settingsInSight) }

  /// Whether the settings are those of a stop of the tour, but for the seeds.
  func isAsIn(_ preset: PlaygroundPreset) -> Bool {
    var own = settings
    let stop = preset.settings
    (own.seed, own.dataSeed) = (stop.seed, stop.dataSeed)
    return own == stop
  }

  /// The scene as it stands, for a code.
  var scene: PlaygroundScene? {
    guard let report else { return nil }
    var view = PlaygroundScene.View()
    (view.layer, view.unit, view.input) = selection.place
    (view.showsTest, view.isDiscrete, view.isLogarithmic) = (showsTest, isDiscrete, isLogarithmic)
    (view.cursorX, view.cursorY) = (cursor?.x, cursor?.y)
    (view.isWalk, view.example, view.stage) = (page == .walk, walk.example, walk.stage)
    view.names["tour"] = preset.flatMap { isAsIn($0) ? $0.rawValue : nil }
    view.names["focus"] = focus == .network ? nil : focus.rawValue
    view.names["knob"] = knob == .dataset ? nil : knob.rawValue
    view.names["brush"] = brush == .none ? nil : brush.rawValue
    view.names["pace"] = pace == .standard ? nil : "\(pace.rawValue)"
    return PlaygroundScene(report.script, beside: beside.map(\.script), view: view, checksum: report.network.checksum)
  }
}

/// A place of the plane, in the coordinates of the features x₁ and x₂.
struct PlanePlace: Equatable, Sendable {
  var x: Float
  var y: Float
}

/// What a click, or Enter, does to the map.
enum PlaygroundBrush: String, CaseIterable, Hashable, Sendable {
  /// The value there is read off.
  case none
  /// A point of class 1, or of class −1, is added to those trained on; the nearest is taken away.
  case positive, negative, eraser
}

/// How fast a run goes.
enum PlaygroundPace: Int, CaseIterable, Hashable, Sendable {
  case slow = 2
  case calm = 10
  case standard = 60
  case quick = 600
  case full = 0

  /// Epochs a second; nil as fast as it goes.
  var epochsPerSecond: Int? { self == .full ? nil : rawValue }
}

/// What the Playground shows below its title.
enum PlaygroundPage: CaseIterable, Hashable, Sendable {
  /// The network at large.
  case network
  /// One example on its way through it, and the blame on its way back.
  case walk
}

/// A part of the Playground that can have the focus.
enum PlaygroundPanel: String, CaseIterable, Hashable, Sendable {
  /// The network: features, neurons, weights.
  case network
  /// What the chosen neuron makes of every point of the plane.
  case map
  case loss
  /// The chosen neuron's formula, or weight.
  case neuron
  case controls

  /// Whether it is one of those that take the large part of a small screen.
  var isLarge: Bool { self == .network || self == .map }
}
