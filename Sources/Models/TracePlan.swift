internal import KernelTypes
internal import Tensors

/// Where everything that a replay of one tape computes stands in a trace: names, shapes and places are the same for
/// every sequence of a length, so they are worked out once; each trace is then a few copies.
struct TracePlan {
  /// Copies into a trace's storage, in the order of computation.
  private enum Copy {
    /// A node's result as it is.
    case result(Value, to: Int)
    /// Neighbouring columns of a node's result: queries, keys or values.
    case columns(Range<Int>, of: Value, to: Int)
    /// Part of what a node left beside its result, from an offset on.
    case byproduct(Value, from: Int, count: Int, to: Int)
    /// One of the parts that stand side by side in the rows of what a node left beside its result: gates.
    case gate(Int, of: Value, count: Int, width: Int, to: Int)
    /// `hook_scale`, √(variance + ε) of each row.
    case scale(Value, to: Int)
    /// `hook_normalized`, the rows of a norm's input before gain and bias.
    case normalized(Value, of: Value, width: Int, to: Int)
  }

  private let configuration: ModelConfiguration
  private let tape: Tape
  private var entries: [Trace.Entry] = []
  private var index: [String: Int] = [:]
  private var copies: [Copy] = []
  private var count = 0

  /// Goes through the tape once.
  init(_ configuration: ModelConfiguration, _ tape: Tape) {
    self.configuration = configuration
    self.tape = tape
    for (index, node) in tape.nodes.enumerated() {
      let value = Value(index: index)
      let length = tape.length(of: node.stream)
      switch node.operation {
      case .layerNorm(let x, _, _, _):
        addNorm(value, of: x, node)
        addResidual(afterNorm: node.name)
      case .rmsNorm(let x, _, _): addNorm(value, of: x, node)
      case .rotate(let x, let heads, _):
        addParts(["q", "k", "v"], of: x, heads, attention: String(node.name.dropLast(".rotated".count)))
      case .attention(let x, let heads, _, _):
        if case .rotate = tape[x].operation {
          addParts(["rot_q", "rot_k"], of: x, heads, attention: node.name)
        } else {
          addParts(["q", "k", "v"], of: x, heads, attention: node.name)
        }
        addAttention(value, heads: heads.count, keys: length, node)
      case .crossAttention(_, let x, let heads, _):
        addParts(["k", "v"], of: x, AttentionHeads(heads), queries: false, attention: node.name)
        addAttention(value, heads: heads, keys: tape.length(of: .source), node)
      case .recurrent(_, let cell, _): addCell(value, cell, node)
      // Stands under hook_q, hook_k and hook_v.
      case .linear where node.name.hasSuffix(".qkv") || node.name.hasSuffix(".kv"): continue
      case .linear where node.name.hasSuffix("cross_attn.hook_q"):
        let shape = [length, configuration.heads, node.width / configuration.heads]
        copies.append(.result(value, to: add(node.name, shape)))
      case .add where node.name.hasSuffix("hook_resid_post"):
        copies.append(.result(value, to: add(node.name, [length, node.width])))
        addNextResidual()
      // Where nothing else tells positions, the tokens' rows enter the first block.
      case .tokenEmbedding where configuration.rotary != nil:
        copies.append(.result(value, to: add(node.name, [length, node.width])))
        if let last = entries.last { alias("blocks.0.hook_resid_pre", last) }
      default: copies.append(.result(value, to: add(node.name, [length, node.width])))
      }
    }
    index = Dictionary(uniqueKeysWithValues: zip(entries.map(\.name), entries.indices))
  }

  /// What a replay of the plan's tape has computed from the ids.
  func trace(
    _ ids: [Int32], source: [Int32], segments: [Int32] = [], _ interventions: Interventions, _ replay: Replay
  ) -> Trace {
    let storage = [Float](unsafeUninitializedCapacity: count) { storage, initialized in
      for copy in copies { run(copy, replay, into: storage) }
      initialized = count
    }
    return Trace(
      configuration: configuration, ids: ids, sourceIDs: source, segments: segments, interventions: interventions,
      entries: entries, index: index, storage: storage)
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
    guard let last = entries.last else { return }
    let parts = last.name.split(separator: ".")
    guard let place = parts.firstIndex(of: "blocks"), let layer = Int(parts[place + 1]) else { return }
    let layers = parts[0] == "encoder" ? configuration.encoderLayers ?? 0 : configuration.layers
    guard layer + 1 < layers else { return }
    let prefix = parts[...place].joined(separator: ".")
    alias("\(prefix).\(layer + 1).hook_resid_pre", last)
  }

  /// Where norms stand after the sums, what leaves them is the residual stream; so is what leaves that of the embeddings.
  private mutating func addResidual(afterNorm name: String) {
    guard let last = entries.last, let point = name.lastIndex(of: ".") ?? name.indices.first else { return }
    let stack = name.contains(".") ? name[..<point] + "." : ""
    let norm = name[point...].drop { $0 == "." }
    if norm == "ln_embed" { return alias(stack + "blocks.0.hook_resid_pre", last) }
    guard !configuration.normsComeFirst else { return }
    switch norm {
    case "ln1": alias(stack + "hook_resid_mid", last)
    case "ln_cross": alias(stack + "hook_resid_cross", last)
    case "ln2":
      alias(stack + "hook_resid_post", last)
      addNextResidual()
    default: break
    }
  }

