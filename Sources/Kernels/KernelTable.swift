public import KernelTypes

#if AVX512
  private let instructionSetName = "avx512"
#elseif FMA && arch(x86_64)
  private let instructionSetName = "avx2"
#else
  private let instructionSetName = "baseline"
#endif

/// The fast kernels, for the instruction set that this module is compiled for.
public func kernelSet() -> KernelSet {
  KernelSet(
    name: instructionSetName,
    matmulScratch: matmulScratch,
    matmul: matmul,
    packedCount: packedCount,
    pack: pack,
    layerNorm: layerNorm,
    layerNormBackward: layerNormBackward,
    gelu: gelu,
    geluWithSlope: geluWithSlope,
    exactGelu: exactGelu,
    exactGeluWithSlope: exactGeluWithSlope,
    swiGLU: swiGLU,
    swiGLUBackward: swiGLUBackward,
    rotate: rotate,
    attentionSoftmax: attentionSoftmax,
    attentionSoftmaxBackward: attentionSoftmaxBackward,
    recurrentStep: recurrentStep,
    recurrentStepBackward: recurrentStepBackward,
    crossEntropy: crossEntropy,
    softmax: softmax,
    exp: exp,
    tanh: tanh,
    logistic: logistic,
    rectify: rectify,
    tanhBackward: tanhBackward,
    logisticBackward: logisticBackward,
    rectifyBackward: rectifyBackward,
    add: add,
    multiply: multiply,
    accumulate: accumulate,
    scale: scale,
    addColumnSums: addColumnSums,
    sumOfSquares: sumOfSquares,
    dropout: dropout,
    sgd: sgd,
    adam: adam,
    floatsFromHalf: floatsFromHalf,
    halfFromFloats: halfFromFloats,
    floatsFromBFloat16: floatsFromBFloat16,
    bfloat16FromFloats: bfloat16FromFloats,
    multiplyAddPeak: multiplyAddPeak)
}

/// Their naive twins: plain loops that follow the formulas, in double precision where that is sensible.
public func naiveKernelSet() -> KernelSet {
  KernelSet(
    name: "naive",
    matmulScratch: 0,
    matmul: naiveMatmul,
    packedCount: naivePackedCount,
    pack: naivePack,
    layerNorm: naiveLayerNorm,
    layerNormBackward: naiveLayerNormBackward,
    gelu: naiveGelu,
    geluWithSlope: naiveGeluWithSlope,
    exactGelu: naiveExactGelu,
    exactGeluWithSlope: naiveExactGeluWithSlope,
    swiGLU: naiveSwiGLU,
    swiGLUBackward: naiveSwiGLUBackward,
    rotate: naiveRotate,
    attentionSoftmax: naiveAttentionSoftmax,
    attentionSoftmaxBackward: naiveAttentionSoftmaxBackward,
    recurrentStep: naiveRecurrentStep,
    recurrentStepBackward: naiveRecurrentStepBackward,
    crossEntropy: naiveCrossEntropy,
    softmax: naiveSoftmax,
    exp: naiveExp,
    tanh: naiveTanh,
    logistic: naiveLogistic,
    rectify: naiveRectify,
    tanhBackward: naiveTanhBackward,
    logisticBackward: naiveLogisticBackward,
    rectifyBackward: naiveRectifyBackward,
    add: naiveAdd,
    multiply: naiveMultiply,
    accumulate: naiveAccumulate,
    scale: naiveScale,
    addColumnSums: naiveAddColumnSums,
    sumOfSquares: naiveSumOfSquares,
    dropout: naiveDropout,
    sgd: naiveSGD,
    adam: naiveAdam,
    floatsFromHalf: naiveFloatsFromHalf,
    halfFromFloats: naiveHalfFromFloats,
    floatsFromBFloat16: naiveFloatsFromBFloat16,
    bfloat16FromFloats: naiveBFloat16FromFloats,
    multiplyAddPeak: naiveMultiplyAddPeak)
}
