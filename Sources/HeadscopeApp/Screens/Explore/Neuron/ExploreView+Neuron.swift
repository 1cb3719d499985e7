internal import Models
internal import TerminalCanvas

extension ExploreView {
  /// Draws a panel of the page.
  func drawNeuron(_ panel: ExplorePanel, _ scene: Scene, on canvas: inout Canvas, in rect: Rect) {
    guard scene.reading.hasQueriesAndKeys(scene.selection) else {
      let interior = frame(panel, on: &canvas, in: rect)
      canvas.writeWrapped(words.neuron.notCaptured, in: interior, style: theme.label)
      return
    }
    if panel == .keys {
      drawKeys(scene, on: &canvas, in: rect)
    } else {
      drawDimensions(scene, on: &canvas, in: rect)
    }
  }

  /// Key positions as they are listed.
  func keyOrder(_ scene: Scene) -> [Int] {
    scene.reading.keyOrder(scene.selection, byWeight: state.neuron.keysByWeight)
  }

  /// Dimensions as they are listed.
  func dimensionOrder(_ scene: Scene) -> [Int] {
    guard state.neuron.dimensionsByProduct else { return Array(0..<subject.configuration.headWidth) }
    return scene.reading.dotProduct(scene.selection, key: scene.reading.key(scene.selection)).dimensionsByProduct
  }

  /// The dimension looked at.
  var dimension: Int { min(state.neuron.dimension, subject.configuration.headWidth - 1) }

  func keysGeometry(_ scene: Scene, in rect: Rect) -> KeysGeometry {
    let order = keyOrder(scene)
    return KeysGeometry(
      panel: rect, labelWidth: labelWidth(scene.tokens, atMost: max(3, rect.width / 10)), count: order.count,
      place: order.firstIndex(of: scene.reading.key(scene.selection)) ?? 0, headWidth: subject.configuration.headWidth,
      dimension: dimension)
  }

  func dimensionsGeometry(_ scene: Scene, in rect: Rect) -> DimensionsGeometry {
    let order = dimensionOrder(scene)
    return DimensionsGeometry(panel: rect, count: order.count, place: order.firstIndex(of: dimension) ?? 0)
  }
}
