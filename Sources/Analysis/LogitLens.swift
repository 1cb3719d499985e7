public import KernelTypes
public import Models
public import Tensors

/// What the model would say if it ended early: the residual stream of each stage read by the final norm and the
/// unembedding (in an encoder, by its whole head), position by position.
///
///     p_s = softmax(W_U·LN_f(h_s))
///
/// - SeeAlso: nostalgebraist 2020, "interpreting GPT: the logit lens".
public struct LogitLens: Equatable, Sendable {
  /// A point on the way at which the residual stream is read.
  public enum Stage: Hashable, Sendable {
    /// Token and position embedding, before the first block.
    case embedding
    /// Within a block, after attention and before what follows it.
    case middle(layer: Int)
    /// Within a block of an encoder–decoder's decoder, after cross-attention and before the MLP.
    case crossed(layer: Int)
    /// After a block.
    case end(layer: Int)

    /// All stages of a stack, first to last: 2·L + 1, or 3·L + 1 with cross-attention.
    public static func all(layers: Int, crosses: Bool = false) -> [Stage] {
      [.embedding]
        + (0..<layers).flatMap { layer -> [Stage] in
          [.middle(layer: layer)] + (crosses ? [.crossed(layer: layer)] : []) + [.end(layer: layer)]
        }
    }

    /// All stages of a trace, first to last; of an encoder–decoder those of the stack that it is viewed by.
    public static func all(of trace: Trace) -> [Stage] {
      all(
        layers: trace.configuration.layers,
        crosses: trace.entry(named: Stage.crossed(layer: 0).activation) != nil)
    }

    /// The name of the residual stream there, in a trace.
    public var activation: String {
      switch self {
      case .embedding: "blocks.0.hook_resid_pre"
      case .middle(let layer): "blocks.\(layer).hook_resid_mid"
      case .crossed(let layer): "blocks.\(layer).hook_resid_cross"
      case .end(let layer): "blocks.\(layer).hook_resid_post"
      }
    }
  }

  /// What one stage says at one position.
  public struct Reading: Equatable, Sendable {
    /// The likeliest tokens, best first.
    public let top: [NextTokens.Candidate]
    /// The token that is followed through the stages, with its probability here.
    public let followed: NextTokens.Candidate
    /// Its place among all tokens, from 1.
    public let rank: Int
  }

  /// The stages, first to last.
  public let stages: [Stage]
  /// The positions that were read.
  public let positions: Range<Int>
  private let readings: [Reading]

  /// Reads a trace's stages.
  ///
  /// - Parameters:
  ///   - trace: Of the model; of an encoder–decoder the view of its decoder, since the encoder's stream is never unembedded.
  ///   - model: Whose final norm and unembedding read.
  ///   - positions: Of the sequence; all where nil. Each costs a row of logits a stage, V·D multiply-adds a row.
  ///   - token: The token to follow; where nil, at each position the one that the whole model finds likeliest.
  ///   - count: How many of the likeliest tokens each reading keeps.
  ///   - kernels: What computes.
  public init(
    _ trace: Trace, _ model: LanguageModel, positions: Range<Int>? = nil, following token: Int32? = nil,
    top count: Int = 5, kernels: KernelSet = .forThisMachine
  ) {
    stages = Stage.all(of: trace)
    self.positions = positions ?? 0..<trace.length
    readings = self.positions.flatMap { position in
      // The last stage is the model itself.
      let id = token ?? trace.nextTokens(after: position).top(1).first?.id ?? 0
      var readings: [Reading] = []
      Self.forEachStage(trace, model, position: position, kernels: kernels) { next in
        readings.append(
          Reading(
            top: next.top(count),
            followed: NextTokens.Candidate(id: id, probability: next.probability(of: id) ?? 0),
            rank: next.rank(of: id) ?? next.probabilities.count))
      }
      return readings
    }
  }

  /// What a stage says at a position.
  ///
  /// - Precondition: the position was read.
  public subscript(stage: Int, position: Int) -> Reading {
    precondition(stages.indices.contains(stage) && positions.contains(position), "no reading of \(stage), \(position)")
    return readings[(position - positions.lowerBound) * stages.count + stage]
  }

