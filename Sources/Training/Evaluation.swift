public import KernelTypes
public import Models
public import Tensors

/// How well a model predicts sequences, each one alone.
public struct Evaluation: Equatable, Sendable {
  /// Sequences that were scored.
  public let sequences: Int
  /// Tokens that were predicted: of a decoder every token of a sequence but its first, of an encoder the hidden ones, of a classifier one
  /// label a sequence.
  public let tokens: Int
  /// −ln p of all of them together, in nats.
  public let total: Double
  /// Predicted tokens that the model held likelier than every other.
  public let correct: Int
  /// Sequences of which every predicted token is among those.
  public let exact: Int
  /// Share of right answers among all that the run learns from, where they are few enough to be scored.
  public internal(set) var trainingAccuracy: Double?
  /// The best head's induction score, where the run learns from repetitions.
  public internal(set) var inductionScore: Double?

  /// Share of right answers by how many words stand between a fact and the question about it.
  public internal(set) var accuracyByDistance: [Int: Double] = [:]

  /// What only some runs measure, by its name in logs and files.
  public var closer: [(name: String, value: Double)] {
    [("training_accuracy", trainingAccuracy), ("induction_score", inductionScore)]
      .compactMap { name, value in value.map { (name, $0) } }
      + accuracyByDistance.sorted { $0.key < $1.key }.map { ("\(Self.atDistance)\($0.key)", $0.value) }
  }

  /// How the names of answers' accuracies begin.
  static let atDistance = "accuracy_at_"

  /// Of nothing.
  init() { (sequences, tokens, total, correct, exact) = (0, 0, 0, 0, 0) }

  /// Of two sets of sequences together.
  static func += (all: inout Evaluation, more: Evaluation) {
    all = Evaluation(
      sequences: all.sequences + more.sequences, tokens: all.tokens + more.tokens, total: all.total + more.total,
      correct: all.correct + more.correct, exact: all.exact + more.exact)
  }

  private init(sequences: Int, tokens: Int, total: Double, correct: Int, exact: Int) {
    (self.sequences, self.tokens, self.total, self.correct, self.exact) = (sequences, tokens, total, correct, exact)
  }

  /// Mean loss a token, in nats.
  public var loss: Double { total / Double(max(tokens, 1)) }
  /// Mean loss a sequence, in nats: −ln p of a whole document.
  public var lossPerSequence: Double { total / Double(max(sequences, 1)) }
  /// e to the power of the mean loss a token.
  public var perplexity: Double { loss.exponential }
  /// Share of sequences in which the model held every right token most likely.
  public var exactMatch: Double { Double(exact) / Double(max(sequences, 1)) }
  /// Share of tokens that the model held most likely.
  public var accuracy: Double { Double(correct) / Double(max(tokens, 1)) }

  /// Scores examples, those of equal length together.
  public init(of model: LanguageModel, on examples: [Example], kernels: KernelSet, crew: WorkerCrew) {
    let jobs = Self.jobs(examples, of: model.configuration)
    var replays = [Replay?](repeating: nil, count: crew.threads)
    let scores = Self.scores(jobs[...], examples, of: model, replays: &replays, kernels: kernels, crew: crew)
    self.init(examples, jobs, scores)
  }

  /// The same to the bit, telling how far it is.
  ///
  /// - Parameter progress: Told the share that is done, 0…1, on the calling thread, after each job of every thread
  ///   (some 20 ms); what it returns says whether to go on.
  /// - Returns: Nil where `progress` ended it.
  public init?(
    of model: LanguageModel, on examples: [Example], kernels: KernelSet, crew: WorkerCrew, progress: (Double) -> Bool
  ) {
    guard progress(0) else { return nil }
    let jobs = Self.jobs(examples, of: model.configuration)
    var replays = [Replay?](repeating: nil, count: crew.threads)
    var scores: [Score] = []
    while scores.count < jobs.count {
      let round = jobs[scores.count..<min(scores.count + crew.threads, jobs.count)]
      scores += Self.scores(round, examples, of: model, replays: &replays, kernels: kernels, crew: crew)
      guard progress(Double(scores.count) / Double(jobs.count)) else { return nil }
    }
    self.init(examples, jobs, scores)
  }

  /// How much memory it takes to score sequences of so many tokens, one a thread. Bytes; `Int.max` where they are beyond counting.
  public static func bytes(_ configuration: ModelConfiguration, length: Int, threads: Int) -> Int {
    let source = configuration.encoderLayers == nil ? nil : length
    let tape = configuration.record(batch: 1, length: length, sourceLength: source, withLoss: true).tape
    var bytes = ByteCount()
    bytes.add([threads, Replay.bytes(tape, for: .evaluation)])
    return bytes.value
  }

