internal import KernelTypes

/// Attention of every head of every sequence, in blocks of query rows, so that keys which a causal block doesn't see are
/// never multiplied. Letters: T queries, S keys, E head width, D = heads·E. Keys and values of one head
/// may serve several heads.
extension Replay {
  /// Query rows in a block.
  private static var blockRows: Int { 64 }

  /// Numbers that attention needs beside the matmul's scratch: a block of weights' gradients and one of dropped weights, then
  /// a head's packed keys and values.
  static func attentionScratch(_ tape: Tape, _ kernels: KernelSet) -> Int {
    let longest = max(tape.length, tape.sourceLength ?? 0)
    let widest = tape.nodes.reduce(0) { widest, node in
      switch node.operation {
      case .attention(_, let heads, _, _): max(widest, node.width / heads.count)
      case .crossAttention(_, _, let heads, _): max(widest, node.width / heads)
      default: widest
      }
    }
    return blocksCount(longest) + kernels.packedCount(widest, longest) + kernels.packedCount(longest, widest)
  }

  /// Numbers in the blocks of weights' gradients and of dropped weights.
  private static func blocksCount(_ longest: Int) -> Int { 2 * min(blockRows, longest) * (longest + 16) }

  /// Which values an attention reads and how they stand: queries, keys and values side by side in one, or queries in one and
  /// keys and values in another.
  struct Attention {
    /// T and S, D, and the heads that share it.
    let queries: Int, keys: Int, width: Int, heads: Int
    /// Neighbouring heads that share keys and values.
    var group = 1
    /// What scores are multiplied with.
    let scale: Float
    let isCausal: Bool
    /// Whose tokens the keys are.
    let keyStream: Operation.Stream
    let query: Value
    let keyValue: Value
    /// Numbers in a row of each.
    let queryStride: Int, keyStride: Int
    /// Where keys and values begin in a row.
    let keyStart: Int, valueStart: Int

    var headWidth: Int { width / heads }
    /// Whether queries and keys are of different streams.
    var isCross: Bool { query != keyValue }
  }

  /// A sequence's attention to itself.
  func selfAttention(_ x: Value, heads: AttentionHeads, isCausal: Bool, node: Int) -> Attention {
    let (D, stride, stream) = (width(Value(index: node)), width(x), tape[x].stream)
    let length = tape.length(of: stream)
    return Attention(
      queries: length, keys: length, width: D, heads: heads.count, group: heads.count / heads.keyValueCount,
      scale: Self.scale(heads, width: D), isCausal: isCausal, keyStream: stream, query: x, keyValue: x,
      queryStride: stride, keyStride: stride, keyStart: D, valueStart: (stride + D) / 2)
  }

  /// Attention to the source.
  func crossAttention(_ query: Value, _ keyValue: Value, heads: Int, node: Int) -> Attention {
    let D = width(Value(index: node))
    return Attention(
      queries: tape.length, keys: tape.length(of: .source), width: D, heads: heads,
      scale: Self.scale(AttentionHeads(heads), width: D), isCausal: false,
      keyStream: .source, query: query, keyValue: keyValue, queryStride: D, keyStride: 2 * D, keyStart: 0,
      valueStart: D)
  }

  /// 1/√E where nothing else is said.
  private static func scale(_ heads: AttentionHeads, width: Int) -> Float {
    heads.scale ?? 1 / Float(width / heads.count).squareRoot()
  }

  /// One head of one sequence: where its rows start.
  private struct Head {
    /// Start of the head's queries, keys and values in their rows.
    let query: Int, key: Int, value: Int
    /// Start of the head's columns in z.
    let z: Int
    /// Start of its (T, S) weights.
    let pattern: Int
    /// Its number among all heads of the tape's batch.
    let index: Int
    /// Its sequence.
    let sequence: Int
    /// Whether it is the first of those that share its keys and values.
    let isFirstOfGroup: Bool

