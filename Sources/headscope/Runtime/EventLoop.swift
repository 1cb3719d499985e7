internal import CursesTerminal
internal import Files
internal import HeadscopeApp
internal import Recording
internal import Tensors
internal import TerminalCanvas

/// The program while it has a terminal: events become messages, effects become work, states become frames.
///
/// While nothing happens it sleeps; there is a timer only while something plays.
struct EventLoop {
  /// How long a frame waits for the model's answer, so that a small model's shows at once and without a flicker.
  private static let patience = Duration.milliseconds(20)
  /// What nobody waits for, as news of a run, is drawn no sooner after the last frame: 30 frames a second.
  private static let frameInterval = Duration.milliseconds(33)
  /// The Playground's, which is small: 60 frames a second.
  private static let quickInterval = Duration.milliseconds(16)

  private let terminal: Terminal
  private let mailbox: Mailbox<Message>
  private let engine: TraceEngine
  private let files: FileKeeper
  private let workshop: TrainingWorkshop
  /// What looks after a run that another process makes; nil where nothing is watched.
  private let watcher: WatchEngine?
  /// What follows runs that are drawn beside the one on the screen; there is none before the first of them.
  private var follower: BesideFollower?
  /// There is none before the Train screen is opened.
  private var trainer: RunnerThread<TrainingRunner>?
  /// There is none before the Playground is opened.
  private var playground: RunnerThread<PlaygroundRunner>?
  private var state: AppState
  private var awaited: Int?
  /// When to send which ticket back.
  private var alarm: (time: ContinuousClock.Instant, ticket: Int)?
  private var outcome: Outcome?
  /// What records the frames, since when, and when the mark of it shows the next second.
  private var recorder: ScreenRecorder?
  private var recordedSince = ContinuousClock.now
  private var nextSecond: ContinuousClock.Instant?
  /// Why the recording that was under way at the end is not whole, in a line.
  private(set) var recordingFailure: String?

  /// How a loop ended.
  enum Outcome: Equatable {
    case quit
    case signal(Int32)
  }

  /// A loop on a terminal that it doesn't own.
  init(
    _ terminal: Terminal, _ subject: Subject, text: String, pair: String? = nil,
    memoryBudget: Int = MachineMemory.budget,
    settings: Settings, complaint: String?, files: FileKeeper,
    training: TrainingSetup, workshop: TrainingWorkshop, playground: PlaygroundSetup, watching run: RunWatcher? = nil,
    recording: consuming AppendedFile?
  ) throws {
    self.terminal = terminal
    self.files = files
    self.workshop = workshop
    mailbox = try Mailbox()
    watcher = try run.map { [mailbox] run in try WatchEngine(run, answers: mailbox) }
    engine = try TraceEngine(subject.model, kernels: try machineKernels(), answers: mailbox)
    var name: String?
    if let file = consume recording {
      name = file.path
      recorder = .recording(into: file, answers: mailbox)
      nextSecond = recordedSince + .seconds(1)
    }
    let (state, effects) = AppState.start(
      subject: subject, text: text, pair: pair, opening: .mostDecided, training: training, playground: playground,
      settings: settings, complaint: complaint,
      recording: name, memoryBudget: memoryBudget, width: terminal.size.width, height: terminal.size.height)
    self.state = state
    updateLastDuty()
    perform(effects)
    for run in training.overlaid { follow(run.place) }
  }

  /// Runs until the person leaves or a signal says so.
  mutating func run() -> Outcome {
    let clock = ContinuousClock()
    var frameDeadline: ContinuousClock.Instant? = clock.now + Self.patience
    var nextFrame = clock.now
    while true {
      let deadline = [frameDeadline, alarm?.time, nextSecond].compactMap { $0 }.min()
      let events = terminal.nextEvents(until: deadline, waking: mailbox.wakeup)
      var isUrgent = false
      for event in events where handle(event) { isUrgent = true }
      let ticked = tick(at: clock.now)
      let rang = ring(at: clock.now) || ticked
      if let outcome {
        recordingFailure = recorder?.finish()
        trainer?.finish()
        files.finish()
        return outcome
      }
      if awaited != nil, rang || !events.isEmpty {
        // The first frame since the request is held back for a moment, later ones are not held back further.
        let deadline = frameDeadline ?? clock.now + Self.patience
        frameDeadline = deadline
        if clock.now < deadline { continue }
      }
      if !isUrgent, !rang, !events.isEmpty, clock.now < nextFrame {
        frameDeadline = frameDeadline ?? nextFrame
        continue
      }
      frameDeadline = nil
      nextFrame = clock.now + (state.isOnPlayground ? Self.quickInterval : Self.frameInterval)
      let frame = state.frame()
      recorder?.record(frame)
      terminal.present(state.shown(frame))
    }
  }

