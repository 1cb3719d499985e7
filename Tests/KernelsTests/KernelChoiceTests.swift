import KernelTypes
import Tensors
import Testing

@Suite("Kernel choice")
struct KernelChoiceTests {
  @Test("every available set bears its name, and the last is the machine's best")
  func names() throws {
    let names = KernelSet.available.map(\.name)
    #expect(names.first == "naive")
    #expect(names.last == InstructionSet.best.rawValue)
    for name in names { #expect(try KernelSet.forMachine(named: name).name == name) }
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
      #expect(throws: KernelChoiceError.unavailable(wanted, best: .best)) {
        try KernelSet.forMachine(named: wanted.rawValue)
      }
    }
  }
}
