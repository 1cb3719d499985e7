internal import KernelTypes

extension Replay {
  /// `y = x·W + b`, x in shape (rows, in).
  func linear(
    _ x: Value, weight: ParameterID, bias: ParameterID?, order: Operation.WeightOrder,
    _ parameters: WeightsPointer, _ packed: PackedWeights?, into node: Int
  ) {
    let (input, output) = (width(x), width(Value(index: node)))
    multiply(
      Matmul(
        rows: rows(x), columns: output, depth: input,
        a: result(x), aRowStride: input,
        b: vector(weight, parameters),
        bRowStride: order == .inputOutput ? output : 1, bColumnStride: order == .inputOutput ? 1 : input,
        c: result(Value(index: node)), cRowStride: output,
        bias: bias.map { vector($0, parameters) }, packedB: packed?[weight], halfB: halves(weight, parameters)))
  }

  /// The forward being `y = x·W + b`:
  ///
  ///     dx = dy·Wᵀ,  dW += xᵀ·dy,  db += Σ_rows dy
  func linearPullback(
    _ x: Value, weight: ParameterID, bias: ParameterID?, order: Operation.WeightOrder, node: Int, adds: Bool,
    _ parameters: UnsafePointer<Float>, _ packed: PackedWeights?, _ parameterGradients: UnsafeMutablePointer<Float>
  ) {
    let (input, output) = (width(x), width(Value(index: node)))
    let start = offset(weight)
    let dy = gradient(node)
    switch order {
    case _ where !isTrained(weight): break
    case .inputOutput:  // dW (in, out) += xᵀ·dy
      kernels.matmul(
        Matmul(
          rows: input, columns: output, depth: rows(x),
          a: result(x), aRowStride: 1, aColumnStride: input, b: dy, bRowStride: output,
          c: parameterGradients + start, cRowStride: output, accumulates: true),
        scratch.start)
    case .outputInput:  // dW (out, in) += dyᵀ·x
      kernels.matmul(
        Matmul(
          rows: output, columns: input, depth: rows(x),
          a: dy, aRowStride: 1, aColumnStride: output, b: result(x), bRowStride: input,
          c: parameterGradients + start, cRowStride: input, accumulates: true),
        scratch.start)
    }
    if let bias, isTrained(bias) {
      kernels.addColumnSums(dy, parameterGradients + offset(bias), rows(x), output)
    }
    guard needsGradient(x) else { return }
    kernels.matmul(
      Matmul(
        rows: rows(x), columns: input, depth: output,
        a: dy, aRowStride: output,
        b: parameters + start,
        bRowStride: order == .inputOutput ? 1 : input, bColumnStride: order == .inputOutput ? output : 1,
        c: gradient(x), cRowStride: input, accumulates: adds, packedB: packed?[weight]),
      scratch.start)
  }
}
