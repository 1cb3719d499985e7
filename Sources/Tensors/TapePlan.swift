internal import KernelTypes

/// Where every value, every by-product and every gradient of a tape stands in memory.
///
/// Values and by-products are kept, as pullbacks and trace need them; but an activation's input that nothing else reads
/// makes room for the derivative while training. Gradients live only between the
/// pullback that first writes them and the one that last reads them, so their places are used again. Two shortcuts save
/// whole passes over memory: the gradient of a sum IS the gradient of its terms, and GELU's is computed in place. What no
/// pullback will read, since parameters are frozen or nothing is trained, makes room for later results.
struct TapePlan: Sendable {
  /// Start of each node's result.
  private(set) var value: [Int] = []
  /// Start of what each node's forward leaves for its pullback and for the trace: layer norm mean and inverse deviation of
  /// each row; attention its weights and, for a trace, its scores; an activation its derivative, see ``slope``.
  private(set) var byproduct: [Int] = []
  /// And how many numbers that is.
  private(set) var byproductCount: [Int] = []
  /// Start of each activation's derivative while training: the place of its input where nothing else reads that, else a
  /// by-product. Other nodes have none.
  private(set) var slope: [Int] = []
  /// Length of the run that holds values and by-products.
  var valueCount: Int { places.end }
  /// For each node, whether its pullback runs.
  private(set) var runsBackward: [Bool] = []
  private var places = FreeList()
  /// Start of the gradient of each node's result.
  private(set) var gradient: [Int] = []
  /// For each node, whether the gradient of each of its inputs is already there when its pullback runs, so that it adds;
  /// never where the input needs no gradient.
  private(set) var accumulates: [[Bool]] = []
  /// Length of the run that holds gradients.
  private(set) var gradientCount = 0

  init(_ tape: Tape, for purpose: Replay.Purpose) {
    let readers = Self.readers(tape)
    runsBackward = purpose == .training ? tape.needsGradient : tape.nodes.map { _ in false }
    for (index, node) in tape.nodes.enumerated() {
      value.append(places.take(Self.padded(tape.rows(of: Value(index: index)) * node.width)))
      byproductCount.append(Self.byproductSizes(of: node, in: tape, for: purpose, readers).reduce(1, *))
      byproduct.append(places.take(Self.padded(byproductCount[index])))
      if case .gelu(let x, _) = node.operation, Self.mayBeReplaced(x, tape, readers) {
        slope.append(value[x.index])
      } else {
        slope.append(byproduct[index])
      }
      if purpose == .training || purpose == .evaluation { giveBack(after: index, tape, readers) }
    }
    if purpose == .training { planGradients(tape, readers) }
  }

  /// Gives back, after a node's forward, what no later forward and no pullback reads.
  private mutating func giveBack(after index: Int, _ tape: Tape, _ readers: [[Int]]) {
    if !runsBackward[index] { places.giveBack(byproduct[index], count: Self.padded(byproductCount[index])) }
    // What the last node is made of is read with its result: logits and losses.
    guard index < tape.nodes.count - 1 else { return }
    for input in Set(tape.nodes[index].operation.inputs) where readers[input.index].last == index {
      // An activation's derivative stands in its input's place.
      guard !readers[input.index].contains(where: { runsBackward[$0] }), !runsBackward[input.index] else { continue }
      places.giveBack(value[input.index], count: Self.padded(tape.rows(of: input) * tape[input].width))
    }
  }

  /// For each node the nodes that read its result, in order.
  private static func readers(_ tape: Tape) -> [[Int]] {
    var readers = [[Int]](repeating: [], count: tape.nodes.count)
    for (index, node) in tape.nodes.enumerated() {
      for input in node.operation.inputs { readers[input.index].append(index) }
    }
    return readers
  }

  /// Sizes of what a node's forward leaves besides its result.
  private static func byproductSizes(
    of node: Tape.Node, in tape: Tape, for purpose: Replay.Purpose, _ readers: [[Int]]
  ) -> [Int] {
    let length = tape.length(of: node.stream)
    let copies = purpose == .capture ? 2 : 1
    if case .generation(let capacity) = purpose, case .attention(_, let heads, true, _) = node.operation {
      // A key and a value of each token, and a row of weights.
      return [capacity, 2 * node.width / heads.count * heads.keyValueCount + 1]
    }
    if case .recurrent(_, let cell, _) = node.operation {
      var perRow = cell.gates + cell.states
      if case .generation = purpose { perRow += 2 }
      return [tape.batch, length, perRow, node.width]
    }
    return switch node.operation {
    case .layerNorm, .rmsNorm: [2, tape.batch, length]
    case .attention(_, let heads, _, _): [copies, tape.batch, heads.count, length, length]
    case .crossAttention(_, _, let heads, _): [copies, tape.batch, heads, length, tape.length(of: .source)]
    case .gelu(let x, _) where purpose == .training && !mayBeReplaced(x, tape, readers):
      [tape.batch, length, node.width]
    default: [0]
    }
  }

