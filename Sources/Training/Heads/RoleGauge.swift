public import KernelTypes
public import Models

/// Measures a run's heads again and again, on few texts and always the same, so that their scores can be followed over its steps.
public struct RoleGauge: Sendable {
  private let texts: [RoleText]
  /// What the heads did before they learnt anything.
  private let untrained: [RoleFindings]
  /// Times that the texts are drawn anew for an interval.
  private static let resamples = 200

  init?(_ texts: [RoleText], untrained model: LanguageModel, kernels: KernelSet) {
    guard !texts.isEmpty, !model.configuration.headPlaces.isEmpty,
      let findings = HeadRoles.findings(of: model, texts, kernels)
    else { return nil }
    (self.texts, untrained) = (texts, findings)
  }

  /// How a model's heads score after a step.
  public func measure(_ model: LanguageModel, after step: Int, kernels: KernelSet) -> RoleMoment {
    let own = HeadRoles.findings(of: model, texts, kernels) ?? []
    let roles = HeadRoles(own, untrained, of: model.configuration, on: texts, resamples: Self.resamples)
    return RoleMoment(step: step, scores: roles.scores)
  }
}

/// How a model's heads score in every role after a step.
public struct RoleMoment: Equatable, Sendable {
  /// A role, and each head's part in it, in the order of ``ModelConfiguration/headPlaces``.
  public struct Row: Equatable, Sendable {
    /// The role; of a relation from one of its ends.
    public let role: HeadRole
    /// From 0 to 1.
    public let scores: [Float]
    /// Whether the role is the head's own (``HeadRoleScore/isEarned``).
    public let earned: [Bool]
    /// What must be beaten.
    public let baseline: Float

    /// A role, and each head's part in it.
    public init(role: HeadRole, scores: [Float], earned: [Bool], baseline: Float) {
      (self.role, self.scores, self.earned, self.baseline) = (role, scores, earned, baseline)
    }

    /// The best score of a head that has the role for its own; nil where none has.
    var best: Float? { zip(scores, earned).filter(\.1).map(\.0).max() }
  }

  /// Steps done.
  public let step: Int
  /// The roles that the texts show.
  public let rows: [Row]

  /// How heads score after a step.
  public init(step: Int, rows: [Row]) {
    (self.step, self.rows) = (step, rows)
  }

  init(step: Int, scores: [HeadRoleScore]) {
    let byRole = Dictionary(grouping: scores, by: \.role)
    self.init(
      step: step,
      rows: HeadRole.all.compactMap { role in
        byRole[role].map { scores in
          Row(
            role: role, scores: scores.map { Float($0.score) }, earned: scores.map(\.isEarned),
            baseline: Float(scores.first?.best?.value ?? 0))
        }
      })
  }
}

/// The heads' scores over a run's steps.
public struct RoleCourse: Equatable, Sendable {
  /// In the order of their steps.
  public private(set) var moments: [RoleMoment] = []
  /// The roles, of a relation the end that is served better. Worked out with each moment: screens ask many times a second.
  public private(set) var roles: [HeadRole] = []
  private var appearances: [HeadRole: Int] = [:]

  /// Nothing yet.
  public init() {}

  /// Takes a moment in, at its place.
  public mutating func add(_ moment: RoleMoment) {
    let place = moments.firstIndex { $0.step >= moment.step } ?? moments.count
    if place < moments.count, moments[place].step == moment.step {
      moments[place] = moment
    } else {
      moments.insert(moment, at: place)
    }
    roles = listed()
    appearances = roles.reduce(into: [:]) { $0[$1] = firstAppearance(of: $1) }
  }

  /// The roles of the last moment, of a relation the end that is served better.
  private func listed() -> [HeadRole] {
    guard let last = moments.last else { return [] }
    var best: [String: (role: HeadRole, score: Float)] = [:]
    for row in last.rows {
      let score = course(of: row.role).compactMap { $0 }.max() ?? 0
      if score > best[row.role.name]?.score ?? -1 { best[row.role.name] = (row.role, score) }
    }
    return last.rows.map(\.role).filter { best[$0.name]?.role == $0 }
  }

  /// The best head's score at each moment; nil where the role was not measured.
  public func course(of role: HeadRole) -> [Float?] {
    moments.map { moment in moment.rows.first { $0.role == role }?.scores.max() }
  }

  /// One head's score at each moment.
  public func course(of role: HeadRole, head: Int) -> [Float?] {
    moments.map { moment in
      moment.rows.first { $0.role == role }.flatMap { $0.scores.indices.contains(head) ? $0.scores[head] : nil }
    }
  }

  /// The step from which on a role is there: there a head has it for its own, and from there to the last moment the best head stays at
  /// least half of the way from what must be beaten to the best score of all. Nil where no head has the role for its own now, and where
  /// only one moment says so: a single one may be chance.
  public func appearance(of role: HeadRole) -> Int? { appearances[role] }

  private func firstAppearance(of role: HeadRole) -> Int? {
    let rows = moments.map { moment in moment.rows.first { $0.role == role } }
    guard let now = rows.last ?? nil, now.best != nil else { return nil }
    let most = rows.compactMap { $0?.best }.max() ?? 0
    func isThere(_ score: Float?, _ row: RoleMoment.Row) -> Bool {
      score.map { $0 > row.baseline && $0 >= (row.baseline + most) / 2 } ?? false
    }
    let lasting = rows.reversed().prefix { row in row.map { isThere($0.scores.max(), $0) } ?? false }
    guard lasting.count > 1 else { return nil }
    return zip(moments, rows).suffix(lasting.count).first { _, row in row.map { isThere($0.best, $0) } ?? false }?.0
      .step
  }
}
