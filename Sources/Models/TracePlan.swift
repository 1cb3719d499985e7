internal import Tensors

/// Where everything that a replay of one tape computes stands in a trace: names, shapes and places are the same for
/// every sequence of a length, so they are worked out once; each trace is then a few copies.
struct TracePlan {
  /// Copies into a trace's storage, in the order of computation.
  private enum Copy {
    /// A node's result as it is.
    case result(Value, to: Int)
    /// One third of the rows of queries, keys and values, 0, 1 or 2.
    case third(Int, of: Value, width: Int, to: Int)
    /// Part of what a node left beside its result, from an offset on.
    case byproduct(Value, from: Int, count: Int, to: Int)
    /// `hook_scale`, √(variance + ε) of each row.
    case scale(Value, to: Int)
    /// `hook_normalized`, the rows of a norm's input before gain and bias.
    case normalized(Value, of: Value, width: Int, to: Int)
  }

  private let configuration: TransformerConfiguration
  private let length: Int
  private var entries: [Trace.Entry] = []
  private var index: [String: Int] = [:]
  private var copies: [Copy] = []
  private var count = 0

  /// Goes through the tape once.
  init(_ configuration: TransformerConfiguration, _ tape: Tape) {
    self.configuration = configuration
    length = tape.length
    for (index, node) in tape.nodes.enumerated() {
      let value = Value(index: index)
      switch node.operation {
      case .layerNorm(let x, _, _, _):
        addNorm(value, of: x, width: node.width, name: node.name)
        if configuration.family != .gpt2 { addResidual(afterNorm: node.name) }
      case .attention(let x, let heads, _, _):
        addAttention(value, of: x, heads: heads, width: node.width, name: node.name)
      case .linear where node.name.hasSuffix(".qkv"): continue  // Stands under hook_q, hook_k and hook_v.
      case .add where node.name.hasSuffix("hook_resid_post"):
        copies.append(.result(value, to: add(node.name, [length, node.width])))
        addNextResidual()
      default: copies.append(.result(value, to: add(node.name, [length, node.width])))
      }
    }
    index = Dictionary(uniqueKeysWithValues: zip(entries.map(\.name), entries.indices))
  }

  /// What a replay of the plan's tape has computed from the ids.
  func trace(_ ids: [Int32], _ interventions: Interventions, _ replay: Replay) -> Trace {
    let storage = [Float](unsafeUninitializedCapacity: count) { storage, initialized in
      for copy in copies { run(copy, replay, into: storage) }
      initialized = count
    }
    return Trace(
      configuration: configuration, ids: ids, interventions: interventions, entries: entries, index: index,
      storage: storage)
  }

  /// Appends an entry and returns where its numbers start.
  private mutating func add(_ name: String, _ shape: [Int]) -> Int {
    let start = count
    count += shape.reduce(1, *)
    entries.append(Trace.Entry(name: name, shape: shape, range: start..<count))
    return start
  }

  /// What leaves one block enters the next: the same numbers under a second name, stored once.
  private mutating func addNextResidual() {
    guard let last = entries.last, let layer = last.name.split(separator: ".").dropFirst().first.flatMap({ Int($0) }),
      layer + 1 < configuration.layers
    else { return }
    alias("blocks.\(layer + 1).hook_resid_pre", last)
  }

  /// In an encoder what leaves a norm is the residual stream.
  private mutating func addResidual(afterNorm name: String) {
    let parts = name.split(separator: ".")
    guard let last = entries.last else { return }
    switch parts.last {
    case "ln_embed": alias("blocks.0.hook_resid_pre", last)
    case "ln1": alias(parts.dropLast().joined(separator: ".") + ".hook_resid_mid", last)
    case "ln2":
      alias(parts.dropLast().joined(separator: ".") + ".hook_resid_post", last)
      addNextResidual()
    default: break
    }
  }

  /// The numbers of an entry under another name, stored once.
  private mutating func alias(_ name: String, _ entry: Trace.Entry) {
    entries.append(Trace.Entry(name: name, shape: entry.shape, range: entry.range))
  }

  /// `hook_scale` (√(variance + ε)), `hook_normalized` (before gain and bias) and `hook_out` (after them).
  private mutating func addNorm(_ value: Value, of x: Value, width: Int, name: String) {
    copies.append(.scale(value, to: add("\(name).hook_scale", [length, 1])))
    copies.append(.normalized(value, of: x, width: width, to: add("\(name).hook_normalized", [length, width])))
    copies.append(.result(value, to: add("\(name).hook_out", [length, width])))
  }

  /// `hook_q`, `hook_k`, `hook_v`, `hook_attn_scores`, `hook_pattern` and `hook_z`.
  private mutating func addAttention(_ value: Value, of x: Value, heads: Int, width: Int, name: String) {
    for (part, letter) in ["q", "k", "v"].enumerated() {
      let start = add("\(name).hook_\(letter)", [length, heads, width / heads])
      copies.append(.third(part, of: x, width: width, to: start))
    }
    let count = heads * length * length
    let scores = add("\(name).hook_attn_scores", [heads, length, length])
    copies.append(.byproduct(value, from: count, count: count, to: scores))
    let pattern = add("\(name).hook_pattern", [heads, length, length])
    copies.append(.byproduct(value, from: 0, count: count, to: pattern))
    copies.append(.result(value, to: add("\(name).hook_z", [length, heads, width / heads])))
  }

  private func run(_ copy: Copy, _ replay: Replay, into storage: UnsafeMutableBufferPointer<Float>) {
    switch copy {
    case .result(let value, let start): fill(storage, from: start, with: replay.values(of: value))
    case .byproduct(let value, let first, let count, let start):
      fill(
        storage, from: start, with: UnsafeBufferPointer(rebasing: replay.byproducts(of: value)[first..<first + count]))
    case .third(let part, let value, let width, let start):
      let rows = replay.values(of: value)
      for row in 0..<length {
        let first = (3 * row + part) * width
        fill(storage, from: start + row * width, with: UnsafeBufferPointer(rebasing: rows[first..<first + width]))
      }
    case .scale(let value, let start):
      let inverses = replay.byproducts(of: value)
      for row in 0..<length { storage.initializeElement(at: start + row, to: 1 / inverses[length + row]) }
    case .normalized(let value, let input, let width, let start):
      let (rows, byproducts) = (replay.values(of: input), replay.byproducts(of: value))
      for row in 0..<length {
        let (mean, inverse) = (byproducts[row], byproducts[length + row])
        for column in row * width..<(row + 1) * width {
          storage.initializeElement(at: start + column, to: (rows[column] - mean) * inverse)
        }
      }
    }
  }

  private func fill(
    _ storage: UnsafeMutableBufferPointer<Float>, from start: Int, with values: UnsafeBufferPointer<Float>
  ) {
    _ = UnsafeMutableBufferPointer(rebasing: storage[start..<start + values.count]).initialize(fromContentsOf: values)
  }
}
