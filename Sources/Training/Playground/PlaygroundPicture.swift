internal import Corpora

/// What every node of a network computes at the centres of a grid's cells over the plane.
public struct PlaygroundPicture: Equatable, Sendable {
  /// Cells from left (x₁ = −6) to right (6).
  public let width: Int
  /// Cells from top (x₂ = 6) to bottom (−6).
  public let height: Int
  /// Features that the network is told, in the order of its settings.
  public let featureCount: Int
  /// Neurons of each layer, the output's one last.
  public let layerSizes: [Int]
  /// (nodes, height, width): features, then layer after layer, the output last.
  public let values: [Float]

  /// A feature over the plane: height rows of width numbers.
  public func feature(_ index: Int) -> ArraySlice<Float> {
    precondition((0..<featureCount).contains(index), "no feature \(index)")
    return node(index)
  }

  /// What a neuron makes of the plane: height rows of width numbers.
  ///
  /// - Parameter layer: From 0 over the layers between; the last is the output.
  public func neuron(layer: Int, unit: Int) -> ArraySlice<Float> {
    precondition(
      layerSizes.indices.contains(layer) && (0..<layerSizes[layer]).contains(unit),
      "no neuron \(unit) of layer \(layer)")
    return node(featureCount + layerSizes[..<layer].reduce(0, +) + unit)
  }

  /// What the network makes of the plane.
  public var output: ArraySlice<Float> { neuron(layer: layerSizes.count - 1, unit: 0) }

  private func node(_ index: Int) -> ArraySlice<Float> { values[index * width * height..<(index + 1) * width * height] }

  /// x₁ at the centre of a column's cells.
  public static func x(column: Int, of width: Int) -> Float {
    PlanePoint.reach * ((2 * Float(column) + 1) / Float(width) - 1)
  }

  /// x₂ at the centre of a row's cells; row 0 is the top.
  public static func y(row: Int, of height: Int) -> Float {
    PlanePoint.reach * (1 - (2 * Float(row) + 1) / Float(height))
  }
}
