internal import HeadscopeApp
internal import KernelTypes
internal import Models
internal import Tensors

extension ProbeRequest {
  /// What the model makes of the probe, and what it writes.
  func answer(kernels: KernelSet) -> Message {
    let session = TraceSession(model.model, kernels: kernels)
    let trace = session.trace(ids)
    return .probed(
      Probe(step: model.step, trace: trace, sample: sample?.drawn(from: session), generation: generation))
  }
}

extension SampleRequest {
  /// Token after token until the text ends.
  fileprivate func drawn(from session: TraceSession) -> [Int32] {
    var generator = SplitMix64(seed: seed)
    var ids = prompt
    let limit = min(length, session.model.configuration.contextLength - prompt.count)
    for _ in 0..<max(0, limit) {
      let logits = session.logits(ids)
      let last = logits.values.suffix(session.model.configuration.vocabularySize)
      let next = Int32(sampler.draw(sampler.distribution(last), using: &generator))
      if next == end { break }
      ids.append(next)
    }
    return Array(ids.dropFirst(prompt.count))
  }
}
