internal import KernelTypes

/// A recurrent layer: all steps of all sequences. Letters: B sequences, T steps, H units, G parts of the cell with weights of
/// their own.
///
/// What x contributes is one product over all steps; only `W_hh·h₋` must wait for the step before it. Beside the result stand
/// gates and candidate, (B·T, G·H), then the cell's state (``RecurrentCell/states``), (B·T, H); the pullback writes gradients in
/// their place.
extension Replay {
  /// A layer's parts in memory.
  private struct Layer {
    let cell: RecurrentCell
    /// B, T, H, G·H.
    let sequences: Int, steps: Int, units: Int, gateWidth: Int
    let gates: UnsafeMutablePointer<Float>
    let state: UnsafeMutablePointer<Float>
    let hidden: UnsafeMutablePointer<Float>
    /// H zeros: what comes before the first step.
    let zeros: UnsafeMutablePointer<Float>
    /// Room for a step's hidden states side by side, (B, H).
    var gathered: UnsafeMutablePointer<Float> { zeros + units + sequences * gateWidth }

    /// What a GRU mixes or an LSTM forgets at a step, and how far apart its rows stand.
    func previous(_ step: Int) -> (rows: UnsafeMutablePointer<Float>, stride: Int) {
      guard step > 0 else { return (zeros, 0) }
      return ((cell == .lstm ? state : hidden) + (step - 1) * units, steps * units)
    }
  }

  private func layer(_ cell: RecurrentCell, node: Int) -> Layer {
    let value = Value(index: node)
    let (H, length) = (width(value), tape.length(of: tape[value].stream))
    let zeros = scratch.start + kernels.matmulScratch
    zeros.update(repeating: 0, count: H)
    return Layer(
      cell: cell, sequences: tape.batch, steps: length, units: H, gateWidth: cell.gates * H, gates: byproduct(node),
      state: byproduct(node) + tape.batch * length * cell.gates * H, hidden: result(value), zeros: zeros)
  }

  /// Numbers that a recurrent layer needs beside the matmul's scratch: zeros, the products of one step, two carried gradients
  /// and, backwards, the states before each step.
  static func recurrentScratch(_ tape: Tape) -> Int {
    tape.nodes.map { node in
      guard case .recurrent(_, let cell, _) = node.operation else { return 0 }
      let perSequence = (cell.gates + 2 + tape.length(of: node.stream)) * node.width
      return node.width + tape.batch * perSequence + cell.gates * node.width
    }.max() ?? 0
  }

  /// `h[t] = cell(x[t], h[t − 1])`, all of a sequence's steps one after the other, from nothing or, while generating, from where
  /// the last token left it.
  func recur(
    _ x: Value, cell: RecurrentCell, _ weights: RecurrentParameters, position: Int,
    _ parameters: WeightsPointer, _ packed: PackedWeights?, into node: Int
  ) {
    let layer = layer(cell, node: node)
    let (B, T, H, GH) = (layer.sequences, layer.steps, layer.units, layer.gateWidth)
    kernels.matmul(
      Matmul(
        rows: rows(x), columns: GH, depth: width(x), a: result(x), aRowStride: width(x),
        b: vector(weights.inputWeight, parameters), bRowStride: 1, bColumnStride: width(x), c: layer.gates,
        cRowStride: GH, bias: vector(weights.inputBias, parameters), packedB: packed?[weights.inputWeight],
        halfB: halves(weights.inputWeight, parameters)),
      scratch.start)
    let products = layer.zeros + H
    for t in 0..<T {
      let kept = t == 0 && position > 0 ? keptStates(layer) : nil
      let hasPast = t > 0 || kept != nil
      if t > 0 { gather(layer.hidden + (t - 1) * H, stride: T * H, rows: B, width: H, into: layer.gathered) }
      kernels.matmul(
        Matmul(
          rows: B, columns: GH, depth: hasPast ? H : 0, a: kept ?? layer.gathered, aRowStride: H,
          b: vector(weights.hiddenWeight, parameters), bRowStride: 1, bColumnStride: H, c: products, cRowStride: GH,
          bias: vector(weights.hiddenBias, parameters), packedB: hasPast ? packed?[weights.hiddenWeight] : nil,
          halfB: halves(weights.hiddenWeight, parameters)),
        scratch.start)
      let previous = layer.previous(t)
      let keptPrevious = kept.map { cell == .lstm ? $0 + H : $0 }
      kernels.recurrentStep(
        RecurrentStep(
          cell: cell, gates: layer.gates + t * GH, gateStride: T * GH, recurrent: products,
          previous: keptPrevious ?? previous.rows, previousStride: previous.stride, state: layer.state + t * H,
          hidden: layer.hidden + t * H, stride: T * H, rows: B, width: H))
    }
    guard isGenerating else { return }
    let states = keptStates(layer)
    states.update(from: layer.hidden, count: H)
    if cell == .lstm { (states + H).update(from: layer.state, count: H) }
  }

  /// Copies rows that stand far apart side by side: at powers of two they would all fall into the same few lines of the first
  /// cache, and a product reads each of them again and again.
  private func gather(
    _ first: UnsafePointer<Float>, stride: Int, rows: Int, width: Int, into place: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<rows { (place + row * width).update(from: first + row * stride, count: width) }
  }

  /// While generating, h and c of the last token.
  private func keptStates(_ layer: Layer) -> UnsafeMutablePointer<Float> {
    layer.state + layer.cell.states * layer.units
  }

