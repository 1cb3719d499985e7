public import Tensors

/// Where one number of a forward pass comes from: the rule, with the numbers that went into it.
///
/// Worked out again from these numbers (``recomputed``), the rule gives what the trace holds, to rounding.
public struct Derivation: Sendable {
  /// The number as the trace holds it.
  public let value: Float
  /// How it was made.
  public let rule: Rule
  /// The numbers it was made from, as the cells and weights they stand in.
  public let inputs: [Input]

  /// A formula with its numbers.
  public enum Rule: Sendable {
    /// Read off a table's row.
    case lookup(parameter: String, row: Int, column: Int)
    /// a + b
    case sum(Float, Float)
    /// (x − mean) / √(variance + ε) · gain + bias
    case norm(Norm)
    /// Σ a·b + bias
    case products([Product], bias: Float?)
    /// a / √E, or what the model divides it by.
    case scaled(Float, Scaling)
    /// a·cos φ − b·sin φ, or of the second half b·cos φ + a·sin φ.
    case turned(Turn)
    /// a, since the query may see the key.
    case visible(Float)
    /// −∞: the key comes after the query, or nobody may look at it.
    case hidden(comesLater: Bool)
    /// e^(x − largest) / Σ e^(x_j − largest)
    case softmax(x: Float, largest: Float, powers: [Float], sum: Double)
    /// ½·x·(1 + tanh u), u = √(2/π)·(x + 0.044715·x³), or x·Φ(x): GELU in either form.
    case gelu(Float, Operation.GELUForm)
    /// max(x, 0)
    case relu(Float)
    /// x / (1 + e^−x) · factor
    case gated(Float, factor: Float)
    /// σ or tanh of `Σ a·b + bias` over what comes from below plus `factor·(Σ a·b + bias)` over what was.
    case gate(Gate)
    /// o·tanh c
    case openedTangent(o: Float, c: Float)
    /// tanh x
    case tanh(Float)
    /// 0, because the head or the MLP is switched off.
    case switchedOff
  }

  /// What a score is divided by.
  public struct Scaling: Equatable, Sendable {
    /// E, where it is divided by √E.
    public let headWidth: Int?
    /// The block's number from 1 on, where it is divided by that.
    public let block: Int?
    /// Both together.
    public var divisor: Double { Double(headWidth ?? 1).squareRoot() * Double(block ?? 1) }
  }

  /// Two numbers of a head that are turned together.
  public struct Turn: Equatable, Sendable {
    /// The one in the first half.
    public let a: Float
    /// The one in the second half.
    public let b: Float
    /// φ, the position times the pair's frequency.
    public let angle: Double
    /// Whether the result is that of the second half.
    public let isSecond: Bool
  }

  /// The numbers of a norm at one place; an RMS norm takes no mean off and adds no bias.
  public struct Norm: Equatable, Sendable {
    /// What is normalised.
    public let x: Float
    /// Mean and variance of its row.
    public let mean: Float
    /// Mean of the squared deviations.
    public let variance: Float
    /// Keeps the root from 0.
    public let epsilon: Float
    /// Multiplies.
    public let gain: Float
    /// Adds.
    public let bias: Float
    /// Whether the mean is taken off: false in an RMS norm, whose variance is the mean of the squares.
    public let isCentred: Bool
  }

  /// The numbers of a recurrent cell's gate, or of its candidate.
  public struct Gate: Equatable, Sendable {
    /// From the layer below: units, weights and their bias.
    public let input: [Product]
    /// The bias of that part.
    public let inputBias: Float
    /// From the layer's own hidden state one token before; empty at the first token.
    public let past: [Product]
    /// The bias of that part.
    public let pastBias: Float
    /// What the past is multiplied with: a GRU's reset gate where this is its candidate.
    public let factor: Float?
    /// Whether it is a candidate, tanh of the sum, rather than a gate, σ of it.
    public let isCandidate: Bool
    /// The sum of both parts.
    public var sum: Double {
      let past = past.reduce(Double(pastBias)) { $0 + $1.result }
      return input.reduce(Double(inputBias)) { $0 + $1.result } + Double(factor ?? 1) * past
    }
  }

  /// One product of a sum of products.
  public struct Product: Equatable, Sendable {
    /// Which one: a dimension, a key, a neuron.
    public let index: Int
    /// The number that is computed from the sentence.
    public let a: Float
    /// The number that it is multiplied with.
    public let b: Float
    /// a·b
    public var result: Double { Double(a) * Double(b) }
  }

  /// A row or a column of numbers that went in.
  public struct Input: Equatable, Sendable {
    /// What it is.
    public let source: Source
    /// The numbers, in the order of the rule's terms.
    public let values: [Float]

    /// Where numbers stand.
    public enum Source: Equatable, Sendable {
      /// In an operation's result: the token's row, the column of the number that counted most.
      case cells(PassStep, row: Int, column: Int)
      /// In one column of an operation's result, a number for each token.
      case column(PassStep, row: Int, column: Int)
      /// In a parameter: what training set.
      case parameter(String)
    }
  }
}

extension Derivation {
  /// The number that the rule gives when it is worked out again in double precision.
  public var recomputed: Double {
    switch rule {
    case .lookup: Double(value)
    case .sum(let a, let b): Double(a) + Double(b)
    case .norm(let norm):
      (Double(norm.x) - Double(norm.mean)) / norm.deviation * Double(norm.gain) + Double(norm.bias)
    case .products(let products, let bias): products.reduce(Double(bias ?? 0)) { $0 + $1.result }
    case .scaled(let a, let scaling): Double(a) / scaling.divisor
    case .turned(let turn): Derivation.turned(turn)
    case .visible(let a): Double(a)
    case .hidden: -.infinity
    case .softmax(let x, let largest, _, let sum): Derivation.power(Double(x) - Double(largest)) / sum
    case .gelu(let x, .tanh): Derivation.gelu(Double(x))
    case .gelu(let x, .exact): Double(x) * Derivation.normalShare(below: Double(x))
    case .relu(let x): max(0, Double(x))
    case .gated(let x, let factor): Double(x) / (1 + Derivation.power(-Double(x))) * Double(factor)
    case .gate(let gate):
      gate.isCandidate ? Derivation.tangent(gate.sum) : 1 / (1 + Derivation.power(-gate.sum))
    case .openedTangent(let o, let c): Double(o) * Derivation.tangent(Double(c))
    case .tanh(let x): Derivation.tangent(Double(x))
    case .switchedOff: 0
    }
  }
}

extension Derivation.Norm {
  /// √(variance + ε)
  public var deviation: Double { (Double(variance) + Double(epsilon)).squareRoot() }
}
