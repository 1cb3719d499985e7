internal import KernelTypes
internal import Tensors

/// The numbers of one trace: what a pass has computed, in the very memory that it computed it in, and what was made of it.
///
/// Half of a pass over a few hundred tokens would be spent on memory that the system gives for the first time; so a session
/// takes that of a trace again that nobody has any longer.
struct TraceStorage: Sendable {
  /// Its number of owners says whether somebody still has a trace with these numbers.
  private final class Lease: Sendable {}

  private var lease = Lease()
  private var numbers: [Float]
  /// Where the numbers of a trace start: at a cache line.
  private var start = 0

  /// Numbers as they are.
  init(_ numbers: [Float]) { self.numbers = numbers }

  /// Room for numbers, yet undefined.
  init(count: Int) {
    let room = count + KernelSet.slack + Self.line
    numbers = [Float](unsafeUninitializedCapacity: room) { buffer, initialized in
      FloatBuffer.preferLargePages(UnsafeMutableRawBufferPointer(buffer))
      initialized = room
    }
  }

  /// Floats in a cache line.
  private static let line = 16

  /// Numbers that there is room for.
  private var capacity: Int { numbers.count - KernelSet.slack - Self.line }

  /// Bytes of memory that it takes.
  var byteCount: Int { numbers.count * MemoryLayout<Float>.stride }

  /// Numbers of a trace.
  subscript(range: Range<Int>) -> ArraySlice<Float> {
    numbers[range.lowerBound + start..<range.upperBound + start]
  }

  /// Lends the memory to be filled.
  mutating func fill(_ body: (UnsafeMutablePointer<Float>) -> Void) {
    start = numbers.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { preconditionFailure("a trace of no numbers") }
      let bytes = Self.line * MemoryLayout<Float>.stride
      let start = (bytes - Int(bitPattern: base) % bytes) % bytes / MemoryLayout<Float>.stride
      body(base + start)
      return start
    }
  }

  /// Memory that serves one trace after another.
  struct Pool {
    private var kept: [TraceStorage] = []

    /// Room for so many numbers: that of a trace that is gone where there is one of the size, else new.
    mutating func take(count: Int) -> TraceStorage {
      // Two are enough: one that is looked at, and the next.
      kept.removeAll { $0.capacity < count || $0.capacity > 2 * count }
      for index in kept.indices where isKnownUniquelyReferenced(&kept[index].lease) {
        return kept.remove(at: index)
      }
      return TraceStorage(count: count)
    }

    /// Remembers the memory of a trace that is made.
    mutating func keep(_ storage: TraceStorage) { kept = kept.suffix(1) + [storage] }
  }
}
