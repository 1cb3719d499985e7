internal import Corpora
internal import Models
internal import Training

extension AppState {
  /// Whether the Playground is shown.
  public var isOnPlayground: Bool { screen == .playground }

  /// Shows the Playground; the first time its run begins.
  mutating func showPlayground() -> [Effect] {
    guard screen != .playground else {
      note = .alreadyOn(words.playground.screen)
      return []
    }
    screen = .playground
    guard playground.run > 0 else {
      let walk = playground.walk
      defer { playground.walk = walk }
      return begin(playground.setup.scene.run) + recallKept()
    }
    return playground.isPlaying ? [.playground(playOrder)] : []
  }

  /// Nothing trains where nobody sees it: the run waits until it is looked at again.
  func leavePlayground() -> [Effect] { playground.isPlaying ? [.playground(.pause)] : [] }

  /// Does what a key of the Playground asks for.
  mutating func perform(onPlayground action: PlaygroundAction) -> [Effect] {
    switch action {
    case .page(let page): show(page)
    case .playOrPause: return playOrPause()
    case .step: return stepOnPlayground()
    case .stepBack: walk(by: -1)
    case .nextPanel: moveFocus(by: 1)
    case .previousPanel: moveFocus(by: -1)
    case .move(let direction): return moveOnPlayground(direction)
    case .turn(let step): return turnOnPlayground(by: step)
    case .layers(let step): return change(layersBy: step)
    case .part(let step): return choose(partBy: step)
    case .act: return act()
    case .reset: return beginAnew(playground.settings)
    case .reseed: return apply { $0.seed &+= 1 }
    case .regenerate: return apply { $0.dataSeed &+= 1 }
    case .dataset(let step): return turnDataset(by: step)
    case .activation:
      guard !playground.settings.layers.isEmpty else {
        note = .playground(.noLayers)
        return []
      }
      let layer = chosenLayer
      return apply { $0 = $0.turned(.activation, by: 1, layer: layer) }
    case .testPoints: playground.showsTest.toggle()
    case .discrete: playground.isDiscrete.toggle()
    case .logarithmic: playground.isLogarithmic.toggle()
    case .brush:
      playground.brush = playground.brush.next(1)
      focus(on: PlaygroundPanel.map)
      if playground.brush != .none, playground.cursor == nil { playground.cursor = PlanePlace(x: 0, y: 0) }
    case .pace(let step): return pace(by: step)
    case .keepCurve: keepCurve()
    case .forgetCurves: playground.beside = []
    case .presets:
      let place = playground.preset.flatMap { PlaygroundPreset.allCases.firstIndex(of: $0) }
      overlay = .tour(selected: place ?? 0)
    case .preset(let step):
      return begin(
        (playground.preset ?? PlaygroundPreset.allCases[step > 0 ? PlaygroundPreset.allCases.count - 1 : 0]).next(step))
    case .code: showCode()
    case .typeCode: overlay = .playgroundField(PlaygroundField(purpose: .code, line: LineEditor("")))
    case .exportNetwork: return exportNetwork()
    case .exportCode: return exportCode()
    }
    return []
  }

  /// The hidden layer that is chosen; nil where none is.
  var chosenLayer: Int? {
    if case .hidden(let layer) = playground.selection.layer, playground.settings.layers.indices.contains(layer) {
      return layer
    }
    return nil
  }

  // MARK: The run

  /// Begins a run, and goes on playing where the one before it played.
  mutating func begin(_ script: PlaygroundScript) -> [Effect] {
    playground.run += 1
    playground.settings = script.latestSettings
    playground.selection = playground.selection.clamped(to: playground.settings)
    playground.walk = PlaygroundWalk()
    if playground.settings.ownPoints != nil { playground.own = playground.settings }
    return [.playground(.begin(script, number: playground.run))]
      + (playground.isPlaying ? [.playground(playOrder)] : [])
  }

