private import Glibc
internal import KernelTypes
internal import Models
internal import Tensors

extension TrainingRun {
  /// Candidates of a prediction, and weights of a matrix, that a dissection keeps.
  private static let (candidates, weights) = (16, 16)

  /// One normal step, to the bit what ``step()`` does, kept in its parts. Costs two forward passes of one sequence and a
  /// copy of the parameters on top.
  ///
  /// - Parameters:
  ///   - sequence: Which sequence of the step's first batch is looked at.
  ///   - matrix: Whose weights are looked at, by its name in the checkpoint; where nil or unknown the matrix that
  ///     changed most in proportion to its size.
  public func dissectedStep(sequence: Int = 0, matrix: String? = nil) throws(TrainingError) -> StepDissection {
    let batches = try nextBatches()
    precondition((0..<settings.batch).contains(sequence), "sequence \(sequence) of \(settings.batch)")
    let example = batches[0].sequence(sequence)
    let (ids, targets) = (example.ids, example.targets)
    let old = model
    let record = step(on: batches)
    let entry = mostChanged(since: old, named: matrix)
    let (before, after) = (probabilities(old, example), probabilities(model, example))
    let asked = targets.indices.filter { targets[$0] != CrossEntropy.ignored }
    let predictions = asked.map { position in
      let (old, new, target) = (before[position], after[position], Int(targets[position]))
      return StepDissection.Prediction(
        position: position, target: targets[position], candidates: best(old), probability: old[target],
        probabilityAfter: new[target],
        loss: -log(old[target]))
    }
    let parts = trainer.withGradient { gradient in
      (
        GradientRow.table(model.configuration, gradient: gradient, kernels: kernels),
        weightChanges(entry, since: old, gradient: gradient)
      )
    }
    return StepDissection(
      record: record, ids: ids, source: example.source, predictions: predictions, gradients: parts?.0 ?? [],
      clippingScale: Double(trainer.clippingScale(record.gradientNorm)), matrix: entry.name, weights: parts?.1 ?? [])
  }

  /// softmax(logits) after each position of a sequence, in double precision.
  private func probabilities(_ model: LanguageModel, _ example: Example) -> [[Double]] {
    let (ids, source) = (example.ids, example.source)
    let recorded = model.configuration.record(
      batch: 1, length: ids.count, sourceLength: source.isEmpty ? nil : source.count, withLoss: false)
    let replay = Replay(recorded.tape, for: .evaluation, kernels: kernels)
    model.parameters.withUnsafePointer {
      replay.forward(parameters: $0, feed: Replay.Feed(ids: ids, sourceIDs: source))
    }
    let (logits, classes) = (replay.values(of: recorded.output), model.configuration.logitCount)
    return ids.indices.map { position in
      let row = logits[position * classes..<(position + 1) * classes]
      let largest = Double(row.max() ?? 0)
      let powers = row.map { exp(Double($0) - largest) }
      let sum = powers.reduce(0, +)
      return powers.map { $0 / sum }
    }
  }

  private func best(_ probabilities: [Double]) -> [StepDissection.Candidate] {
    largest(Self.candidates, of: probabilities.count) { probabilities[$0] }
      .map { StepDissection.Candidate(token: Int32($0), probability: probabilities[$0]) }
  }

  /// The matrix of a name, else the one with the largest ‖Δ‖₂ / ‖θ‖₂.
  private func mostChanged(since old: LanguageModel, named name: String?) -> ParameterLayout.Entry {
    let entries = model.parameters.layout.entries.filter { $0.shape.count == 2 }
    if let name, let entry = entries.first(where: { $0.name == name }) { return entry }
    let changes = entries.map { entry in
      var (change, size) = (0.0, 0.0)
      for (before, after) in zip(old.parameters[entry], model.parameters[entry]) {
        change += Double(after - before) * Double(after - before)
        size += Double(before) * Double(before)
      }
      return size > 0 ? change / size : 0
    }
    return entries[largest(1, of: entries.count) { changes[$0] }.first ?? 0]
  }

  private func weightChanges(
    _ entry: ParameterLayout.Entry, since old: LanguageModel, gradient: UnsafePointer<Float>
  ) -> [StepDissection.WeightChange] {
    let (before, after) = (Array(old.parameters[entry]), Array(model.parameters[entry]))
    return largest(Self.weights, of: entry.count) { Double(abs(after[$0] - before[$0])) }.map { index in
      StepDissection.WeightChange(
        row: index / entry.shape[1], column: index % entry.shape[1], before: before[index],
        gradient: gradient[entry.offset + index], after: after[index])
    }
  }
}

/// The places of the largest numbers, largest first; of equal ones the lower place.
private func largest(_ count: Int, of total: Int, _ value: (Int) -> Double) -> [Int] {
  var best: [(place: Int, value: Double)] = []
  for place in 0..<total {
    let value = value(place)
    if best.count == count, let weakest = best.last, value <= weakest.value { continue }
    if best.count == count { best.removeLast() }
    let rank = best.firstIndex { value > $0.value } ?? best.count
    best.insert((place, value), at: rank)
  }
  return best.map(\.place)
}
