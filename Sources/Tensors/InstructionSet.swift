public import KernelTypes
internal import KernelsAVX512
extension KernelSet { public static let forThisMachine = KernelsAVX512.kernelSet() }
