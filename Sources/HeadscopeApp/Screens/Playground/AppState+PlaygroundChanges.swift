internal import Corpora
internal import Models
internal import Training

/// What a person changes in the Playground.
extension AppState {
  /// More or less: of the neurons of the chosen layer where the network is looked at, else of the chosen knob.
  mutating func turnOnPlayground(by step: Int) -> [Effect] {
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

  mutating func change(unitsBy step: Int) -> [Effect] {
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

  mutating func change(layersBy step: Int) -> [Effect] {
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
  mutating func act() -> [Effect] {
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
}
