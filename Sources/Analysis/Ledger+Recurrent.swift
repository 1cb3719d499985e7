internal import KernelTypes
internal import Models
internal import Tensors

extension Ledger.Reading {
  /// What the last layer wrote at each step, from the first to the position asked about. The direction is followed back
  /// through time, and what a step adds to the state is read in it:
  ///
  ///     LSTM   c = f∘c₋ + i∘g,  h = o∘tanh c   adds i∘g, read as c is: by o∘tanh(c)/c at the end, then by f after f
  ///     GRU    h = (1 − z)∘n + z∘h₋            adds (1 − z)∘n, then by z after z
  ///     Elman  h = tanh(a),  a = x·W_ihᵀ + b_ih + h₋·W_hhᵀ + b_hh   adds x·W_ihᵀ + b_ih + b_hh by tanh(a)/a, then by W_hh
  ///
  /// Gates and the quotients tanh(a)/a, tanh(c)/c are held at what they were, as a norm's scale is; so it is a sum. What earlier
  /// tokens do by way of the gates and candidates of a step stands in THAT step's part, as does what lower layers remember.
  mutating func steps(of cell: RecurrentCell) -> [(part: Ledger.Part, amount: Double)] {
    if cell == .lstm { open() }
    var amounts: [Double] = []
    for step in stride(from: position, through: 0, by: -1) {
      switch cell {
      case .lstm: amounts.append(takeWritten(at: step))
      case .gru: amounts.append(takeMixture(at: step))
      case .elman: amounts.append(takeSum(at: step))
      }
    }
    return zip(0..., amounts.reversed()).map { (.step(position: $0), $1) }
  }

  private var layer: Int { model.configuration.layers - 1 }

  private func row(_ name: String, at step: Int) -> [Double] {
    trace.row([step], of: "blocks.\(layer).cell.hook_\(name)").map(Double.init)
  }

  /// From an LSTM's hidden state to its cell.
  private mutating func open() {
    let (hidden_H, cell_H) = (row("h", at: position), row("c", at: position))
    // Where the cell holds nothing, o·tanh(c)/c is o.
    let output_H = row("o", at: position)
    direction_D = direction_D.indices.map { unit in
      direction_D[unit] * (cell_H[unit] == 0 ? output_H[unit] : hidden_H[unit] / cell_H[unit])
    }
  }

  /// What an LSTM's step adds; the direction is then that of the cell before.
  private mutating func takeWritten(at step: Int) -> Double {
    let (written_H, candidate_H, kept_H) = (row("i", at: step), row("g", at: step), row("f", at: step))
    let amount = direction_D.indices.reduce(0) { $0 + direction_D[$1] * written_H[$1] * candidate_H[$1] }
    direction_D = zip(direction_D, kept_H).map { $0 * $1 }
    return amount
  }

  /// The same of a GRU.
  private mutating func takeMixture(at step: Int) -> Double {
    let (kept_H, candidate_H) = (row("z", at: step), row("n", at: step))
    let amount = direction_D.indices.reduce(0) { $0 + direction_D[$1] * (1 - kept_H[$1]) * candidate_H[$1] }
    direction_D = zip(direction_D, kept_H).map { $0 * $1 }
    return amount
  }

  /// The same of an Elman cell, whose units mix at every step.
  private mutating func takeSum(at step: Int) -> Double {
    guard let weights = model.handles.recurrent?.layers[layer] else {
      preconditionFailure("a cell in \(model.configuration.family)")
    }
    let below = layer == 0 ? "hook_embed" : "blocks.\(layer - 1).cell.hook_h"
    let input_H = trace.row([step], of: below).map(Double.init)
    let before_H = step > 0 ? row("h", at: step - 1) : []
    let hidden_H = row("h", at: step)
    let (inputBias, hiddenBias) = (model.parameters[weights.inputBias], model.parameters[weights.hiddenBias])
    return model.parameters[weights.inputWeight].withUnsafeBufferPointer { input_HH in
      model.parameters[weights.hiddenWeight].withUnsafeBufferPointer { hidden_HH in
        func product(_ weight_HH: UnsafeBufferPointer<Float>, _ unit: Int, _ numbers: [Double]) -> Double {
          numbers.indices.reduce(0) { $0 + Double(weight_HH[unit * hidden_H.count + $1]) * numbers[$1] }
        }
        var (amount, earlier_H) = (0.0, [Double](repeating: 0, count: hidden_H.count))
        for unit in hidden_H.indices {
          let biases = Double(inputBias[inputBias.startIndex + unit]) + Double(hiddenBias[hiddenBias.startIndex + unit])
          let written = product(input_HH, unit, input_H) + biases
          let sum = written + product(hidden_HH, unit, before_H)
          let counted = direction_D[unit] * (sum == 0 ? 1 : hidden_H[unit] / sum)
          amount += counted * written
          for other in before_H.indices {
            earlier_H[other] += counted * Double(hidden_HH[unit * hidden_H.count + other])
          }
        }
        direction_D = earlier_H
        return amount
      }
    }
  }
}
