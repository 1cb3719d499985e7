public import Models
public import Training

/// What the screen wants of the training thread.
public enum TrainingOrder: Equatable, Sendable {
  /// Make a run at step 0 and wait; what ran before is dropped. Reports carry the number, so that late ones are known.
  case begin(TrainingPlan, run: Int)
  /// Go on with the run in a folder, and wait.
  case resume(folder: String, run: Int)
  /// Train on, or stop after the step under way.
  case play, pause
  /// One step; where asked, with everything that a person wants to see of it.
  case step(isDissected: Bool)
  /// Settings for the next step on.
  case change(TrainingSettings, validationInterval: Int, stopsWhen: StopConditions)
  /// Write the model as it stands into the run's folder.
  case save
  /// Forget the run and its folder's unsaved part.
  case discard
  /// Look at the run as it stood after a step: the nearest state that was kept, and where exactly that step is wanted, this one as
  /// soon as it has been made again.
  case visit(step: Int, exactly: Bool)
  /// Back to where the run stands.
  case returnToPresent
  /// Make a run of its own, of that name, of the step that is visited.
  case fork(name: String)
}

/// A look into a run's past.
public struct PastMoment: Equatable, Sendable {
  /// The step that is shown.
  public let shown: Int
  /// The step that was asked for.
  public let target: Int
  /// Steps that are still to be made again until then; 0 where none are.
  public let missing: Int
  /// Whether steps on the way came out otherwise than when they were made, since what they learn from was changed.
  public let isOther: Bool
  /// Norm of each part's gradient in the step that is shown; empty where there was none.
  public let layerGradientNorms: [Double]

  /// Whether what is shown is what was asked for.
  public var isExact: Bool { shown == target }

  /// A look into a run's past.
  public init(shown: Int, target: Int, missing: Int, isOther: Bool = false, layerGradientNorms: [Double] = []) {
    self.layerGradientNorms = layerGradientNorms
    self.isOther = isOther
    self.shown = shown
    self.target = target
    self.missing = missing
  }
}

/// What is kept of a run's past.
public struct PastFacts: Equatable, Sendable {
  /// States.
  public let states: Int
  /// Bytes that they take.
  public let bytes: Int
  /// Bytes that they may take.
  public let budget: Int
  /// Bytes that one takes, about.
  public let stateBytes: Int?

  /// What is kept of a run's past.
  public init(states: Int, bytes: Int, budget: Int, stateBytes: Int? = nil) {
    self.stateBytes = stateBytes
    self.states = states
    self.bytes = bytes
    self.budget = budget
  }
}

/// What training does at the moment.
public enum TrainingStatus: Equatable, Sendable {
  /// The run is being made: documents drawn, memory taken.
  case preparing
  case paused
  case running
  /// Scoring the validation documents; from 0 to 1.
  case validating(Double)
  case saving
  /// The run has come to its end.
  case finished(StopReason)
  /// It can't go on; in one line.
  case failed(String)
}

/// What the training thread hands over: everything since the last report.
public struct TrainingReport: Sendable {
  /// Which run.
  public var run: Int
  /// What training does now.
  public var status: TrainingStatus
  /// Steps in their order.
  public var steps: [TimedStep] = []
  /// Validations in their order.
  public var validations: [TimedValidation] = []
  /// The newest parameters, where they are others than in the report before.
  public var model: SteppedModel?
  /// The step that was taken apart, where one was asked for.
  public var dissection: StepDissection?
  /// Of the newest parameters.
  public var histograms: TrainingHistograms?
  /// What is known of the run from its start on.
  public var facts: RunFacts?
  /// Seconds spent training.
  public var seconds: Double
  /// Memory of the whole program, in bytes.
  public var residentBytes: Int
  /// How the last order to save ended.
  public var saved: SaveOutcome?
  /// The step that stands in the run's folder, where there is one.
  public var savedStep: Int?
  /// Where in the past the run is looked at; ``model`` is the model of that step then.
  public var past: PastMoment?
  /// What is kept of the past.
  public var kept: PastFacts?
  /// How the heads score after some steps, in any order.
  public var moments: [RoleMoment] = []
  /// The folder of a run that was forked off, as it had been asked for.
  public var forked: String?
  /// What the disk refused, in a line; training goes on.
  public var trouble: String?

  /// A report without news.
  public init(run: Int, status: TrainingStatus, seconds: Double, residentBytes: Int) {
    self.run = run
    self.status = status
    self.seconds = seconds
    self.residentBytes = residentBytes
  }
}

