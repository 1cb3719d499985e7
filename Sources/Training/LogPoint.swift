/// What a line of a training log says of a step, whichever tool wrote it. What the line doesn't say is nil; a number that
/// was not finite is NaN.
public struct LogPoint: Equatable, Sendable {
  /// Steps done.
  public var step: Int
  /// Loss on what is learnt from, in nats.
  public var loss: Double?
  /// Loss on held-out texts, in nats.
  public var validationLoss: Double?
  /// Share of held-out answers that were right.
  public var validationAccuracy: Double?
  /// Learning rate of the update.
  public var learningRate: Double?
  /// Norm of the gradient before clipping.
  public var gradientNorm: Double?
  /// Tokens a second.
  public var tokensPerSecond: Double?
  /// Since the run's start.
  public var seconds: Double?
  /// A setting that was changed here.
  public var change: SettingChange?

  /// A point of which only the step is known.
  public init(step: Int) { self.step = step }
}

/// What a name in a log stands for.
enum LogQuantity: Hashable, Sendable {
  case step, epoch, loss, validationLoss, validationAccuracy, learningRate, gradientNorm, tokensPerSecond, seconds
  /// Only a line that sums a whole run up has it: its loss is no step's.
  case summary

  /// The names in use, of each quantity the most exact one first: our own, then those of transformers, Lightning, Keras,
  /// nanoGPT and wandb.
  private static let spellings: [(LogQuantity, [String])] = [
    (
      .step, ["step", "global_step", "_step", "train/global_step", "trainer/global_step", "iter", "iteration", "steps"]
    ),
    (.epoch, ["epoch", "train/epoch"]),
    (
      .loss,
      [
        "loss", "train_loss", "train/loss", "training_loss", "training/loss", "train/train_loss", "train_loss_step",
        "train_loss_epoch",
      ]
    ),
    (
      .validationLoss,
      [
        "validation_loss", "val_loss", "eval_loss", "valid_loss", "val/loss", "eval/loss", "validation/loss",
        "valid/loss",
      ]
    ),
    (
      .validationAccuracy,
      [
        "validation_accuracy", "val_accuracy", "eval_accuracy", "val_acc", "val/accuracy", "eval/accuracy",
        "validation/accuracy", "val/acc",
      ]
    ),
    (.learningRate, ["learning_rate", "lr", "train/learning_rate", "train/lr"]),
    (.gradientNorm, ["gradient_norm", "grad_norm", "train/grad_norm", "train/gradient_norm"]),
    (
      .tokensPerSecond,
      ["tokens_per_second", "tokens_per_sec", "tok_per_sec", "train/tokens_per_second", "tokens/s", "tok/s"]
    ),
    (.seconds, ["seconds", "elapsed", "elapsed_seconds", "elapsed_time", "_runtime"]),
    (.summary, ["train_runtime", "total_flos"]),
  ]

  private static let known: [String: (quantity: LogQuantity, rank: Int)] = {
    var known: [String: (quantity: LogQuantity, rank: Int)] = [:]
    for (quantity, names) in spellings {
      for (rank, name) in names.enumerated() { known[name] = (quantity, rank) }
    }
    return known
  }()

  /// The longest name that is looked at; real ones have half as many bytes.
  private static let longestName = 64

  /// What a name stands for, and how exact it is among those that mean the same (0 is the best); nil for others.
  /// Capitals, blanks, points and hyphens don't matter.
  static func named(_ name: String) -> (quantity: LogQuantity, rank: Int)? {
    guard name.utf8.count <= longestName else { return nil }
    if let found = known[name] { return found }
    let bytes = name.utf8.map { byte -> UInt8 in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
      case UInt8(ascii: " "), UInt8(ascii: "."), UInt8(ascii: "-"): UInt8(ascii: "_")
      default: byte
      }
    }
    return known[String(decoding: bytes, as: UTF8.self)]
  }

}

/// The quantities of one line, gathered name by name; of several names for one of them the most exact counts.
struct LogQuantities {
  private var found: [LogQuantity: (rank: Int, value: Double)] = [:]

  /// Beyond it no curve has a place for a number: single precision ends soon after.
  static let largest = 1e36

  mutating func add(_ name: String, _ value: Double?) {
    guard let value, let (quantity, rank) = LogQuantity.named(name) else { return }
    if let other = found[quantity], other.rank <= rank { return }
    found[quantity] = (rank, abs(value) > Self.largest && quantity != .step ? .nan : value)
  }

  subscript(quantity: LogQuantity) -> Double? { found[quantity]?.value }

  var hasLoss: Bool { self[.loss] != nil || self[.validationLoss] != nil }

  /// A number as it stands in a text: also as Python writes those that aren't finite.
  static func number(_ text: Substring) -> Double? {
    switch text {
    case "NaN", "nan", "Infinity", "inf", "-Infinity", "-inf", "+inf": .nan
    default: text.utf8.count <= 64 ? Double(text).map { $0.isFinite ? $0 : .nan } : nil
    }
  }
}