  /// Begins anew under settings; points that were drawn or taken away stay so while the others are the same.
  private mutating func beginAnew(_ settings: PlaygroundSettings) -> [Effect] {
    var events: [PlaygroundEvent] = []
    if settings.drawsSamePoints(as: playground.settings) {
      events = (playground.report?.script.events ?? []).compactMap { event in
        switch event.change {
        case .add, .remove: PlaygroundEvent(epoch: 0, change: event.change)
        case .settings, .parameter: nil
        }
      }
    }
    return begin(PlaygroundScript(settings, events: events))
  }

  /// The next data set; a person's own points are one more.
  private mutating func turnDataset(by step: Int) -> [Effect] {
    let all = PlaneDataset.allCases
    let places = all.count + (playground.own == nil ? 0 : 1)
    let now = playground.settings.ownPoints == nil ? all.firstIndex(of: playground.settings.dataset) ?? 0 : all.count
    let next = (now + step + places) % places
    let own = playground.own
    return apply { settings in
      guard next == all.count, let own else { return settings.take(all[next]) }
      (settings.ownPoints, settings.problem, settings.dataset) = (own.ownPoints, own.problem, own.dataset)
    }
  }

  /// Has the curves made again that are not there.
  mutating func recallKept() -> [Effect] {
    let missing = playground.beside.filter { $0.curve == nil }.map(\.script)
    return missing.isEmpty ? [] : [.playground(.recall(missing))]
  }

  /// Begins a stop of the tour.
  mutating func begin(_ preset: PlaygroundPreset) -> [Effect] {
    playground.preset = preset
    playground.selection = .output
    return begin(PlaygroundScript(preset.settings))
  }

  private var playOrder: PlaygroundOrder { .play(epochsPerSecond: playground.pace.epochsPerSecond) }

  /// Changes the settings: the run goes on under them, or begins anew where it can't.
  mutating func apply(_ change: (inout PlaygroundSettings) -> Void) -> [Effect] {
    var settings = playground.settings
    change(&settings)
    guard settings != playground.settings else {
      note = .knobEnd
      return []
    }
    guard settings.goesOn(from: playground.settings) else { return beginAnew(settings) }
    playground.settings = settings
    return [.playground(.change(.settings(settings)))]
  }

  private mutating func playOrPause() -> [Effect] {
    playground.isPlaying.toggle()
    guard playground.isPlaying else { return [.playground(.pause)] }
    if case .ended(.diverged)? = playground.report?.status {
      playground.isPlaying = false
      note = .playground(.diverged)
      return []
    }
    return [.playground(playOrder)]
  }

  private mutating func stepOnPlayground() -> [Effect] {
    if playground.page == .walk {
      walk(by: 1)
      return []
    }
    playground.isPlaying = false
    return [.playground(.step(epochs: 1))]
  }

  private mutating func pace(by step: Int) -> [Effect] {
    let all = PlaygroundPace.allCases
    let place = (all.firstIndex(of: playground.pace) ?? 0) + step
    guard all.indices.contains(place) else {
      note = .knobEnd
      return []
    }
    playground.pace = all[place]
    return playground.isPlaying ? [.playground(playOrder)] : []
  }

  /// Takes news of the run in.
  mutating func take(_ report: PlaygroundReport) -> [Effect] {
    guard report.number == playground.run else { return [] }
    let before = playground.report?.status
    playground.report = report
    for recalled in report.recalled {
      for index in playground.beside.indices where playground.beside[index].script == recalled.script {
        playground.beside[index].curve = recalled.curve
      }
    }
    playground.selection = playground.selection.clamped(to: report.network.settings)
    playground.walk.example = min(playground.walk.example, max(0, report.training.count - 1))
    if case .replaying = report.status {} else { compareChecksum(report) }
    switch report.status {
    case .replaying, .running: break
    case .paused: break
    case .refused:
      if before != report.status { note = .playground(.brokenCode) }
    case .ended(let end):
      playground.isPlaying = false
      if before != report.status { note = .playground(.ended(end)) }
    }
    return []
  }

  /// Says so where a pasted code's network could not be made to the bit.
  private mutating func compareChecksum(_ report: PlaygroundReport) {
    defer { playground.promised = nil }
    if let promised = playground.promised, promised != report.network.checksum {
      note = .playground(.roundedOtherwise)
    }
  }

  // MARK: What is looked at

