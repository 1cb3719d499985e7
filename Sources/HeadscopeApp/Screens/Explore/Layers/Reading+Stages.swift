internal import Analysis
internal import Models

/// The residual stream stage by stage: the embedding, then after each layer's attention, its cross-attention if it has one,
/// and its MLP.
extension ExploreState.Reading {
  var stages: [LogitLens.Stage] { LogitLens.Stage.all(of: trace) }

  /// Stages in a layer.
  var stagesInLayer: Int { (stages.count - 1) / trace.configuration.layers }

  /// Whether the stages can be read as words: an encoder–decoder's encoder says none.
  var hasLogits: Bool { trace.entry(named: "logits") != nil }

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
      let lengths = measured(.length, component: component)
      return stages.indices.map { index in
        positions.map { position in
          guard index > 0 else { return .nan }
          let product = Self.product(
            residual(stage: stages[index], position: position), residual(stage: stages[index - 1], position: position))
          return Float(product / (Double(lengths[index][position]) * Double(lengths[index - 1][position])))
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
      // Behind each stage comes one norm: behind the embedding the first block's first, and so on to the final one, which an
      // encoder–decoder lacks.
      return NormPlace.all(layers: trace.configuration.layers, crosses: stagesInLayer > 2).map { place in
        guard trace.entry(named: "\(place.name).hook_scale") != nil else { return positions.map { _ in .nan } }
        return trace.normEffects(place).map { measure == .divisor ? $0.scale : $0.after }
      }
    }
  }

  /// A measure of a single number for each stage and token, with the scale of its colours; takes time of the order of the
  /// whole stream.
  func scaled(_ measure: ResidualMeasure) -> LayersState.Measured {
    let values = measured(measure, component: 0)
    let largest = values.joined().reduce(Float(0)) { $1.isFinite ? max($0, $1) : $0 }
    return LayersState.Measured(
      measure: measure, values: values, limit: measure == .cosine ? 1 : max(largest, .leastNormalMagnitude))
  }

  private static func length(_ vector: ArraySlice<Float>) -> Float {
    Float(product(vector, vector).squareRoot())
  }

  /// a·b, in four partial sums.
  private static func product(_ a: ArraySlice<Float>, _ b: ArraySlice<Float>) -> Double {
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        var sums = SIMD4<Double>()
        for index in stride(from: 0, to: a.count & ~3, by: 4) {
          let x = SIMD4(Double(a[index]), Double(a[index + 1]), Double(a[index + 2]), Double(a[index + 3]))
          let y = SIMD4(Double(b[index]), Double(b[index + 1]), Double(b[index + 2]), Double(b[index + 3]))
          sums += x * y
        }
        return (a.count & ~3..<a.count).reduce(sums.sum()) { $0 + Double(a[$1]) * Double(b[$1]) }
      }
    }
  }
}