    init(_ index: Int, of attention: Attention) {
      let (sequence, head) = index.quotientAndRemainder(dividingBy: attention.heads)
      let column = head * attention.headWidth
      let keyColumn = head / attention.group * attention.headWidth
      let keys = sequence * attention.keys * attention.keyStride + keyColumn
      isFirstOfGroup = head.isMultiple(of: attention.group)
      query = sequence * attention.queries * attention.queryStride + column
      (key, value) = (keys + attention.keyStart, keys + attention.valueStart)
      z = sequence * attention.queries * attention.width + column
      pattern = index * attention.queries * attention.keys
      (self.index, self.sequence) = (index, sequence)
    }
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

  private func block(from first: Int, of sequence: Int, _ attention: Attention, _ feed: Feed) -> Block {
    let rows = min(Self.blockRows, attention.queries - first)
    let keys = attention.isCausal ? first + rows : keyCount(of: sequence, attention, feed)
    return Block(first: first, rows: rows, keys: keys, isCausal: attention.isCausal)
  }

  /// Keys of a sequence that count.
  private func keyCount(of sequence: Int, _ attention: Attention, _ feed: Feed) -> Int {
    let lengths = attention.keyStream == .main ? feed.lengths : feed.sourceLengths
    return lengths.isEmpty ? attention.keys : lengths[sequence]
  }

  /// For each head:
  ///
  ///     pattern = softmax(mask(q·kᵀ/√E)),  z = pattern·v
  ///
  /// - SeeAlso: Vaswani et al. 2017, sections 3.2.1 and 3.2.3.
  func attend(_ attention: Attention, dropout rate: Float, _ feed: Feed, into node: Int) {
    let (T, S, D, E) = (attention.queries, attention.keys, attention.width, attention.headWidth)
    let (queryStride, keyStride) = (attention.queryStride, attention.keyStride)
    let (queries, keysAndValues) = (result(attention.query), result(attention.keyValue))
    let z = result(Value(index: node))
    let patterns = byproduct(node)
    let allScores = purpose == .capture ? patterns + tape.batch * attention.heads * T * S : patterns
    let heads = tape.batch * attention.heads
    spread(heads, work: heads * T * S * (2 * E + Self.elementCost)) { worker, part in
      for index in part { attend(Head(index, of: attention), worker: worker) }
    }
    func attend(_ head: Head, worker: Int) {
      let scratch = scratch(of: worker)
      let (q, k, v) = (queries + head.query, keysAndValues + head.key, keysAndValues + head.value)
      let packed = packedHead(k, v, attention, keys: keyCount(of: head.sequence, attention, feed), scratch)
      for first in stride(from: 0, to: T, by: Self.blockRows) {
        let block = block(from: first, of: head.sequence, attention, feed)
        let (rows, keys) = (block.rows, block.keys)
        let weights = patterns + head.pattern + first * S
        let scores = allScores + head.pattern + first * S
        kernels.matmul(
          Matmul(
            rows: rows, columns: keys, depth: E, a: q + first * queryStride, aRowStride: queryStride,
            b: k, bRowStride: 1, bColumnStride: keyStride, c: scores, cRowStride: S, packedB: packed.keys,
            triangle: block.triangle(Matmul.Triangle.ofResult)),
          scratch)
        if !feed.edits.hiddenKeys.isEmpty, attention.keyStream == feed.edits.hiddenStream {
          hide(feed.edits.hiddenKeys, of: attention, in: scores, first: first, rows: rows)
        }
        kernels.attentionSoftmax(
          AttentionSoftmax(
            scores: scores, weights: weights, queries: rows, keys: S, rowStride: S, scale: attention.scale,
            visible: block.visible, keepsScores: purpose == .capture))
        let mask = attentionMask(attention, rate: rate, feed, node: node, head: head, first: first)
        let kept = mask.map { droppedWeights(weights, rows: rows, attention, $0, scratch) } ?? weights
        kernels.matmul(
          Matmul(
            rows: rows, columns: E, depth: keys, a: kept, aRowStride: S,
            b: v, bRowStride: keyStride, c: z + head.z + first * D, cRowStride: D, packedB: packed.values,
            triangle: block.triangle(Matmul.Triangle.ofA)),
          scratch)
      }
    }
  }

