private import Dispatch
private import Synchronization

/// Runs independent pieces of work on several threads and waits for all of them.
///
/// A crew decides only WHO does a piece, never what is done: results are the same for every number of threads.
public struct WorkerCrew: Sendable {
  /// How many threads work at once.
  public let threads: Int

  /// A crew of the given number of threads; at least one.
  public init(threads: Int) { self.threads = max(1, threads) }

  /// Runs `body(worker, piece)` for every piece in `0..<count`, each as soon as a worker is free. Pieces with equal worker
  /// run one after the other, so that a worker can have memory of its own.
  public func run(_ count: Int, _ body: (_ worker: Int, _ piece: Int) -> Void) {
    let workers = min(threads, count)
    guard workers > 1 else {
      for piece in 0..<count { body(0, piece) }
      return
    }
    withoutActuallyEscaping(body) { body in
      // Sound although `body` isn't Sendable: concurrentPerform returns only after the last worker has ended, and the
      // callers give each worker and each piece memory of its own.
      nonisolated(unsafe) let body = body
      let next = Atomic(0)
      DispatchQueue.concurrentPerform(iterations: workers) { worker in
        while true {
          let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard piece < count else { return }
          body(worker, piece)
        }
      }
    }
  }
}
