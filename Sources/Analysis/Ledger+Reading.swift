internal import Models
internal import Tensors

extension Ledger {
  /// The direction in the residual stream that speaks for the token, followed from the logits back to the embeddings: with
  /// u = g∘(W_U[t] − W_U[t′]), a component c adds
  ///
  ///     ((c − mean(c))∘g)·(W_U[t] − W_U[t′])/σ  =  c·(u − mean(u))/σ
  ///
  /// and each norm before turns the direction once more in the same way. Sums run in double precision, so that the ledger's
  /// own rounding is far below the forward pass's.
  struct Reading {
    let trace: Trace
    let model: LanguageModel
    let position: Int
    /// What a number of the residual stream counts, from where the reading stands.
    var direction_D: [Double]
    /// What biases have added on the way.
    private(set) var constant = 0.0

    init(_ trace: Trace, _ model: LanguageModel, position: Int, token: Int32, against other: Int32?) {
      (self.trace, self.model, self.position) = (trace, model, position)
      let width = model.configuration.width
      let unembedding_VD = model.parameters[model.handles.unembedding]
      func row(_ id: Int32) -> [Double] {
        precondition(id >= 0 && id < model.configuration.logitCount, "token \(id) in a ledger")
        let start = unembedding_VD.startIndex + Int(id) * width
        return unembedding_VD[start..<start + width].map(Double.init)
      }
      direction_D = row(token)
      if let other { direction_D = zip(direction_D, row(other)).map { $0 - $1 } }
      if let unembeddingBias = model.handles.addedToLogits {
        let bias = model.parameters[unembeddingBias]
        func amount(_ id: Int32) -> Double { Double(bias[bias.startIndex + Int(id)]) }
        constant = amount(token) - (other.map(amount) ?? 0)
      }
    }

    /// All parts, in the order of computation.
    mutating func entries() -> [(part: Part, amount: Double)] {
      if let cell = model.configuration.cell { return steps(of: cell) + [(.unembeddingBias, constant)] }
      if let norm = model.handles.finalNorm { pass(norm, "\(stack)ln_final") }
      if let head = model.handles.encoder?.head { pass(head: head.transform) }
      var later: [(part: Part, amount: Double)] = []
      let normsFollow = !model.configuration.normsComeFirst
      // Where norms come first, what a block adds passes no norm but those behind the last block.
      for (layer, block) in model.handles.blocks.enumerated().reversed() {
        let name = "\(stack)blocks.\(layer)"
        if normsFollow { pass(block.norm2, "\(name).ln2") }
        later.insert((.mlp(layer: layer), read("\(name).hook_mlp_out")), at: 0)
        if let cross = block.cross {
          if normsFollow { pass(cross.norm, "\(name).ln_cross") }
          later = read(.cross, layer: layer, "\(name).cross_attn", cross.output) + later
        }
        if normsFollow { pass(block.norm1, "\(name).ln1") }
        later = read(.own, layer: layer, "\(name).attn", block.attentionOutput) + later
      }
      var first = [(part: Part.tokenEmbedding, amount: 0.0)]
      if let parts = model.handles.encoder {
        pass(parts.embeddingNorm, "ln_embed")
        if parts.segmentEmbedding != nil { first.append((.segmentEmbedding, read("hook_token_type_embed"))) }
      }
      if let parts = model.handles.source { pass(parts.decoderEmbeddingNorm, "\(stack)ln_embed") }
      first[0].amount = read("\(stack)hook_embed")
      if model.handles.positionEmbedding != nil {
        first.append((.positionEmbedding, read("\(stack)hook_pos_embed")))
      }
      return first + later + [(lastPart, constant)]
    }

    /// Whose constants those are that no part adds.
    private var lastPart: Part {
      model.configuration.normsComeFirst && model.handles.addedToLogits == nil && model.handles.source == nil
        ? .finalNormBias : .biases
    }

    /// What stands before the names of the activations.
    private var stack: String { model.handles.source == nil ? "" : "decoder." }

    /// Back through a norm: what its bias adds is taken down, and the direction is that of its input.
    private mutating func pass(_ norm: ModelParameters.Norm, _ name: String) {
      if let bias = norm.bias { constant += read(model.parameters[bias]) }
      let scale = trace.row([position], of: "\(name).hook_scale").first.map(Double.init) ?? 1
      let gained_D = zip(direction_D, model.parameters[norm.gain]).map { $0 * Double($1) }
      let mean = norm.bias == nil ? 0 : gained_D.reduce(0, +) / Double(gained_D.count)
      direction_D = gained_D.map { ($0 - mean) / scale }
    }

    /// Back through an encoder's head: the gates of its activation or its hyperbolic tangent, by which these multiply what
    /// they read, then its linear layer, whose weight is (out, in).
    private mutating func pass(head: ModelParameters.Linear) {
      let isClassifier = model.configuration.isClassifier
      let gates = trace.row([position], of: "head.hook_pre").map { number -> Double in
        let x = Double(number)
        guard isClassifier else { return Derivation.gate(model.configuration.activation, x) }
        return x == 0 ? 1 : Derivation.tangent(x) / x
      }
      let gated_D = zip(direction_D, gates).map { $0 * $1 }
      direction_D = gated_D
      if let bias = head.bias { constant += read(model.parameters[bias]) }
      let width = gated_D.count
      direction_D = model.parameters[head.weight].withUnsafeBufferPointer { weight_DD in
        (0..<width).map { input in
          gated_D.indices.reduce(0) { $0 + gated_D[$1] * Double(weight_DD[$1 * width + input]) }
        }
      }
    }

    private func read(_ name: String) -> Double { read(trace.row([position], of: name)) }

    private func read(_ component_D: ArraySlice<Float>) -> Double {
      zip(component_D, direction_D).reduce(0) { $0 + Double($1.0) * $1.1 }
    }

    /// The heads of an attention and its bias.
    private func read(
      _ attention: AttentionKind, layer: Int, _ name: String, _ output: ModelParameters.Linear
    ) -> [(part: Part, amount: Double)] {
      let heads = readHeads(name, output).enumerated().map { head, amount in
        (part: Part.head(HeadPlace(layer: layer, head: head, attention: attention)), amount: amount)
      }
      guard let outputBias = output.bias else { return heads }
      let bias = read(model.parameters[outputBias])
      return heads + [(part: .attentionBias(layer: layer, attention: attention), amount: bias)]
    }

    /// z_h·(W_O[h]·direction) for each head; input i of W_O belongs to head i / E.
    private func readHeads(_ name: String, _ output: ModelParameters.Linear) -> [Double] {
      let (D, E) = (model.configuration.width, model.configuration.headWidth)
      let (inputStride, outputStride) = output.order == .inputOutput ? (D, 1) : (1, model.configuration.heads * E)
      return model.parameters[output.weight].withUnsafeBufferPointer { weight_DD in
        (0..<model.configuration.heads).map { head in
          let z_E = trace.row([position, head], of: "\(name).hook_z")
          var sum = 0.0
          for (index, z) in z_E.enumerated() where z != 0 {
            var inner = 0.0
            let first = (head * E + index) * inputStride
            for column in 0..<D { inner += Double(weight_DD[first + column * outputStride]) * direction_D[column] }
            sum += Double(z) * inner
          }
          return sum
        }
      }
    }
  }
}
