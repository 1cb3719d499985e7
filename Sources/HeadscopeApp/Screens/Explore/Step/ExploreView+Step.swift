internal import Analysis
internal import KernelTypes
internal import Models
internal import Tensors
internal import TerminalCanvas

extension ExploreView {
  /// Draws a panel of the page.
  func drawStep(_ panel: ExplorePanel, _ scene: Scene, on canvas: inout Canvas, in rect: Rect) {
    switch panel {
    case .strip: drawStrip(scene, on: &canvas, in: rect)
    case .operation: drawOperation(scene, on: &canvas, in: rect)
    default: drawExplanation(scene, on: &canvas, in: rect)
    }
  }

  /// The numbers of the current operation; `nil` where the trace holds them not.
  func stepResult(_ scene: Scene) -> StepState.Result? {
    state.stepResult(scene.reading)
  }

  /// The tokens that are an operation's rows, and those that are its keys.
  func rowTokens(_ step: PassStep, _ scene: Scene) -> [Token] { scene.reading.tokens(of: step.rows) }
  func keyTokens(_ step: PassStep, _ scene: Scene) -> [Token] { scene.reading.tokens(of: step.keys) }

  /// What the sentences about an operation need to know.
  func stepFacts(_ scene: Scene, column: Int?) -> StepWords.Facts {
    let (whole, step) = (subject.model.configuration, state.currentStep)
    let configuration = step.stream == .source ? whole.ofEncoder : whole
    func name(_ token: Token) -> String {
      let label = text(token)
      return label.columns > 16 ? label.prefix(columns: 15).description + "…" : label.description
    }
    let (rows, keys) = (rowTokens(step, scene), keyTokens(step, scene))
    let key = column.flatMap { keys.indices.contains($0) ? keys[$0] : nil } ?? scene.query
    // What is written is never masked.
    let isFree = step.attention == .own && scene.reading.stacks != nil
    let masked = isFree ? [] : scene.reading.pass.interventions.maskedPositions
    return StepWords.Facts(
      query: name(scene.query), key: name(key), tokens: rows.count, keys: keys.count, width: configuration.width,
      heads: configuration.heads, headWidth: configuration.headWidth, neurons: configuration.mlpWidth,
      vocabulary: configuration.logitCount, normsFollow: !configuration.normsComeFirst,
      seesAll: !configuration.isCausal || step.stream == .source, guessesPlace: !configuration.isCausal,
      hasRMSNorms: configuration.hasRMSNorms, activation: configuration.activation, variant: configuration.variant,
      sharers: configuration.heads / max(1, configuration.keyValueHeads),
      cell: configuration.cell, isClassifier: configuration.isClassifier,
      readsPair: scene.reading.pass.segments.contains { $0 > 0 },
      masked: masked.sorted().filter(keys.indices.contains).map { name(keys[$0]) })
  }

  /// Whether an operation belongs to a head or an MLP that is switched off.
  func isOff(_ step: PassStep) -> Bool {
    if step.operation.isPerHead {
      let head = HeadPlace(layer: step.layer, head: step.head, attention: step.attention)
      return state.interventions.heads.contains(head)
    }
    let mlps = step.stream == .source ? state.interventions.sourceMLPs : state.interventions.mlps
    return [.mlpInput, .mlpLinear, .activation, .mlpOutput].contains(step.operation) && mlps.contains(step.layer)
  }

  /// How a column of an operation's result is called, short enough to stand above it.
  func columnName(_ step: PassStep, _ column: Int, scene: Scene, tokens: [Int32] = []) -> VisibleText {
    switch step.operation.axis {
    case .dimension, .headNumber, .neuron: return VisibleText("\(column)")
    case .gate:
      let (gate, unit) = column.quotientAndRemainder(dividingBy: subject.configuration.width)
      return VisibleText("\(subject.configuration.cell?.gateNames[gate] ?? "")\(unit)")
    case .projection, .query, .queryKey, .keyValue:
      return VisibleText("\(partName(step, column))\(column % headWidth(step))")
    case .key:
      let keys = keyTokens(step, scene)
      return keys.indices.contains(column) ? text(keys[column]) : VisibleText("\(column)")
    case .vocabulary:
      let id = tokens.indices.contains(column) ? tokens[column] : Int32(clamping: column)
      return VisibleText(subject.answer(id), leadingSpace: .dot)
    }
  }

  /// Whether a column of queries, keys and values is of a query, a key or a value.
  func partName(_ step: PassStep, _ column: Int) -> String {
    let letters = step.operation.axis == .keyValue ? ["k", "v"] : ["q", "k", "v"]
    return letters[min(letters.count - 1, column / headWidth(step))]
  }

  /// Numbers in a head of the step's attention.
  func headWidth(_ step: PassStep) -> Int { subject.model.configuration.heads(in: step.attention).width }

  /// A number in at most four columns: `.53`, `-.53`, `1.2`, `-12`, `-1k`; `0` is exact, `~0` is not.
  func cellNumber(_ value: Float) -> String {
    guard value.isFinite else { return value.isNaN ? "" : value < 0 ? "-∞" : "∞" }
    let size = abs(value)
    if size >= 999.5 { return Figure.quantity(Double(value), kilo: "k").replacingDecimals }
    if size >= 9.95 { return Figure.fixed(value, decimals: 0) }
    if size >= 0.995 { return Figure.fixed(value, decimals: 1) }
    let text = Figure.fixed(value, decimals: 2)
    guard text == "0.00" else { return text.droppingLeadingZero }
    return value == 0 ? "0" : Figure.nearZero
  }
}

extension String {
  /// Blanks before it, so that numbers below each other end in the same column.
  func leftPadded(to width: Int) -> String {
    String(repeating: " ", count: max(0, width - VisibleText.columns(of: self))) + self
  }

  /// Takes the blanks before and behind a sign away, where room is short.
  mutating func removeBlanks(around sign: String) {
    self = split(separator: " \(sign) ", omittingEmptySubsequences: false).joined(separator: sign)
  }

  /// Blanks behind it.
  func rightPadded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - VisibleText.columns(of: self)))
  }

  /// `-0.53` as `-.53`.
  fileprivate var droppingLeadingZero: String {
    hasPrefix("-0.") ? "-" + dropFirst(2) : hasPrefix("0.") ? String(dropFirst()) : self
  }

  /// `1.2k` as `1k`, where four columns are all there is.
  fileprivate var replacingDecimals: String {
    guard utf8.count > 4, let point = firstIndex(of: "."), let unit = last else { return self }
    return String(self[..<point]) + String(unit)
  }
}
