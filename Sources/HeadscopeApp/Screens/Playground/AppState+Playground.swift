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
    case .playOrPause: return playOrPausePlayground()
    case .step: return stepOnPlayground()
    case .stepBack: walk(by: -1)
    case .nextPanel: movePlaygroundFocus(by: 1)
    case .previousPanel: movePlaygroundFocus(by: -1)
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
}
