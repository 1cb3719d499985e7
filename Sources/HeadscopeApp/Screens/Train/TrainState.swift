internal import Analysis
internal import Models
internal import Training

/// The Train screen: a run, what it has said of itself, and what is looked at.
struct TrainState: Sendable {
  /// What can be trained.
  let setup: TrainingSetup
  /// How the run's model reads and writes.
  let language: TrainedLanguage
  /// Runs that stand in folders, the newest first.
  var savedRuns: [RunSummary] = []
  /// What runs, or would run.
  var plan: TrainingPlan
  /// A plan that differs from the one in force in something that needs a new start.
  var draft: TrainingPlan?
  /// Which run the thread has; 0 where there is none yet.
  var run = 0
  var status = TrainingStatus.paused
  var history = TrainingHistory()
  var facts: RunFacts?
  /// The newest parameters.
  var model: SteppedModel?
  var histograms: TrainingHistograms?
  /// Seconds spent training.
  var seconds = 0.0
  /// Memory of the whole program, in bytes.
  var residentBytes = 0
  /// The step that stands in the run's folder.
  var savedStep: Int?
  /// Whether this is a run from a folder, to be looked at; what it was trained with stands in its README.md.
  var isOpened = false
  /// What is watched instead of trained, if anything.
  var watch: Watch?
  /// What is known of the run besides its plan.
  var besides: [RunSetting] = []
  /// The runs that are drawn beside this one.
  var beside = BesideState()
  /// What comes as soon as the run is saved.
  var whenSaved: TrainQuestion.Next?
  var probe: ProbeState
  var samples = SamplesState()
  var chart = ChartState()
  var heads = HeadsState()
  var controls = ControlsState()
  /// One step taken apart.
  var taken = TakenApart()
  /// How the heads have scored in their roles.
  var course = RoleCourse()
  /// The chosen role, and the first of its heads in sight.
  var role = 0
  var roleHead = 0
  /// The look into the past, on its page.
  var past: PastState?
  /// What is kept of the past.
  var kept: PastFacts?
  var page = TrainPage.dashboard
  var focus = TrainPanel.loss
  var lastFocus: [TrainPage: TrainPanel] = [:]
  /// The panel that was last in focus among those that take turns on a small screen.
  var docked = TrainPanel.heads

  /// - Parameters:
  ///   - plan: What runs, or would run; the setup's where nil.
  ///   - language: How its model reads and writes; as a new run's where nil.
  ///   - probe: The sentence to watch; the preset's where nil.
  init(
    _ setup: TrainingSetup, plan: TrainingPlan? = nil, language: TrainedLanguage? = nil, probe text: String? = nil
  ) {
    self.setup = setup
    self.plan = plan ?? setup.plan
    let trainable = setup.trainable(self.plan)
    self.language = language ?? trainable.language
    probe = ProbeState(
      sentence: Sentence(
        text ?? trainable.probe, tokenizer: self.language.tokenizer,
        contextLength: self.plan.preset.model.contextLength))
  }

  /// Steps done.
  var stepsDone: Int { history.last?.record.step ?? 0 }
  /// The step whose figures are shown: the last one, or the one that is visited in the past.
  var stepInSight: Int { past.map { $0.moment?.shown ?? $0.target } ?? stepsDone }
  /// Whether something was learnt that stands in no file.
  var isUnsaved: Bool { watch == nil && stepsDone > 0 && savedStep != stepsDone }
  /// Whether steps are made at the moment.
  var isRunning: Bool {
    switch status {
    case .running, .validating: true
    case .preparing, .paused, .saving, .finished, .failed: false
    }
  }

  /// The sentence whose attention and continuation are watched.
  struct ProbeState: Sendable {
    var sentence: Sentence
    /// The latest answer; for a moment it may belong to an older sentence.
    var reading: Reading?
    var generation = 0
    var isWaiting = false

    /// What a model made of the probe.
    struct Reading: Sendable {
      let step: Int
      let sentence: Sentence
      let trace: Trace
    }
  }

  /// What the model has written.
  struct SamplesState: Sendable {
    /// A text, and when it was written.
    struct Sample: Equatable, Sendable {
      let step: Int
      let temperature: Double
      let text: String
    }

    /// The newest first.
    var texts: [Sample] = []
    var temperature = 0.8
    /// How many were asked for: each has random numbers of its own.
    var count: UInt64 = 0
    /// Seconds of training when the last was asked for.
    var lastSeconds = -Double.infinity
    /// Whether one is wanted whatever the time.
    var isWanted = true

    static let capacity = 64
    /// Seconds between two samples.
    static let interval = 2.0
  }

  /// How the loss is drawn.
  struct ChartState: Equatable, Sendable {
    var isLogarithmic = false
    /// Each zoom shows half of the steps.
    var zoom = 0
    /// The last step in sight; follows the run where nil.
    var end: Int?
    /// The step that is read off.
    var crosshair: Int?

    static let mostZoom = 8
  }

  /// Which heads are shown.
  struct HeadsState: Equatable, Sendable {
    var view = View.all
    var layer = 0
    var head = 0

    /// All layers small, one layer, one head with numbers, or one head of this run and of those beside it.
    enum View: CaseIterable, Hashable, Sendable {
      case all, layer, head, beside
    }
  }

  /// Which control is turned.
  struct ControlsState: Equatable, Sendable {
    var chosen = TrainControl.learningRate
  }

  /// One step, and how much of it has been told.
  struct TakenApart: Sendable {
    var dissection: StepDissection?
    var phase = Phase.forward
    /// A step was asked for and hasn't come yet.
    var isWaiting = false

    /// The four things that happen in a step.
    enum Phase: Int, CaseIterable, Hashable, Sendable {
      case forward, loss, backward, update
    }
  }
}

extension TrainState {
  /// The sentence to watch under another plan: the same one, or nil where the plan's preset has one of its own.
  func probe(for plan: TrainingPlan) -> String? {
    setup.trainable(plan).probe == setup.trainable(self.plan).probe ? probe.sentence.text : nil
  }
}
