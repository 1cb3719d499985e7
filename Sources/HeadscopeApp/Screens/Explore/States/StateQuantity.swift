internal import KernelTypes
internal import Models

/// What a recurrent layer holds for each token and unit, by the letter that it has in a trace.
enum StateQuantity: String, CaseIterable, Hashable, Sendable {
  /// The hidden state.
  case hidden = "h"
  /// An LSTM's cell state.
  case cell = "c"
  /// An LSTM's input, forget and output gates.
  case input = "i"
  case forget = "f"
  /// The LSTM's candidate.
  case written = "g"
  case output = "o"
  /// A GRU's reset and update gates.
  case reset = "r"
  case update = "z"
  /// The GRU's candidate.
  case candidate = "n"

  /// Whether it lies between 0 and 1: a gate.
  var isShare: Bool { [.input, .forget, .output, .reset, .update].contains(self) }

  /// What a cell has, the hidden state first.
  static func all(of cell: RecurrentCell) -> [StateQuantity] {
    switch cell {
    case .elman: [.hidden]
    case .gru: [.hidden, .reset, .update, .candidate]
    case .lstm: [.hidden, .cell, .input, .forget, .written, .output]
    }
  }

  /// The activation that holds it.
  func activation(layer: Int) -> String { "blocks.\(layer).cell.hook_\(rawValue)" }
}

/// The states page of a recurrent network: what of its layers is shown.
struct StatesState: Sendable {
  /// What the heat rows show.
  var quantity = StateQuantity.hidden
  /// The unit looked at; nil follows the one whose hidden state is farthest from 0.
  var unit: Int?
}

extension ExploreState.Reading {
  /// The numbers of a layer for a token, a unit each.
  func numbers(_ quantity: StateQuantity, layer: Int, position: Int) -> ArraySlice<Float> {
    trace.row([position], of: quantity.activation(layer: layer))
  }

  /// The size at which colours of a quantity are full: 1 for what tanh or a gate bounds, the largest for a cell state.
  func limit(of quantity: StateQuantity, layer: Int) -> Float {
    guard quantity == .cell else { return 1 }
    return max(1, trace.values(at: [], of: quantity.activation(layer: layer)).reduce(0) { max($0, abs($1)) })
  }

  /// The unit looked at.
  func unit(_ states: StatesState, _ selection: ExploreState.Selection) -> Int {
    if let unit = states.unit { return min(unit, trace.configuration.width - 1) }
    let row = numbers(.hidden, layer: selection.layer, position: selection.query)
    return row.indices.max { abs(row[$0]) < abs(row[$1]) }.map { $0 - row.startIndex } ?? 0
  }
}