  /// Whether nothing but one activation's forward reads a value.
  private static func mayBeReplaced(_ value: Value, _ tape: Tape, _ readers: [[Int]]) -> Bool {
    switch tape[value].operation {
    case .recurrent, .tanh, .relu, .sigmoid: return false  // Their pullbacks read what they have computed.
    default: return readers[value.index].count == 1
    }
  }

  /// Bytes that values and by-products of a tape take, reckoned without a plan: sizes may be absurd here.
  static func valueBytes(_ tape: Tape, for purpose: Replay.Purpose) -> Int {
    let readers = readers(tape)
    var bytes = ByteCount()
    for node in tape.nodes {
      bytes.add([tape.batch, tape.length(of: node.stream), node.width, MemoryLayout<Float>.stride])
      bytes.add(byproductSizes(of: node, in: tape, for: purpose, readers) + [MemoryLayout<Float>.stride])
    }
    return bytes.value
  }

  private static func padded(_ count: Int) -> Int { (count + 15) / 16 * 16 }

  private mutating func planGradients(_ tape: Tape, _ readers: [[Int]]) {
    let count = tape.nodes.count
    // Pullbacks run from the last node to the first; the first reader to run writes, the others add.
    accumulates = tape.nodes.enumerated().map { index, node in
      let inputs = node.operation.inputs
      return inputs.enumerated().map { position, input in
        runsBackward[input.index] && (readers[input.index].last != index || inputs[..<position].contains(input))
      }
    }

    // Which gradients share a place: `owner[i]` is the node whose place node i uses.
    var owner = Array(0..<count)
    for index in (0..<count).reversed() {
      switch tape.nodes[index].operation {
      case .add(let x, let y) where x != y && !accumulates[index].contains(true):
        // The second term's gradient is only read by its own pullback, and that runs before anything is added to the
        // first's: both may stand where the sum's gradient stands. (Not if the second's pullback would change it.)
        let others = readers[x.index].dropLast()
        guard readers[y.index].count == 1, others.allSatisfy({ $0 < y.index }) else { continue }
        if case .add = tape[y].operation { continue }
        if case .gelu = tape[y].operation { continue }
        owner[x.index] = owner[index]
        owner[y.index] = owner[index]
      case .gelu(let x, _) where readers[x.index].count == 1 && owner[index] == index:
        owner[x.index] = owner[index]
      default: break
      }
    }

    // A place is taken when the first of its gradients is written and given back after the last was read.
    var lastReader = [Int](repeating: count, count: count)
    for index in 0..<count where runsBackward[index] {
      lastReader[owner[index]] = min(lastReader[owner[index]], index)
    }
    var places = FreeList()
    gradient = [Int](repeating: 0, count: count)
    var taken = [Bool](repeating: false, count: count)
    for index in (0..<count).reversed() where runsBackward[index] {
      for input in [Value(index: index)] + tape.nodes[index].operation.inputs where runsBackward[input.index] {
        let root = owner[input.index]
        guard !taken[root] else { continue }
        taken[root] = true
        gradient[root] = places.take(Self.padded(tape.rows(of: Value(index: root)) * tape.nodes[root].width))
      }
      let root = owner[index]
      if lastReader[root] == index, taken[root] {
        places.giveBack(gradient[root], count: Self.padded(tape.rows(of: Value(index: root)) * tape.nodes[root].width))
      }
    }
    for index in 0..<count where runsBackward[index] { gradient[index] = gradient[owner[index]] }
    // A norm's pullback writes its input's gradient in any case; what nobody needs has a place of its own.
    for index in 0..<count where runsBackward[index] {
      let input: Value? =
        switch tape.nodes[index].operation {
        case .layerNorm(let x, _, _, _), .rmsNorm(let x, _, _): x
        default: nil
        }
      guard let x = input, !runsBackward[x.index] else { continue }
      gradient[x.index] = places.take(Self.padded(tape.rows(of: x) * tape[x].width))
    }
    gradientCount = places.end
  }

  /// Whether a node's gradient stands in the same place as another's.
  func sharesGradient(_ first: Value, _ second: Value) -> Bool { gradient[first.index] == gradient[second.index] }
}

/// First-fit allocation of runs within one growing range.
private struct FreeList {
  private var free: [Range<Int>] = []
  private(set) var end = 0

  mutating func take(_ count: Int) -> Int {
    if let index = free.firstIndex(where: { $0.count >= count }) {
      let start = free[index].lowerBound
      free[index] = start + count..<free[index].upperBound
      if free[index].isEmpty { free.remove(at: index) }
      return start
    }
    defer { end += count }
    return end
  }

  mutating func giveBack(_ start: Int, count: Int) {
    free.append(start..<start + count)
    free.sort { $0.lowerBound < $1.lowerBound }
    var merged: [Range<Int>] = []
    for run in free {
      if let last = merged.last, last.upperBound == run.lowerBound {
        merged[merged.count - 1] = last.lowerBound..<run.upperBound
      } else {
        merged.append(run)
      }
    }
    free = merged
  }
}
