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
  }

  /// Sequences computed at once.
  public let batch: Int
  /// Tokens in each sequence.
  public let length: Int
  /// Where the parameters stand that the nodes name.
  public let layout: ParameterLayout
  /// Parameters that are not trained: no gradient is computed for them, nor for what only they lie behind.
  public let frozen: Set<ParameterID>
  /// The operations; each reads only results of earlier ones.
  public private(set) var nodes: [Node] = []

  /// Rows of every value: batch · length.
  public var rows: Int { batch * length }

  /// An empty tape.
  public init(batch: Int, length: Int, layout: ParameterLayout, frozen: Set<ParameterID> = []) {
    precondition(batch > 0 && length > 0, "a tape for \(batch) sequences of \(length) tokens")
    self.batch = batch
    self.length = length
    self.layout = layout
    self.frozen = frozen
  }

  /// Appends an operation and returns the handle of its result.
  ///
  /// - Precondition: the operands' shapes fit.
  public mutating func record(_ operation: Operation, name: String) -> Value {
    nodes.append(Node(operation: operation, name: name, width: width(of: operation)))
    return Value(index: nodes.count - 1)
  }

  /// The node that computes a value.
  public subscript(value: Value) -> Node { nodes[value.index] }

  /// Numbers in a row of what an operation computes.
  private func width(of operation: Operation) -> Int {
    switch operation {
    case .tokenEmbedding(let table), .segmentEmbedding(let table):
      return layout[table].shape[1]
    case .positionEmbedding(let table):
      let shape = layout[table].shape
      precondition(length <= shape[0], "\(length) tokens, but the model has \(shape[0]) positions")
      return shape[1]
    case .add(let x, let y):
      precondition(self[x].width == self[y].width, "adding rows of \(self[x].width) and of \(self[y].width)")
      return self[x].width
    case .layerNorm(let x, let gain, _, _):
      precondition(layout[gain].shape == [self[x].width], "a gain of \(layout[gain].shape) for \(self[x].width)")
      return self[x].width
    case .linear(let x, let weight, _, let order):
      let shape = layout[weight].shape
      let (input, output) = order == .inputOutput ? (shape[0], shape[1]) : (shape[1], shape[0])
      precondition(input == self[x].width, "\(layout[weight].name) takes rows of \(input), not of \(self[x].width)")
      return output
    case .attention(let x, let heads, _, _):
      precondition(self[x].width % (3 * heads) == 0, "\(self[x].width) numbers for \(heads) heads")
      return self[x].width / 3
    case .gelu(let x, _), .dropout(let x, _):
      return self[x].width
    case .crossEntropy:
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
      switch node.operation {
      case .linear(let x, _, _, _): sum + 2 * rows * self[x].width * node.width
      case .attention: sum + 4 * rows * length * node.width
      default: sum
      }
    }
  }
}
