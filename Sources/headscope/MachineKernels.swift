internal import KernelTypes
internal import Safetensors
internal import Tensors

/// The fastest kernels that this machine can run.
func machineKernels() throws -> KernelSet {
  guard let name = KernelSet.environmentRequest else { return .forMachine() }
  return try .forMachine(named: name)
}

extension HalfConversion {
  /// Half precision by the machine's kernels.
  static func by(_ kernels: KernelSet) -> HalfConversion {
    HalfConversion(widen: kernels.floatsFromHalf, narrow: kernels.halfFromFloats)
  }
}
