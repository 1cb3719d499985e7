internal import Analysis
internal import Models

/// How much of a sentence's trace memory holds: all of it, or only some layers.
struct KeptLayers: Equatable, Sendable {
  /// How many layers fit.
  let count: Int
  /// Bytes that they take, and that may be used.
  let bytes: Int
  let budget: Int
  /// What was asked for last, so that nothing is asked for twice.
  var asked: Range<Int>?

  /// The layers to keep so that one is among them.
  func layers(around layer: Int, of all: Int) -> Range<Int> {
    ScrollWindow.range(count: all, visible: count, around: layer)
  }
}

extension ExploreState {
  /// The layer that the page shows.
  var layerInSight: Int { page == .step ? currentStep.layer : selection.layer }

  /// Whether what the page shows is there; of a trace that keeps only some layers it may be still to come.
  func holdsLayerInSight(_ reading: Reading) -> Bool {
    reading.trace.isWhole || reading.trace.holds(layer: layerInSight)
  }

  /// Whether a layer is being computed again.
  var isFetchingLayer: Bool { reading.map { !holdsLayerInSight($0) } ?? false }

  /// Asks for the layers in sight, where memory has let them go.
  mutating func keepOn() -> [Effect] {
    guard var kept, let reading, !isWaiting, !holdsLayerInSight(reading) else { return [] }
    let layers = kept.layers(around: layerInSight, of: reading.trace.configuration.layers)
    guard kept.asked != layers else { return [] }
    kept.asked = layers
    self.kept = kept
    return [.keep(KeepRequest(trace: reading.trace, intact: reading.intact, layers: layers, generation: generation))]
  }
}
