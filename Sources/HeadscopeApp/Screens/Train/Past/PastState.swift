/// A look into the run's past: which step is wanted, and what of it is shown.
struct PastState: Equatable, Sendable {
  /// The step that is wanted.
  var target: Int
  /// Whether the present is wanted, wherever the run stands by the time that it answers.
  var opensAtPresent = false
  /// What is shown; nil until the first answer.
  var moment: PastMoment?
  var film = Film()

  /// The past, played like a film.
  struct Film: Equatable, Sendable {
    var isOn = false
    var isBackwards = false
    /// Place in ``lengths``.
    var speed = 1
    /// The latest alarm asked for: others are late.
    var ticket = 0

    /// Seconds that the whole run takes.
    static let lengths = [40, 20, 10, 5]
    /// Milliseconds between two frames.
    static let pause = 100

    var seconds: Int { Self.lengths[speed] }
  }
}

/// What the keys of the page do.
enum PastAction: Hashable, Sendable {
  /// So many steps on or back.
  case step(by: Int)
  case first, last
  /// Play, or stand still.
  case play
  /// Play the other way.
  case turnAround
  /// Slower, faster.
  case speed(by: Int)
  /// Go on from here under other settings, as a run of its own.
  case fork
}
