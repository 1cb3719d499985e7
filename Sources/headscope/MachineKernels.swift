internal import KernelTypes
internal import KernelsAVX2

func machineKernels() throws -> KernelSet { KernelsAVX2.kernelSet() }