  /// A head's keys and values in the order in which products read them, so that its blocks of queries don't pack them each;
  /// nil where there is one block. A causal block multiplies fewer values than there are, which would stand elsewhere if
  /// packed by themselves, so there only keys are packed.
  private func packedHead(
    _ k: UnsafePointer<Float>, _ v: UnsafePointer<Float>, _ attention: Attention, keys: Int,
    _ scratch: UnsafeMutablePointer<Float>
  ) -> (keys: UnsafePointer<Float>?, values: UnsafePointer<Float>?) {
    let (E, stride) = (attention.headWidth, attention.keyStride)
    let count = kernels.packedCount(E, keys)
    guard attention.queries > Self.blockRows, count > 0 else { return (nil, nil) }
    let packedKeys = scratch + kernels.matmulScratch + Self.blocksCount(max(attention.queries, attention.keys))
    kernels.pack(
      Matmul(
        rows: 0, columns: keys, depth: E, a: k, aRowStride: 0, b: k, bRowStride: 1, bColumnStride: stride, c: scratch,
        cRowStride: 0),
      packedKeys)
    guard !attention.isCausal else { return (UnsafePointer(packedKeys), nil) }
    let packedValues = packedKeys + count
    kernels.pack(
      Matmul(
        rows: 0, columns: E, depth: keys, a: v, aRowStride: 0, b: v, bRowStride: stride, c: scratch, cRowStride: 0),
      packedValues)
    return (UnsafePointer(packedKeys), UnsafePointer(packedValues))
  }

  /// The attention of one token, which is the last of its sequence so far, to itself and the earlier ones, whose keys and
  /// values are kept.
  func attendToCache(_ x: Value, heads: AttentionHeads, position: Int, into node: Int) {
    guard case .generation(let capacity) = purpose else { preconditionFailure("a cache for \(purpose)") }
    precondition(tape.rows == 1 && position < capacity, "token \(position) of \(capacity), \(tape.rows) at once")
    let D = width(Value(index: node))
    let (E, keys, group) = (D / heads.count, position + 1, heads.count / heads.keyValueCount)
    let (cache, qkv, z) = (byproduct(node), result(x), result(Value(index: node)))
    let (valueStart, stride) = (heads.keyValueCount * E, 2 * heads.keyValueCount * E)
    (cache + position * stride).update(from: qkv + D, count: stride)
    let weights = cache + capacity * stride
    for head in 0..<heads.count {
      let (column, keyColumn) = (head * E, head / group * E)
      kernels.matmul(
        Matmul(
          rows: 1, columns: keys, depth: E, a: qkv + column, aRowStride: D, b: cache + keyColumn, bRowStride: 1,
          bColumnStride: stride, c: weights, cRowStride: keys),
        scratch.start)
      kernels.attentionSoftmax(
        AttentionSoftmax(
          scores: weights, weights: weights, queries: 1, keys: keys, rowStride: keys,
          scale: Self.scale(heads, width: D),
          visible: .first(keys), keepsScores: false))
      kernels.matmul(
        Matmul(
          rows: 1, columns: E, depth: keys, a: weights, aRowStride: keys, b: cache + valueStart + keyColumn,
          bRowStride: stride, c: z + column, cRowStride: D),
        scratch.start)
    }
  }

