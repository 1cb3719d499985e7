internal import HeadscopeApp
internal import KernelTypes
internal import Models
internal import Tensors

extension ProbeRequest {
  /// What the model makes of the probe, and what it writes.
  func answer(kernels: KernelSet) -> Message {
    let session = TraceSession(model.model, kernels: kernels)
    if let bounds {
      let whole = session.translated(ids, bounds)
      return .probed(
        Probe(
          step: model.step, trace: whole.viewed(.cross), written: whole.ids, sample: nil, generation: generation))
    }
    let trace = session.trace(ids)
    let sample = sample?.drawn(from: model.model, kernels: kernels)
    return .probed(Probe(step: model.step, trace: trace, sample: sample, generation: generation))
  }
}

extension BesideRequest {
  /// What each model makes of the sentence.
  func answer(kernels: KernelSet) -> Message {
    var probes: [String: Probe] = [:]
    for subject in subjects {
      let request = ProbeRequest(
        model: subject.model, ids: subject.ids, bounds: subject.bounds, sample: nil, generation: generation)
      if case .probed(let probe) = request.answer(kernels: kernels) { probes[subject.place] = probe }
    }
    return .probedBeside(BesideProbe(probes, generation: generation))
  }
}

extension SampleRequest {
  /// Token after token until the text ends.
  fileprivate func drawn(from model: LanguageModel, kernels: KernelSet) -> [Int32] {
    let limit = min(length, model.configuration.contextLength - prompt.count)
    guard limit > 0, var last = prompt.last else { return [] }
    let session = GenerationSession(model, capacity: prompt.count + limit, kernels: kernels)
    for id in prompt.dropLast() { _ = session.read(id) }
    var generator = SplitMix64(seed: seed)
    var written: [Int32] = []
    while written.count < limit {
      last = sampler.next(session.read(last), using: &generator)
      if last == end { break }
      written.append(last)
    }
    return written
  }
}
