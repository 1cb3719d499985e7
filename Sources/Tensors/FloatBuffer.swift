internal import KernelTypes

/// Memory for numbers that the engine plans once and uses again and again: fixed in size, aligned to cache lines,
/// zeroed at the start, with the slack behind its end that kernels may read.
///
/// It is a reference, so that a replay can hand out pointers that stay valid as long as the buffer lives.
public final class FloatBuffer {
  /// How many numbers may be used.
  public let count: Int
  /// The first of them.
  public let start: UnsafeMutablePointer<Float>

  /// A zeroed buffer.
  public init(count: Int) {
    precondition(count >= 0, "a buffer of \(count) numbers")
    self.count = count
    let total = count + KernelSet.slack
    let memory = UnsafeMutableRawPointer.allocate(byteCount: total * MemoryLayout<Float>.stride, alignment: 64)
    start = memory.bindMemory(to: Float.self, capacity: total)
    start.initialize(repeating: 0, count: total)
  }

  /// A buffer for at least so many numbers: the given one where it is large enough, whatever it holds, else a zeroed one,
  /// larger by an eighth so that the next that needs a little more finds it large enough.
  static func reusing(_ used: FloatBuffer?, count: Int) -> FloatBuffer {
    guard let used else { return FloatBuffer(count: count) }
    return used.count >= count ? used : FloatBuffer(count: count + count / 8)
  }

  deinit { UnsafeMutableRawPointer(start).deallocate() }

  /// The usable numbers as an array of their own.
  public var values: [Float] { Array(UnsafeBufferPointer(start: start, count: count)) }
}
