internal import KernelTypes

extension Replay {
  /// `y[r] = table[ids[r]]`
  func embedTokens(
    _ ids: [Int32], table: ParameterID, _ parameters: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>
  ) {
    let entry = tape.layout[table]
    let width = entry.shape[1]
    for (row, id) in ids.enumerated() {
      precondition(id >= 0 && id < entry.shape[0], "token id \(id), but \(entry.name) has \(entry.shape[0]) rows")
      (y + row * width).update(from: parameters + entry.offset + Int(id) * width, count: width)
    }
  }

  func segments(_ feed: Feed) -> [Int32] {
    feed.segments.isEmpty ? [Int32](repeating: 0, count: tape.rows) : feed.segments
  }

  /// `dtable[ids[r]] += dy[r]`, the forward being `y[r] = table[ids[r]]`.
  func tokenEmbeddingPullback(
    _ ids: [Int32], table: ParameterID, node: Int, _ parameterGradients: UnsafeMutablePointer<Float>
  ) {
    let entry = tape.layout[table]
    let width = entry.shape[1]
    let dtable = parameterGradients + entry.offset
    for (row, id) in ids.enumerated() {
      kernels.accumulate(gradient(node) + row * width, dtable + Int(id) * width, width)
    }
  }

  /// `y[b, t] = table[t]`
  func embedPositions(
    table: ParameterID, _ parameters: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>
  ) {
    let entry = tape.layout[table]
    let count = tape.length * entry.shape[1]
    for sequence in 0..<tape.batch { (y + sequence * count).update(from: parameters + entry.offset, count: count) }
  }

  /// `dtable[t] += Σ_b dy[b, t]`, the forward being `y[b, t] = table[t]`.
  func positionEmbeddingPullback(
    table: ParameterID, node: Int, _ parameterGradients: UnsafeMutablePointer<Float>
  ) {
    let entry = tape.layout[table]
    let count = tape.length * entry.shape[1]
    for sequence in 0..<tape.batch {
      kernels.accumulate(gradient(node) + sequence * count, parameterGradients + entry.offset, count)
    }
  }
}