  /// What each stage says at one position, every token's probability included; the last is what the model says.
  public static func distributions(
    _ trace: Trace, _ model: LanguageModel, position: Int, kernels: KernelSet = .forThisMachine
  ) -> [NextTokens] {
    var all: [NextTokens] = []
    forEachStage(trace, model, position: position, kernels: kernels) { all.append($0) }
    return all
  }

  /// Logits that are worked out at once, at most: a vocabulary of millions is read stage by stage.
  private static let mostLogits = 1 << 24

  /// Calls `body` with what each stage says at a position, first to last.
  private static func forEachStage(
    _ trace: Trace, _ model: LanguageModel, position: Int, kernels: KernelSet, _ body: (NextTokens) -> Void
  ) {
    let (D, V) = (model.configuration.width, model.configuration.logitCount)
    let stages = Stage.all(of: trace).dropLast()
    let rows = stages.count
    let residual_SD = FloatBuffer(count: rows * D)
    for (row, stage) in stages.enumerated() {
      for (column, value) in trace.row([position], of: stage.activation).enumerated() {
        residual_SD.start[row * D + column] = value
      }
    }
    let (normed_SD, statistics) = (FloatBuffer(count: rows * D), FloatBuffer(count: 2 * rows))
    let together = min(rows, max(1, mostLogits / V))
    let (logits_SV, scratch) = (FloatBuffer(count: together * V), FloatBuffer(count: kernels.matmulScratch))
    withExtendedLifetime((residual_SD, normed_SD, statistics, logits_SV, scratch)) {
      model.parameters.withWeights { weights in
        let (handles, layout) = (model.handles, model.handles.layout)
        if let transform = handles.encoder?.head?.transform {
          // An encoder's head: linear layer and GELU, or a classifier's hyperbolic tangent, in the place of what they read.
          kernels.matmul(
            Matmul(
              rows: rows, columns: D, depth: D, a: residual_SD.start, aRowStride: D,
              b: weights.vector(transform.weight, in: layout), bRowStride: 1, bColumnStride: D, c: normed_SD.start,
              cRowStride: D, bias: transform.bias.map { weights.vector($0, in: layout) },
              halfB: weights.halves(transform.weight, in: layout)),
            scratch.start)
          let bend =
            model.configuration.isClassifier ? kernels.tanh : kernels.function(model.configuration.activation)
          bend(normed_SD.start, residual_SD.start, rows * D)
        }
        let read = handles.finalNorm == nil ? residual_SD.start : normed_SD.start
        if let norm = handles.finalNorm {
          kernels.layerNorm(
            LayerNorm(
              x: residual_SD.start, gain: weights.vector(norm.gain, in: layout),
              bias: norm.bias.map { weights.vector($0, in: layout) }, y: normed_SD.start, mean: statistics.start,
              inverseDeviation: statistics.start + rows, rows: rows, width: D,
              epsilon: model.configuration.layerNormEpsilon))
        }
        for first in stride(from: 0, to: rows, by: together) {
          let count = min(together, rows - first)
          kernels.matmul(
            Matmul(
              rows: count, columns: V, depth: D, a: read + first * D, aRowStride: D,
              b: weights.vector(handles.unembedding, in: layout), bRowStride: 1, bColumnStride: D,
              c: logits_SV.start, cRowStride: V,
              bias: handles.addedToLogits.map { weights.vector($0, in: layout) },
              halfB: weights.halves(handles.unembedding, in: layout)),
            scratch.start)
          for row in 0..<count {
            body(NextTokens(logits: UnsafeBufferPointer(start: logits_SV.start + row * V, count: V)))
          }
        }
      }
    }
    // The last stage is the model itself: its logits are the trace's own, to the bit.
    body(trace.nextTokens(after: position))
  }
}

extension KernelSet {
  /// An activation function of one number, as encoders' heads have it.
  fileprivate func function(
    _ activation: Activation
  ) -> @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void {
    switch activation {
    case .gelu(.tanh): return gelu
    case .gelu(.exact): return exactGelu
    case .relu:
      let rectify = rectify
      return { rectify($0, 0, $1, $2) }
    case .swiGLU: preconditionFailure("a head with gated neurons")
    }
  }
}
