internal import Corpora
public import KernelTypes
internal import Models
internal import Tensors

/// What the nodes of a network compute all over the plane, from −6 to 6 in both directions. Its memory is planned once for a
/// shape of network and a size of grid. Not for several threads at once.
public final class PlaygroundMaps {
  private let kernels: KernelSet
  private var grids: [Grid] = []

  /// Maps by kernels.
  public init(kernels: KernelSet) { self.kernels = kernels }

  /// What every node computes at the centres of a grid's cells.
  public func maps(of network: PlaygroundNetwork, width: Int, height: Int) -> PlaygroundPicture {
    let grid = grid(network, width, height)
    network.parameters.withUnsafePointer {
      grid.sweep.run(
        $0, inputs: grid.nodes.start, count: grid.cells, neurons: grid.nodes.start + grid.inputs * grid.cells)
    }
    return PlaygroundPicture(
      width: width, height: height, featureCount: grid.inputs, layerSizes: network.layerSizes, values: grid.nodes.values
    )
  }

  /// What the output alone computes there: height rows of width numbers, as in ``PlaygroundPicture``.
  public func output(of network: PlaygroundNetwork, width: Int, height: Int) -> [Float] {
    let grid = grid(network, width, height)
    return network.parameters.withUnsafePointer { parameters in
      let output = grid.nodes.start + (grid.nodes.count - grid.cells)
      grid.sweep.run(parameters, inputs: grid.nodes.start, count: grid.cells, output: output)
      return Array(UnsafeBufferPointer(start: output, count: grid.cells))
    }
  }

  /// The memory for a network's shape and a grid's size; that of the sizes asked for last is kept.
  private func grid(_ network: PlaygroundNetwork, _ width: Int, _ height: Int) -> Grid {
    precondition(width > 0 && height > 0, "a grid of \(width) by \(height)")
    let (perceptron, features) = (network.settings.perceptron, network.settings.features)
    let found = grids.firstIndex {
      $0.width == width && $0.height == height && $0.features == features && $0.perceptron == perceptron
    }
    if let found { return grids[found] }
    if grids.count == Self.keptGrids { grids.removeFirst() }
    grids.append(Grid(network.settings, width, height, kernels))
    return grids[grids.count - 1]
  }

  /// Thumbnails, the large boundary, and one more while a window changes its size.
  private static let keptGrids = 3

  /// A grid's cells and the memory for what nodes compute there.
  private final class Grid {
    let perceptron: MultilayerPerceptron
    let features: [PlaneFeature]
    let width: Int
    let height: Int
    let sweep: PlaygroundSweep
    /// (features and neurons, cells): the features' rows never change.
    let nodes: FloatBuffer

    var cells: Int { width * height }
    var inputs: Int { features.count }

    init(_ settings: PlaygroundSettings, _ width: Int, _ height: Int, _ kernels: KernelSet) {
      (perceptron, features, self.width, self.height) = (settings.perceptron, settings.features, width, height)
      sweep = PlaygroundSweep(perceptron, kernels: kernels)
      let rows = features.count + perceptron.layers.reduce(0) { $0 + $1.units }
      nodes = FloatBuffer(count: rows * width * height)
      var place = nodes.start
      for feature in features {
        for row in 0..<height {
          for column in 0..<width {
            place.pointee = feature.value(
              x: PlaygroundPicture.x(column: column, of: width), y: PlaygroundPicture.y(row: row, of: height))
            place += 1
          }
        }
      }
    }
  }
}
