internal import KernelTypes

/// What LLaMA's blocks have and GPT-2's don't: turned queries and keys, gated neurons.
extension Replay {
  /// The rotary embedding of a tape and the width of its heads; a tape has one for all of its layers.
  private static func rotary(_ tape: Tape) -> (RotaryEmbedding, headWidth: Int)? {
    for node in tape.nodes {
      if case .rotate(_, let heads, let rotary) = node.operation { return (rotary, node.width / heads.parts) }
    }
    return nil
  }

  static func angleCount(_ tape: Tape, for purpose: Purpose) -> Int {
    rotary(tape).map { purpose.positions(of: tape) * $0.headWidth } ?? 0
  }

  /// Cosines and sines of so many positions.
  static func angles(_ tape: Tape, positions: Int) -> FloatBuffer? {
    guard let (rotary, headWidth) = rotary(tape) else { return nil }
    let isOne = tape.nodes.allSatisfy { node in
      guard case .rotate(_, let heads, let other) = node.operation else { return true }
      return other == rotary && node.width / heads.parts == headWidth
    }
    precondition(isOne, "layers that turn by different angles")
    let angles = FloatBuffer(count: positions * headWidth)
    rotary.fill(angles.start, positions: positions, headWidth: headWidth)
    return angles
  }

  /// Queries and keys turned, or turned back; values as they are.
  func rotate(
    _ x: UnsafePointer<Float>, _ heads: AttentionHeads, position: Int, back: Bool, node: Int,
    into y: UnsafeMutablePointer<Float>
  ) {
    guard let angles else { preconditionFailure("a rotation without angles") }
    let (stride, length) = (width(Value(index: node)), tape.length(of: tape.nodes[node].stream))
    let headWidth = stride / heads.parts
    let turned = heads.count + heads.keyValueCount
    for sequence in 0..<tape.batch {
      let start = sequence * length * stride
      kernels.rotate(
        Rotation(
          x: x + start, y: y + start, angles: angles.start + position * headWidth, rows: length, heads: turned,
          headWidth: headWidth, rowStride: stride, isInverse: back))
      for row in 0..<length {
        let values = start + row * stride + turned * headWidth
        (y + values).update(from: x + values, count: heads.keyValueCount * headWidth)
      }
    }
  }

  /// The pullback of `silu(gate)·linear`: nothing else reads the two, so it writes their gradients.
  func swiGLUPullback(_ gate: Value, _ linear: Value, node: Int) {
    let count = rows(gate) * width(gate)
    kernels.swiGLUBackward(
      SwiGLUBackward(
        gate: result(gate), linear: result(linear), dy: gradient(node), dgate: gradient(gate),
        dlinear: gradient(linear), count: count))
  }
}