  /// The forward being `s = q·kᵀ/√E, p = softmax(mask(s)), z = p·v`:
  ///
  ///     dv = pᵀ·dz,  dp = dz·vᵀ,  ds = p∘(dp − Σ dp∘p)/√E,  dq = ds·k,  dk = dsᵀ·q
  ///
  /// Blocks run from the last to the first: the last one covers every key that counts and so writes dk and dv, the others
  /// add, and so do further heads that share the same keys and values. Nothing else reads what an attention reads, so it writes all of their gradients.
  func attentionPullback(_ attention: Attention, dropout rate: Float, _ feed: Feed, node: Int) {
    let (T, S, D, E) = (attention.queries, attention.keys, attention.width, attention.headWidth)
    let (queryStride, keyStride) = (attention.queryStride, attention.keyStride)
    let (queries, keysAndValues) = (result(attention.query), result(attention.keyValue))
    let (dQueries, dKeysAndValues) = (gradient(attention.query), gradient(attention.keyValue))
    let dz = gradient(node)
    let dweights = scratch.start + kernels.matmulScratch
    for index in 0..<tape.batch * attention.heads {
      let head = Head(index, of: attention)
      let (q, k, v) = (queries + head.query, keysAndValues + head.key, keysAndValues + head.value)
      let (dq, dk, dv) = (dQueries + head.query, dKeysAndValues + head.key, dKeysAndValues + head.value)
      if !attention.isCausal, head.isFirstOfGroup {
        for key in keyCount(of: head.sequence, attention, feed)..<S {
          (dk + key * keyStride).update(repeating: 0, count: E)
          (dv + key * keyStride).update(repeating: 0, count: E)
        }
      }
      for first in stride(from: (T - 1) / Self.blockRows * Self.blockRows, through: 0, by: -Self.blockRows) {
        let block = block(from: first, of: head.sequence, attention, feed)
        let (rows, keys) = (block.rows, block.keys)
        let writes = first + rows == T && head.isFirstOfGroup
        let weights = byproduct(node) + head.pattern + first * S
        let dzBlock = dz + head.z + first * D
        let mask = attentionMask(attention, rate: rate, feed, node: node, head: head, first: first)
        let kept = mask.map { droppedWeights(weights, rows: rows, attention, $0, scratch.start) } ?? weights
        kernels.matmul(  // dv (keys, E) = pᵀ·dz
          Matmul(
            rows: keys, columns: E, depth: rows, a: kept, aRowStride: 1, aColumnStride: S,
            b: dzBlock, bRowStride: D, c: dv, cRowStride: keyStride, accumulates: !writes,
            triangle: block.triangle(Matmul.Triangle.ofTransposedA)),
          scratch.start)
        kernels.matmul(  // dp (rows, keys) = dz·vᵀ
          Matmul(
            rows: rows, columns: keys, depth: E, a: dzBlock, aRowStride: D,
            b: v, bRowStride: 1, bColumnStride: keyStride, c: dweights, cRowStride: S,
            triangle: block.triangle(Matmul.Triangle.ofResult)),
          scratch.start)
        if let mask { kernels.dropout(dweights, dweights, rows * S, mask) }
        kernels.attentionSoftmaxBackward(
          AttentionSoftmaxBackward(
            weights: weights, gradient: dweights, queries: rows, keys: keys, rowStride: S, gradientStride: S,
            scale: attention.scale, visible: block.visible))
        kernels.matmul(  // dq (rows, E) = ds·k
          Matmul(
            rows: rows, columns: E, depth: keys, a: dweights, aRowStride: S,
            b: k, bRowStride: keyStride, c: dq + first * queryStride, cRowStride: queryStride,
            triangle: block.triangle(Matmul.Triangle.ofA)),
          scratch.start)
        kernels.matmul(  // dk (keys, E) = dsᵀ·q
          Matmul(
            rows: keys, columns: E, depth: rows, a: dweights, aRowStride: 1, aColumnStride: S,
            b: q + first * queryStride, bRowStride: queryStride, c: dk, cRowStride: keyStride, accumulates: !writes,
            triangle: block.triangle(Matmul.Triangle.ofTransposedA)),
          scratch.start)
      }
    }
  }

  /// What a block of weights drops: the element at (head, query, key) has one counter in the whole batch.
  private func attentionMask(
    _ attention: Attention, rate: Float, _ feed: Feed, node: Int, head: Head, first: Int
  ) -> Dropout? {
    let (T, S) = (attention.queries, attention.keys)
    guard var mask = dropoutMask(rate: rate, feed, node: node, perSequence: attention.heads * T * S) else { return nil }
    mask.offset &+= UInt32(truncatingIfNeeded: head.index * T * S + first * S)
    return mask
  }

  /// A block of weights after dropout, in scratch: the weights themselves stay for the softmax's pullback.
  private func droppedWeights(
    _ weights: UnsafePointer<Float>, rows: Int, _ attention: Attention, _ mask: Dropout,
    _ scratch: UnsafeMutablePointer<Float>
  ) -> UnsafeMutablePointer<Float> {
    let kept = scratch + kernels.matmulScratch + min(Self.blockRows, attention.queries) * (attention.keys + 16)
    kernels.dropout(weights, kept, rows * attention.keys, mask)
    return kept
  }
}
