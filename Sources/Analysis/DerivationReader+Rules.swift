private import Glibc
internal import Models
internal import Tensors

extension DerivationReader {
  typealias Product = Derivation.Product
  typealias Input = Derivation.Input

  func lookup(_ table: ParameterID, row: Int) -> Derivation {
    let (name, shape, values) = parameter(table)
    let start = values.startIndex + row * shape[1]
    return Derivation(
      value: value, rule: .lookup(parameter: name, row: row, column: column),
      inputs: [Input(source: .parameter(name), values: Array(values[start..<start + shape[1]]))])
  }

  /// What was there plus a table's row.
  func sum(_ step: PassStep, row place: Int, of table: ParameterID) -> Derivation {
    let (name, shape, values) = parameter(table)
    let b = values[values.startIndex + place * shape[1] + column]
    let a = element(step, row: row, column: column)
    return Derivation(
      value: value, rule: .sum(a, b),
      inputs: [
        Input(source: .cells(step, row: row, column: column), values: [a]),
        Input(source: .parameter(name), values: [b]),
      ])
  }

  func sum(_ a: PassStep, _ b: PassStep) -> Derivation {
    let numbers = (element(a, row: row, column: column), element(b, row: row, column: column))
    return Derivation(
      value: value, rule: .sum(numbers.0, numbers.1),
      inputs: [
        Input(source: .cells(a, row: row, column: column), values: [numbers.0]),
        Input(source: .cells(b, row: row, column: column), values: [numbers.1]),
      ])
  }

  func norm(_ norm: ModelParameters.Norm, of step: PassStep) -> Derivation {
    let x = numbers(step, row: row)
    let isCentred = norm.bias != nil
    let mean = isCentred ? x.reduce(0) { $0 + Double($1) } / Double(x.count) : 0
    let variance = x.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(x.count)
    let (gain, bias) = (parameter(norm.gain).values, norm.bias.map { parameter($0).values })
    let rule = Derivation.Norm(
      x: x[x.startIndex + column], mean: Float(mean), variance: Float(variance),
      epsilon: model.configuration.layerNormEpsilon, gain: gain[gain.startIndex + column],
      bias: bias.map { $0[$0.startIndex + column] } ?? 0, isCentred: isCentred)
    return Derivation(
      value: value, rule: .norm(rule),
      inputs: [Input(source: .cells(step, row: row, column: column), values: Array(x))])
  }

  /// Σ_i x_i · W_ij + b_j
  func linear(_ linear: ModelParameters.Linear, from source: PassStep, column: Int) -> Derivation {
    let (weight, bias) = (parameter(linear.weight), linear.bias.map { parameter($0).values })
    let (inputStride, outputStride) = linear.order == .inputOutput ? (weight.shape[1], 1) : (1, weight.shape[1])
    let first = weight.values.startIndex + column * outputStride
    let products = numbers(source, row: row).enumerated().map { index, x in
      Product(index: index, a: x, b: weight.values[first + index * inputStride])
    }
    return sum(
      of: products, bias: bias.map { $0[$0.startIndex + column] }, from: source, through: weight.name)
  }

  /// A sum of products of a token's row with weights.
  private func sum(of products: [Product], bias: Float?, from source: PassStep, through weight: String) -> Derivation {
    var (place, column) = (source, strongest(products))
    if source.operation.isMix {
      place = PassStep(source.operation, of: source.stream, layer: layer, head: column / headWidth)
      column %= headWidth
    }
    return Derivation(
      value: value, rule: .products(products, bias: bias),
      inputs: [
        Input(source: .cells(place, row: row, column: column), values: products.map(\.a)),
        Input(source: .parameter(weight), values: products.map(\.b)),
      ])
  }

  /// A number of a head's query, key or value; its column in the matrix of all heads' queries, keys and values.
  func projection(_ linear: ModelParameters.Linear, from source: PassStep) -> Derivation {
    let (part, index) = column.quotientAndRemainder(dividingBy: headWidth)
    // A query, a key and a value; of cross-attention the query alone, or a key and a value.
    let sizes = step.attention == .source ? model.configuration.ofEncoder : model.configuration
    let isKeyOrValue = step.operation == .crossKeyValue || part > 0
    let head = isKeyOrValue ? sizes.keyValueHead(of: step.head) : step.head
    let before = step.operation == .crossKeyValue || part == 0 ? 0 : sizes.heads
    let keyParts = step.operation == .crossKeyValue ? part : max(0, part - 1)
    let matrixColumn = (before + keyParts * sizes.keyValueHeads + head) * headWidth + index
    return self.linear(linear, from: source, column: matrixColumn)
  }

  var scores: Derivation {
    let products = keyProducts(column)
    let place = strongest(products)
    return Derivation(
      value: Float(products.reduce(0) { $0 + $1.result }), rule: .products(products, bias: nil),
      inputs: [
        Input(source: .cells(queries, row: row, column: place), values: products.map(\.a)),
        Input(source: .cells(keys, row: column, column: keyStart + place), values: products.map(\.b)),
      ])
  }

  /// q_e · k_e for this row's query and a key.
  private func keyProducts(_ key: Int) -> [Product] {
    let turned = isTurned ? "rot_" : ""
    return zip(part(turned + "q", row), part(turned + "k", key)).enumerated().map {
      Product(index: $0, a: $1.0, b: $1.1)
    }
  }

