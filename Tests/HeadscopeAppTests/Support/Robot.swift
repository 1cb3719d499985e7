import HeadscopeApp
import Kernels
import Models
import TerminalCanvas
import Testing
import Tokenizers

@testable import HeadscopeApp

/// Drives the app as the program does: sends messages, answers effects at once with handmade traces.
struct Robot {
  static let words =
    [
      "The", "the", "cat", "cats", "sat", "on", "mat", "dog", "dogs", "a", "is", "are", "near", "old", "warm", "happy",
      "bird", "sings", "and", "because", "it", ".", ",", "was", "quickly", "house",
    ] + ["猫", "坐", "在", "垫子", "上", "那", "只", "。", "狗", "今天", "天气", "很", "好"]

  static func subject(
    context: Int = 64, layers: Int = 4, heads: Int = 8, name: String = "cat-decoder",
    family: ModelConfiguration.Family = .gpt2, hasHead: Bool = true, labels: [String] = []
  ) -> Subject {
    let tokenizer =
      switch family {
      case .gpt2, .llama, .recurrent: Tokenizer.wordLevel(words: words)
      case .bert, .distilBERT: Tokenizer.encoderWordLevel(words: words)
      case .bart, .mbart: Tokenizer.translator(words: words)
      }
    var configuration = ModelConfiguration(
      vocabularySize: tokenizer.vocabularySize, contextLength: context, width: 8 * heads, layers: layers,
      heads: heads, mlpWidth: 96, family: family, labels: labels)
    configuration.variant.hasHead = hasHead
    switch family {
    case .recurrent: (configuration.heads, configuration.mlpWidth) = (0, 0)
    // What such a model may have of its own.
    case .llama: configuration.variant.keyValueHeads = max(1, heads / 2)
    case .mbart:
      (configuration.variant.encoderHeads, configuration.variant.encoderMLPWidth) = (max(1, heads / 2), 72)
    default: break
    }
    return Subject(name: name, model: LanguageModel(configuration: configuration, seed: 1), tokenizer: tokenizer)
  }

  private(set) var state: AppState
  /// Effects that are not answered here: quit and suspend.
  private(set) var effects: [Effect] = []
  /// Whether traces are answered by the model itself, computed by the naive kernels, which give the same bits on
  /// every machine; else by handmade ones, which are quicker and easier to foresee.
  let isReal: Bool
  /// Whether traces are answered; a slow model answers later.
  var answersTraces = true
  private(set) var unanswered: [TraceRequest] = []

  init(
    _ text: String = "The cat sat on the mat", pair: String? = nil, width: Int = 80, height: Int = 24,
    language: Language = .english,
    theme: Theme = .midnight, subject: Subject = Robot.subject(), isReal: Bool = false, memoryBudget: Int = .max,
    training: TrainingSetup = FakeTraining.setup(), playground: PlaygroundSetup = FakePlayground.setup()
  ) {
    self.isReal = isReal
    let (state, effects) = AppState.start(
      subject: subject, text: text, pair: pair, training: training, playground: playground,
      settings: Settings(language: language, theme: theme),
      memoryBudget: memoryBudget, width: width, height: height)
    self.state = state
    handle(effects)
  }

  /// Changes the state as no key could in one stroke.
  mutating func update(_ change: (inout AppState) -> Void) { change(&state) }

  mutating func send(_ message: Message) { handle(state.update(message)) }

  private mutating func handle(_ effects: [Effect]) {
    for effect in effects {
      switch effect {
      case .trace(let request): if answersTraces { answer(request) } else { unanswered.append(request) }
      case .keep(let request) where isReal:
        send(TraceSession(state.subject.model, kernels: Kernels.naiveKernelSet()).answer(request))
      case .rank(let request) where isReal:
        let session = TraceSession(state.subject.model, kernels: Kernels.naiveKernelSet())
        if let answer = session.answer(request, progress: { _ in true }) { send(answer) }
      case .attention(let request): send(request.answer(from: state.subject.model))
      case .lens(let request): send(request.answer(from: state.subject.model, kernels: Kernels.naiveKernelSet()))
      default: self.effects.append(effect)
      }
    }
  }

  mutating func takeEffect(at index: Int) -> Effect { effects.remove(at: index) }

  /// What was asked for and not taken is let go.
  mutating func forgetEffects() { effects.removeAll() }

  mutating func answer(_ request: TraceRequest) {
    guard !isReal else {
      return send(TraceSession(state.subject.model, kernels: Kernels.naiveKernelSet()).answer(request))
    }
    let configuration = state.subject.configuration
    let intact = HandmadeTrace.trace(of: request.ids, segments: request.segments, configuration: configuration)
    guard !request.interventions.isEmpty else {
      return send(.traced(intact, intact: nil, generation: request.generation))
    }
    // The same numbers, as if what is off had added nothing.
    let trace = HandmadeTrace.trace(
      of: request.ids, segments: request.segments, request.interventions, configuration: configuration)
    send(.traced(trace, intact: intact, generation: request.generation))
  }

  /// Presses the keys of a script such as `"j j enter"`.
  mutating func press(_ script: String) throws {
    for key in try Key.script(script) { send(.input(.key(key))) }
  }

  /// Types a text, character by character.
  mutating func type(_ text: String) {
    for scalar in text.unicodeScalars { send(.input(.key(Key(scalar)))) }
  }

  mutating func click(_ x: Int, _ y: Int) { send(.input(.mouse(Mouse(.press(.left), at: Point(x, y))))) }

  var screen: String { state.frame().plainText() }

  /// The lines of the screen.
  var lines: [String] { screen.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }

  var status: String { lines.last ?? "" }
}
