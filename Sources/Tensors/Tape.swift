internal import KernelTypes

/// A recorded computation: operations in the order in which they run, each a plain value.
///
/// It is recorded once for a shape (batch, length) and replayed with ever new token ids and parameters. Because nodes
/// are data, they can be printed, counted, stepped through, cut and shown.
public struct Tape: Equatable, Sendable {
  /// One recorded operation.
  public struct Node: Equatable, Sendable {
    /// What it computes.
    public let operation: Operation
    /// Name of its result in a trace, such as `blocks.0.hook_resid_mid` (docs/Notation.md).
    public let name: String
    /// Numbers in a row of its result.
    public let width: Int
    /// Whose tokens its rows stand for.
    public let stream: Operation.Stream
  }

  /// Sequences computed at once.
  public let batch: Int
  /// Tokens in each sequence of the main stream.
  public let length: Int
  /// Tokens in each sequence of the source; nil where there is none.
  public let sourceLength: Int?
  /// Where the parameters stand that the nodes name.
  public let layout: ParameterLayout
  /// Parameters that are not trained: no gradient is computed for them, nor for what only they lie behind.
  public let frozen: Set<ParameterID>
  /// The operations; each reads only results of earlier ones.
  public private(set) var nodes: [Node] = []

  /// Rows of a value of the main stream: batch · length.
  public var rows: Int { batch * length }

  /// Tokens in each sequence of a stream.
  public func length(of stream: Operation.Stream) -> Int { stream == .main ? length : sourceLength ?? 0 }

  /// Rows of a value.
  public func rows(of value: Value) -> Int { batch * length(of: self[value].stream) }

  /// An empty tape.
  public init(
    batch: Int, length: Int, sourceLength: Int? = nil, layout: ParameterLayout, frozen: Set<ParameterID> = []
  ) {
    precondition(
      batch > 0 && length > 0 && (sourceLength ?? 1) > 0, "a tape for \(batch) sequences of \(length) tokens")
    self.sourceLength = sourceLength
    self.batch = batch
    self.length = length
    self.layout = layout
    self.frozen = frozen
  }

  /// Appends an operation and returns the handle of its result.
  ///
  /// - Precondition: the operands' shapes fit.
  public mutating func record(_ operation: Operation, name: String) -> Value {
    nodes.append(Node(operation: operation, name: name, width: width(of: operation), stream: stream(of: operation)))
    return Value(index: nodes.count - 1)
  }

  /// The node that computes a value.
  public subscript(value: Value) -> Node { nodes[value.index] }

  /// Whose rows an operation computes.
  private func stream(of operation: Operation) -> Operation.Stream {
    switch operation {
    case .tokenEmbedding(_, let stream, _), .positionEmbedding(_, let stream, _):
      precondition(stream == .main || sourceLength != nil, "a source in a tape that has none")
      return stream
    default: return operation.inputs.first.map { self[$0].stream } ?? .main
    }
  }

  /// Numbers in a row of what an operation computes.
  private func width(of operation: Operation) -> Int {
    switch operation {
    case .input(let width):
      precondition(width > 0, "rows of \(width) numbers")
      return width
    case .tokenEmbedding(let table, _, _), .segmentEmbedding(let table):
      return layout[table].shape[1]
    case .positionEmbedding(let table, let stream, let unused):
      let (shape, length) = (layout[table].shape, length(of: stream))
      precondition(length + unused <= shape[0], "\(length) tokens, but the model has \(shape[0] - unused) positions")
      return shape[1]
    case .add(let x, let y):
      precondition(
        self[x].width == self[y].width && self[x].stream == self[y].stream,
        "adding rows of \(self[x].width) and of \(self[y].width)")
      return self[x].width
    case .layerNorm(let x, let gain, _, _):
      precondition(layout[gain].shape == [self[x].width], "a gain of \(layout[gain].shape) for \(self[x].width)")
      return self[x].width
    case .rmsNorm(let x, let gain, _):
      precondition(layout[gain].shape == [self[x].width], "a gain of \(layout[gain].shape) for \(self[x].width)")
      return self[x].width
    case .linear(let x, let weight, _, let order):
      let shape = layout[weight].shape
      let (input, output) = order == .inputOutput ? (shape[0], shape[1]) : (shape[1], shape[0])
      precondition(input == self[x].width, "\(layout[weight].name) takes rows of \(input), not of \(self[x].width)")
      return output
    case .rotate(let x, let heads, _):
      precondition(self[x].width % (2 * heads.parts) == 0, "\(self[x].width) numbers for \(heads)")
      return self[x].width
    case .attention(let x, let heads, _, _):
      precondition(self[x].width % heads.parts == 0, "\(self[x].width) numbers for \(heads)")
      return self[x].width / heads.parts * heads.count
    case .crossAttention(let query, let keyValue, let heads, _):
      precondition(
        self[query].width % heads == 0 && self[keyValue].width == 2 * self[query].width,
        "\(self[query].width) numbers for \(heads) heads, \(self[keyValue].width) of keys and values")
      return self[query].width
    case .recurrent(let x, let cell, let weights):
      let (input, hidden) = (layout[weights.inputWeight].shape, layout[weights.hiddenWeight].shape)
      precondition(
        input == [cell.gates * hidden[1], self[x].width] && hidden[0] == input[0],
        "\(cell.rawValue) of \(hidden) and \(input) for rows of \(self[x].width)")
      return hidden[1]
    case .relu(let x, let slope):
      precondition(slope >= 0, "a slope of \(slope)")
      return self[x].width
    case .swiGLU(let gate, let linear):
      precondition(self[gate].width == self[linear].width, "rows of \(self[gate].width) and of \(self[linear].width)")
      return self[gate].width
    case .gelu(let x, _), .tanh(let x), .sigmoid(let x), .dropout(let x, _):
      return self[x].width
    case .crossEntropy, .squaredError:
      return 1
    }
  }

  /// For each node, whether the loss depends through it on a parameter that is trained: whether its pullback runs.
  var needsGradient: [Bool] {
    nodes.reduce(into: []) { needs, node in
      needs.append(
        node.operation.inputs.contains { needs[$0.index] }
          || node.operation.parameters.contains { !frozen.contains($0) })
    }
  }

  /// Floating-point operations of one forward pass: two for each multiply-add of its matrix products, causal
  /// attention counted in full.
  public var forwardOperations: Int {
    nodes.reduce(0) { sum, node in
      let rows = batch * length(of: node.stream)
      switch node.operation {
      case .linear(let x, _, _, _): return sum + 2 * rows * self[x].width * node.width
      case .attention: return sum + 4 * rows * length(of: node.stream) * node.width
      case .crossAttention: return sum + 4 * rows * length(of: .source) * node.width
      case .recurrent(let x, let cell, _):
        return sum + 2 * rows * cell.gates * node.width * (self[x].width + node.width)
      default: return sum
      }
    }
  }
}
