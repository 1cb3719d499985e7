internal import Tensors

/// Traces of which not every layer is kept.
extension Trace {
  /// Whether a layer's attention, neurons and everything else that happens within it is there.
  public func holds(layer: Int) -> Bool { isWhole || entry(named: "blocks.\(layer).attn.hook_pattern") != nil }

  /// The layers that are kept whole.
  public var keptLayers: [Int] { (0..<configuration.layers).filter { holds(layer: $0) } }

  /// Whether an activation is there however few layers are kept: embeddings, residual streams, what follows the last block.
  static func isHeldAlways(_ name: String) -> Bool {
    !name.hasPrefix("blocks.")
      || [".hook_resid_pre", ".hook_resid_mid", ".hook_resid_post"].contains { name.hasSuffix($0) }
  }

  /// The same without what happens within its blocks.
  func withoutDetails() -> Trace {
    var kept: [Entry] = []
    var absent = absent
    var numbers: [Float] = []
    var places: [Range<Int>: Range<Int>] = [:]
    for entry in entries {
      guard Self.isHeldAlways(entry.name) else {
        absent[entry.name] = entry.shape
        continue
      }
      // Numbers that stand under two names are kept once.
      let place = places[entry.range] ?? numbers.count..<numbers.count + entry.range.count
      if places.updateValue(place, forKey: entry.range) == nil { numbers += self[entry] }
      kept.append(Entry(name: entry.name, shape: entry.shape, range: place))
    }
    return Trace(like: self, entries: kept, storage: [TraceStorage(numbers)], absent: absent)
  }

  /// What a layer brought to a trace that was joined.
  func part(_ layer: Int) -> Trace {
    let own = entries.filter { $0.chunk == layer }
      .map { Entry(name: $0.name, shape: $0.shape, range: $0.range) }
    let prefix = "blocks.\(layer)."
    return Trace(
      like: self, entries: own, storage: [storage[layer]], absent: absent.filter { $0.key.hasPrefix(prefix) })
  }

  /// The parts of all layers, in order.
  init(joining parts: [Trace]) {
    var entries: [Entry] = []
    for (chunk, part) in parts.enumerated() {
      entries += part.entries.map { Entry(name: $0.name, shape: $0.shape, range: $0.range, chunk: chunk) }
    }
    self.init(
      like: parts[0], entries: entries, storage: parts.map { $0.storage[0] },
      absent: parts.reduce(into: [:]) { $0.merge($1.absent) { first, _ in first } })
  }

  private init(like trace: Trace, entries: [Entry], storage: [TraceStorage], absent: [String: [Int]]) {
    self.init(
      configuration: trace.configuration, ids: trace.ids, sourceIDs: trace.sourceIDs, segments: trace.segments,
      interventions: trace.interventions, entries: entries,
      index: Dictionary(uniqueKeysWithValues: zip(entries.map(\.name), entries.indices)), storage: storage,
      absent: absent)
  }
}
