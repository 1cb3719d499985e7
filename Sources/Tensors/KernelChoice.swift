public import KernelTypes
import Kernels

#if arch(x86_64)
  import KernelsAVX2
  import KernelsAVX512
#endif

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A request for kernels that can't be met.
public enum KernelChoiceError: Error, Equatable, Sendable {
  /// No kernels have this name.
  case unknownName(String, allowed: [String])
  /// This machine lacks the instructions.
  case unavailable(InstructionSet, best: InstructionSet)
}

extension KernelChoiceError: CustomStringConvertible {
  /// What was found, what is allowed and what to do, on one line.
  public var description: String {
    let variable = KernelSet.environmentVariable
    return switch self {
    case .unknownName(let name, let allowed):
      "\(variable) is \(name.debugDescription), but only \(allowed.joined(separator: ", ")) exist; unset it for the fastest"
    case .unavailable(let wanted, let best):
      "\(variable) asks for \(wanted.rawValue), which this machine lacks; it has \(best.rawValue) at best"
    }
  }
}

extension KernelSet {
  /// The environment variable that overrides the choice: `naive`, `baseline`, `avx2` or `avx512`.
  public static let environmentVariable = "HEADSCOPE_KERNELS"

  /// What the engine computes with: what the environment asks for, else the fastest that this machine can run.
  ///
  /// A request that can't be met is passed over here; a program says so by calling ``forMachine(named:)`` first.
  public static let forThisMachine: KernelSet = {
    if let name = environmentRequest, let set = try? forMachine(named: name) { return set }
    return forMachine()
  }()

  /// The value of ``environmentVariable``, or nil where it is unset or empty.
  public static var environmentRequest: String? {
    guard let value = getenv(environmentVariable), value.pointee != 0 else { return nil }
    return String(cString: value)
  }

  /// The fastest that this machine can run.
  ///
  /// Where the products run on AVX2 although there is AVX-512 (``InstructionSet/best``), the functions that take many
  /// operations an element are still faster with the wide instructions, which leave half as many to be decoded: on a
  /// Zen 4 exp and GELU by a quarter.
  public static func forMachine() -> KernelSet {
    var kernels = compiled(for: .best)
    guard InstructionSet.best != .widest else { return kernels }
    let wide = compiled(for: .widest)
    kernels.name += "+" + wide.name
    (kernels.exp, kernels.tanh, kernels.softmax) = (wide.exp, wide.tanh, wide.softmax)
    kernels.logistic = wide.logistic
    (kernels.gelu, kernels.geluWithSlope) = (wide.gelu, wide.geluWithSlope)
    (kernels.exactGelu, kernels.exactGeluWithSlope) = (wide.exactGelu, wide.exactGeluWithSlope)
    (kernels.attentionSoftmax, kernels.crossEntropy) = (wide.attentionSoftmax, wide.crossEntropy)
    (kernels.recurrentStep, kernels.recurrentStepBackward) = (wide.recurrentStep, wide.recurrentStepBackward)
    return kernels
  }

  /// The kernels of a name: `naive` or an instruction set that this machine has.
  public static func forMachine(named name: String) throws(KernelChoiceError) -> KernelSet {
    if name == "naive" { return Kernels.naiveKernelSet() }
    guard let wanted = InstructionSet(rawValue: name) else {
      throw .unknownName(name, allowed: ["naive"] + InstructionSet.allCases.map(\.rawValue))
    }
    guard wanted.isAvailable else { throw .unavailable(wanted, best: .widest) }
    return compiled(for: wanted)
  }

  /// All that this machine can run, the naive ones first, then slower before faster.
  public static var available: [KernelSet] {
    [Kernels.naiveKernelSet()] + InstructionSet.allCases.filter(\.isAvailable).map(compiled(for:))
  }

  private static func compiled(for instructions: InstructionSet) -> KernelSet {
    #if arch(x86_64)
      switch instructions {
      case .baseline: Kernels.kernelSet()
      case .avx2: KernelsAVX2.kernelSet()
      case .avx512: KernelsAVX512.kernelSet()
      }
    #else
      Kernels.kernelSet()
    #endif
  }
}
