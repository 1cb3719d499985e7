internal import Models
internal import Training

/// Everything the program knows about what is on its screen: a plain value.
///
/// `update` changes it for a ``Message`` and says what work that calls for; `draw` shows it. Neither reads a clock, a
/// file or a random number, so the same messages always give the same screens.
public struct AppState: Sendable {
  /// Columns of the smallest screen that everything fits.
  public static let minimumWidth = 80
  /// Rows of the smallest screen that everything fits.
  public static let minimumHeight = 24

  /// The model that is looked at.
  public internal(set) var subject: Subject
  /// The model that the program was started with, to come back to.
  let home: Subject
  /// What is shown.
  var screen: Screen
  /// How the screens look and speak.
  public var settings: Settings
  /// Bytes that the activations of what is read may take together.
  let memoryBudget: Int
  /// Columns of the terminal.
  public internal(set) var width: Int
  /// Rows of the terminal.
  public internal(set) var height: Int
  /// What lies over the screen, if anything.
  var overlay: Overlay?
  /// What the last key could not do and why, or what it did that is not plain to see.
  var note: Note?
  /// The recording of the screen under way.
  var recording: Recording?
  /// The Explore screen.
  var explore: ExploreState
  /// The Train screen.
  var train: TrainState
  /// The Playground.
  var playground: PlaygroundState

  /// What can lie over a screen.
  enum Overlay: Equatable, Sendable {
    /// The keys, scrolled down by so many rows.
    case help(scroll: Int)
    /// The model, scrolled down by so many rows.
    case info(scroll: Int)
    /// Every command by its name.
    case palette(CommandPalette)
    /// A search in the sentence and among the heads.
    case find(Finder)
    /// A line of the Train screen that is typed.
    case field(TrainField)
    /// What can be trained.
    case presets(selected: Int)
    /// Runs that can be drawn beside the one on the screen.
    case beside(selected: Int)
    /// What they differ in, scrolled down by so many rows.
    case differences(scroll: Int)
    /// Something would be lost.
    case question(TrainQuestion)
    /// A line of the Playground that is typed.
    case playgroundField(PlaygroundField)
    /// The stops of its tour.
    case tour(selected: Int)
    /// Its whole screen as a line of letters.
    case code(String)
  }

  /// The first state and the work that it calls for.
  ///
  /// - Parameters:
  ///   - subject: The model to look at.
  ///   - text: The sentence to begin with.
  ///   - pair: A second one beside it, for models that read pairs.
  ///   - opening: The head to open with.
  ///   - training: What can be trained.
  ///   - playground: What the Playground begins with.
  ///   - settings: How the screens look and speak.
  ///   - complaint: What was wrong with the remembered settings, to be said until the first key.
  ///   - recording: The file into which the screen is recorded from the beginning.
  ///   - memoryBudget: Bytes that the activations of what is read may take together. Changes that would need more are
  ///     refused with a note; that `text` itself fits is for the caller to check.
  ///   - width: Columns of the terminal.
  ///   - height: Rows of the terminal.
  public static func start(
    subject: Subject, text: String, pair: String? = nil, opening: OpeningHead = .first, training: TrainingSetup,
    playground: PlaygroundSetup, settings: Settings = Settings(), complaint: String? = nil, recording: String? = nil,
    memoryBudget: Int = .max,
    width: Int, height: Int
  ) -> (state: AppState, effects: [Effect]) {
    var state = AppState(
      subject: subject, explore: ExploreState(text: text, pair: pair, subject: subject, opening: opening),
      train: TrainState(training), playground: PlaygroundState(playground), settings: settings,
      memoryBudget: memoryBudget, width: width, height: height)
    state.recording = recording.map { Recording(name: $0) }
    state.note = .frame(
      complaint.map { .settingsUnread(reason: $0) } ?? (subject.stack == nil ? .welcome : .welcomeToParts))
    _ = state.explore.fit(
      TraceSession.bytes(subject.model.configuration, length: max(1, state.explore.sentence.tokens.count)),
      within: subject.stack == nil ? memoryBudget : .max)
    var effects = state.explore.requestTrace()
    if playground.opensFirst {
      effects += state.showPlayground()
      if playground.playsAtOnce { effects += state.perform(onPlayground: .playOrPause) }
      state.note = .playground(.welcome)
    }
    if let watched = training.watched {
      effects += state.watch(watched)
    } else if training.startsAtOnce {
      effects += (training.opened.map { state.open($0) } ?? state.showTrain()) + [.train(.play)]
      effects += training.overlaid.flatMap { state.overlay($0) }
      state.note = .train(.welcome)
    }
    return (state, effects)
  }

  private init(
    subject: Subject, explore: ExploreState, train: TrainState, playground: PlaygroundState, settings: Settings,
    memoryBudget: Int, width: Int,
    height: Int
  ) {
    self.subject = subject
    home = subject
    screen = .explore
    self.memoryBudget = memoryBudget
    self.settings = settings
    self.width = width
    self.height = height
    self.explore = explore
    self.train = train
    self.playground = playground
  }

  /// The words of the chosen language, as they are true of the model in sight.
  var words: Words { Words.table(for: settings.language, of: modelInSight) }

  /// The model that the screen is about.
  var modelInSight: ModelConfiguration {
    screen == .train ? train.plan.preset.model : subject.configuration
  }

  /// Which keys are in force.
  var mode: Keymap.Mode {
    switch overlay {
    case .help, .info: .help
    case .palette: .palette
    case .find: .find
    case .field: .field
    case .presets: .presets
    case .beside: .beside
    case .differences: .differences
    case .question: .question
    case .playgroundField: .field
    case .tour: .tour
    case .code: .code
    case nil: pageMode
    }
  }

  /// Which keys are in force where nothing lies over the screen.
  var pageMode: Keymap.Mode {
    switch screen {
    case .explore: explore.editor == nil ? .page(explore.page) : .editing
    case .train: .train(train.page)
    case .playground: .playground(playground.page)
    }
  }
}
