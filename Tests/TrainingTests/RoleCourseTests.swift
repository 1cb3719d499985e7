import Corpora
import KernelTypes
import Models
import Tensors
import Testing

@testable import Training

@Suite("Heads over a run's steps") struct RoleCourseTests {
  private static func moment(_ step: Int, _ scores: [Float], earned: [Bool], role: HeadRole = .induction) -> RoleMoment
  {
    RoleMoment(step: step, rows: [RoleMoment.Row(role: role, scores: scores, earned: earned, baseline: 0.05)])
  }

  @Test("a role appears where a head that has it for its own gets half of the way to the best, and stays there")
  func appearance() {
    var course = RoleCourse()
    #expect(course.appearance(of: .induction) == nil && course.roles.isEmpty)
    // In any order, one of a step taking the other's place.
    course.add(Self.moment(300, [0.5, 0.1], earned: [true, true]))
    course.add(Self.moment(100, [0.1, 0.2], earned: [false, true]))
    course.add(Self.moment(400, [0.9, 0.1], earned: [true, false]))
    course.add(Self.moment(200, [0.9, 0.1], earned: [true, true]))
    course.add(Self.moment(200, [0.8, 0.1], earned: [false, true]))
    #expect(course.moments.map(\.step) == [100, 200, 300, 400])
    #expect(course.course(of: .induction) == [0.2, 0.8, 0.5, 0.9])
    #expect(course.course(of: .induction, head: 1) == [0.2, 0.1, 0.1, 0.1])
    // 0.8 at step 200 was nobody's own.
    #expect(course.appearance(of: .induction) == 300)
    #expect(course.appearance(of: .previousToken) == nil)
    #expect(course.course(of: .previousToken, head: 7) == [nil, nil, nil, nil])
  }

  @Test(
    "what doesn't last, or is nobody's now, has not appeared",
    arguments: [
      // Above what must be beaten by chance once, and below it now.
      ([0.03, 0.06, 0.04, 0.031], [false, true, false, false], nil),
      // Once, at the very end.
      ([0.03, 0.03, 0.04, 0.08], [false, false, false, true], nil),
      // Twice, but it was lost in between: the second time counts.
      ([0.9, 0.1, 0.6, 0.8], [true, true, true, true], 30),
      // From above what must be beaten, not from 0: 0.1 is no half of 0.16.
      ([0.09, 0.1, 0.15, 0.16], [true, true, true, true], 30),
      ([0.9, 0.9, 0.9, 0.9], [true, true, false, true], 10),
    ] as [([Float], [Bool], Int?)])
  func lasting(scores: [Float], earned: [Bool], appears: Int?) {
    var course = RoleCourse()
    for (index, (score, isEarned)) in zip(scores, earned).enumerated() {
      course.add(Self.moment(10 * (index + 1), [score], earned: [isEarned]))
    }
    #expect(course.appearance(of: .induction) == appears)
  }

  @Test("of a relation the end is listed that is served better")
  func ends() {
    let (left, right) = (
      HeadRole.relation(.subjectVerb, from: .dependent), HeadRole.relation(.subjectVerb, from: .head)
    )
    var course = RoleCourse()
    course.add(
      RoleMoment(
        step: 1,
        rows: [
          RoleMoment.Row(role: .itself, scores: [0.1], earned: [false], baseline: 0),
          RoleMoment.Row(role: left, scores: [0.4], earned: [true], baseline: 0),
          RoleMoment.Row(role: right, scores: [0.3], earned: [true], baseline: 0),
        ]))
    #expect(course.roles == [.itself, left])
  }

  @Test("the gauge says of a model what all of its texts' scores say, and nothing where nothing is to be said")
  func gauge() throws {
    let run = try CheckpointTests.run()
    let gauge = try #require(run.roleGauge())
    let moment = run.measure(with: gauge)
    #expect(
      moment.step == 0 && moment.rows.contains { $0.role == .previousToken } && moment == run.measure(with: gauge))
    let heads = run.model.configuration.headPlaces.count
    #expect(moment.rows.allSatisfy { $0.scores.count == heads && $0.earned.count == heads })
    // An untrained model is its own baseline: no head beats it.
    #expect(moment.rows.allSatisfy { !$0.earned.contains(true) })
    var preset = CheckpointTests.preset()
    preset.model = preset.model.recurrent(.gru)
    let recurrent = try CheckpointTests.run(preset)
    #expect(recurrent.roleGauge() == nil)
  }
}
