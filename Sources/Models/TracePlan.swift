internal import KernelTypes
internal import Tensors

/// Where everything that a replay of one tape computes stands in a trace: names, shapes and places are the same for
/// every sequence of a length, so they are worked out once. Most of it stays where the pass has written it; some stands
/// interleaved there or is made of other numbers, and is copied behind it.
struct TracePlan {
  /// Copies within a trace's storage, in the order of computation.
  private enum Copy {
    /// Neighbouring columns of a node's result: queries, keys or values.
    case columns(Range<Int>, of: Value, to: Int)
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
  /// Numbers of a trace.
  private(set) var count: Int
  private let replay: Replay

  /// Goes through a replay's tape once, from a node on.
  init(_ configuration: ModelConfiguration, _ replay: Replay, from first: Int = 0) {
    let tape = replay.tape
    self.configuration = configuration
    self.tape = tape
    self.replay = replay
    count = replay.valueCount
    for (index, node) in tape.nodes.enumerated() where index >= first {
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
        addResult(value, node.name, shape)
      case .add where node.name.hasSuffix("hook_resid_post"):
        addResult(value, node.name, [length, node.width])
        addNextResidual()
      // Where nothing else tells positions, the tokens' rows enter the first block.
      case .tokenEmbedding where configuration.rotary != nil:
        addResult(value, node.name, [length, node.width])
        if let last = entries.last { alias("blocks.0.hook_resid_pre", last) }
      default: addResult(value, node.name, [length, node.width])
      }
    }
    index = Dictionary(uniqueKeysWithValues: zip(entries.map(\.name), entries.indices))
  }

  /// Bytes that the copies behind a pass's results take, reckoned without a plan: sizes may be absurd here.
  static func copiedBytes(_ tape: Tape) -> Int {
    var bytes = ByteCount()
    for node in tape.nodes {
      // The rows of a norm before gain and bias, and each one's deviation; or queries, keys and values; or four gates at most.
      let parts =
        switch node.operation {
        case .layerNorm, .rmsNorm: 2
        case .attention: 6
        case .crossAttention, .recurrent: 4
        default: 0
        }
      let longest = max(tape.length, tape.sourceLength ?? 0)
      bytes.add([parts, tape.batch, longest, node.width, MemoryLayout<Float>.stride])
    }
    return bytes.value
  }

  /// What a pass of the plan's replay computes, in memory for ``count`` numbers.
  func trace(
    _ ids: [Int32], source: [Int32], segments: [Int32] = [], _ interventions: Interventions,
    in storage: inout TraceStorage, crew: WorkerCrew, _ pass: () -> Void
  ) -> Trace {
    storage.fill { memory in
      replay.withResults(in: memory) {
        pass()
        crew.run(copies.count) { _, index in run(copies[index], into: memory) }
      }
    }
    return Trace(
      configuration: configuration, ids: ids, sourceIDs: source, segments: segments, interventions: interventions,
      entries: entries, index: index, storage: [storage])
  }

  /// Appends an entry of a node's result as it is.
  private mutating func addResult(_ value: Value, _ name: String, _ shape: [Int]) {
    entries.append(Trace.Entry(name: name, shape: shape, range: replay.range(of: value)))
  }

  /// Appends an entry of part of what a node left beside its result, from an offset on.
  private mutating func addByproduct(_ value: Value, from offset: Int, _ name: String, _ shape: [Int]) {
    let start = replay.byproductRange(of: value).lowerBound + offset
    entries.append(Trace.Entry(name: name, shape: shape, range: start..<start + shape.reduce(1, *)))
  }

  /// Appends an entry that is copied and returns where its numbers start.
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
    addResult(value, "\(name).hook_out", [length, node.width])
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
    addByproduct(value, from: count, "\(node.name).hook_attn_scores", [heads, queries, keys])
    addByproduct(value, from: 0, "\(node.name).hook_pattern", [heads, queries, keys])
    addResult(value, "\(node.name).hook_z", [queries, heads, width / heads])
  }

  /// Gates and candidate, such as `hook_i`, the LSTM's `hook_c` or what the GRU's candidate gets from the past, and `hook_h`.
  private mutating func addCell(_ value: Value, _ cell: RecurrentCell, _ node: Tape.Node) {
    let (length, width) = (tape.length(of: node.stream), node.width)
    for (gate, name) in cell.gateNames.enumerated() where cell != .elman {
      let start = add("\(node.name).hook_\(name)", [length, width])
      copies.append(.gate(gate, of: value, count: cell.gates, width: width, to: start))
    }
    if cell.states > 0 {
      let name = "\(node.name).hook_\(cell == .lstm ? "c" : "n_past")"
      addByproduct(value, from: cell.gates * length * width, name, [length, width])
    }
    addResult(value, "\(node.name).hook_h", [length, width])
  }

  private func run(_ copy: Copy, into memory: UnsafeMutablePointer<Float>) {
    switch copy {
    case .columns(let columns, let value, let start):
      copyColumns(columns, of: replay.values(of: value), stride: tape[value].width, value, to: memory + start)
    case .gate(let gate, let value, let gates, let width, let start):
      copyColumns(
        gate * width..<(gate + 1) * width, of: replay.byproducts(of: value), stride: gates * width, value,
        to: memory + start)
    case .scale(let value, let start):
      let (inverses, length) = (replay.byproducts(of: value), tape.length(of: tape[value].stream))
      for row in 0..<length { memory[start + row] = 1 / inverses[length + row] }
    case .normalized(let value, let input, let width, let start):
      let (rows, byproducts) = (replay.values(of: input), replay.byproducts(of: value))
      let length = tape.length(of: tape[value].stream)
      for row in 0..<length {
        let (mean, inverse) = (byproducts[row], byproducts[length + row])
        let (from, to) = (rows.extracting(row * width..<(row + 1) * width), memory + start + row * width)
        for column in 0..<width { to[column] = (from[column] - mean) * inverse }
      }
    }
  }

  /// Neighbouring columns of rows.
  private func copyColumns(
    _ columns: Range<Int>, of rows: UnsafeBufferPointer<Float>, stride: Int, _ value: Value,
    to target: UnsafeMutablePointer<Float>
  ) {
    guard let first = rows.baseAddress else { return }
    for row in 0..<tape.length(of: tape[value].stream) {
      let start = first + row * stride + columns.lowerBound
      (target + row * columns.count).update(from: start, count: columns.count)
    }
  }
}
