/// Words of the neuron page.
struct NeuronWords: Sendable {
  let head: @Sendable (_ head: String, _ query: String) -> String
  let byWeight: String
  let inSentence: String
  let byProduct: String
  let inOrder: String
  let weight: String
  let dimension: String
  let runningSum: String
  /// Of keys that a causal model can't see yet, and of those that somebody masked.
  let later: String
  let masked: String
  let part: @Sendable (_ dimensions: String, _ count: Int) -> String
  let rowsPart: @Sendable (_ rows: String, _ count: Int) -> String
  let pair: @Sendable (_ query: String, _ key: String) -> String
  let softmax: String
  let score: String
  let minusLargest: String
  let power: String
  let share: String
  let comesLater: @Sendable (_ query: String, _ key: String) -> String
  let isMasked: @Sendable (_ key: String) -> String
  /// What a head that is switched off does with all this.
  let headIsOff: String
  let notCaptured: String
  let legend: (vectors: String, products: String)
  let note: @Sendable (NeuronNote) -> String

  static let english = NeuronWords(
    head: { "\($0) · query “\($1)”" },
    byWeight: "by weight",
    inSentence: "as in the sentence",
    byProduct: "by |q·k|",
    inOrder: "in order",
    weight: "softmax",
    dimension: "dim",
    runningSum: "sum so far",
    later: "later",
    masked: "masked",
    part: { "dimensions \($0) of \($1)" },
    rowsPart: { "keys \($0) of \($1)" },
    pair: { "“\($0)” asks “\($1)”" },
    softmax: "key",
    score: "score s",
    minusLargest: "s − max",
    power: "e^(s−max)",
    share: "e^ ÷ Σ",
    comesLater: { "“\($1)” comes after “\($0)”: the causal mask sets the score to −∞, the weight to 0" },
    isMasked: { "“\($0)” is masked (m shows it): the score is set to −∞, the weight to 0" },
    headIsOff: "head off: what it finds is not used",
    notCaptured: "This trace holds no queries and keys.",
    legend: ("q, k", "q⊙k"),
    note: { note in
      switch note {
      case .keysByWeight: "Keys by weight; w brings the order of the sentence back."
      case .keysInSentence: "Keys in the order of the sentence."
      case .dimensionsByProduct: "Dimensions by the size of their product; w brings their order back."
      case .dimensionsInOrder: "Dimensions in their order."
      case .firstDimension: "This is the first dimension."
      case .lastDimension: "This is the last dimension."
      }
    })

  static let chinese = NeuronWords(
    head: { "\($0) · 查询“\($1)”" },
    byWeight: "按权重",
    inSentence: "按句中顺序",
    byProduct: "按 |q·k|",
    inOrder: "按维度顺序",
    weight: "softmax",
    dimension: "维",
    runningSum: "累计",
    later: "在后",
    masked: "已遮住",
    part: { "第 \($0) 维，共 \($1) 维" },
    rowsPart: { "第 \($0) 个键，共 \($1) 个" },
    pair: { "“\($0)”问“\($1)”" },
    softmax: "键",
    score: "分数 s",
    minusLargest: "s − max",
    power: "e^(s−max)",
    share: "e^ ÷ Σ",
    comesLater: { "“\($1)”在“\($0)”之后：因果掩码把分数设为 −∞，权重为 0" },
    isMasked: { "“\($0)”已遮住（按 m 恢复）：分数设为 −∞，权重为 0" },
    headIsOff: "该头已关闭，结果不被采用",
    notCaptured: "这份记录里没有查询和键。",
    legend: ("q、k", "q⊙k"),
    note: { note in
      switch note {
      case .keysByWeight: "键按权重排列；按 w 恢复句中顺序。"
      case .keysInSentence: "键按句中顺序排列。"
      case .dimensionsByProduct: "各维按乘积大小排列；按 w 恢复原来的顺序。"
      case .dimensionsInOrder: "各维按原来的顺序排列。"
      case .firstDimension: "已是第一维。"
      case .lastDimension: "已是最后一维。"
      }
    })
}

/// What the neuron page's keys did, or why they could not.
enum NeuronNote: Equatable, Sendable {
  case keysByWeight, keysInSentence, dimensionsByProduct, dimensionsInOrder
  case firstDimension, lastDimension
}
