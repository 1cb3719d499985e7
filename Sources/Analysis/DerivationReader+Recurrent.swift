internal import KernelTypes
internal import Models
internal import Tensors

/// Where the numbers of a recurrent layer come from.
extension DerivationReader {
  private var cellWeights: RecurrentParameters {
    guard let parts = model.handles.recurrent else { preconditionFailure("a cell in \(model.configuration.family)") }
    return parts.layers[layer]
  }

  private var units: Int { model.configuration.width }

  /// A gate's number or the candidate's: gate after gate along the columns.
  var gate: Derivation {
    let (gate, unit) = column.quotientAndRemainder(dividingBy: units)
    return self.gate(gate, unit)
  }

  private func gate(_ gate: Int, _ unit: Int) -> Derivation {
    let row = gate * units + unit
    let input = products(numbers(below, row: self.row), cellWeights.inputWeight, row: row)
    let before = self.row > 0 ? numbers(at(.hidden), row: self.row - 1) : []
    let past = products(before, cellWeights.hiddenWeight, row: row)
    let isCandidate = recurrentCell == .elman || gate == 2
    let factor = recurrentCell == .gru && gate == 2 ? element(at(.gates), row: self.row, column: unit) : nil
    let rule = Derivation.Gate(
      input: input, inputBias: number(cellWeights.inputBias, row), past: past,
      pastBias: number(cellWeights.hiddenBias, row),
      factor: factor, isCandidate: isCandidate)
    let (inputName, hiddenName) = (parameter(cellWeights.inputWeight).name, parameter(cellWeights.hiddenWeight).name)
    var inputs = [
      Input(source: .cells(below, row: self.row, column: strongest(input)), values: input.map(\.a)),
      Input(source: .parameter(inputName), values: input.map(\.b)),
    ]
    if !past.isEmpty {
      inputs += [
        Input(source: .cells(at(.hidden), row: self.row - 1, column: strongest(past)), values: past.map(\.a)),
        Input(source: .parameter(hiddenName), values: past.map(\.b)),
      ]
    }
    return Derivation(value: value, rule: .gate(rule), inputs: inputs)
  }

  private func products(_ numbers: ArraySlice<Float>, _ weight: ParameterID, row: Int) -> [Product] {
    let values = parameter(weight).values
    let first = values.startIndex + row * units
    return numbers.enumerated().map { Product(index: $0, a: $1, b: values[first + $0]) }
  }

  private func number(_ bias: ParameterID, _ index: Int) -> Float {
    let values = parameter(bias).values
    return values[values.startIndex + index]
  }

  /// c = f·c₋ + i·g
  var cellState: Derivation {
    mixed(gates: (1, 0), (at(.cell), row - 1, column), (at(.gates), row, 2 * units + column))
  }

  /// An Elman cell's tanh, a GRU's (1 − z)·n + z·h₋, an LSTM's o·tanh c.
  var hiddenState: Derivation {
    switch recurrentCell {
    case .elman: return gate(0, column)
    case .lstm:
      let (o, c) = (
        element(at(.gates), row: row, column: 3 * units + column), element(at(.cell), row: row, column: column)
      )
      return Derivation(
        value: value, rule: .openedTangent(o: o, c: c),
        inputs: [
          Input(source: .cells(at(.gates), row: row, column: 3 * units + column), values: [o]),
          Input(source: .cells(at(.cell), row: row, column: column), values: [c]),
        ])
    default: return mixed(gates: (1, nil), (at(.hidden), row - 1, column), (at(.gates), row, 2 * units + column))
    }
  }

  /// A gate times what was, plus another gate, or what the first one leaves, times what is new.
  private func mixed(
    gates: (kept: Int, written: Int?), _ old: (step: PassStep, row: Int, column: Int),
    _ new: (step: PassStep, row: Int, column: Int)
  ) -> Derivation {
    let keptColumn = gates.kept * units + column
    let kept = element(at(.gates), row: row, column: keptColumn)
    let written = gates.written.map { element(at(.gates), row: row, column: $0 * units + column) } ?? 1 - kept
    let newValue = element(new.step, row: new.row, column: new.column)
    var (products, inputs) = (
      [Product](), [Input(source: .cells(at(.gates), row: row, column: keptColumn), values: [kept])]
    )
    if row > 0 {
      let oldValue = element(old.step, row: old.row, column: old.column)
      products.append(Product(index: 0, a: kept, b: oldValue))
      inputs.append(Input(source: .cells(old.step, row: old.row, column: old.column), values: [oldValue]))
    }
    products.append(Product(index: 1, a: written, b: newValue))
    if let gate = gates.written {
      inputs.append(
        Input(source: .cells(at(.gates), row: row, column: gate * units + column), values: [written]))
    }
    inputs.append(Input(source: .cells(new.step, row: new.row, column: new.column), values: [newValue]))
    return Derivation(value: value, rule: .products(products, bias: nil), inputs: inputs)
  }
}
