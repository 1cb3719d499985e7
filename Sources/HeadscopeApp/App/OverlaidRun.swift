public import Models
public import Training

/// Another run whose curve is drawn beside the one on the screen: a saved run, a branch, or a log of any tool.
///
/// Where it comes from is its maker's affair; the screen only asks what is here.
public struct OverlaidRun: Sendable {
  /// What it is known by: two with the same place are the same run. A folder or file, in general.
  public let place: String
  /// What the legend says. Untrusted: it may come from a file's name.
  public let name: String
  /// Losses and validations.
  public var curve: TrainingHistory
  /// After which step of another run it was forked, if it was: what its curve says up to there is that run's.
  public var forkStep: Int?
  /// Every setting that is known of it; none of a bare log.
  public var settings: [RunSetting]
  /// Its model, where there is one, and how that reads and writes.
  public var model: SteppedModel?
  /// How its model reads and writes.
  public var language: TrainedLanguage?

  /// A run to be drawn beside another.
  public init(
    place: String, name: String, curve: TrainingHistory, forkStep: Int? = nil, settings: [RunSetting] = [],
    model: SteppedModel? = nil, language: TrainedLanguage? = nil
  ) {
    self.forkStep = forkStep
    (self.place, self.name, self.curve) = (place, name, curve)
    (self.settings, self.model, self.language) = (settings, model, language)
  }
}

extension OverlaidRun {
  /// A run's folder as a person tells it from others: a branch's own name first, then whose branch it is.
  public static func name(ofRunIn folder: String) -> String {
    let parts = folder.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count > 2, parts[parts.count - 2] == RunFiles.branchesName else { return folder }
    return "\(parts[parts.count - 1]) · \(parts.dropLast(2).joined(separator: "/"))"
  }
}

/// News of a run that is drawn beside the one on the screen.
public struct BesideNews: Sendable {
  /// The run's place.
  public let place: String
  /// Its curve now.
  public let curve: TrainingHistory
  /// Its newest model, where that is another than before.
  public let model: SteppedModel?

  /// News of a run.
  public init(place: String, curve: TrainingHistory, model: SteppedModel?) {
    (self.place, self.curve, self.model) = (place, curve, model)
  }
}

/// What to find out about the heads of several models: each reads the same sentence in its own tokens.
public struct BesideRequest: Equatable, Sendable {
  /// A model with the sentence.
  public struct Subject: Equatable, Sendable {
    /// The place of its run.
    public let place: String
    /// The parameters.
    public let model: SteppedModel
    /// The sentence's tokens; at least one.
    public let ids: [Int32]
    /// What stands around what an encoder–decoder writes; nil for other models.
    public let bounds: TextBounds?
  }

  /// The models.
  public let subjects: [Subject]
  /// Goes back with the answer.
  public let generation: Int
}

/// The answer to a ``BesideRequest``.
public struct BesideProbe: Sendable {
  /// Each run's pass over the sentence, by its place.
  public let probes: [String: Probe]
  /// The question's number.
  public let generation: Int

  /// An answer.
  public init(_ probes: [String: Probe], generation: Int) { (self.probes, self.generation) = (probes, generation) }
}
