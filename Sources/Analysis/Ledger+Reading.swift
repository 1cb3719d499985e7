internal import Models
internal import Tensors

extension Ledger {
  /// The direction in the residual stream that speaks for the token: with u = g∘(W_U[t] − W_U[t′]), a component c adds
  ///
  ///     ((c − mean(c))∘g)·(W_U[t] − W_U[t′])/σ  =  c·(u − mean(u))/σ
  ///
  /// Sums run in double precision, so that the ledger's own rounding is far below the forward pass's.
  struct Reading {
    private let position: Int
    private let direction_D: [Double]
    private let constant: Double

    init(_ trace: Trace, _ model: Transformer, position: Int, token: Int32, against other: Int32?) {
      let width = model.configuration.width
      let (parameters, handles) = (model.parameters, model.handles)
      let unembedding_VD = parameters[handles.unembedding]
      func row(_ id: Int32) -> [Double] {
        precondition(id >= 0 && id < model.configuration.vocabularySize, "token \(id) in a ledger")
        let start = unembedding_VD.startIndex + Int(id) * width
        return unembedding_VD[start..<start + width].map(Double.init)
      }
      var reading_D = row(token)
      if let other { reading_D = zip(reading_D, row(other)).map { $0 - $1 } }
      let scale = trace.row([position], of: "ln_final.hook_scale").first.map(Double.init) ?? 1
      let gained_D = zip(reading_D, parameters[handles.finalNorm.gain]).map { $0 * Double($1) }
      let mean = gained_D.reduce(0, +) / Double(width)
      self.position = position
      direction_D = gained_D.map { ($0 - mean) / scale }
      constant = zip(reading_D, parameters[handles.finalNorm.bias]).reduce(0) { $0 + $1.0 * Double($1.1) }
    }

    func entries(_ trace: Trace, _ model: Transformer) -> [(part: Part, amount: Double)] {
      var entries: [(part: Part, amount: Double)] = [
        (.tokenEmbedding, read(trace.row([position], of: "hook_embed"))),
        (.positionEmbedding, read(trace.row([position], of: "hook_pos_embed"))),
      ]
      for (layer, block) in model.handles.blocks.enumerated() {
        let heads = readHeads(trace, model, layer: layer, weight: block.attentionOutput.weight)
        entries += heads.enumerated().map { (.head(HeadPlace(layer: layer, head: $0)), $1) }
        entries.append((.attentionBias(layer: layer), read(model.parameters[block.attentionOutput.bias])))
        entries.append((.mlp(layer: layer), read(trace.row([position], of: "blocks.\(layer).hook_mlp_out"))))
      }
      return entries + [(.finalNormBias, constant)]
    }

    private func read(_ component_D: ArraySlice<Float>) -> Double {
      zip(component_D, direction_D).reduce(0) { $0 + Double($1.0) * $1.1 }
    }

    /// z_h·(W_O[h]·direction) for each head; row i of W_O belongs to head i / E.
    private func readHeads(_ trace: Trace, _ model: Transformer, layer: Int, weight: ParameterID) -> [Double] {
      let (D, E) = (model.configuration.width, model.configuration.headWidth)
      return model.parameters[weight].withUnsafeBufferPointer { weight_DD in
        (0..<model.configuration.heads).map { head in
          let z_E = trace.row([position, head], of: "blocks.\(layer).attn.hook_z")
          var sum = 0.0
          for (index, z) in z_E.enumerated() where z != 0 {
            var inner = 0.0
            let row = (head * E + index) * D
            for column in 0..<D { inner += Double(weight_DD[row + column]) * direction_D[column] }
            sum += Double(z) * inner
          }
          return sum
        }
      }
    }
  }
}
