internal import KernelTypes

/// Attention of every head of every sequence, in blocks of query rows, so that keys which a causal block doesn't see are
/// never multiplied. Letters: T position, E head width, D = heads·E; q, k, v lie side by side in rows of 3·D.
extension Replay {
  /// Query rows in a block.
  private static var blockRows: Int { 64 }

  /// Numbers that attention needs beside the matmul's scratch: a block of weights' gradients and one of dropped weights.
  static func attentionScratch(_ tape: Tape) -> Int { 2 * min(blockRows, tape.length) * (tape.length + 16) }

  /// One head of one sequence: where its rows start.
  private struct Head {
    /// Start of the head's queries in q, k, v; keys and values follow D and 2·D later.
    let query: Int
    /// Start of the head's columns in z.
    let z: Int
    /// Start of its (T, T) weights.
    let pattern: Int
    /// Its number among all heads of the tape's batch.
    let index: Int
  }

  /// A block of query rows of one sequence: which keys it multiplies.
  private struct Block {
    /// Its first row.
    let first: Int
    let rows: Int
    /// Keys from the sequence's beginning that some query of it sees.
    let keys: Int
    let isCausal: Bool

    var visible: VisibleKeys { isCausal ? .causal(first: first + 1) : .first(keys) }
    /// What a causal product leaves out.
    func triangle(_ shape: (Int) -> Matmul.Triangle) -> Matmul.Triangle { isCausal ? shape(first + 1) : .none }
  }

  private func block(from first: Int, of sequence: Int, isCausal: Bool, _ feed: Feed) -> Block {
    let rows = min(Self.blockRows, tape.length - first)
    let keys = isCausal ? first + rows : feed.lengths.isEmpty ? tape.length : feed.lengths[sequence]
    return Block(first: first, rows: rows, keys: keys, isCausal: isCausal)
  }

  private func head(_ index: Int, of count: Int, width D: Int) -> Head {
    let T = tape.length
    let E = D / count
    let (sequence, head) = index.quotientAndRemainder(dividingBy: count)
    return Head(
      query: sequence * T * 3 * D + head * E, z: sequence * T * D + head * E, pattern: index * T * T, index: index)
  }

  /// For each head:
  ///
  ///     pattern = softmax(mask(q·kᵀ/√E)),  z = pattern·v
  ///
  /// - SeeAlso: Vaswani et al. 2017, section 3.2.1.
  func attention(_ x: Value, heads count: Int, isCausal: Bool, dropout rate: Float, _ feed: Feed, into node: Int) {
    let (T, D) = (tape.length, width(Value(index: node)))
    let E = D / count
    let qkv = result(x)
    let z = result(Value(index: node))
    let patterns = byproduct(node)
    let allScores = purpose == .capture ? patterns + tape.batch * count * T * T : patterns
    for index in 0..<tape.batch * count {
      let head = head(index, of: count, width: D)
      let (q, k, v) = (qkv + head.query, qkv + head.query + D, qkv + head.query + 2 * D)
      for first in stride(from: 0, to: T, by: Self.blockRows) {
        let block = block(from: first, of: index / count, isCausal: isCausal, feed)
        let (rows, keys) = (block.rows, block.keys)
        let weights = patterns + head.pattern + first * T
        let scores = allScores + head.pattern + first * T
        kernels.matmul(
          Matmul(
            rows: rows, columns: keys, depth: E, a: q + first * 3 * D, aRowStride: 3 * D,
            b: k, bRowStride: 1, bColumnStride: 3 * D, c: scores, cRowStride: T,
            triangle: block.triangle(Matmul.Triangle.ofResult)),
          scratch.start)
        if !feed.edits.hiddenKeys.isEmpty { hide(feed.edits.hiddenKeys, in: scores, first: first, rows: rows) }
        kernels.attentionSoftmax(
          AttentionSoftmax(
            scores: scores, weights: weights, queries: rows, keys: T, rowStride: T,
            scale: 1 / Float(E).squareRoot(), visible: block.visible, keepsScores: purpose == .capture))
        let mask = attentionMask(rate: rate, feed, node: node, heads: count, head: head, first: first)
        let kept = mask.map { droppedWeights(weights, rows: rows, $0) } ?? weights
        kernels.matmul(
          Matmul(
            rows: rows, columns: E, depth: keys, a: kept, aRowStride: T,
            b: v, bRowStride: 3 * D, c: z + head.z + first * D, cRowStride: D,
            triangle: block.triangle(Matmul.Triangle.ofA)),
          scratch.start)
      }
    }
  }

