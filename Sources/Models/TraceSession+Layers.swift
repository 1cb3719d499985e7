internal import Tensors

/// Traces that keep some layers whole and of the others the residual stream alone: for models and texts whose whole trace would
/// not fit into memory.
///
/// The pass runs block by block through the memory of one block. What enters a block is all that the block depends on, so any
/// layer can be computed again from its residual stream, to the same bits.
extension TraceSession {
  /// What a trace that keeps some layers takes, in bytes.
  public struct LayerBytes: Equatable, Sendable {
    /// The pass itself.
    public let pass: Int
    /// What every trace holds: embeddings, residual streams, logits.
    public let always: Int
    /// A layer that is kept.
    public let layer: Int

    /// How many layers fit into a budget; 0 where not even one does.
    ///
    /// - Parameter traces: Traces at once, each with as many layers.
    public func layers(within budget: Int, traces: Int = 1) -> Int {
      guard [pass, always, layer].allSatisfy({ $0 < .max / 8 }), layer > 0 else { return 0 }
      return max(0, (budget - pass - traces * always) / (traces * layer))
    }

    /// What so many kept layers come to.
    public func bytes(layers: Int, traces: Int = 1) -> Int { pass + traces * (always + layers * layer) }
  }

  /// What keeping layers takes in passes over as many tokens; nil for models that can't be computed block by block, such as
  /// encoder–decoders.
  public static func layerBytes(_ configuration: ModelConfiguration, length: Int) -> LayerBytes? {
    guard let slices = LayerSlice.all(of: configuration, length: length) else { return nil }
    var always = ByteCount()
    for slice in slices { always.add([1, slice.bytesHeldAlways(configuration)]) }
    let largest = slices.map(\.bytes).max() ?? 0
    // A block that isn't kept stands somewhere too, until the next.
    return LayerBytes(pass: largest, always: always.value, layer: largest)
  }

  /// A captured forward pass of which only some layers are kept whole.
  ///
  /// - Parameters: As for ``trace(_:source:segments:interventions:)``.
  /// - Precondition: the model can be computed block by block (``layerBytes(_:length:)``).
  public func trace(
    _ ids: [Int32], segments: [Int32] = [], interventions: Interventions = .none, keeping layers: Range<Int>
  ) -> Trace {
    let slices = slices(length: ids.count)
    var parts: [Trace] = []
    var residual: [Float] = []
    for (layer, slice) in slices.enumerated() {
      let part = run(slice, ids, segments, interventions, from: residual)
      residual = Array(part.values(at: [], of: "blocks.\(layer).hook_resid_post"))
      parts.append(layers.contains(layer) ? part : part.withoutDetails())
    }
    return Trace(joining: parts)
  }

  /// A trace of which some layers are kept, with others in their stead: those that it lacks are computed again, those that it
  /// should no longer keep go.
  public func trace(_ trace: Trace, keeping layers: Range<Int>) -> Trace {
    let slices = slices(length: trace.length)
    return Trace(
      joining: slices.indices.map { layer -> Trace in
        guard layers.contains(layer) else { return trace.part(layer).withoutDetails() }
        guard !trace.holds(layer: layer) else { return trace.part(layer) }
        let residual = layer == 0 ? [] : Array(trace.residual(before: layer))
        return run(slices[layer], trace.ids, trace.segments, trace.interventions, from: residual)
      })
  }
}
