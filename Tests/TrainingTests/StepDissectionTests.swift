import Glibc
import KernelTypes
import Models
import Tensors
import Testing

@testable import Training

@Suite("One step taken apart")
struct StepDissectionTests {
  @Test("it is the same step to the bit, with dropout and accumulation too")
  func same() throws {
    func run() throws -> TrainingRun {
      try TrainingRunTests.run {
        $0.training.dropout = DropoutRates(embedding: 0.1, attention: 0.1, residual: 0.1)
        $0.training.accumulation = 2
      }
    }
    let (plain, dissected) = (try run(), try run())
    for _ in 1...3 {
      let record = try plain.step()
      #expect(try dissected.dissectedStep().record == record)
    }
    #expect(plain.model == dissected.model)
  }

  @Test("predictions, gradients and weights are what the model, the record and the parameters say")
  func parts() throws {
    let run = try TrainingRunTests.run { $0.training.clip = 0.1 }
    let before = run.model
    let step = try run.dissectedStep(sequence: 2, matrix: "h.1.mlp.c_fc.weight")
    #expect(
      step.ids.count == 16 && step.predictions.count == 16
        && step.predictions.map(\.target).dropLast() == step.ids.dropFirst())
    for prediction in step.predictions {
      #expect(prediction.candidates.count == 16 && (0...1).contains(prediction.probability))
      #expect(prediction.candidates.map(\.probability) == prediction.candidates.map(\.probability).sorted(by: >))
      #expect(abs(prediction.loss + log(prediction.probability)) < 1e-9)
    }
    // Learning a sequence makes it likelier.
    let gain = step.predictions.reduce(0) { $0 + $1.probabilityAfter - $1.probability }
    #expect(gain > 0)

    #expect(step.gradients.map(\.part) == [.finalNorm, .block(1), .block(0), .embeddings])
    #expect(step.gradients[1].components == ModelComponent.ofBlock)
    for (row, norm) in zip(step.gradients.reversed(), step.record.layerGradientNorms) {
      #expect(abs(row.norm - norm) < 1e-6 * norm)
    }
    #expect(abs(step.clippingScale - 0.1 / (step.record.gradientNorm + 1e-6)) < 1e-6)

    let entry = try #require(before.parameters.layout.entry(named: "h.1.mlp.c_fc.weight"))
    #expect(step.matrix == entry.name && step.weights.count == 16)
    let changes = zip(run.model.parameters[entry], before.parameters[entry]).map { abs($0 - $1) }
    #expect(step.weights.map { abs($0.after - $0.before) } == changes.sorted(by: >).prefix(16).map { $0 })
    for weight in step.weights {
      let index = weight.row * entry.shape[1] + weight.column
      #expect(Array(before.parameters[entry])[index] == weight.before)
      // Where the gradient rises, AdamW's first step goes down.
      #expect((weight.after - weight.before) * weight.gradient < 0)
    }
  }

  @Test("the histograms count every parameter, whole and by part")
  func histograms() throws {
    let run = try TrainingRunTests.run()
    #expect(run.histograms().gradients == nil)
    _ = try run.step()
    let count = run.model.parameters.layout.parameterCount
    let (parameters, gradients) = run.histograms()
    #expect(parameters.count == count && gradients?.count == count)
    // σ is summed in another order, which may round otherwise.
    #expect(parameters.counts == Histogram(of: run.model.parameters.values[...], bins: 41).counts)
    let parts = ModelPart.all(of: run.preset.model).map { run.histograms(of: $0).parameters.count }
    #expect(parts.reduce(0, +) == count)
  }
}
