import KernelTypes
import Tensors
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@Suite("Kernel choice")
struct KernelChoiceTests {
  @Test("every available set bears its name, and the last is the widest that the machine has")
  func names() throws {
    let names = KernelSet.available.map(\.name)
    #expect(names.first == "naive")
    #expect(names.last == InstructionSet.widest.rawValue)
    for name in names { #expect(try KernelSet.forMachine(named: name).name == name) }
  }

  /// Set by Tools/check-instruction-sets, which runs the tests on processors that are emulated.
  private static let expectation = getenv("HEADSCOPE_EXPECTED_KERNELS").map { String(cString: $0) }

  @Test("the best set is the one that the processor at hand is known to have", .enabled(if: expectation != nil))
  func best() {
    #expect(InstructionSet.best.rawValue == Self.expectation)
  }

  @Test("an unknown name is an error that lists the names")
  func unknownName() {
    let error = #expect(throws: KernelChoiceError.self) { try KernelSet.forMachine(named: "avx3") }
    #expect(error == .unknownName("avx3", allowed: ["naive", "baseline", "avx2", "avx512"]))
    #expect(error?.description.contains("avx3") == true)
  }

  @Test("a set that the machine lacks is an error that names its best")
  func unavailable() {
    for wanted in InstructionSet.allCases where !wanted.isAvailable {
      #expect(throws: KernelChoiceError.unavailable(wanted, best: .widest)) {
        try KernelSet.forMachine(named: wanted.rawValue)
      }
    }
  }
}
