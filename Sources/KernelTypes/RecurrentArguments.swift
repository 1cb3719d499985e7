/// The cell of a recurrent network: how the hidden state h of one step becomes that of the next. With `x` the step's input and
/// `W·x` short for its product with the weights and the sum of both biases:
///
///     Elman   h = tanh(W·[x, h₋])
///     GRU     r = σ(W_r·[x, h₋]),  z = σ(W_z·[x, h₋]),  n = tanh(W_in·x + r∘(W_hn·h₋)),  h = (1 − z)∘n + z∘h₋
///     LSTM    i, f, o = σ(W·[x, h₋]),  g = tanh(W·[x, h₋]),  c = f∘c₋ + i∘g,  h = o∘tanh(c)
///
/// - SeeAlso: Elman 1990, "Finding structure in time"; Cho et al. 2014 (arXiv 1406.1078), in the form of PyTorch's `GRU`;
///   Hochreiter & Schmidhuber 1997, "Long short-term memory", with the forget gate of Gers, Schmidhuber & Cummins 2000.
public enum RecurrentCell: String, CaseIterable, Sendable {
  /// One tanh.
  case elman
  /// Gated recurrent unit.
  case gru
  /// Long short-term memory.
  case lstm

  /// How many of its parts have a row of weights for each unit: gates and candidate.
  public var gates: Int { gateNames.count }

  /// What those parts are called, in PyTorch's order.
  public var gateNames: [String] {
    switch self {
    case .elman: ["h"]
    case .gru: ["r", "z", "n"]
    case .lstm: ["i", "f", "g", "o"]
    }
  }

  /// How many more numbers a unit leaves for the pullback: the LSTM's c, the GRU's `W_hn·h₋`.
  public var states: Int { self == .elman ? 0 : 1 }
}

/// One step of `rows` sequences through a recurrent cell of `width` units. Rows of ``gates`` stand ``gateStride`` apart, rows of
/// ``state`` and ``hidden`` ``stride``: sequences may follow one another in memory, each with all of its steps.
public struct RecurrentStep {
  /// Which one.
  public var cell: RecurrentCell
  /// Input: what the cell makes of x, `W_ih·x + b_ih`, (rows, gates·width), gate after gate in PyTorch's order: r z n, i f g o.
  /// Output: gates and candidate.
  public var gates: UnsafeMutablePointer<Float>
  /// Distance between rows of ``gates``.
  public var gateStride: Int
  /// `W_hh·h₋ + b_hh`, (rows, gates·width) without gaps.
  public var recurrent: UnsafePointer<Float>
  /// What a GRU mixes (h₋) or an LSTM forgets (c₋), (rows, width); unread by an Elman cell.
  public var previous: UnsafePointer<Float>
  /// Distance between rows of ``previous``; 0 where all have the same.
  public var previousStride: Int
  /// Output: the LSTM's c or the GRU's `W_hn·h₋ + b_hn`, (rows, width); unwritten by an Elman cell.
  public var state: UnsafeMutablePointer<Float>
  /// Output: h, (rows, width).
  public var hidden: UnsafeMutablePointer<Float>
  /// Distance between rows of ``state`` and ``hidden``.
  public var stride: Int
  /// Sequences.
  public var rows: Int
  /// Units, numbers in h.
  public var width: Int

  /// All of it.
  public init(
    cell: RecurrentCell, gates: UnsafeMutablePointer<Float>, gateStride: Int, recurrent: UnsafePointer<Float>,
    previous: UnsafePointer<Float>, previousStride: Int, state: UnsafeMutablePointer<Float>,
    hidden: UnsafeMutablePointer<Float>, stride: Int, rows: Int, width: Int
  ) {
    self.cell = cell
    self.gates = gates
    self.gateStride = gateStride
    self.recurrent = recurrent
    self.previous = previous
    self.previousStride = previousStride
    self.state = state
    self.hidden = hidden
    self.stride = stride
    self.rows = rows
    self.width = width
  }
}

/// The pullback of ``RecurrentStep``, run from the last step to the first.
public struct RecurrentStepBackward {
  /// Which one.
  public var cell: RecurrentCell
  /// Input: gates and candidate. Output: the gradient of what stood there before the forward, (rows, gates·width).
  public var gates: UnsafeMutablePointer<Float>
  /// Distance between rows of ``gates``.
  public var gateStride: Int
  /// Input: what the forward left. Output of a GRU: its gradient, (rows, width).
  public var state: UnsafeMutablePointer<Float>
  /// The forward's.
  public var previous: UnsafePointer<Float>
  /// Distance between rows of ``previous``.
  public var previousStride: Int
  /// Gradient of h that comes from above, (rows, width).
  public var dy: UnsafePointer<Float>
  /// Distance between rows of ``state`` and ``dy``.
  public var stride: Int
  /// Input: gradient of h that comes from the next step, (rows, width) without gaps. Output of a GRU: what reaches h₋ past the
  /// gates; other cells leave it.
  public var dHidden: UnsafeMutablePointer<Float>
  /// The LSTM's gradient of c from the next step, in its place that of c₋, (rows, width) without gaps; untouched by others.
  public var dCell: UnsafeMutablePointer<Float>
  /// Output of a GRU: gradient of `W_hh·h₋ + b_hh`, (rows, 3·width) without gaps; for the others it is that of ``gates``.
  public var dRecurrent: UnsafeMutablePointer<Float>
  /// Sequences.
  public var rows: Int
  /// Units, numbers in h.
  public var width: Int

  /// All of it.
  public init(
    cell: RecurrentCell, gates: UnsafeMutablePointer<Float>, gateStride: Int, state: UnsafeMutablePointer<Float>,
    previous: UnsafePointer<Float>, previousStride: Int, dy: UnsafePointer<Float>, stride: Int,
    dHidden: UnsafeMutablePointer<Float>, dCell: UnsafeMutablePointer<Float>,
    dRecurrent: UnsafeMutablePointer<Float>, rows: Int, width: Int
  ) {
    self.cell = cell
    self.gates = gates
    self.gateStride = gateStride
    self.state = state
    self.previous = previous
    self.previousStride = previousStride
    self.dy = dy
    self.stride = stride
    self.dHidden = dHidden
    self.dCell = dCell
    self.dRecurrent = dRecurrent
    self.rows = rows
    self.width = width
  }
}
