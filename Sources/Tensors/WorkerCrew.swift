private import Synchronization

/// Runs independent pieces of work on several threads and waits for all of them.
///
/// A crew decides only WHO does a piece, never what is done: results are the same for every number of threads.
public struct WorkerCrew: Sendable {
  /// How many threads work at once.
  public let threads: Int
  private let team: WorkerTeam?

  /// A crew of the given number of threads; at least one. Its threads start with the first work and end with its last copy.
  public init(threads: Int) {
    self.threads = max(1, threads)
    team = threads > 1 ? WorkerTeam(helpers: threads - 1) : nil
  }

  /// Runs `body(worker, piece)` for every piece in `0..<count`, each as soon as a worker is free. Pieces with equal worker
  /// run one after the other, so that a worker can have memory of its own.
  ///
  /// The calling thread is one of the workers, and does it all where the others are at work for another caller.
  public func run(_ count: Int, _ body: (_ worker: Int, _ piece: Int) -> Void) {
    guard count > 1, let team else {
      for piece in 0..<count { body(0, piece) }
      return
    }
    let next = Atomic(0)
    func work(_ worker: Int) {
      // Each worker's memory is one of as many as there are pieces.
      while worker < count {
        let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard piece < count else { return }
        body(worker, piece)
      }
    }
    if !team.run(work) { work(0) }
  }
}
