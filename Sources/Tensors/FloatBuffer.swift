private import Glibc
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

  private let memory: UnsafeMutableRawPointer
  private let byteCount: Int

  /// A zeroed buffer. Large ones come from the system and go back to it at once; of these, pages that are never touched
  /// take no memory. What cannot be done without is weighed before (``MachineMemory``).
  public convenience init(count: Int) {
    guard let memory = Self.zeroed(count) else { fatalError("there is no memory for \(count) numbers") }
    self.init(count: count, memory)
  }

  /// The same where it can be done without; nil where there is no memory to spare.
  convenience init?(optional count: Int) {
    guard MachineMemory.hasSpare(Self.size(count).bytes), let memory = Self.zeroed(count) else { return nil }
    self.init(count: count, memory)
  }

  /// Bytes of a buffer, and what its start is a multiple of.
  private static func size(_ count: Int) -> (bytes: Int, alignment: Int) {
    let bytes = (count + KernelSet.slack) * MemoryLayout<Float>.stride
    return (bytes, bytes >= largePage ? largePage : cacheLine)
  }

  private static func zeroed(_ count: Int) -> UnsafeMutableRawPointer? {
    precondition(count >= 0, "a buffer of \(count) numbers")
    let (bytes, alignment) = size(count)
    guard bytes + alignment >= mapped else { return calloc(1, bytes + alignment) }
    let found = mmap(nil, bytes + alignment, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    return found == MAP_FAILED ? nil : found
  }

  private init(count: Int, _ memory: UnsafeMutableRawPointer) {
    self.count = count
    let (bytes, alignment) = Self.size(count)
    byteCount = bytes + alignment
    self.memory = memory
    let address = (UInt(bitPattern: memory) + UInt(alignment - 1)) / UInt(alignment) * UInt(alignment)
    let aligned = memory + Int(address - UInt(bitPattern: memory))
    // Thousands of small pages would not fit the processor's table of addresses.
    if bytes >= Self.largePage { Self.preferLargePages(UnsafeMutableRawBufferPointer(start: aligned, count: bytes)) }
    start = aligned.bindMemory(to: Float.self, capacity: count + KernelSet.slack)
  }

  /// Asks the system for large pages where memory holds whole ones; before it is first touched.
  public static func preferLargePages(_ memory: UnsafeMutableRawBufferPointer) {
    guard let base = memory.baseAddress else { return }
    let before = (largePage - Int(bitPattern: base) % largePage) % largePage
    let bytes = (memory.count - before) / largePage * largePage
    if bytes > 0 { madvise(base + before, bytes, MADV_HUGEPAGE) }
  }

  /// From so many bytes on, memory is mapped.
  private static let mapped = 1 << 18
  private static let cacheLine = 64
  private static let largePage = 1 << 21

  /// A buffer for at least so many numbers: the given one where it is large enough, whatever it holds, else a zeroed one,
  /// larger by an eighth so that the next that needs a little more finds it large enough.
  static func reusing(_ used: FloatBuffer?, count: Int) -> FloatBuffer {
    guard let used else { return FloatBuffer(count: count) }
    return used.count >= count ? used : FloatBuffer(count: count + count / 8)
  }

  deinit {
    if byteCount < Self.mapped { free(memory) } else { munmap(memory, byteCount) }
  }

  /// The usable numbers as an array of their own.
  public var values: [Float] { Array(UnsafeBufferPointer(start: start, count: count)) }
}