  /// Backwards through time. With da the gradient of what enters gates and candidate, and H₋ the hidden states one step earlier:
  ///
  ///     dx = da·W_ih,  dW_ih += daᵀ·x,  db_ih += Σ da,  dh₋ = da·W_hh (+ past the gates),  dW_hh += daᵀ·H₋,  db_hh += Σ da
  ///
  /// where a GRU's candidate counts for W_hh with r∘da.
  func recurrentPullback(
    _ x: Value, cell: RecurrentCell, _ weights: RecurrentParameters, node: Int, adds: Bool,
    _ parameters: UnsafePointer<Float>, _ packed: PackedWeights?, _ parameterGradients: UnsafeMutablePointer<Float>
  ) {
    let layer = layer(cell, node: node)
    throughTime(layer, weights, node: node, parameters, packed)
    addWeightGradients(layer, x, weights, parameterGradients)
    guard needsGradient(x) else { return }
    kernels.matmul(
      Matmul(
        rows: rows(x), columns: width(x), depth: layer.gateWidth, a: layer.gates, aRowStride: layer.gateWidth,
        b: parameters + offset(weights.inputWeight), bRowStride: width(x), c: gradient(x), cRowStride: width(x),
        accumulates: adds, packedB: packed?[weights.inputWeight]),
      scratch.start)
  }

  /// From the last step to the first: leaves da where gates and candidate stood.
  private func throughTime(
    _ layer: Layer, _ weights: RecurrentParameters, node: Int, _ parameters: UnsafePointer<Float>,
    _ packed: PackedWeights?
  ) {
    let (B, T, H, GH) = (layer.sequences, layer.steps, layer.units, layer.gateWidth)
    let dRecurrent = layer.zeros + H
    let (dHidden, dCell) = (dRecurrent + B * GH, dRecurrent + B * (GH + H))
    dHidden.update(repeating: 0, count: 2 * B * H)
    let isGRU = layer.cell == .gru
    for t in (0..<T).reversed() {
      let previous = layer.previous(t)
      kernels.recurrentStepBackward(
        RecurrentStepBackward(
          cell: layer.cell, gates: layer.gates + t * GH, gateStride: T * GH, state: layer.state + t * H,
          previous: previous.rows, previousStride: previous.stride, dy: gradient(node) + t * H, stride: T * H,
          dHidden: dHidden, dCell: dCell, dRecurrent: dRecurrent, rows: B, width: H))
      guard t > 0 else { return }
      if !isGRU { gather(layer.gates + t * GH, stride: T * GH, rows: B, width: GH, into: dRecurrent) }
      kernels.matmul(
        Matmul(
          rows: B, columns: H, depth: GH, a: dRecurrent, aRowStride: GH,
          b: parameters + offset(weights.hiddenWeight), bRowStride: H, c: dHidden, cRowStride: H, accumulates: isGRU,
          packedB: packed?[weights.hiddenWeight]),
        scratch.start)
    }
  }

  /// What the steps together say of weights and biases.
  private func addWeightGradients(
    _ layer: Layer, _ x: Value, _ weights: RecurrentParameters, _ parameterGradients: UnsafeMutablePointer<Float>
  ) {
    let (H, GH, rows) = (layer.units, layer.gateWidth, layer.sequences * layer.steps)
    if isTrained(weights.inputWeight) {
      kernels.matmul(
        Matmul(
          rows: GH, columns: width(x), depth: rows, a: layer.gates, aRowStride: 1, aColumnStride: GH, b: result(x),
          bRowStride: width(x), c: parameterGradients + offset(weights.inputWeight), cRowStride: width(x),
          accumulates: true),
        scratch.start)
    }
    if isTrained(weights.hiddenWeight) {
      let earlier = statesOneStepEarlier(layer)
      let start = parameterGradients + offset(weights.hiddenWeight)
      for part in hiddenSide(layer) {
        kernels.matmul(
          Matmul(
            rows: part.columns, columns: H, depth: rows, a: part.gradient, aRowStride: 1, aColumnStride: part.stride,
            b: earlier, bRowStride: H, c: start + part.first * H, cRowStride: H, accumulates: true),
          scratch.start)
      }
    }
    let sums = layer.zeros + H
    sums.update(repeating: 0, count: GH)
    kernels.addColumnSums(layer.gates, sums, rows, GH)
    if isTrained(weights.inputBias) { kernels.accumulate(sums, parameterGradients + offset(weights.inputBias), GH) }
    if isTrained(weights.hiddenBias) {
      let start = parameterGradients + offset(weights.hiddenBias)
      kernels.accumulate(sums, start, layer.cell == .gru ? 2 * H : GH)
      if layer.cell == .gru { kernels.addColumnSums(layer.state, start + 2 * H, rows, H) }
    }
  }

  /// The gradient of `W_hh·h₋`: where its columns stand, from which row of the weights on.
  private func hiddenSide(
    _ layer: Layer
  ) -> [(gradient: UnsafeMutablePointer<Float>, stride: Int, first: Int, columns: Int)] {
    let (H, GH) = (layer.units, layer.gateWidth)
    guard layer.cell == .gru else { return [(layer.gates, GH, 0, GH)] }
    return [(layer.gates, GH, 0, 2 * H), (layer.state, H, 2 * H, H)]
  }

  /// H₋, (B·T, H): 0 before the first step.
  private func statesOneStepEarlier(_ layer: Layer) -> UnsafeMutablePointer<Float> {
    let (T, H) = (layer.steps, layer.units)
    let earlier = layer.zeros + H + layer.sequences * (layer.gateWidth + 2 * H)
    for sequence in 0..<layer.sequences {
      let start = earlier + sequence * T * H
      start.update(repeating: 0, count: H)
      (start + H).update(from: layer.hidden + sequence * T * H, count: (T - 1) * H)
    }
    return earlier
  }
}
