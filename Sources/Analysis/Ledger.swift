public import Models
internal import Tensors

/// Where a token's logit comes from: direct logit attribution, a sum that adds up.
///
/// The residual stream is the sum of what every component wrote into it, and once the final norm's scale σ is held
/// fixed, norm and unembedding are linear. So with W_U the unembedding and g, b the final norm's gain and bias,
///
///     logit(t) = Σ_c ((c − mean(c))/σ ∘ g)·W_U[t] + b·W_U[t]
///
/// where c goes through the embeddings, every head, the bias of every attention output, and every MLP. What a component
/// does by way of later components shows in THEIR parts.
///
/// In an encoder every norm that a component passes on its way keeps its scale, and the head's GELU its gate Φ(x): so much
/// held fixed, the way to the logit is linear there, too.
///
/// In an encoder–decoder the way is the decoder's: what it takes from the source stands in the heads of cross-attention.
///
/// A recurrent network's last layer writes a step for each token: its parts are the steps, each as far as the later ones have
/// kept it, the gates held fixed.
///
/// - SeeAlso: Elhage et al. 2021, "A mathematical framework for transformer circuits".
public struct Ledger: Equatable, Sendable {
  /// Something that writes into the residual stream, or the constant that reading adds.
  public enum Part: Hashable, Sendable {
    /// The row of the token table.
    case tokenEmbedding
    /// The row of the segment table.
    case segmentEmbedding
    /// The row of the position table.
    case positionEmbedding
    /// A head's z through its rows of the output matrix.
    case head(HeadPlace)
    /// The bias of a block's attention output, which belongs to no head.
    case attentionBias(layer: Int, attention: AttentionKind = .own)
    /// A block's MLP with its output bias.
    case mlp(layer: Int)
    /// The final norm's bias, read by the unembedding, where norms come first.
    case finalNormBias
    /// The biases of all norms and of the head, where norms follow the sums.
    case biases
    /// What a recurrent network's last layer wrote at a position of the sequence.
    case step(position: Int)
    /// A recurrent network's bias of the logits.
    case unembeddingBias
  }

  /// One line of the ledger.
  public struct Entry: Equatable, Sendable {
    /// What adds.
    public let part: Part
    /// How much, in logits; negative where it speaks against the token.
    public let amount: Float

    /// A line.
    public init(part: Part, amount: Float) {
      self.part = part
      self.amount = amount
    }
  }

  /// Where in the sequence.
  public let position: Int
  /// The token whose logit is split.
  public let token: Int32
  /// The token whose logit is taken off, or nil.
  public let other: Int32?
  /// All parts, in the order of computation.
  public let entries: [Entry]
  /// What the forward pass computed: logit(t), or logit(t) − logit(t′).
  public let whole: Float
  /// The sum of the entries; differs from ``whole`` by the forward pass's rounding alone.
  public let sum: Float

  /// The ledger of a logit, or of the difference between two.
  ///
  /// - Parameters:
  ///   - trace: Of the whole model, with or without interventions.
  ///   - model: The model.
  ///   - position: Of the sequence.
  ///   - token: Of the vocabulary.
  ///   - other: The token to compare with; a difference says why the one and not the other.
  public init(_ trace: Trace, _ model: LanguageModel, position: Int, token: Int32, against other: Int32? = nil) {
    let logits = trace.logits(position: position)
    func logit(_ id: Int32) -> Float { logits[logits.startIndex + Int(id)] }
    var reading = Reading(trace, model, position: position, token: token, against: other)
    let exact = reading.entries()
    self.position = position
    self.token = token
    self.other = other
    entries = exact.map { Entry(part: $0.part, amount: Float($0.amount)) }
    whole = logit(token) - (other.map(logit) ?? 0)
    sum = Float(exact.reduce(0) { $0 + $1.amount })
  }

  /// The entries, the largest in size first; equal ones in the order of computation.
  public var sorted: [Entry] {
    zip(entries, 0...).sorted { (abs($0.0.amount), -$0.1) > (abs($1.0.amount), -$1.1) }.map(\.0)
  }

  /// The amount of a part, or nil where the model has no such part.
  public func amount(of part: Part) -> Float? { entries.first { $0.part == part }?.amount }
}
