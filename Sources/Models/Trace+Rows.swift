/// Rows that views draw, without copying.
extension Trace {
  /// How strongly a query position attends to each key position in one head; sums to 1.
  ///
  /// - Precondition: layer, head and query lie within the model and the sequence.
  public func pattern(layer: Int, head: Int, query: Int) -> ArraySlice<Float> {
    row([head, query], of: "blocks.\(layer).attn.hook_pattern")
  }

  /// A query position's scaled scores `q·k/√E` in one head; −∞ where masked.
  public func scores(layer: Int, head: Int, query: Int) -> ArraySlice<Float> {
    row([head, query], of: "blocks.\(layer).attn.hook_attn_scores")
  }

  /// The residual stream of all positions: as it enters a block, and for `layer == layers` as it leaves the last.
  public func residual(before layer: Int) -> ArraySlice<Float> {
    values(at: [], of: residualName(before: layer))
  }

  /// The residual stream of one position.
  public func residual(before layer: Int, position: Int) -> ArraySlice<Float> {
    row([position], of: residualName(before: layer))
  }

  private func residualName(before layer: Int) -> String {
    layer < configuration.layers ? "blocks.\(layer).hook_resid_pre" : "blocks.\(layer - 1).hook_resid_post"
  }

  /// A block's MLP neurons after their activation function at all positions.
  public func neurons(layer: Int) -> ArraySlice<Float> { values(at: [], of: "blocks.\(layer).mlp.hook_post") }

  /// A block's MLP neurons after their activation function at one position.
  public func neurons(layer: Int, position: Int) -> ArraySlice<Float> {
    row([position], of: "blocks.\(layer).mlp.hook_post")
  }

  /// Logits of the token after a position.
  public func logits(position: Int) -> ArraySlice<Float> { row([position], of: "logits") }

  /// The last axis of an activation at the given leading indices.
  ///
  /// - Precondition: the activation was captured, and the indices lie within its shape.
  public func row(_ leading: [Int], of name: String) -> ArraySlice<Float> {
    precondition(leading.count + 1 == shape(of: name)?.count, "\(leading.count) indices for a row of \(name)")
    return values(at: leading, of: name)
  }

  private func shape(of name: String) -> [Int]? { entry(named: name)?.shape ?? absent[name] }

  /// Everything that an activation holds at the given leading indices, row-major: a whole head of a pattern, say.
  ///
  /// - Precondition: the activation was captured, and the indices lie within its shape.
  public func values(at leading: [Int], of name: String) -> ArraySlice<Float> {
    guard let entry = entry(named: name) else {
      // A layer that isn't kept has no numbers, whoever asks for them.
      guard let shape = absent[name] else { preconditionFailure("\(name) was not captured") }
      return [Float](repeating: .nan, count: shape.dropFirst(leading.count).reduce(1, *))[...]
    }
    precondition(leading.count <= entry.shape.count, "\(leading.count) indices into \(name) of \(entry.shape)")
    var place = 0
    for (position, size) in zip(leading, entry.shape) {
      precondition(position >= 0 && position < size, "\(leading) lies outside \(name) of \(entry.shape)")
      place = place * size + position
    }
    let count = entry.shape.dropFirst(leading.count).reduce(1, *)
    let values = self[entry]
    let start = values.startIndex + place * count
    return values[start..<start + count]
  }
}
