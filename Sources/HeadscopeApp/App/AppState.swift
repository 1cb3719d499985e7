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
  public let subject: Subject
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
  /// The Explore screen.
  var explore: ExploreState

  /// What can lie over a screen.
  enum Overlay: Equatable, Sendable {
    /// The keys, scrolled down by so many rows.
    case help(scroll: Int)
    /// Every command by its name.
    case palette(CommandPalette)
    /// A search in the sentence and among the heads.
    case find(Finder)
  }

  /// The first state and the work that it calls for.
  ///
  /// - Parameters:
  ///   - subject: The model to look at.
  ///   - text: The sentence to begin with.
  ///   - opening: The head to open with.
  ///   - settings: How the screens look and speak.
  ///   - complaint: What was wrong with the remembered settings, to be said until the first key.
  ///   - memoryBudget: Bytes that the activations of what is read may take together. Changes that would need more are
  ///     refused with a note; that `text` itself fits is for the caller to check.
  ///   - width: Columns of the terminal.
  ///   - height: Rows of the terminal.
  public static func start(
    subject: Subject, text: String, opening: OpeningHead = .first, settings: Settings = Settings(),
    complaint: String? = nil, memoryBudget: Int = .max, width: Int, height: Int
  ) -> (state: AppState, effects: [Effect]) {
    var state = AppState(
      subject: subject, explore: ExploreState(text: text, subject: subject, opening: opening), settings: settings,
      memoryBudget: memoryBudget, width: width, height: height)
    state.note = .frame(complaint.map { .settingsUnread(reason: $0) } ?? .welcome)
    let effects = state.explore.requestTrace()
    return (state, effects)
  }

  private init(
    subject: Subject, explore: ExploreState, settings: Settings, memoryBudget: Int, width: Int, height: Int
  ) {
    self.subject = subject
    self.memoryBudget = memoryBudget
    self.settings = settings
    self.width = width
    self.height = height
    self.explore = explore
  }

  /// The words of the chosen language.
  var words: Words { Words.table(for: settings.language) }

  /// Which keys are in force.
  var mode: Keymap.Mode {
    switch overlay {
    case .help: .help
    case .palette: .palette
    case .find: .find
    case nil: explore.editor == nil ? .page(explore.page) : .editing
    }
  }
}