  /// Where keys stand in the rows of what made them: behind the queries, if they are made at once.
  private var keyStart: Int { step.operation.isCross ? 0 : headWidth }

  private var rawScore: Float { Float(keyProducts(column).reduce(0) { $0 + $1.result }) }

  var scale: Derivation {
    let score = rawScore
    return Derivation(
      value: scaled(score), rule: .scaled(score, scaling),
      inputs: [
        Input(
          source: .cells(at(step.operation.isCross ? .crossScores : .scores), row: row, column: column),
          values: [score])
      ])
  }

  /// What a score is divided by.
  private var scaling: Derivation.Scaling {
    let variant = model.configuration.variant
    return Derivation.Scaling(
      headWidth: variant.scalesAttention ? headWidth : nil, block: variant.scalesByLayer ? layer + 1 : nil)
  }

  private func scaled(_ score: Float) -> Float { Float(Double(score) / scaling.divisor) }

  var mask: Derivation {
    let scaled = scaled(rawScore)
    let scaling = at(step.operation.isCross ? .crossScale : .scale)
    let input = Input(source: .cells(scaling, row: row, column: column), values: [scaled])
    let isHidden = value == -.infinity
    let comesLater = step.attention == .own && model.configuration.isCausal && column > row
    return Derivation(
      value: value, rule: isHidden ? .hidden(comesLater: comesLater) : .visible(scaled), inputs: [input])
  }

  var softmax: Derivation {
    let scores = at(step.operation.isCross ? .crossMask : .mask)
    return softmax(from: scores, numbers(scores, row: row))
  }

  var probability: Derivation { softmax(from: at(.logits), numbers(at(.logits), row: row)) }

  private func softmax(from source: PassStep, _ x: ArraySlice<Float>) -> Derivation {
    let largest = x.max() ?? 0
    let powers = x.map { exp($0 - largest) }
    let sum = x.reduce(0) { $0 + Derivation.power(Double($1) - Double(largest)) }
    let share = Float(Derivation.power(Double(x[x.startIndex + column]) - Double(largest)) / sum)
    return Derivation(
      value: step.operation == .probabilities ? share : value,
      rule: .softmax(x: x[x.startIndex + column], largest: largest, powers: powers, sum: sum),
      inputs: [Input(source: .cells(source, row: row, column: column), values: Array(x))])
  }

  /// Σ_k weight_k · v_k
  var mix: Derivation {
    if trace.interventions.heads.contains(HeadPlace(layer: layer, head: step.head, attention: step.attention)) {
      return Derivation(value: 0, rule: .switchedOff, inputs: [])
    }
    let products = numbers(weights, row: row).enumerated().map { key, weight in
      let values = part("v", key)
      return Product(index: key, a: weight, b: values[values.startIndex + column])
    }
    let key = strongest(products)
    return Derivation(
      value: value, rule: .products(products, bias: nil),
      inputs: [
        Input(source: .cells(weights, row: row, column: key), values: products.map(\.a)),
        Input(
          source: .column(values, row: key, column: keyStart + headWidth + column), values: products.map(\.b)),
      ])
  }

  /// The activation function of a neuron, or of a number of the head.
  func activated(_ step: PassStep) -> Derivation {
    let x = element(step, row: row, column: column)
    var inputs = [Input(source: .cells(step, row: row, column: column), values: [x])]
    let rule: Derivation.Rule
    switch model.configuration.activation {
    case .gelu(let form): rule = .gelu(x, form)
    case .relu: rule = .relu(x)
    case .swiGLU:
      let factor = element(at(.mlpLinear), row: row, column: column)
      inputs.append(Input(source: .cells(at(.mlpLinear), row: row, column: column), values: [factor]))
      rule = .gated(x, factor: factor)
    }
    return Derivation(value: value, rule: rule, inputs: inputs)
  }

  /// A number of a query or key and its partner in the other half of the head, turned by the position's angle.
  var turned: Derivation {
    guard let rotary = model.configuration.rotary else { preconditionFailure("a rotation without angles") }
    let (part, index) = column.quotientAndRemainder(dividingBy: headWidth)
    let half = headWidth / 2
    let numbers = self.part(["q", "k"][part], row)
    let pair = (a: numbers[numbers.startIndex + index % half], b: numbers[numbers.startIndex + half + index % half])
    let angle = Double(row) * Double(rotary.frequencies(headWidth: headWidth)[index % half])
    return Derivation(
      value: value, rule: .turned(Derivation.Turn(a: pair.a, b: pair.b, angle: angle, isSecond: index >= half)),
      inputs: [
        Input(
          source: .cells(at(.queryKeyValue), row: row, column: part * headWidth + index), values: [pair.a, pair.b])
      ])
  }

  func tangent(of step: PassStep) -> Derivation {
    let x = element(step, row: row, column: column)
    return Derivation(
      value: value, rule: .tanh(x), inputs: [Input(source: .cells(step, row: row, column: column), values: [x])])
  }

  /// Σ_d x_d · W_vd with the unembedding as (token, D).
  var logit: Derivation {
    let weight = parameter(model.handles.unembedding)
    let start = weight.values.startIndex + column * weight.shape[1]
    let products = numbers(unembedded, row: row).enumerated().map { index, x in
      Product(index: index, a: x, b: weight.values[start + index])
    }
    let bias = model.handles.addedToLogits.map { parameter($0).values }
    return sum(
      of: products, bias: bias.map { $0[$0.startIndex + column] }, from: unembedded, through: weight.name)
  }
}
