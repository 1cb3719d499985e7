internal import KernelTypes

extension Replay {
  /// The ids of a stream.
  func ids(_ feed: Feed, _ stream: Operation.Stream) -> [Int32] { stream == .main ? feed.ids : feed.sourceIDs }

  /// `y[r] = scale·table[ids[r]]`
  func embedTokens(
    _ ids: [Int32], table: ParameterID, scale: Float = 1, _ parameters: WeightsPointer,
    into y: UnsafeMutablePointer<Float>
  ) {
    let entry = tape.layout[table]
    let width = entry.shape[1]
    for (row, id) in ids.enumerated() {
      precondition(id >= 0 && id < entry.shape[0], "token id \(id), but \(entry.name) has \(entry.shape[0]) rows")
      let to = y + row * width
      copyNumbers(of: table, from: Int(id) * width, count: width, parameters, to: to)
      if scale != 1 { kernels.scale(to, scale, width) }
    }
  }

  func segments(_ feed: Feed) -> [Int32] {
    feed.segments.isEmpty ? [Int32](repeating: 0, count: tape.rows) : feed.segments
  }

  /// `dtable[ids[r]] += scale·dy[r]`, the forward being `y[r] = scale·table[ids[r]]`.
  func tokenEmbeddingPullback(
    _ ids: [Int32], table: ParameterID, scale: Float = 1, node: Int, _ parameterGradients: UnsafeMutablePointer<Float>
  ) {
    let entry = tape.layout[table]
    let width = entry.shape[1]
    let dtable = parameterGradients + entry.offset
    for (row, id) in ids.enumerated() {
      let (from, to) = (gradient(node) + row * width, dtable + Int(id) * width)
      if scale == 1 {
        kernels.accumulate(from, to, width)
      } else {
        for column in 0..<width { to[column] += scale * from[column] }
      }
    }
  }

  /// `y[b, t] = table[t + unused]`
  func embedPositions(
    table: ParameterID, length: Int, unusedRows: Int, _ parameters: WeightsPointer,
    into y: UnsafeMutablePointer<Float>
  ) {
    let entry = tape.layout[table]
    let (count, start) = (length * entry.shape[1], unusedRows * entry.shape[1])
    for sequence in 0..<tape.batch {
      copyNumbers(of: table, from: start, count: count, parameters, to: y + sequence * count)
    }
  }

  /// `dtable[t + unused] += Σ_b dy[b, t]`, the forward being `y[b, t] = table[t + unused]`.
  func positionEmbeddingPullback(
    table: ParameterID, length: Int, unusedRows: Int, node: Int, _ parameterGradients: UnsafeMutablePointer<Float>
  ) {
    let entry = tape.layout[table]
    let (count, start) = (length * entry.shape[1], entry.offset + unusedRows * entry.shape[1])
    for sequence in 0..<tape.batch {
      kernels.accumulate(gradient(node) + sequence * count, parameterGradients + start, count)
    }
  }
}