  /// Of some sequences together: −ln p in nats, tokens and whole sequences that are right.
  private typealias Score = (total: Double, correct: Int, exact: Int)

  private init(_ examples: [Example], _ jobs: [[Int]], _ scores: [Score]) {
    sequences = examples.count
    tokens = examples.reduce(0) { $0 + $1.targetCount }
    total = scores.reduce(0) { $0 + $1.total }
    correct = scores.reduce(0) { $0 + $1.correct }
    exact = scores.reduce(0) { $0 + $1.exact }
    // All of a job are of one distance.
    var answers: [Int: (correct: Int, asked: Int)] = [:]
    for (job, score) in zip(jobs, scores) {
      guard let distance = examples[job[0]].distance else { continue }
      answers[distance, default: (0, 0)].correct += score.correct
      answers[distance, default: (0, 0)].asked += job.reduce(0) { $0 + examples[$1].targetCount }
    }
    accuracyByDistance = answers.mapValues { Double($0.correct) / Double(max($0.asked, 1)) }
  }

  /// Floating-point operations that a job may take, where it has more than one sequence: some 20 ms of one thread.
  private static let jobOperations = 1_000_000_000
  /// Sequences in a job at most.
  private static let largestJob = 64

  /// Places of sequences of equal length and distance that are scored together: a function of the sizes alone.
  private static func jobs(_ examples: [Example], of configuration: ModelConfiguration) -> [[Int]] {
    Dictionary(grouping: examples.indices, by: { [examples[$0].ids.count, examples[$0].distance ?? 0] })
      .sorted { $0.key.lexicographicallyPrecedes($1.key) }
      .flatMap { key, indices in
        let length = key[0]
        let source = configuration.encoderLayers == nil ? nil : length
        let tape = configuration.record(batch: 1, length: length, sourceLength: source, withLoss: true).tape
        let operations = tape.forwardOperations
        let count = min(max(jobOperations / max(operations, 1), 1), largestJob)
        return stride(from: 0, to: indices.count, by: count).map {
          Array(indices[$0..<min($0 + count, indices.count)])
        }
      }
  }

  /// - Parameter replays: One for each worker, whose memory serves from job to job.
  private static func scores(
    _ jobs: ArraySlice<[Int]>, _ examples: [Example], of model: LanguageModel, replays: inout [Replay?],
    kernels: KernelSet, crew: WorkerCrew
  ) -> [Score] {
    var scores = [Score](repeating: (0, 0, 0), count: jobs.count)
    model.parameters.withWeights { parameters in
      scores.withUnsafeMutableBufferPointer { scores in
        replays.withUnsafeMutableBufferPointer { replays in
          // Each job and each worker writes its own element.
          nonisolated(unsafe) let (scores, replays) = (scores, replays)
          crew.run(jobs.count) { worker, job in
            let batch = Batch(jobs[jobs.startIndex + job].map { examples[$0] })
            scores[job] = score(batch, of: model.configuration, parameters, replay: &replays[worker], kernels)
          }
        }
      }
    }
    return scores
  }

  private static func score(
    _ batch: Batch, of configuration: ModelConfiguration, _ parameters: WeightsPointer,
    replay used: inout Replay?, _ kernels: KernelSet
  ) -> Score {
    let recorded = configuration.record(
      batch: batch.count, length: batch.length, sourceLength: batch.sourceLength > 0 ? batch.sourceLength : nil,
      withLoss: true)
    let replay = Replay(recorded.tape, for: .evaluation, kernels: kernels, replacing: used)
    used = replay
    replay.forward(weights: parameters, feed: batch.feed(0..<batch.count))
    guard let losses = recorded.losses else { return (0, 0, 0) }
    let logits = replay.values(of: recorded.output)
    let classes = configuration.logitCount
    var (correct, exact) = (0, 0)
    for sequence in 0..<batch.count {
      let rows = (sequence * batch.length..<(sequence + 1) * batch.length).filter {
        batch.targets[$0] != CrossEntropy.ignored
      }
      let right = rows.count { row in
        let logit = logits[row * classes + Int(batch.targets[row])]
        // Among equals nothing was predicted.
        return logits[row * classes..<(row + 1) * classes].count { $0 >= logit } == 1
      }
      correct += right
      if right == rows.count { exact += 1 }
    }
    return (replay.values(of: losses).reduce(0) { $0 + Double($1) }, correct, exact)
  }
}
