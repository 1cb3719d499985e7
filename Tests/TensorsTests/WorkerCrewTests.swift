import Dispatch
import Synchronization
import Tensors
import Testing

@Suite("A crew's threads") struct WorkerCrewTests {
  /// Near regions are entered by threads that wait awake, far ones by threads that sleep.
  @Test("every piece is done once, in near regions and in far ones", arguments: [2, 3, 8])
  func eachPieceOnce(threads: Int) async throws {
    let crew = WorkerCrew(threads: threads)
    let counts = Counts(count: 16)
    for region in 1...4_000 {
      let pieces = region % 16 + 1
      crew.run(pieces) { worker, piece in
        #expect(worker < min(threads, pieces))
        counts.add(piece)
      }
      if region % 500 == 0 { try await Task.sleep(for: .milliseconds(2)) }
    }
    // Piece p is there in every region of more than p pieces.
    #expect(counts.all == (0..<16).map { 4_000 / 16 * (16 - $0) })
  }

  @Test("pieces of one worker never overlap") func workersAreAlone() {
    let crew = WorkerCrew(threads: 4)
    let within = Counts(count: 4)
    let overlaps = Atomic(0)
    for _ in 0..<500 {
      crew.run(12) { worker, _ in
        if within.add(worker) != 1 { overlaps.add(1, ordering: .relaxed) }
        within.add(worker, -1)
      }
    }
    #expect(overlaps.load(ordering: .relaxed) == 0)
  }

  @Test("what several callers ask for at once, and what a piece asks for, is done")
  func severalCallers() {
    let crew = WorkerCrew(threads: 2)
    let done = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: 4) { _ in
      for _ in 0..<200 {
        crew.run(3) { _, _ in crew.run(2) { _, _ in done.add(1, ordering: .relaxed) } }
      }
    }
    #expect(done.load(ordering: .relaxed) == 4 * 200 * 3 * 2)
  }

  /// How often each of some things happened.
  private final class Counts: Sendable {
    private final class Count: Sendable { let value = Atomic(0) }
    private let counts: [Count]

    init(count: Int) { counts = (0..<count).map { _ in Count() } }

    @discardableResult func add(_ index: Int, _ amount: Int = 1) -> Int {
      counts[index].value.add(amount, ordering: .relaxed).newValue
    }

    var all: [Int] { counts.map { $0.value.load(ordering: .relaxed) } }
  }
}
