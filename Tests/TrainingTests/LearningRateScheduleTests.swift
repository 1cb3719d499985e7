import Testing

@testable import Training

@Suite("Learning rate schedules")
struct LearningRateScheduleTests {
  @Test(
    "the rate at a step",
    arguments: [
      (LearningRateSchedule.Shape.constant, 1, 0.1), (.constant, 10, 1), (.constant, 60, 1), (.constant, 110, 1),
      (.linear, 5, 0.5), (.linear, 10, 1), (.linear, 60, 0.5), (.linear, 110, 0),
      (.cosine, 10, 1), (.cosine, 60, 0.55), (.cosine, 110, 0.1), (.cosine, 200, 0.1),
    ])
  func rate(shape: LearningRateSchedule.Shape, step: Int, expected: Double) {
    let schedule = LearningRateSchedule(peak: 1, shape: shape, warmup: 10, steps: 110)
    #expect(abs(schedule.rate(at: step) - expected) < 1e-12)
  }

  @Test("without warm-up the first step has the whole rate")
  func noWarmup() {
    #expect(LearningRateSchedule(peak: 2, shape: .constant, warmup: 0, steps: 10).rate(at: 1) == 2)
  }
}