  private mutating func show(_ page: PlaygroundPage) {
    guard page != playground.page else { return note = .alreadyOn(words.playground.page(page)) }
    playground.page = page
    playground.walk.stage = 0
    if page == .walk { playground.focus = .network }
  }

  mutating func focus(on panel: PlaygroundPanel) {
    playground.focus = panel
    if panel.isLarge { playground.large = panel } else if panel != .loss { playground.small = panel }
  }

  private mutating func moveFocus(by step: Int) {
    let panels: [PlaygroundPanel] = playground.page == .walk ? [.network, .map] : [.network, .map, .neuron, .controls]
    let place = panels.firstIndex(of: playground.focus) ?? 0
    focus(on: panels[(place + step + panels.count) % panels.count])
  }

  /// Arrows: through the network, over the map, through the knobs.
  private mutating func moveOnPlayground(_ direction: Action.Direction) -> [Effect] {
    if playground.page == .walk {
      switch direction {
      case .up: playground.walk.scroll = max(0, playground.walk.scroll - 1)
      case .down: playground.walk.scroll = min(playground.walk.scroll + 1, 999)
      case .left: walk(by: -1)
      case .right: walk(by: 1)
      }
      return []
    }
    switch playground.focus {
    case .network, .loss, .neuron: moveSelection(direction)
    case .map: moveCursor(direction)
    case .controls:
      switch direction {
      case .up: chooseKnob(by: -1)
      case .down: chooseKnob(by: 1)
      case .left: return turnOnPlayground(by: -1)
      case .right: return turnOnPlayground(by: 1)
      }
    }
    return []
  }

  private mutating func moveSelection(_ direction: Action.Direction) {
    let (own, settings) = (playground.selection, playground.report?.network.settings ?? playground.settings)
    let moved =
      switch direction {
      case .left: own.moved(layers: -1, in: settings)
      case .right: own.moved(layers: 1, in: settings)
      case .up: own.moved(units: -1, in: settings)
      case .down: own.moved(units: 1, in: settings)
      }
    guard let moved else { return note = .knobEnd }
    playground.selection = moved
  }

  private mutating func moveCursor(_ direction: Action.Direction) {
    guard var place = playground.cursor else { return playground.cursor = PlanePlace(x: 0, y: 0) }
    let step: Float = 0.25
    switch direction {
    case .left: place.x -= step
    case .right: place.x += step
    case .up: place.y += step
    case .down: place.y -= step
    }
    let reach = PlanePoint.reach
    playground.cursor = PlanePlace(x: min(max(place.x, -reach), reach), y: min(max(place.y, -reach), reach))
  }

  private mutating func chooseKnob(by step: Int) {
    let all = PlaygroundKnob.allCases
    let place = (all.firstIndex(of: playground.knob) ?? 0) + step
    guard all.indices.contains(place) else { return note = step < 0 ? .listStart : .listEnd }
    playground.knob = all[place]
  }

  private mutating func choose(partBy step: Int) -> [Effect] {
    if playground.page == .walk {
      let count = max(1, playground.report?.training.count ?? 1)
      playground.walk.example = (playground.walk.example + step + count) % count
      return []
    }
    let settings = playground.report?.network.settings ?? playground.settings
    guard let moved = playground.selection.moved(parts: step, in: settings) else {
      note = .playground(.featuresHaveNoWeights)
      return []
    }
    playground.selection = moved
    return []
  }

  private mutating func walk(by step: Int) {
    guard playground.page == .walk, let settings = playground.report?.network.settings else { return }
    let stages = PlaygroundWalk.stages(of: settings)
    let next = playground.walk.stage + step
    guard stages.indices.contains(next) else { return note = step < 0 ? .listStart : .listEnd }
    (playground.walk.stage, playground.walk.scroll) = (next, 0)
    switch stages[next] {
    case .forward(let layer, let unit), .backward(let layer, let unit):
      playground.selection =
        layer < settings.layers.count ? PlaygroundSelection(layer: .hidden(layer), unit: unit) : .output
    case .loss, .update: playground.selection = .output
    }
  }

  // MARK: Changes

