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
  let masked: String
  let part: @Sendable (_ dimensions: String, _ count: Int) -> String
  let rowsPart: @Sendable (_ rows: String, _ count: Int) -> String
  let pair: @Sendable (_ query: String, _ key: String) -> String
  let softmax: String
  let score: String
  let minusLargest: String
  let power: String
  let share: String
  let hidden: @Sendable (_ query: String, _ key: String) -> String
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
    masked: "hidden",
    part: { "dimensions \($0) of \($1)" },
    rowsPart: { "keys \($0) of \($1)" },
    pair: { "“\($0)” asks “\($1)”" },
    softmax: "key",
    score: "score s",
    minusLargest: "s − max",
    power: "e^(s−max)",
    share: "e^ ÷ Σ",
    hidden: { "“\($0)” may not look at “\($1)”: the causal mask sets the score to −∞, the weight to 0" },
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
    inOrder: "按维次序",
    weight: "softmax",
    dimension: "维",
    runningSum: "累计",
    masked: "遮住",
    part: { "维 \($0)，共 \($1)" },
    rowsPart: { "键 \($0)，共 \($1)" },
    pair: { "“\($0)”问“\($1)”" },
    softmax: "键",
    score: "得分 s",
    minusLargest: "s − 最大",
    power: "e^(s−最大)",
    share: "e^ ÷ Σ",
    hidden: { "“\($0)”不能看“\($1)”：因果遮罩把得分设为 −∞，权重为 0" },
    notCaptured: "这次计算没有保存查询和键。",
    legend: ("q、k", "q⊙k"),
    note: { note in
      switch note {
      case .keysByWeight: "键按权重排列；按 w 恢复句中顺序。"
      case .keysInSentence: "键按句中顺序排列。"
      case .dimensionsByProduct: "各维按乘积大小排列；按 w 恢复原次序。"
      case .dimensionsInOrder: "各维按原次序排列。"
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
