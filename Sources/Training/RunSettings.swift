internal import StrictJSON

/// What a run was begun with: written before anything else, so that a run that dies early can begin again.
public struct RunSettings: Equatable, Sendable {
  /// What is run.
  public var plan: TrainingPlan
  /// Steps between checkpoints; nil for none but the last one.
  public var checkpointInterval: Int?
  /// How the model's weights are saved: `float32` or `float16`.
  public var precision: String
  /// The options of the command line, as one would type them again.
  public var arguments: String
  /// Where the log stands, if not in the run's folder.
  public var log: String?
  /// The model that the run began with, if not an untrained one: its folder.
  public var from: String?
  /// The file of token ids that it learns from, if any.
  public var tokenIDs: String?
  /// The text file that it learns from, if any.
  public var corpus: String?
  /// That file's checksum, as the run began.
  public var corpusChecksum: String?
  /// Bytes that its past may take (``RunPast``).
  public var pastBudget: Int?
  /// The folder of the run that it was forked from, if any.
  public var parent: String?
  /// After which of its steps.
  public var parentStep: Int?

  /// All of it.
  public init(
    plan: TrainingPlan, checkpointInterval: Int?, precision: String, arguments: String, log: String? = nil,
    from: String? = nil, tokenIDs: String? = nil, corpus: String? = nil, corpusChecksum: String? = nil,
    pastBudget: Int? = nil
  ) {
    self.plan = plan
    self.checkpointInterval = checkpointInterval
    self.precision = precision
    self.arguments = arguments
    self.log = log
    self.from = from
    self.tokenIDs = tokenIDs
    (self.corpus, self.corpusChecksum) = (corpus, corpusChecksum)
    self.pastBudget = pastBudget
  }
}

extension RunSettings {
  /// Its name in a run's folder.
  public static let fileName = "settings.json"
  private static let format = "headscope-run"
  private static let version = 1
  static let longestFile = 1_000_000

  /// The settings as they are written: `{"format":"headscope-run","version":1,"preset":"cat",…}`.
  var json: JSONValue {
    var object = JSONObject([("format", .string(Self.format)), ("version", .integer(Self.version))])
    let own = JSONObject(self, Self.fields)
    for member in own.members { object[member.name] = member.value }
    object["plan"] = plan.json
    return .object(object)
  }

  /// Reads ``json``, which may come from anywhere.
  init(_ value: JSONValue) throws(JSONMismatch) {
    let object = try value.object(at: "the file")
    let format = try object.required("format").string(at: "format")
    guard format == Self.format else {
      throw JSONMismatch(place: "format", expected: Self.format, found: JSONValue.string(format).summary)
    }
    _ = try object.required("version").integer(at: "version", in: Self.version...Self.version)
    self.init(
      plan: try TrainingPlan(try object.required("plan")), checkpointInterval: nil, precision: "", arguments: "")
    try object.fill(&self, Self.fields)
  }

  private static var fields: [JSONField<RunSettings>] {
    [
      .whole("checkpoint_every", \.checkpointInterval, SettingRange.steps), .text("precision", \.precision),
      .text("arguments", \.arguments), .text("log", \.log), .text("from", \.from), .text("token_ids", \.tokenIDs),
      .text("corpus", \.corpus), .text("corpus_checksum", \.corpusChecksum),
      .whole("past_bytes", \.pastBudget, 0...RunPast.largestBudget), .text("parent", \.parent),
      .whole("parent_step", \.parentStep, 0...SettingRange.steps.upperBound),
    ]
  }
}
