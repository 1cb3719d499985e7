public import KernelTypes

/// Memory for running a tape, forwards and backwards, again and again without allocating.
///
/// Not shared between threads: each shard of a batch that runs at the same time has a replay of its own. But a forward pass
/// may spread each of its operations over a crew.
public final class Replay {
  /// What a replay is for: it decides what is kept.
  public enum Purpose: Equatable, Sendable {
    /// Forward passes whose every activation can be read, attention scores included.
    case capture
    /// Forward and backward passes.
    case training
    /// Forward passes of one token after another of one sequence, at most so many, on a tape of length 1: keys and values of
    /// earlier tokens are kept.
    case generation(capacity: Int)
    /// Forward passes of which only the last result and what that is made of can be read: losses and logits.
    case evaluation

    /// How many positions a tape's tokens may stand at.
    func positions(of tape: Tape) -> Int { if case .generation(let capacity) = self { capacity } else { tape.length } }
  }

  /// What changes from one run of a tape to the next.
  public struct Feed: Sendable {
    /// Token ids, (batch, length); may be empty where nothing on the tape reads them.
    public var ids: [Int32]
    /// The numbers of an input's rows, (rows, width); empty where the tape has none.
    public var inputs: [Float]
    /// What a squared error compares with, (rows, n); empty where the tape has none.
    public var targetValues: [Float]
    /// The right next token of each position, (batch, length), or `CrossEntropy.ignored`; empty without a loss.
    public var targets: [Int32]
    /// What the gradient of each row's loss is multiplied with: 1 / (number of targets in the whole batch).
    public var lossScale: Float
    /// What dropout's random numbers hang on, made of (seed, step); nil when nothing is dropped.
    public var dropoutKey: UInt64?
    /// The segment of each token, (batch, length); empty where all belong to the first.
    public var segments: [Int32]
    /// How many of each sequence's tokens count, the others only fill it up: no query but a causal one's sees them. Empty
    /// where all count.
    public var lengths: [Int]
    /// Token ids of the source, (batch, source length); empty where there is no source.
    public var sourceIDs: [Int32]
    /// How many of each source's tokens count; empty where all do.
    public var sourceLengths: [Int]
    /// Index of the first sequence in the whole batch, so that a shard drops what the whole batch would.
    public var firstSequence: Int
    /// What is changed in the midst of the pass.
    public var edits: Edits
    /// While generating, the token's place in the sequence, from 0 on, one after the other.
    public var position = 0

    /// All of it.
    public init(
      ids: [Int32] = [], inputs: [Float] = [], targetValues: [Float] = [], segments: [Int32] = [],
      lengths: [Int] = [], sourceIDs: [Int32] = [], sourceLengths: [Int] = [], targets: [Int32] = [],
      lossScale: Float = 0, dropoutKey: UInt64? = nil, firstSequence: Int = 0,
      edits: Edits = .none
    ) {
      self.ids = ids
      self.inputs = inputs
      self.targetValues = targetValues
      self.segments = segments
      self.lengths = lengths
      self.sourceIDs = sourceIDs
      self.sourceLengths = sourceLengths
      self.targets = targets
      self.lossScale = lossScale
      self.dropoutKey = dropoutKey
      self.firstSequence = firstSequence
      self.edits = edits
    }
  }

  /// What is run.
  public let tape: Tape
  /// The tape's operations alone: going through nodes would count references to their names.
  private let operations: [Operation]
  /// Numbers in a row of each node's result, and its rows.
  private let widths: [Int]
  private let rowCounts: [Int]
  private let streams: [Operation.Stream]
  /// Whether an operation looks up the main stream's tokens.
  private let readsIDs: Bool
  /// Start of each parameter in the flat run.
  let offsets: [Int]
  /// Start of each parameter in the run of the vectors alone.
  let vectorOffsets: [Int]
  /// Whether each parameter may have 16 bits a number.
  let isMatrix: [Bool]
  /// Whether each parameter is trained.
  private let isTrained: [Bool]
  let plan: TapePlan
  let purpose: Purpose
  let kernels: KernelSet
  /// Who computes; results are the same for every number of threads.
  let crew: WorkerCrew
  private let values: FloatBuffer
  /// Where results stand: in ``values``, or in what was lent.
  private var results: UnsafeMutablePointer<Float>
  private let gradients: FloatBuffer
  /// The calling thread's, then that of each worker beside it.
  let scratch: FloatBuffer
  /// Cosines and sines of every position; nil where nothing is turned.
  let angles: FloatBuffer?
  private let scratchCount: Int
  /// Where the time of each operation is added, if anywhere.
  public var times: OperationTimes?