  /// More or less: of the neurons of the chosen layer where the network is looked at, else of the chosen knob.
  private mutating func turnOnPlayground(by step: Int) -> [Effect] {
    guard playground.page == .network else { return [] }
    guard playground.focus == .controls else { return change(unitsBy: step) }
    let (knob, layer) = (playground.knob, chosenLayer)
    switch knob {
    case .dataset: return turnDataset(by: step)
    case .noise where playground.settings.ownPoints != nil: note = .playground(.ownHaveNoNoise)
    case .pace: return pace(by: step)
    case .test: playground.showsTest.toggle()
    case .discrete: playground.isDiscrete.toggle()
    case .activation where playground.settings.layers.isEmpty, .dropout where playground.settings.layers.isEmpty:
      note = .playground(.noLayers)
    default: return apply { $0 = $0.turned(knob, by: step, layer: layer) }
    }
    return []
  }

  private mutating func change(unitsBy step: Int) -> [Effect] {
    guard let layer = chosenLayer else {
      note = .playground(.chooseLayer)
      return []
    }
    let units = playground.settings.layers[layer].units + step
    guard PlaygroundSettings.unitCounts.contains(units) else {
      note = .knobEnd
      return []
    }
    return apply { $0.layers[layer].units = units }
  }

  private mutating func change(layersBy step: Int) -> [Effect] {
    let count = playground.settings.layers.count + step
    guard PlaygroundSettings.layerCounts.contains(count) else {
      note = .knobEnd
      return []
    }
    return apply { settings in
      if step < 0 {
        settings.layers.removeLast()
      } else {
        let activation = settings.layers.last?.activation ?? .tanh
        settings.layers.append(PlaygroundSettings.Layer(units: 2, activation: activation))
      }
    }
  }

  /// Uses a feature or not, types a weight or a knob, draws a point.
  private mutating func act() -> [Effect] {
    switch playground.focus {
    case .network, .neuron, .loss:
      if playground.selection.layer == .features { return toggleFeature() }
      typeWeight()
    case .controls: typeKnob()
    case .map: return draw(at: playground.cursor)
    }
    return []
  }

  mutating func toggleFeature() -> [Effect] {
    let feature = PlaneFeature.allCases[playground.selection.unit]
    guard playground.settings.features != [feature] else {
      note = .playground(.lastFeature)
      return []
    }
    return apply { settings in
      settings.features = PlaneFeature.allCases.filter { settings.features.contains($0) != ($0 == feature) }
    }
  }

  /// Does at a place of the map what the brush is for.
  mutating func draw(at place: PlanePlace?) -> [Effect] {
    guard let place, let report = playground.report else {
      playground.cursor = PlanePlace(x: 0, y: 0)
      note = .playground(.chooseBrush)
      return []
    }
    switch playground.brush {
    case .none:
      note = .playground(.chooseBrush)
      return []
    case .positive, .negative:
      guard report.training.count < PlaygroundSettings.mostPoints else {
        note = .knobEnd
        return []
      }
      let target: Float = playground.brush == .positive ? 1 : -1
      return [.playground(.change(.add(PlanePoint(x: place.x, y: place.y, target: target))))]
    case .eraser:
      func distance(_ index: Int) -> Float {
        let point = report.training[index]
        return (point.x - place.x) * (point.x - place.x) + (point.y - place.y) * (point.y - place.y)
      }
      let reach: Float = 0.75
      guard let nearest = report.training.indices.min(by: { distance($0) < distance($1) }),
        distance(nearest) <= reach * reach
      else {
        note = .playground(.noPointHere)
        return []
      }
      guard report.training.count > 1 else {
        note = .playground(.lastPoint)
        return []
      }
      return [.playground(.change(.remove(index: nearest)))]
    }
  }

  private mutating func keepCurve() {
    guard let report = playground.report, report.script.epochs > 0 else { return note = .playground(.nothingToKeep) }
    guard playground.beside.count < PlaygroundScene.mostBeside else { return note = .playground(.tooManyKept) }
    playground.beside.append(PlaygroundState.Kept(script: report.script, curve: report.curve))
    note = .playground(.kept)
  }
}