  /// The forward being `s = q·kᵀ/√E, p = softmax(mask(s)), z = p·v`:
  ///
  ///     dv = pᵀ·dz,  dp = dz·vᵀ,  ds = p∘(dp − Σ dp∘p)/√E,  dq = ds·k,  dk = dsᵀ·q
  ///
  /// Blocks run from the last to the first: the last one covers every key that counts and so writes dk and dv, the others
  /// add.
  func attentionPullback(_ x: Value, heads count: Int, isCausal: Bool, dropout rate: Float, _ feed: Feed, node: Int) {
    let (T, D) = (tape.length, width(Value(index: node)))
    let E = D / count
    let (qkv, dqkv, dz) = (result(x), gradient(x), gradient(node))
    let dweights = scratch.start + kernels.matmulScratch
    for index in 0..<tape.batch * count {
      let head = head(index, of: count, width: D)
      let (q, k, v) = (qkv + head.query, qkv + head.query + D, qkv + head.query + 2 * D)
      let (dq, dk, dv) = (dqkv + head.query, dqkv + head.query + D, dqkv + head.query + 2 * D)
      if !isCausal, !feed.lengths.isEmpty {
        for key in feed.lengths[index / count]..<T {
          (dk + key * 3 * D).update(repeating: 0, count: E)
          (dv + key * 3 * D).update(repeating: 0, count: E)
        }
      }
      for first in stride(from: (T - 1) / Self.blockRows * Self.blockRows, through: 0, by: -Self.blockRows) {
        let block = block(from: first, of: index / count, isCausal: isCausal, feed)
        let (rows, keys) = (block.rows, block.keys)
        let isLast = first + rows == T
        let weights = byproduct(node) + head.pattern + first * T
        let dzBlock = dz + head.z + first * D
        let mask = attentionMask(rate: rate, feed, node: node, heads: count, head: head, first: first)
        let kept = mask.map { droppedWeights(weights, rows: rows, $0) } ?? weights
        kernels.matmul(  // dv (keys, E) = pᵀ·dz
          Matmul(
            rows: keys, columns: E, depth: rows, a: kept, aRowStride: 1, aColumnStride: T,
            b: dzBlock, bRowStride: D, c: dv, cRowStride: 3 * D, accumulates: !isLast,
            triangle: block.triangle(Matmul.Triangle.ofTransposedA)),
          scratch.start)
        kernels.matmul(  // dp (rows, keys) = dz·vᵀ
          Matmul(
            rows: rows, columns: keys, depth: E, a: dzBlock, aRowStride: D,
            b: v, bRowStride: 1, bColumnStride: 3 * D, c: dweights, cRowStride: T,
            triangle: block.triangle(Matmul.Triangle.ofResult)),
          scratch.start)
        if let mask { kernels.dropout(dweights, dweights, rows * T, mask) }
        kernels.attentionSoftmaxBackward(
          AttentionSoftmaxBackward(
            weights: weights, gradient: dweights, queries: rows, keys: keys, rowStride: T, gradientStride: T,
            scale: 1 / Float(E).squareRoot(), visible: block.visible))
        kernels.matmul(  // dq (rows, E) = ds·k
          Matmul(
            rows: rows, columns: E, depth: keys, a: dweights, aRowStride: T,
            b: k, bRowStride: 3 * D, c: dq + first * 3 * D, cRowStride: 3 * D,
            triangle: block.triangle(Matmul.Triangle.ofA)),
          scratch.start)
        kernels.matmul(  // dk (keys, E) = dsᵀ·q
          Matmul(
            rows: keys, columns: E, depth: rows, a: dweights, aRowStride: 1, aColumnStride: T,
            b: q + first * 3 * D, bRowStride: 3 * D, c: dk, cRowStride: 3 * D, accumulates: !isLast,
            triangle: block.triangle(Matmul.Triangle.ofTransposedA)),
          scratch.start)
      }
    }
  }

  /// What a block of weights drops: the element at (head, query, key) has one counter in the whole batch.
  private func attentionMask(
    rate: Float, _ feed: Feed, node: Int, heads count: Int, head: Head, first: Int
  ) -> Dropout? {
    let T = tape.length
    guard var mask = dropoutMask(rate: rate, feed, node: node, perSequence: count * T * T) else { return nil }
    mask.offset &+= UInt32(truncatingIfNeeded: head.index * T * T + first * T)
    return mask
  }

  /// A block of weights after dropout, in scratch: the weights themselves stay for the softmax's pullback.
  private func droppedWeights(
    _ weights: UnsafePointer<Float>, rows: Int, _ mask: Dropout
  ) -> UnsafeMutablePointer<Float> {
    let T = tape.length
    let kept = scratch.start + kernels.matmulScratch + min(Self.blockRows, T) * (T + 16)
    kernels.dropout(weights, kept, rows * T, mask)
    return kept
  }
}