  /// Memory for running a tape.
  ///
  /// - Parameters:
  ///   - crew: Who computes the forward pass.
  ///   - used: A replay that is no longer needed: its memory serves again where it is large enough.
  public init(
    _ tape: Tape, for purpose: Purpose, kernels: KernelSet, crew: WorkerCrew = WorkerCrew(threads: 1),
    replacing used: Replay? = nil
  ) {
    self.tape = tape
    self.crew = crew
    self.purpose = purpose
    self.kernels = kernels
    operations = tape.nodes.map(\.operation)
    widths = tape.nodes.map(\.width)
    streams = tape.nodes.map(\.stream)
    readsIDs = tape.nodes.contains {
      if case .tokenEmbedding(_, .main, _) = $0.operation { true } else { false }
    }
    rowCounts = tape.nodes.map { tape.batch * tape.length(of: $0.stream) }
    offsets = tape.layout.entries.map(\.offset)
    vectorOffsets = tape.layout.vectorOffsets
    isMatrix = tape.layout.entries.map(\.isMatrix)
    isTrained = tape.layout.entries.indices.map { !tape.frozen.contains(ParameterID(index: $0)) }
    plan = TapePlan(tape, for: purpose)
    angles = Self.angles(tape, positions: purpose.positions(of: tape))
    // Every result is written before it is read, so nothing need be cleared.
    values = FloatBuffer.reusing(used?.values, count: plan.valueCount)
    results = values.start
    gradients = FloatBuffer(count: purpose == .training ? plan.gradientCount : 0)
    let beside = max(
      Self.attentionScratch(tape, kernels), Self.recurrentScratch(tape), 2 * (tape.nodes.map(\.width).max() ?? 0))
    scratchCount = (kernels.matmulScratch + beside + KernelSet.slack + 15) / 16 * 16
    scratch = FloatBuffer.reusing(used?.scratch, count: crew.threads * scratchCount)
  }

  /// How much memory a replay of a tape takes, in bytes; `Int.max` where that is beyond counting.
  public static func bytes(_ tape: Tape, for purpose: Purpose) -> Int {
    let values = TapePlan.valueBytes(tape, for: purpose)
    // Gradients take at most as much again, and so does a layer's scratch, so from here on nothing overflows.
    guard values <= Int.max / 8 else { return .max }
    let plan = TapePlan(tape, for: purpose)
    return (plan.valueCount + plan.gradientCount + recurrentScratch(tape) + angleCount(tape, for: purpose))
      * MemoryLayout<Float>.stride
  }

  /// Runs the operations from first to last.
  ///
  /// - Parameters:
  ///   - parameters: The flat run under the tape's layout.
  ///   - feed: As below.
  public func forward(
    parameters: UnsafePointer<Float>, feed: Feed, packed: PackedWeights? = nil, from first: Int = 0
  ) {
    forward(weights: WeightsPointer(parameters), feed: feed, packed: packed, from: first)
  }

