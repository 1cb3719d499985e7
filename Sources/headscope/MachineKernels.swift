internal import KernelTypes
internal import KernelsAVX512

func machineKernels() throws -> KernelSet { KernelsAVX512.kernelSet() }