  /// Takes an event in and says whether somebody waits for what it leads to.
  private mutating func handle(_ event: TerminalEvent) -> Bool {
    switch event {
    case .input(let input):
      perform(state.update(.input(input)))
      if case .resize = input { return false }
      return true
    case .message:
      var isUrgent = false
      for message in mailbox.takeAll() {
        switch message {
        case .training, .probed, .probedBeside, .watched, .playground, .besideNews: break
        default: isUrgent = true
        }
        switch message {
        case .traced(_, _, let generation), .lensRead(_, let generation):
          if generation == awaited { awaited = nil }
        case .training: trainer?.reportTaken()
        case .recording(.finished), .recording(.failed):
          (recorder, nextSecond) = (nil, nil)
          updateLastDuty()
        case .watched: watcher?.reportTaken()
        case .playground: playground?.reportTaken()
        case .overlaid(let run): follow(run.place)
        case .besideNews: break
        case .input, .lensed, .notOpened, .opened, .probed, .probedBeside, .recording, .runsFound, .ranking,
          .ranked, .woke, .wrote,
          .settingsNotSaved:
          break
        }
        perform(state.update(message))
      }
      return isUrgent
    case .writable: return true  // The next frame goes out below.
    case .end(let signal):
      outcome = .signal(signal)
      return true
    }
  }

  /// Sends the ticket back whose time has come; returns whether there was one.
  private mutating func ring(at now: ContinuousClock.Instant) -> Bool {
    guard let alarm, alarm.time <= now else { return false }
    self.alarm = nil
    perform(state.update(.woke(ticket: alarm.ticket)))
    return true
  }

  /// Tells the screen how long the recording has gone on; returns whether another second has passed.
  private mutating func tick(at now: ContinuousClock.Instant) -> Bool {
    guard let time = nextSecond, time <= now else { return false }
    let seconds = recordedSince.duration(to: now).components.seconds
    nextSecond = recordedSince + .seconds(seconds + 1)
    perform(state.update(.recording(.goesOn(seconds: Int(seconds)))))
    return true
  }

  /// What is left to do should a signal have to end the program while this thread hangs: the recording's end and the run.
  private func updateLastDuty() {
    let (recorder, trainer) = (recorder, trainer)
    terminal.setLastDuty {
      _ = recorder?.finish(within: 0.2)
      trainer?.finish()
    }
  }

  private mutating func perform(_ effects: [Effect]) {
    for effect in effects {
      switch effect {
      case .trace(let request):
        awaited = request.generation
        engine.request(request)
      case .keep(let request): engine.request(request)
      case .rank(let request): engine.request(request)
      case .attention(let request): engine.request(request)
      case .lens(let request):
        awaited = request.generation
        engine.request(request)
      case .wake(let milliseconds, let ticket):
        alarm = (ContinuousClock.now + .milliseconds(milliseconds), ticket)
      case .write(let file): files.write(file, answers: mailbox)
      case .saveSettings(let choice): files.save(choice, answers: mailbox)
      case .startRecording:
        recorder = .recordingIntoNewFile(answers: mailbox)
        recordedSince = ContinuousClock.now
        nextSecond = recordedSince + .seconds(1)
        updateLastDuty()
      case .stopRecording:
        nextSecond = nil
        recorder?.stop()
      case .train(let order): hand(order)
      case .playground(let order): hand(order)
      case .listRuns: files.listRuns(answers: mailbox)
      case .openRun(let folder): files.open(folder, answers: mailbox)
      case .probe(let request): engine.request(request)
      case .probeBeside(let request): engine.request(request)
      case .readBeside(let place): files.readBeside(place, answers: mailbox)
      case .look(let model): engine.look(at: model)
      case .quit: outcome = .quit
      case .suspend: terminal.suspend()
      }
    }
  }

  /// The training thread, started where there is none. Its run is saved whatever the terminal does.
  private mutating func startedTrainer() throws -> RunnerThread<TrainingRunner> {
    if let trainer { return trainer }
    let trainer = try RunnerThread(TrainingRunner(workshop, answers: mailbox))
    self.trainer = trainer
    updateLastDuty()
    return trainer
  }

  /// Hands an order to the Playground's thread, which is started where there is none.
  private mutating func hand(_ order: PlaygroundOrder) {
    do {
      let thread = try playground ?? RunnerThread(PlaygroundRunner(kernels: try machineKernels(), answers: mailbox))
      playground = thread
      thread.order(order)
    } catch {
      perform(state.update(.notOpened(reason: "\(error)")))
    }
  }

  /// Goes on reading a run that is drawn beside the one on the screen; where no thread can be had it stands still.
  private mutating func follow(_ place: String) {
    if follower == nil { follower = try? BesideFollower(answers: mailbox) }
    follower?.follow(place)
  }

  /// Hands an order to the training thread.
  private mutating func hand(_ order: TrainingOrder) {
    do {
      try startedTrainer().order(order)
    } catch {
      var report = TrainingReport(
        run: state.trainingRun, status: .failed("\(error)"), seconds: 0, residentBytes: residentMemory())
      report.facts = nil
      mailbox.post(.training(report))
    }
  }
}