/// A step with its rate.
public struct TimedStep: Equatable, Sendable {
  /// What the step did.
  public let record: StepRecord
  /// Its rate.
  public let tokensPerSecond: Double
  /// Seconds of training at its end.
  public let seconds: Double

  /// A step with its rate.
  public init(_ record: StepRecord, tokensPerSecond: Double, seconds: Double) {
    self.record = record
    self.tokensPerSecond = tokensPerSecond
    self.seconds = seconds
  }
}

/// A validation with its step.
public struct TimedValidation: Equatable, Sendable {
  /// Steps done.
  public let step: Int
  /// Mean loss a token, in nats.
  public let loss: Double
  /// Share of tokens that the model held most likely.
  public let accuracy: Double

  /// A validation with its step.
  public init(step: Int, loss: Double, accuracy: Double) {
    self.step = step
    self.loss = loss
    self.accuracy = accuracy
  }
}

/// Parameters after a step.
public struct SteppedModel: Equatable, Sendable {
  /// Steps done.
  public let step: Int
  /// The parameters.
  public let model: LanguageModel

  /// Parameters after a step.
  public init(step: Int, model: LanguageModel) {
    self.step = step
    self.model = model
  }
}

/// How parameters and the last gradient are distributed.
public struct TrainingHistograms: Equatable, Sendable {
  /// Of all parameters.
  public let parameters: Histogram
  /// Of the last gradient before clipping; nil before the first step.
  public let gradients: Histogram?

  /// Both.
  public init(parameters: Histogram, gradients: Histogram?) {
    self.parameters = parameters
    self.gradients = gradients
  }
}

/// What does not change during a run.
public struct RunFacts: Equatable, Sendable {
  /// Where it is saved, relative to the folder in which the program was started.
  public let folder: String
  /// The validation documents' own entropy a token, in nats: no model can do better on average.
  public let entropy: Double
  /// What the run was reckoned to take of the memory, in bytes.
  public let estimatedBytes: Int?

  /// The facts.
  public init(folder: String, entropy: Double, estimatedBytes: Int? = nil) {
    self.folder = folder
    self.entropy = entropy
    self.estimatedBytes = estimatedBytes
  }
}

/// How an order to save ended.
public enum SaveOutcome: Equatable, Sendable {
  case saved(folder: String, step: Int)
  case failed(reason: String)
}

/// What to find out about a model in training: how it reads the probe, and what it writes.
public struct ProbeRequest: Equatable, Sendable {
  /// The parameters.
  public let model: SteppedModel
  /// The probe's tokens; at least one.
  public let ids: [Int32]
  /// What stands around what an encoder–decoder writes; nil for other models.
  public let bounds: TextBounds?
  /// Whether a sample is wanted, from the model's first token on.
  public let sample: SampleRequest?
  /// Goes back with the answer.
  public let generation: Int

  /// A question.
  public init(
    model: SteppedModel, ids: [Int32], bounds: TextBounds? = nil, sample: SampleRequest?, generation: Int
  ) {
    self.model = model
    self.bounds = bounds
    self.ids = ids
    self.sample = sample
    self.generation = generation
  }
}

/// A text to be drawn from the model.
public struct SampleRequest: Equatable, Sendable {
  /// What it begins with; at least one token.
  public let prompt: [Int32]
  /// A token that ends it; where there is none, the longest length does.
  public let end: Int32?
  /// How tokens are drawn.
  public let sampler: Sampler
  /// Equal seeds draw equal texts.
  public let seed: UInt64
  /// Tokens at most, the prompt's not counted.
  public let length: Int

  /// A text to be drawn.
  public init(prompt: [Int32], end: Int32?, sampler: Sampler, seed: UInt64, length: Int) {
    self.prompt = prompt
    self.end = end
    self.sampler = sampler
    self.seed = seed
    self.length = length
  }
}

/// The answer to a ``ProbeRequest``.
public struct Probe: Sendable {
  /// Steps done.
  public let step: Int
  /// The pass over the probe; of an encoder–decoder with what it writes, as ``Trace/viewed(_:)`` shows both.
  public let trace: Trace
  /// What an encoder–decoder reads of its own text; empty for other models.
  public let written: [Int32]
  /// The tokens that were drawn, without prompt and end.
  public let sample: [Int32]?
  /// The question's number.
  public let generation: Int

  /// An answer.
  public init(step: Int, trace: Trace, written: [Int32] = [], sample: [Int32]?, generation: Int) {
    self.step = step
    self.written = written
    self.trace = trace
    self.sample = sample
    self.generation = generation
  }
}