  /// Runs the operations from first to last.
  ///
  /// - Parameters:
  ///   - parameters: Under the tape's layout, in whatever format.
  ///   - feed: Ids below the token table's rows; as many as the tape has rows, or none where it embeds no tokens.
  ///   - packed: The same parameters' weights, packed for results, or nil.
  ///   - first: The node to begin with; the results before it must be those of this feed already.
  public func forward(
    weights parameters: WeightsPointer, feed: Feed, packed: PackedWeights? = nil, from first: Int = 0
  ) {
    precondition(
      feed.ids.count == tape.rows || feed.ids.isEmpty && !readsIDs,
      "\(feed.ids.count) ids for a tape of \(tape.rows) rows")
    precondition(
      feed.sourceIDs.count == tape.batch * tape.length(of: .source), "\(feed.sourceIDs.count) ids of the source")
    var zeroed = feed.edits.zeroed[...]
    times?.begin()
    while let zeroing = zeroed.first, zeroing.value.index < first { zeroed.removeFirst() }
    for index in first..<operations.count {
      // The source is read with the first token.
      if isGenerating, feed.position > 0, streams[index] == .source { continue }
      let y = result(Value(index: index))
      switch operations[index] {
      case .input: feedRows(feed, into: y, rowCounts[index] * widths[index])
      case .tokenEmbedding(let table, let stream, let scale):
        embedTokens(ids(feed, stream), table: table, scale: scale, parameters, into: y)
      case .segmentEmbedding(let table): embedTokens(segments(feed), table: table, parameters, into: y)
      case .positionEmbedding(let table, let stream, let unused):
        embedPositions(
          table: table, length: tape.length(of: stream), unusedRows: unused + (stream == .main ? feed.position : 0),
          parameters, into: y)
      case .add(let a, let b):
        let (first, second) = (result(a), result(b))
        eachElement(of: index) { kernels.add(first + $0, second + $0, y + $0, $1) }
      case .layerNorm(let x, let gain, let bias, let epsilon):
        layerNorm(x, gain: gain, bias: bias, epsilon: epsilon, parameters, into: index)
      case .rmsNorm(let x, let gain, let epsilon):
        layerNorm(x, gain: gain, bias: nil, epsilon: epsilon, parameters, into: index)
      case .linear(let x, let weight, let bias, let order):
        linear(x, weight: weight, bias: bias, order: order, parameters, packed, into: index)
      case .rotate(let x, let heads, _):
        rotate(result(x), heads, position: feed.position, back: false, node: index, into: y)
      case .attention(let x, let heads, true, _) where isGenerating:
        attendToCache(x, heads: heads, position: feed.position, into: index)
      case .attention(let x, let heads, let isCausal, let rate):
        attend(selfAttention(x, heads: heads, isCausal: isCausal, node: index), dropout: rate, feed, into: index)
      case .crossAttention(let query, let keyValue, let heads, let rate):
        attend(crossAttention(query, keyValue, heads: heads, node: index), dropout: rate, feed, into: index)
      case .recurrent(let x, let cell, let weights):
        recur(x, cell: cell, weights, position: feed.position, parameters, packed, into: index)
      case .gelu(let x, let form): gelu(x, form, into: index)
      case .tanh(let x):
        let x = result(x)
        eachElement(of: index) { kernels.tanh(x + $0, y + $0, $1) }
      case .relu(let x, let slope): kernels.rectify(result(x), slope, y, rowCounts[index] * widths[index])
      case .sigmoid(let x): kernels.logistic(result(x), y, rowCounts[index] * widths[index])
      case .swiGLU(let gate, let linear):
        let (gate, linear) = (result(gate), result(linear))
        eachElement(of: index) { kernels.swiGLU(gate + $0, linear + $0, y + $0, $1) }
      case .dropout(let x, let rate): dropout(result(x), into: y, rate: rate, feed, node: index)
      case .crossEntropy(let logits, let smoothing): crossEntropy(logits, smoothing, feed, into: y)
      case .squaredError(let x): squaredError(x, feed, into: y)
      }
      while let zeroing = zeroed.first, zeroing.value.index <= index {
        // What was left out since the source is read already was zeroed then.
        if zeroing.value.index == index { zero(zeroing) }
        zeroed.removeFirst()
      }
      times?.ended(operations[index], backward: false)
    }
  }

