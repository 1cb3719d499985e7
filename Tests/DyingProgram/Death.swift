import Glibc

/// A way for a program to die of a fault inside it.
enum Death: String, CaseIterable, Sendable {
  case outOfBounds
  case missingValue
  case overflow
  case division
  case precondition
  case fatalError
  case stackOverflow
  case abort
  case segmentation
  case bus
  /// Signals that others send, or the system: nothing in the program goes wrong.
  case terminate
  case hangUp
  case interrupt
  case quit
  /// None: the program waits for what others do to it.
  case none

  /// Dies. Numbers come from outside, so that the compiler doesn't see what is coming.
  func come() {
    let zero = Int(getpid()) - Int(getpid())
    switch self {
    case .outOfBounds: print([1, 2, 3][5 + zero])
    case .missingValue: Self.useMissingValue(zero)
    case .overflow: print(Int.max - zero + Int(CommandLine.argc))
    case .division: print(1 / zero)
    case .precondition: Swift.precondition(zero == 1, "a precondition that doesn't hold")
    case .fatalError: Swift.fatalError("a fatal error")
    case .stackOverflow: print(Self.endless(1 + zero))
    case .abort: Glibc.abort()
    case .segmentation: UnsafeMutablePointer<Int>(bitPattern: 8 + zero)?.pointee = 1
    case .bus: Self.readBehindTheEnd()
    case .terminate: kill(getpid(), SIGTERM)
    case .hangUp: kill(getpid(), SIGHUP)
    case .interrupt: kill(getpid(), SIGINT)
    case .quit: kill(getpid(), SIGQUIT)
    case .none: break
    }
  }

  private static func useMissingValue(_ zero: Int) {
    let missing = [1].first { $0 == 2 + zero }
    // swift-format-ignore: NeverForceUnwrap
    print(missing!)
  }

  private static func endless(_ depth: Int) -> Int { depth == 0 ? 0 : endless(depth + 1) &+ endless(depth + 2) }

  /// Reads from a mapped file that has been cut short meanwhile.
  private static func readBehindTheEnd() {
    guard let file = tmpfile() else { return }
    let descriptor = fileno(file)
    ftruncate(descriptor, 8_192)
    guard let memory = mmap(nil, 8_192, PROT_READ, MAP_SHARED, descriptor, 0) else { return }
    ftruncate(descriptor, 0)
    print(memory.load(fromByteOffset: 4_096, as: UInt8.self))
  }
}
