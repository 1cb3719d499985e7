internal import Analysis
internal import KernelTypes
internal import Models
internal import Tensors

extension StepWords {
  static let chinese = StepWords(
    name: chineseName,
    title: chineseTitle,
    shape: { operation, facts in
      switch operation.axis {
      case .dimension: "\(facts.tokens) 个词元 × \(facts.width) 个数"
      case .projection:
        "\(facts.tokens) 个词元 × 3 × \(facts.headWidth) 个数 · \(facts.heads) 个头"
          + (facts.sharers > 1 ? "，共用 \(facts.heads / facts.sharers) 份键和值" : "")
      case .queryKey: "\(facts.tokens) 个词元 × 2 × \(facts.headWidth) 个数 · \(facts.heads) 个头"
      case .keyValue: "\(facts.tokens) 个词元 × 2 × \(facts.headWidth) 个数 · \(facts.heads) 个头"
      case .key: "\(facts.tokens) 个查询 × \(facts.keys) 个键 · \(facts.heads) 个头"
      case .query, .headNumber: "\(facts.tokens) 个词元 × \(facts.headWidth) 个数 · \(facts.heads) 个头"
      case .neuron: "\(facts.tokens) 个词元 × \(facts.neurons) 个神经元"
      case .gate: "\(facts.tokens) 个词元 ×（\((facts.cell?.gateNames ?? []).joined(separator: "、"))）× \(facts.width) 个单元"
      case .vocabulary:
        "\(facts.tokens) 个词元 × \(facts.isClassifier ? "\(facts.vocabulary) 个标签" : "词表中的 \(facts.vocabulary) 个词")"
      }
    },
    sentence: chineseSentence,
    analogy: chineseAnalogy,
    column: { operation, name, _ in
      switch operation.axis {
      case .dimension: "第 \(name) 维"
      case .projection, .query, .queryKey, .keyValue, .gate: name
      case .headNumber: "第 \(name) 个数"
      case .neuron: "神经元 \(name)"
      case .key, .vocabulary: "“\(name)”"
      }
    },
    layer: { "第 \($0) 层" + ($1 > 1 && $0 == $1 - 1 ? "（末层）" : "") },
    stack: { $0 == .source ? "编码器" : "解码器" },
    entrance: "入",
    exit: "出",
    progress: { "第 \($0) 步，共 \($1) 步" },
    speed: { "每秒 \($0) 步" },
    paused: "暂停",
    part: { "第 \($0) 列，共 \($1) 列" },
    likeliest: { "最可能的 \($0) 个，共 \($1) 个" },
    wholePooled: "每块取最强",
    notCaptured: "这份记录里没有此处要显示的数。",
    madeFrom: "由来",
    ofLargest: "相对本行最大值",
    followHint: "Enter：前往",
    product: "乘积",
    ofEach: { "各词元的 \($0)" },
    weights: { "权重 \($0)" },
    strongestOf: { "\($0) 个取最强" },
    formulaHint: "f：代入这些数的公式",
    formula: FormulaWords(
      row: { "\($0) 表中“\($1)”一行" },
      asks: { "“\($0)”来问，“\($1)”来答" },
      more: { "其余 \($0) 项" },
      bias: "偏置",
      weight: "份额",
      mean: "均值",
      variance: "方差",
      meanSquare: "均方",
      gain: "增益",
      largest: "最大值",
      sum: "总和",
      visible: { "“\($1)”不在“\($0)”之后：分数保持不变。" },
      later: { "“\($1)”在“\($0)”之后：记为 −∞，于是 e^−∞ = 0，不占份额。" },
      masked: { "“\($0)”已被遮住：其他词元都不能看它。" },
      switchedOff: "已关闭：0"),
    key: chineseKey,
    note: chineseNote)

  private static let chineseName: @Sendable (PassOperation) -> String = { operation in
    switch operation {
    case .embedding: "嵌入"
    case .segment: "+ 句段"
    case .position: "+ 位置"
    case .embeddingNorm, .attentionNorm, .crossNorm, .mlpNorm: "归一化"
    case .queryKeyValue: "查询·键·值"
    case .rotation: "旋转"
    case .scores: "打分"
    case .scale: "缩放"
    case .mask: "遮挡"
    case .softmax: "softmax"
    case .mix: "混合"
    case .attentionOutput: "输出"
    case .attentionResidual, .crossResidual, .mlpResidual: "+ 残差"
    case .crossQuery: "交叉查询"
    case .crossKeyValue: "交叉键·值"
    case .crossScores: "交叉打分"
    case .crossScale: "交叉缩放"
    case .crossMask: "交叉遮挡"
    case .crossSoftmax: "交叉 softmax"
    case .crossMix: "交叉混合"
    case .crossOutput: "交叉输出"
    case .mlpInput: "MLP 输入"
    case .mlpLinear: "MLP 输入二"
    case .activation: "激活"
    case .mlpOutput: "MLP 输出"
    case .gates: "门"
    case .cell: "细胞状态"
    case .hidden: "隐状态"
    case .transform: "变换"
    case .transformActivation: "激活"
    case .pooler: "汇聚"
    case .poolerActivation: "tanh"
    case .finalNorm: "最终归一化"
    case .logits: "logits"
    case .probabilities: "概率"
    }
  }

