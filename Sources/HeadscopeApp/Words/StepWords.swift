internal import Analysis
internal import KernelTypes
internal import Models
internal import Tensors

/// The words of the step-through, in one language.
struct StepWords: Sendable {
  /// What a sentence about an operation needs to know.
  struct Facts: Sendable {
    /// The token that looks, and the one that is looked at.
    let query: String
    let key: String
    /// Tokens that are its rows, and those that are looked at.
    let tokens: Int
    let keys: Int
    let width: Int
    let heads: Int
    let headWidth: Int
    let neurons: Int
    let vocabulary: Int
    /// Whether norms stand after the sums.
    let normsFollow: Bool
    /// Whether every token sees all others of its text.
    let seesAll: Bool
    /// Whether the model guesses the word in a token's place, rather than the one after it.
    let guessesPlace: Bool
    /// Whether norms divide by the root mean square, and take no mean off.
    var hasRMSNorms = false
    /// What the neurons do.
    var activation = Activation.gelu(.tanh)
    /// What the model has of its own within its family.
    var variant = ModelConfiguration.Variant()
    /// Heads that share a key and a value; 1 where each head has its own.
    var sharers = 1
    /// A recurrent network's cell.
    var cell: RecurrentCell? = nil
    /// Whether it sorts texts instead of guessing words.
    var isClassifier = false
    /// Whether a second text stands behind the first.
    var readsPair = false
    /// Tokens that no other token may look at.
    var masked: [String] = []

    /// What the activation function is called.
    var activationName: String {
      switch activation {
      case .gelu: "GELU"
      case .relu: "ReLU"
      case .swiGLU: "SwiGLU"
      }
    }
  }

  /// An operation's name on the strip, a word or two.
  let name: @Sendable (PassOperation) -> String
  /// Its name as a heading.
  let title: @Sendable (PassOperation, Facts) -> String
  /// The shape of its result in words.
  let shape: @Sendable (PassOperation, Facts) -> String
  /// What it does, in one sentence.
  let sentence: @Sendable (PassOperation, Facts) -> String
  /// What it is like: an assembly line, a library.
  let analogy: @Sendable (PassOperation, Facts) -> String
  /// The chosen number's place: a column of an operation, named in full.
  let column: @Sendable (PassOperation, _ name: String, _ index: Int) -> String
  /// A layer's sign above the strip.
  let layer: @Sendable (_ layer: Int, _ count: Int) -> String
  /// What a stack of an encoder–decoder is called.
  let stack: @Sendable (Operation.Stream) -> String
  let entrance: String
  let exit: String
  let progress: @Sendable (_ step: Int, _ count: Int) -> String
  let speed: @Sendable (_ stepsPerSecond: String) -> String
  let paused: String
  /// Which part of a wide result is shown.
  let part: @Sendable (_ columns: String, _ count: Int) -> String
  let likeliest: @Sendable (_ count: Int, _ of: Int) -> String
  let wholePooled: String
  let notCaptured: String
  /// Above the inputs.
  let madeFrom: String
  /// What the colours of the inputs are measured by.
  let ofLargest: String
  /// The key that goes to the lit input.
  let followHint: String
  let product: String
  /// One column, a number of each token.
  let ofEach: @Sendable (_ column: String) -> String
  let weights: @Sendable (String) -> String
  let strongestOf: @Sendable (String) -> String
  /// The key that shows the formula, said where the formula would stand.
  let formulaHint: String
  let formula: FormulaWords
  let key: @Sendable (Keymap.Topic) -> Words.KeyWords
  let note: @Sendable (StepNote) -> String

  /// What stands between the numbers of a formula.
  struct FormulaWords: Sendable {
    let row: @Sendable (_ parameter: String, _ row: String) -> String
    let asks: @Sendable (_ query: String, _ key: String) -> String
    let more: @Sendable (_ count: Int) -> String
    let bias: String
    let weight: String
    let mean: String
    let variance: String
    let meanSquare: String
    let gain: String
    let largest: String
    let sum: String
    let visible: @Sendable (_ query: String, _ key: String) -> String
    let later: @Sendable (_ query: String, _ key: String) -> String
    let masked: @Sendable (_ key: String) -> String
    let switchedOff: String
  }
}

/// What the step-through has to say in the status line.
enum StepNote: Equatable, Sendable {
  case firstOperation, lastOperation, firstColumn, lastColumn
  case noLayer(Int, count: Int)
  case noHead, noHeads
  case speed(String)
  case slowest, fastest
  case noInputs, weightsHaveNoSource, trailIsEmpty
  case whole, numbers
  case playing, paused
}