  /// Runs the pullbacks from last to first, after a forward pass with the same feed.
  ///
  /// - Parameters:
  ///   - packed: The same parameters' weights, packed for gradients, or nil.
  ///   - parameterGradients: Under the tape's layout; the gradients are added to what it holds, those of frozen
  ///     parameters are not touched.
  public func backward(
    parameters: UnsafePointer<Float>, feed: Feed, packed: PackedWeights? = nil,
    parameterGradients: UnsafeMutablePointer<Float>
  ) {
    precondition(purpose == .training, "gradients of a replay that was made for \(purpose)")
    precondition(feed.edits.isEmpty, "gradients of an edited run")
    times?.begin()
    for index in operations.indices.reversed() where plan.runsBackward[index] {
      let adds = plan.accumulates[index]
      switch operations[index] {
      case .tokenEmbedding(let table, let stream, let scale):
        tokenEmbeddingPullback(ids(feed, stream), table: table, scale: scale, node: index, parameterGradients)
      case .segmentEmbedding(let table):
        tokenEmbeddingPullback(segments(feed), table: table, node: index, parameterGradients)
      case .positionEmbedding(let table, let stream, let unused):
        positionEmbeddingPullback(
          table: table, length: tape.length(of: stream), unusedRows: unused, node: index, parameterGradients)
      case .add(let a, let b):
        addPullback(a, node: index, adds: adds[0])
        addPullback(b, node: index, adds: adds[1])
      case .layerNorm(let x, let gain, let bias, _):
        layerNormPullback(x, gain: gain, bias: bias, node: index, adds: adds[0], parameters, parameterGradients)
      case .rmsNorm(let x, let gain, _):
        layerNormPullback(x, gain: gain, bias: nil, node: index, adds: adds[0], parameters, parameterGradients)
      case .linear(let x, let weight, let bias, let order):
        linearPullback(
          x, weight: weight, bias: bias, order: order, node: index, adds: adds[0], parameters, packed,
          parameterGradients)
      case .rotate(let x, let heads, _):
        rotate(gradient(index), heads, position: 0, back: true, node: index, into: gradient(x))
      case .attention(let x, let heads, let isCausal, let rate):
        attentionPullback(
          selfAttention(x, heads: heads, isCausal: isCausal, node: index), dropout: rate, feed, node: index)
      case .crossAttention(let query, let keyValue, let heads, let rate):
        attentionPullback(
          crossAttention(query, keyValue, heads: heads, node: index), dropout: rate, feed, node: index)
      case .recurrent(let x, let cell, let weights):
        recurrentPullback(
          x, cell: cell, weights, node: index, adds: adds[0], parameters, packed, parameterGradients)
      case .gelu(let x, _): geluPullback(x, node: index, adds: adds[0])
      case .tanh(let x): kernels.tanhBackward(activationBackward(x, node: index, adds: adds[0]))
      case .relu(let x, let slope): kernels.rectifyBackward(activationBackward(x, node: index, adds: adds[0]), slope)
      case .sigmoid(let x): kernels.logisticBackward(activationBackward(x, node: index, adds: adds[0]))
      case .swiGLU(let gate, let linear): swiGLUPullback(gate, linear, node: index)
      case .dropout(let x, let rate): dropoutPullback(x, rate: rate, feed, node: index, adds: adds[0])
      case .input: break  // Nobody asks for its gradient.
      case .crossEntropy, .squaredError: break  // The forward has written the gradient.
      }
      times?.ended(operations[index], backward: true)
    }
  }

  /// Numbers that a pass writes: results and by-products.
  public var valueCount: Int { plan.valueCount }

  /// Lends other memory for the results while `body` runs: what passes write and ``values(of:)`` gives stands there, not in the
  /// replay's own.
  ///
  /// - Parameter memory: At a multiple of 64 bytes; room for ``valueCount`` floats, and the slack that kernels may read.
  public func withResults<Result>(in memory: UnsafeMutablePointer<Float>, _ body: () -> Result) -> Result {
    results = memory
    defer { results = values.start }
    return body()
  }

  /// Where a value stands in the memory of the results.
  public func range(of value: Value) -> Range<Int> {
    let start = plan.value[value.index]
    return start..<start + rows(value) * width(value)
  }

  /// And where what its node leaves beside it does.
  public func byproductRange(of value: Value) -> Range<Int> {
    let start = plan.byproduct[value.index]
    return start..<start + plan.byproductCount[value.index]
  }

  var isGenerating: Bool { if case .generation = purpose { true } else { false } }

  /// The numbers of a value after a forward pass, (rows, width); while training not those of an activation's input, whose
  /// place may hold the derivative.
  public func values(of value: Value) -> UnsafeBufferPointer<Float> {
    UnsafeBufferPointer(start: result(value), count: rows(value) * width(value))
  }

  /// What a node's forward left beside its result (``TapePlan/byproductCount``).
  public func byproducts(of value: Value) -> UnsafeBufferPointer<Float> {
    UnsafeBufferPointer(
      start: byproduct(value.index),
      count: plan.byproductCount[value.index])
  }

  func width(_ value: Value) -> Int { widths[value.index] }
  func rows(_ value: Value) -> Int { rowCounts[value.index] }
  func offset(_ parameter: ParameterID) -> Int { offsets[parameter.index] }
  func isTrained(_ parameter: ParameterID) -> Bool { isTrained[parameter.index] }
  /// Whether some pullback, or a trained parameter, reads a value's gradient.
  func needsGradient(_ value: Value) -> Bool { plan.runsBackward[value.index] }

  func scratch(of worker: Int) -> UnsafeMutablePointer<Float> { scratch.start + worker * scratchCount }
  func result(_ value: Value) -> UnsafeMutablePointer<Float> { results + plan.value[value.index] }
  func byproduct(_ node: Int) -> UnsafeMutablePointer<Float> { results + plan.byproduct[node] }
  func slope(of node: Int) -> UnsafeMutablePointer<Float> { results + plan.slope[node] }
  func gradient(_ value: Value) -> UnsafeMutablePointer<Float> { gradients.start + plan.gradient[value.index] }
  func gradient(_ node: Int) -> UnsafeMutablePointer<Float> { gradients.start + plan.gradient[node] }
}
