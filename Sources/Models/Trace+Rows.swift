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

  /// The residual stream of one position: as it enters a block, and for `layer == layers` as it leaves the last.
  public func residual(before layer: Int, position: Int) -> ArraySlice<Float> {
    layer < configuration.layers
      ? row([position], of: "blocks.\(layer).hook_resid_pre")
      : row([position], of: "blocks.\(layer - 1).hook_resid_post")
  }

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
    guard let entry = entry(named: name), let width = entry.shape.last else {
      preconditionFailure("\(name) was not captured")
    }
    precondition(leading.count == entry.shape.count - 1, "\(leading.count) indices into \(name) of \(entry.shape)")
    var row = 0
    for (position, size) in zip(leading, entry.shape) {
      precondition(position >= 0 && position < size, "\(leading) lies outside \(name) of \(entry.shape)")
      row = row * size + position
    }
    let values = self[entry]
    let start = values.startIndex + row * width
    return values[start..<start + width]
  }
}