  /// The numbers of an entry under another name, stored once.
  private mutating func alias(_ name: String, _ entry: Trace.Entry) {
    entries.append(Trace.Entry(name: name, shape: entry.shape, range: entry.range))
  }

  /// `hook_scale` (√(variance + ε)), `hook_normalized` (before gain and bias) and `hook_out` (after them).
  private mutating func addNorm(_ value: Value, of x: Value, _ node: Tape.Node) {
    let (name, length) = (node.name, tape.length(of: node.stream))
    copies.append(.scale(value, to: add("\(name).hook_scale", [length, 1])))
    let normalized = add("\(name).hook_normalized", [length, node.width])
    copies.append(.normalized(value, of: x, width: node.width, to: normalized))
    copies.append(.result(value, to: add("\(name).hook_out", [length, node.width])))
  }

  /// The parts that stand side by side in a value, in their order: `hook_q`, `hook_k`, `hook_v`.
  private mutating func addParts(
    _ letters: [String], of x: Value, _ heads: AttentionHeads, queries: Bool = true, attention: String
  ) {
    let keys = tape.length(of: tape[x].stream)
    let counts = (queries ? [heads.count] : []) + [heads.keyValueCount, heads.keyValueCount]
    let headWidth = tape[x].width / counts.reduce(0, +)
    var first = 0
    for (letter, count) in zip(letters, counts) {
      let start = add("\(attention).hook_\(letter)", [keys, count, headWidth])
      copies.append(.columns(first..<first + count * headWidth, of: x, to: start))
      first += count * headWidth
    }
  }

  /// `hook_attn_scores`, `hook_pattern` and `hook_z`.
  private mutating func addAttention(_ value: Value, heads: Int, keys: Int, _ node: Tape.Node) {
    let (width, queries) = (node.width, tape.length(of: node.stream))
    let count = heads * queries * keys
    let scores = add("\(node.name).hook_attn_scores", [heads, queries, keys])
    copies.append(.byproduct(value, from: count, count: count, to: scores))
    let pattern = add("\(node.name).hook_pattern", [heads, queries, keys])
    copies.append(.byproduct(value, from: 0, count: count, to: pattern))
    copies.append(.result(value, to: add("\(node.name).hook_z", [queries, heads, width / heads])))
  }

  /// Gates and candidate, such as `hook_i`, the LSTM's `hook_c` or what the GRU's candidate gets from the past, and `hook_h`.
  private mutating func addCell(_ value: Value, _ cell: RecurrentCell, _ node: Tape.Node) {
    let (length, width) = (tape.length(of: node.stream), node.width)
    for (gate, name) in cell.gateNames.enumerated() where cell != .elman {
      let start = add("\(node.name).hook_\(name)", [length, width])
      copies.append(.gate(gate, of: value, count: cell.gates, width: width, to: start))
    }
    if cell.states > 0 {
      let start = add("\(node.name).hook_\(cell == .lstm ? "c" : "n_past")", [length, width])
      copies.append(.byproduct(value, from: cell.gates * length * width, count: length * width, to: start))
    }
    copies.append(.result(value, to: add("\(node.name).hook_h", [length, width])))
  }

  private func run(_ copy: Copy, _ replay: Replay, into storage: UnsafeMutableBufferPointer<Float>) {
    switch copy {
    case .result(let value, let start): fill(storage, from: start, with: replay.values(of: value))
    case .byproduct(let value, let first, let count, let start):
      fill(
        storage, from: start, with: UnsafeBufferPointer(rebasing: replay.byproducts(of: value)[first..<first + count]))
    case .columns(let columns, let value, let start):
      let (rows, stride) = (replay.values(of: value), tape[value].width)
      for row in 0..<tape.length(of: tape[value].stream) {
        let numbers = rows[row * stride + columns.lowerBound..<row * stride + columns.upperBound]
        fill(storage, from: start + row * columns.count, with: UnsafeBufferPointer(rebasing: numbers))
      }
    case .gate(let gate, let value, let gates, let width, let start):
      let rows = replay.byproducts(of: value)
      for row in 0..<tape.length(of: tape[value].stream) {
        let first = (gates * row + gate) * width
        fill(storage, from: start + row * width, with: UnsafeBufferPointer(rebasing: rows[first..<first + width]))
      }
    case .scale(let value, let start):
      let (inverses, length) = (replay.byproducts(of: value), tape.length(of: tape[value].stream))
      for row in 0..<length { storage.initializeElement(at: start + row, to: 1 / inverses[length + row]) }
    case .normalized(let value, let input, let width, let start):
      let (rows, byproducts) = (replay.values(of: input), replay.byproducts(of: value))
      let length = tape.length(of: tape[value].stream)
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