  private static let chineseTitle: @Sendable (PassOperation, Facts) -> String = { operation, facts in
    switch operation {
    case .embedding: "词嵌入"
    case .segment: "加上句段"
    case .position: "加上位置"
    case .embeddingNorm: "嵌入的归一化"
    case .attentionNorm: facts.normsFollow ? "注意力后的归一化" : "注意力前的归一化"
    case .queryKeyValue: "查询、键、值"
    case .rotation: "按位置旋转"
    case .scores: "打分"
    case .scale: "缩放"
    case .mask: "遮挡"
    case .softmax: "Softmax"
    case .mix: "按份额混合各个值"
    case .attentionOutput: "注意力的输出"
    case .attentionResidual, .crossResidual, .mlpResidual: "加回残差流"
    case .crossQuery: "交叉注意力：查询"
    case .crossKeyValue: "交叉注意力：键、值"
    case .crossScores: "交叉注意力：打分"
    case .crossScale: "交叉注意力：缩放"
    case .crossMask: "交叉注意力：遮挡"
    case .crossSoftmax: "交叉注意力：Softmax"
    case .crossMix: "交叉注意力：按份额混合各个值"
    case .crossOutput: "交叉注意力的输出"
    case .crossNorm: facts.normsFollow ? "交叉注意力后的归一化" : "交叉注意力前的归一化"
    case .mlpNorm: facts.normsFollow ? "MLP 后的归一化" : "MLP 前的归一化"
    case .mlpInput: facts.activation == .swiGLU ? "MLP 输入：门" : "MLP 输入"
    case .mlpLinear: "MLP 输入：过门的数"
    case .activation: "激活（\(facts.activationName)）"
    case .mlpOutput: "MLP 输出"
    case .gates: "门与候选值"
    case .cell: "细胞状态"
    case .hidden: "隐状态"
    case .transform: "变换"
    case .transformActivation: "激活（\(facts.activationName)）"
    case .pooler: "汇聚层"
    case .poolerActivation: "双曲正切"
    case .finalNorm: "最终归一化"
    case .logits: "Logits"
    case .probabilities: "概率"
    }
  }

  private static let chineseKey: @Sendable (Keymap.Topic) -> Words.KeyWords = { topic in
    switch topic {
    case .stepOperation: .init("步", "上一步、下一步运算，任何面板都可用")
    case .stepPlay: .init("播放", "从这里播放到最后，或暂停")
    case .stepFormula: .init("公式", "公式，代入所选的数")
    case .stepSources: .init("来源", "标出所选的数由哪些数算出，逐项查看")
    case .stepFollow: .init("追溯", "前往算出这一项的那一步")
    case .stepReturn: .init("返回", "回到追溯之前的位置")
    case .stepLayer: .init("层", "同一运算，上一层、下一层")
    case .stepDigit: .init("层", "同一运算，跳到该层；超过十层时可连按两位")
    case .stepHead: .init("头", "上一个、下一个头")
    case .stepSpeed: .init("速度", "放慢，加快")
    case .stepWhole: .init("全图", "整个结果（每块取最强），或带数字的局部")
    default: .init("首尾", "第一步、最后一步；在“运算”面板中为一行的首尾")
    }
  }

  private static let chineseNote: @Sendable (StepNote) -> String = { note in
    switch note {
    case .firstOperation: "前向计算从这里开始。"
    case .lastOperation: "已是最后一步；按空格从头播放。"
    case .firstColumn: "已是本行第一个数。"
    case .lastColumn: "已是本行最后一个数。"
    case .noLayer(let layer, let count): "没有第 \(layer) 层：模型共 \(count) 层，从 0 数起。"
    case .noHead: "这一步由所有头共用。"
    case .noHeads: "循环网络没有注意力头。"
    case .speed(let speed): "速度：每秒 \(speed) 步"
    case .slowest: "不能再慢了。"
    case .fastest: "不能再快了。"
    case .noInputs: "这里没有输入。"
    case .weightsHaveNoSource: "这是权重，由训练得来。"
    case .trailIsEmpty: "还没有追溯过；按 Enter 追溯一项输入。"
    case .whole: "整个结果；按 z 恢复数字。"
    case .numbers: "数字；视图跟随所选的数。"
    case .playing: "播放中，按空格暂停。"
    case .paused: "已暂停。"
    }
  }
}
