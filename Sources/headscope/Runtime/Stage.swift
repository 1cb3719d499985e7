internal import CursesTerminal
internal import HeadscopeApp
internal import KernelTypes
internal import Models
internal import Tensors
internal import TerminalCanvas

/// The screens without a terminal: state, and the model that answers its effects at once.
///
/// `render` and every output that is not a terminal go through here; scripts of keys play in it.
struct Stage {
  private(set) var state: AppState
  private let kernels: KernelSet
  private var session: TraceSession
  private let trainer: TrainingRunner
  private let playground: PlaygroundRunner
  private let mailbox: Mailbox<Message>

  /// A stage on which the first frame is ready.
  init(
    _ named: NamedModel, text: String, pair: String? = nil, memory: Int = MachineMemory.budget, settings: Settings,
    training: TrainingSetup? = nil,
    playground setup: PlaygroundSetup? = nil, width: Int, height: Int
  ) throws {
    kernels = try machineKernels()
    session = TraceSession(named.model, kernels: kernels, threads: ThreadsOption.processorCount)
    mailbox = try Mailbox()
    let workshop = TrainingWorkshop.standard(kernels: kernels, keepsRuns: false)
    trainer = TrainingRunner(workshop, answers: mailbox)
    playground = PlaygroundRunner(kernels: kernels, answers: mailbox)
    try named.requireMemory(reading: text, pair: pair, budget: memory)
    let (state, effects) = AppState.start(
      subject: try named.subject(), text: text, pair: pair, opening: .mostDecided,
      training: try training ?? workshop.setup(startsAtOnce: false),
      playground: setup ?? PlaygroundSetup(kernels: kernels), settings: settings,
      memoryBudget: max(0, memory - named.weightBytes),
      width: width, height: height)
    self.state = state
    perform(effects)
  }

  /// What the screen shows.
  var canvas: Canvas { state.frame() }

  /// Takes in a message as if a thread had sent it.
  mutating func take(_ message: Message) { perform(state.update(message)) }

  /// Plays a key.
  mutating func press(_ key: Key) {
    perform(state.update(.input(.key(key))))
    measureHeads()
  }

  /// Measures the heads at the steps that were kept, where they are looked at.
  private mutating func measureHeads() {
    guard state.showsRoles, trainer.isCatchingUp else { return }
    while trainer.isCatchingUp { trainer.advance { false } }
    trainer.report { true }
    for message in mailbox.takeAll() { perform(state.update(message)) }
  }

  /// Answers requests for traces; nothing is written or remembered here, so that a picture leaves no other file behind.
  private mutating func perform(_ effects: [Effect]) {
    for effect in effects {
      switch effect {
      case .trace(let request): perform(state.update(session.answer(request)))
      case .keep(let request): perform(state.update(session.answer(request)))
      case .rank(let request):
        if let answer = session.answer(request, progress: { _ in true }) { perform(state.update(answer)) }
      case .attention(let request): perform(state.update(request.answer(from: state.subject.model)))
      case .lens(let request): perform(state.update(request.answer(from: state.subject.model, kernels: kernels)))
      case .train(let order):
        trainer.perform(order)
        while trainer.visit?.isUnderWay == true { trainer.advance { false } }
        trainer.report { true }
        for message in mailbox.takeAll() { perform(state.update(message)) }
      case .playground(let order):
        playground.perform(order)
        // What is made again is awaited; nothing trains where nobody waits.
        while case .now = playground.nextTurn, !playground.isTraining { playground.work { false } }
        playground.tell { true }
        for message in mailbox.takeAll() { perform(state.update(message)) }
      case .listRuns: perform(state.update(.runsFound(RunSummary.all())))
      case .openRun(let folder): perform(state.update(SavedRun.message(opening: folder)))
      case .probe(let request): perform(state.update(request.answer(kernels: kernels)))
      case .probeBeside(let request): perform(state.update(request.answer(kernels: kernels)))
      case .readBeside(let place): perform(state.update(OverlaidRun.message(reading: place)))
      case .look(let model):
        session = TraceSession(model, kernels: kernels, threads: ThreadsOption.processorCount)
      case .quit, .suspend, .wake, .write, .saveSettings, .startRecording, .stopRecording: break
      }
    }
  }
}
