internal import Analysis
internal import Models

/// The residual stream stage by stage: the embedding, then after each layer's attention and after its MLP.
extension ExploreState.Reading {
  var stages: [LogitLens.Stage] { LogitLens.Stage.all(layers: trace.configuration.layers) }

  /// Whether all stages were captured.
  var hasStages: Bool { stages.allSatisfy { trace.entry(named: $0.activation) != nil } }

  /// The residual stream of a position at a stage.
  func residual(stage: LogitLens.Stage, position: Int) -> ArraySlice<Float> {
    trace.row([position], of: stage.activation)
  }

  /// A measure of every stage (row) and token (column), row by row; NaN where it has no value.
  ///
  /// For ``ResidualMeasure/components`` it is the given component.
  func measured(_ measure: ResidualMeasure, component: Int) -> [[Float]] {
    let positions = 0..<trace.length
    switch measure {
    case .length:
      return stages.map { stage in positions.map { Self.length(residual(stage: stage, position: $0)) } }
    case .cosine:
      let stages = stages
      return stages.indices.map { index in
        positions.map { position in
          guard index > 0 else { return .nan }
          return Self.cosine(
            residual(stage: stages[index], position: position), residual(stage: stages[index - 1], position: position))
        }
      }
    case .components:
      return stages.map { stage in
        positions.map { position in
          let vector = residual(stage: stage, position: position)
          return vector[vector.startIndex + component]
        }
      }
    case .divisor, .normed:
      // Each stage is read by one norm: the embedding by the first block's first, and so on to the final one.
      return NormPlace.all(layers: trace.configuration.layers).map { place in
        trace.normEffects(place).map { measure == .divisor ? $0.scale : $0.after }
      }
    }
  }

  private static func length(_ vector: ArraySlice<Float>) -> Float {
    Float(vector.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot())
  }

  /// a·b / (‖a‖·‖b‖); NaN where one of the two is 0.
  private static func cosine(_ a: ArraySlice<Float>, _ b: ArraySlice<Float>) -> Float {
    let product = zip(a, b).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    return Float(product / (Double(length(a)) * Double(length(b))))
  }
}
