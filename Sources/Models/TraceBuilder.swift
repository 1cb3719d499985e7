internal import Tensors

/// Copies what a replay computed into a trace, under the names and in the shapes of docs/Notation.md.
struct TraceBuilder {
  private let configuration: TransformerConfiguration
  private let ids: [Int32]
  private let replay: Replay
  private var entries: [Trace.Entry] = []
  private var storage: [Float] = []

  init(_ configuration: TransformerConfiguration, ids: [Int32], _ replay: Replay) {
    self.configuration = configuration
    self.ids = ids
    self.replay = replay
  }

  /// Goes through the tape once.
  consuming func trace() -> Trace {
    storage.reserveCapacity(capacity)
    for (index, node) in replay.tape.nodes.enumerated() {
      let value = Value(index: index)
      switch node.operation {
      case .layerNorm(let x, _, _, _): addNorm(value, of: x, name: node.name)
      case .attention(let x, let heads, _): addAttention(value, of: x, heads: heads, name: node.name)
      case .linear where node.name.hasSuffix(".qkv"): continue  // Stands under hook_q, hook_k and hook_v.
      case .add where node.name.hasSuffix("hook_resid_post"):
        add(node.name, [length, node.width], replay.values(of: value))
        addNextResidual(after: value)
      default: add(node.name, [length, node.width], replay.values(of: value))
      }
    }
    return Trace(configuration: configuration, ids: ids, entries: entries, storage: storage)
  }

  private var length: Int { ids.count }

  private var capacity: Int {
    let (T, D, F) = (length, configuration.width, configuration.mlpWidth)
    let block = T * (13 * D + 2 * F + 2) + 2 * configuration.heads * T * T
    return configuration.layers * block + T * (6 * D + 1 + configuration.vocabularySize)
  }

  private mutating func add(_ name: String, _ shape: [Int], _ values: some Collection<Float>) {
    let start = storage.count
    storage.append(contentsOf: values)
    entries.append(Trace.Entry(name: name, shape: shape, range: start..<storage.count))
  }

  /// What leaves one block enters the next: the same numbers under a second name, stored once.
  private mutating func addNextResidual(after value: Value) {
    guard let last = entries.last, let layer = last.name.split(separator: ".").dropFirst().first.flatMap({ Int($0) }),
      layer + 1 < configuration.layers
    else { return }
    entries.append(
      Trace.Entry(name: "blocks.\(layer + 1).hook_resid_pre", shape: last.shape, range: last.range))
  }

  /// `hook_scale` (√(variance + ε)), `hook_normalized` (before gain and bias) and `hook_out` (after them).
  private mutating func addNorm(_ value: Value, of x: Value, name: String) {
    let byproducts = replay.byproducts(of: value)
    let (means, inverses) = (byproducts[..<length], byproducts[length...])
    add("\(name).hook_scale", [length, 1], inverses.map { 1 / $0 })
    let width = replay.tape[x].width
    let input = replay.values(of: x)
    let start = storage.count
    for (row, (mean, inverse)) in zip(means, inverses).enumerated() {
      storage.append(contentsOf: input[row * width..<(row + 1) * width].lazy.map { ($0 - mean) * inverse })
    }
    entries.append(
      Trace.Entry(name: "\(name).hook_normalized", shape: [length, width], range: start..<storage.count))
    add("\(name).hook_out", [length, width], replay.values(of: value))
  }

  /// `hook_q`, `hook_k`, `hook_v`, `hook_attn_scores`, `hook_pattern` and `hook_z`.
  private mutating func addAttention(_ value: Value, of x: Value, heads: Int, name: String) {
    let width = replay.tape[value].width
    let all = replay.values(of: x)
    for (part, letter) in ["q", "k", "v"].enumerated() {
      let start = storage.count
      for row in 0..<length {
        let first = (3 * row + part) * width
        storage.append(contentsOf: all[first..<first + width])
      }
      entries.append(
        Trace.Entry(
          name: "\(name).hook_\(letter)", shape: [length, heads, width / heads], range: start..<storage.count))
    }
    let byproducts = replay.byproducts(of: value)
    let count = heads * length * length
    add("\(name).hook_attn_scores", [heads, length, length], byproducts[count..<2 * count])
    add("\(name).hook_pattern", [heads, length, length], byproducts[..<count])
    add("\(name).hook_z", [length, heads, width / heads], replay.values(of: value))
  }
}
