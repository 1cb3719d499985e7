internal import ArgumentParser
internal import Corpora
internal import KernelTypes
internal import Models
internal import Tensors
internal import Training

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "train", abstract: "Train a transformer.")
  @Option var steps: Int?
  @Option var threads = 2
  @Option var seed: UInt64 = 1
  @Option var rate: Double?

  func run() throws {
    let kernels = try machineKernels()
    let crew = WorkerCrew(threads: threads)
    let vocabulary = ["<pad>", "<s>", "</s>", "<unk>"] + Grammar.english.vocabulary
    var preset = Preset.cat(vocabularySize: vocabulary.count)
    if let steps { preset.training.schedule.steps = steps }
    if let rate { preset.training.schedule.peak = rate }
    let encoder = DocumentEncoder(vocabulary: vocabulary)
    let batches = GrammarBatches(
      encoder: encoder, count: preset.training.batch, length: preset.training.length, seed: seed)
    let documents = GrammarCorpus.documents(1000, split: .validation, seed: 7)
    let validation = documents.map { encoder.encode($0.tokens) }
    let entropy = -documents.reduce(0) { $0 + $1.derivationLogProbability } / Double(documents.count)
    print("entropy bound", entropy, "params", preset.model.vocabularySize)
    let trainer = Trainer(
      Transformer(configuration: preset.model, seed: seed), settings: preset.training, kernels: kernels, crew: crew)
    let clock = ContinuousClock()
    let start = clock.now
    for step in 1...preset.training.schedule.steps {
      let record = trainer.step(batches.batch(step))
      if step % 20 == 0 {
        print(step, record.loss, record.gradientNorm, Double(step * record.tokens) / (clock.now - start).seconds)
      }
      if step % 250 == 0 || step == preset.training.schedule.steps {
        let e = Evaluation(of: trainer.model, on: validation, kernels: kernels, crew: crew)
        print("validation", e.loss, e.lossPerSequence, e.lossPerSequence / entropy, e.accuracy)
      }
    }
  }
}
