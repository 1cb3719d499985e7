/// What a training run is made of: a preset with everything that was changed about it.
public struct TrainingPlan: Equatable, Sendable {
  /// The preset, its model's sizes and its settings.
  public var preset: Preset
  /// When to stop before the last step.
  public var stopsWhen: StopConditions

  /// A plan.
  ///
  /// - Parameter stopsWhen: After the preset's steps where nil.
  public init(preset: Preset, stopsWhen: StopConditions? = nil) {
    self.preset = preset
    self.stopsWhen = stopsWhen ?? StopConditions(steps: preset.training.schedule.steps)
  }
}
