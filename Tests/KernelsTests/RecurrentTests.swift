import KernelTypes
import Tensors
import Testing

@Suite("Recurrent cells")
struct RecurrentTests {
  /// Three sequences of two steps, of which the second is run, and all that it writes.
  private func run(_ set: String, _ cell: RecurrentCell, width: Int, backward: Bool) throws -> [[Float]] {
    var generator = SplitMix64(seed: 21)
    let (rows, stride, gateStride) = (3, 2 * width, 2 * cell.gates * width)
    func buffer(_ count: Int) -> Guarded { Guarded(generator.floats(count, scale: 0.9)) }
    let (gates, recurrent) = (buffer(rows * gateStride), buffer(rows * cell.gates * width))
    let (state, hidden, dCell) = (buffer(rows * stride), buffer(rows * stride), buffer(rows * width))
    let all = [gates, recurrent, state, hidden, dCell]
    let kernels = try kernels(set)
    if backward {
      let (dy, dHidden) = (buffer(rows * stride), buffer(rows * width))
      kernels.recurrentStepBackward(
        RecurrentStepBackward(
          cell: cell, gates: gates.pointer + gateStride / 2, gateStride: gateStride, state: state.pointer + width,
          previous: hidden.pointer, previousStride: stride, dy: dy.pointer + width, stride: stride,
          dHidden: dHidden.pointer, dCell: dCell.pointer, dRecurrent: recurrent.pointer, rows: rows, width: width))
      #expect((all + [dy, dHidden]).allSatisfy { $0.isIntact })
      return (all + [dHidden]).map(\.values)
    }
    kernels.recurrentStep(
      RecurrentStep(
        cell: cell, gates: gates.pointer + gateStride / 2, gateStride: gateStride, recurrent: recurrent.pointer,
        previous: cell == .gru ? hidden.pointer : state.pointer, previousStride: stride, state: state.pointer + width,
        hidden: hidden.pointer + width, stride: stride, rows: rows, width: width))
    #expect(all.allSatisfy { $0.isIntact })
    return all.map(\.values)
  }

  @Test("steps forwards and backwards equal their naive twins", arguments: fastSets, RecurrentCell.allCases)
  func twins(set: String, cell: RecurrentCell) throws {
    for width in awkwardCounts where width > 0 {
      for backward in [false, true] {
        let fast = try run(set, cell, width: width, backward: backward)
        let naive = try run("naive", cell, width: width, backward: backward)
        for (buffer, (a, b)) in zip(fast, naive).enumerated() {
          let error = worstError(a, b)
          #expect(error < 1e-6, "\(cell), width \(width), backward \(backward), buffer \(buffer): \(error)")
        }
      }
    }
  }

  @Test("gates stay gates far out, and no number stays none", arguments: fastSets)
  func extremes(set: String) throws {
    let inputs: [Float] = [-.infinity, -1000, -88, 88, 1000, .infinity, .nan]
    for cell in [RecurrentCell.gru, .lstm] {
      let width = inputs.count
      let gates = Guarded((0..<cell.gates).flatMap { _ in inputs })
      let recurrent = Guarded([Float](repeating: 0, count: cell.gates * width))
      let (state, hidden) = (Guarded(inputs), Guarded(inputs))
      let previous = Guarded([Float](repeating: 0.5, count: width))
      try kernels(set).recurrentStep(
        RecurrentStep(
          cell: cell, gates: gates.pointer, gateStride: cell.gates * width, recurrent: recurrent.pointer,
          previous: previous.pointer, previousStride: 0, state: state.pointer, hidden: hidden.pointer, stride: width,
          rows: 1, width: width))
      let first = Array(gates.values[..<width])
      #expect(first[..<3].allSatisfy { (0...1e-37).contains($0) } && first[3..<6].allSatisfy { $0 == 1 })
      #expect(first[6].isNaN && hidden.values[6].isNaN && hidden.values[..<6].allSatisfy { $0.isFinite })
    }
  }
}
