internal import Analysis
internal import Models
internal import Tensors

/// How one query and one key come to their score, dimension by dimension.
///
///     q·k = Σ_d q[d]·k[d]        score = q·k / √E        weight = softmax(score)
///
/// Where positions are turned into queries and keys, q and k are the turned ones; some GPT-2s divide by something else.
///
/// - SeeAlso: Vaswani et al. 2017, section 3.2.1; the view is after BertViz's neuron view (Vig 2019).
struct DotProduct {
  /// What the query asks for, in shape (E).
  let q_E: [Float]
  /// What the key is filed under, in shape (E).
  let k_E: [Float]
  /// What the sum is divided by.
  let divisor: ScoreDivisor
  /// The score of the forward pass, −∞ where the key is hidden.
  let score: Float
  /// The share of the query's attention, 0...1.
  let weight: Float

  /// q[d]·k[d] for each dimension.
  var products_E: [Float] { zip(q_E, k_E).map { $0 * $1 } }

  /// Σ_d q[d]·k[d], summed in the order of the dimensions.
  var sum: Float { products_E.reduce(0, +) }

  /// Why the query may not look at the key; `nil` where it may.
  let hiddenBy: Hider?

  /// Whether the query may look at the key.
  var isVisible: Bool { hiddenBy == nil }

  /// What hides a key from a query.
  enum Hider {
    /// The key comes after the query.
    case causality
    /// Somebody masked the key.
    case mask
  }

  /// Dimensions, those whose products are largest first; of equal ones the lower.
  var dimensionsByProduct: [Int] {
    let products_E = products_E
    return products_E.indices.sorted { (abs(products_E[$0]), -$0) > (abs(products_E[$1]), -$1) }
  }
}

/// What keeps scores from growing: √E, the width of the head; a GPT-2 may do without, or divide by the block's number too.
struct ScoreDivisor {
  /// E, where its root is a divisor.
  let headWidth: Int?
  /// The block's number, counted from 1, where it is one.
  let block: Int?

  /// The number.
  var value: Float { Float(headWidth ?? 1).squareRoot() * Float(block ?? 1) }

  /// Its parts, each behind a sign of division and a gap: `÷√16`.
  func text(gap: String) -> String {
    let parts = (headWidth.map { ["√\($0)"] } ?? []) + (block.map { ["\($0)"] } ?? [])
    return (parts.isEmpty ? ["1"] : parts).map { "÷\(gap)\($0)" }.joined(separator: gap)
  }

  /// How scores come about, in signs: `q·k/√E`.
  var rule: String { "q·k" + (headWidth == nil ? "" : "/√E") + (block == nil ? "" : "/(l+1)") }
}

extension ExploreState.Reading {
  /// Whether queries and keys were captured.
  func hasQueriesAndKeys(_ selection: ExploreState.Selection) -> Bool {
    ["q", "k"].allSatisfy { pass.entry(named: "\(attentionName(selection)).hook_\($0)") != nil }
  }

  /// What stands before the names of the selected head's activations in the whole pass: where both streams of an
  /// encoder–decoder are in sight, the source's tokens look by the encoder's attention, the written ones by cross-attention.
  private func attentionName(_ selection: ExploreState.Selection) -> String {
    let stream = stream(at: selection.query)
    let step = PassStep(
      stacks?.stack == .cross && stream == .main ? .crossQuery : .queryKeyValue, of: stream, layer: selection.layer)
    return step.attentionName(in: pass.configuration)
  }

  /// The selected query's vector in the selected head, as it meets keys.
  func queryVector(_ selection: ExploreState.Selection) -> [Float] {
    let row = selection.query - places(of: stream(at: selection.query)).lowerBound
    return Array(pass.row([row, selection.head], of: "\(attentionName(selection)).hook_\(turned)q"))
  }

  /// A position's key vector in the selected head, which may share it with others, as it meets queries.
  func keyVector(_ selection: ExploreState.Selection, at position: Int) -> [Float] {
    let head = pass.configuration.keyValueHead(of: selection.head)
    return Array(pass.row([position, head], of: "\(attentionName(selection)).hook_\(turned)k"))
  }

  /// What names of queries and keys begin with where their positions are turned into them.
  private var turned: String { pass.configuration.rotary == nil ? "" : "rot_" }

  /// What `q·k` is divided by in the selected head.
  func scoreDivisor(_ selection: ExploreState.Selection) -> ScoreDivisor {
    let variant = pass.configuration.variant
    return ScoreDivisor(
      headWidth: variant.scalesAttention ? pass.configuration.headWidth : nil,
      block: variant.scalesByLayer ? selection.layer + 1 : nil)
  }

  /// Positions that can be keys: where both streams of an encoder–decoder are in sight, the source's alone.
  private var keys: Range<Int> { stacks?.stack == .cross ? places(of: .source) : 0..<trace.length }

  /// How the selected query and a key come to their score.
  func dotProduct(_ selection: ExploreState.Selection, key: Int) -> DotProduct {
    let scores = trace.scores(layer: selection.layer, head: selection.head, query: selection.query)
    let weights = trace.pattern(layer: selection.layer, head: selection.head, query: selection.query)
    return DotProduct(
      q_E: queryVector(selection), k_E: keyVector(selection, at: key), divisor: scoreDivisor(selection),
      score: scores[scores.startIndex + key], weight: weights[weights.startIndex + key],
      hiddenBy: isVisible(selection, key: key)
        ? nil : trace.configuration.isCausal && key > selection.query ? .causality : .mask)
  }

  /// Key positions as the neuron page lists them.
  func keyOrder(_ selection: ExploreState.Selection, byWeight: Bool) -> [Int] {
    guard byWeight else { return Array(keys) }
    let visible = trace.attendedKeys(layer: selection.layer, head: selection.head, query: selection.query)
      .map(\.position)
    return visible + keys.filter { !isVisible(selection, key: $0) }
  }
}
