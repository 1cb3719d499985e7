internal import Tensors

/// A block of a model as a tape of its own, in which what enters the block is fed: places on it are those of the whole tape, and
/// what comes before is left out.
struct LayerSlice {
  let tape: Tape
  /// The nodes of the whole tape that belong to it.
  let nodes: Range<Int>

  /// The node to begin with: what is fed, or the first of all.
  var first: Int { max(0, nodes.lowerBound - 1) }

  /// Bytes that its pass takes, with what a trace copies of it.
  var bytes: Int {
    var bytes = ByteCount()
    bytes.add([1, Replay.bytes(tape, for: .capture)])
    bytes.add([1, TracePlan.copiedBytes(tape)])
    return bytes.value
  }

  /// Bytes of what every trace holds of it, whether its layer is kept or not.
  func bytesHeldAlways(_ configuration: ModelConfiguration) -> Int {
    var bytes = ByteCount()
    for node in tape.nodes[nodes] {
      let isNorm =
        switch node.operation {
        case .layerNorm, .rmsNorm: true
        default: false
        }
      // Where norms stand behind the sums, what leaves them is the residual stream.
      let isStream = isNorm && !configuration.normsComeFirst
      guard Trace.isHeldAlways(node.name) || isStream else { continue }
      bytes.add([isNorm ? 3 : 1, tape.length, node.width, MemoryLayout<Float>.stride])
    }
    return bytes.value
  }

  /// The slice of each layer, the embeddings with the first and the head with the last; nil for a model that has but one layer,
  /// or in which a block reads more than what the one before it leaves.
  static func all(of configuration: ModelConfiguration, length: Int) -> [LayerSlice]? {
    guard configuration.encoderLayers == nil, configuration.cell == nil, configuration.layers > 1 else { return nil }
    let tape = configuration.record(batch: 1, length: length, withLoss: false).tape
    var cuts = [0]
    for layer in 1..<configuration.layers {
      guard let cut = tape.nodes.firstIndex(where: { $0.name.hasPrefix("blocks.\(layer).") }), cut > (cuts.last ?? 0)
      else { return nil }
      cuts.append(cut)
    }
    let ranges = zip(cuts, cuts.dropFirst() + [tape.nodes.count]).map { $0..<$1 }
    for range in ranges {
      let reads = tape.nodes[range].flatMap { $0.operation.inputs.map(\.index) }
      guard reads.allSatisfy({ $0 >= range.lowerBound - 1 }) else { return nil }
    }
    return ranges.map { LayerSlice(tape, $0) }
  }

  private init(_ whole: Tape, _ nodes: Range<Int>) {
    var tape = Tape(batch: whole.batch, length: whole.length, layout: whole.layout)
    for index in 0..<nodes.upperBound {
      let node = whole.nodes[index]
      if nodes.contains(index) {
        _ = tape.record(node.operation, name: node.name)
      } else {
        // Only the last of them is fed; the others keep their places and are never computed.
        _ = tape.record(.input(width: index + 1 == nodes.lowerBound ? node.width : 1), name: "")
      }
    }
    (self.tape, self.nodes) = (tape, nodes)
  }
}
