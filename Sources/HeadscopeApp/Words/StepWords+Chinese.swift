internal import Analysis

extension StepWords {
  static let chinese = StepWords(
    name: chineseName,
    title: chineseTitle,
    shape: { operation, facts in
      switch operation.axis {
      case .dimension: "\(facts.tokens) 个词元 × \(facts.width) 个数"
      case .projection: "\(facts.tokens) 个词元 × 3 × \(facts.headWidth) 个数 · \(facts.heads) 个头"
      case .key: "\(facts.tokens) 个查询 × \(facts.tokens) 个键 · \(facts.heads) 个头"
      case .headNumber: "\(facts.tokens) 个词元 × \(facts.headWidth) 个数 · \(facts.heads) 个头"
      case .neuron: "\(facts.tokens) 个词元 × \(facts.neurons) 个神经元"
      case .vocabulary:
        "\(facts.tokens) 个词元 × \(facts.isClassifier ? "\(facts.vocabulary) 个标签" : "词表中的 \(facts.vocabulary) 个词")"
      }
    },
    sentence: chineseSentence,
    analogy: chineseAnalogy,
    column: { operation, name, _ in
      switch operation.axis {
      case .dimension: "第 \(name) 维"
      case .projection: name
      case .headNumber: "第 \(name) 个数"
      case .neuron: "神经元 \(name)"
      case .key, .vocabulary: "“\(name)”"
      }
    },
    layer: { "第 \($0) 层" + ($1 > 1 && $0 == $1 - 1 ? "（末层）" : "") },
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
    case .embeddingNorm, .attentionNorm, .mlpNorm: "归一化"
    case .queryKeyValue: "查询·键·值"
    case .scores: "打分"
    case .scale: "缩放"
    case .mask: "遮挡"
    case .softmax: "softmax"
    case .mix: "混合"
    case .attentionOutput: "输出"
    case .attentionResidual, .mlpResidual: "+ 残差"
    case .mlpInput: "MLP 输入"
    case .activation: "激活"
    case .mlpOutput: "MLP 输出"
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
    case .attentionNorm: facts.isEncoder ? "注意力后的归一化" : "注意力前的归一化"
    case .queryKeyValue: "查询、键、值"
    case .scores: "打分"
    case .scale: "缩放"
    case .mask: "遮挡"
    case .softmax: "Softmax"
    case .mix: "按份额混合各个值"
    case .attentionOutput: "注意力的输出"
    case .attentionResidual, .mlpResidual: "加回残差流"
    case .mlpNorm: facts.isEncoder ? "MLP 后的归一化" : "MLP 前的归一化"
    case .mlpInput: "MLP 输入"
    case .activation: "激活（GELU）"
    case .mlpOutput: "MLP 输出"
    case .transform: "变换"
    case .transformActivation: "激活（GELU）"
    case .pooler: "汇聚层"
    case .poolerActivation: "双曲正切"
    case .finalNorm: "最终归一化"
    case .logits: "Logits"
    case .probabilities: "概率"
    }
  }

  private static let chineseSentence: @Sendable (PassOperation, Facts) -> String = { operation, facts in
    switch operation {
    case .embedding: "每个词元在表中取出自己的一行：一个词变成训练得来的 \(facts.width) 个数。"
    case .segment: "再加上句段表中的一行：同时读两句话时，用来区分甲句和乙句；这里全是甲句。"
    case .position: "再加上另一张表中对应位置的一行，同一个词在句首和句尾就有了区别。"
    case .embeddingNorm, .attentionNorm: "把每个词元的数调整到均值 0、标准差 1，再乘以增益、加上偏置。"
    case .queryKeyValue: "三个矩阵把每个词元变成查询（我找什么）、键（我归在哪一类）和值（我有什么内容）。"
    case .scores: "“\(facts.query)”来问，每个键来答：逐个数相乘再相加，和越大越匹配。"
    case .scale: "\(facts.headWidth) 个乘积之和会随个数变大；除以 √\(facts.headWidth) 之后，无论头有多宽，都在同一量级。"
    case .mask:
      (facts.isEncoder
        ? "这里什么也不遮：前后所有的词，“\(facts.query)”都能看。" : "“\(facts.query)”之后的词一律记为 −∞：下一个词要猜，不能偷看。")
        + chineseMasked(facts.masked)
    case .softmax: "分数变成份额：各自取 e 的幂，再除以总和，于是每一行加起来正好是 100%。"
    case .mix: "把“\(facts.query)”看得到的各个值乘以各自的份额，加在一起。"
    case .attentionOutput:
      facts.heads == 1
        ? "一个矩阵把这个头的结果变成 \(facts.width) 个数。"
        : "\(facts.heads) 个头的结果并排放好，由一个矩阵变成 \(facts.width) 个数。"
    case .attentionResidual: "注意力找到的内容加到原有的数上：原来的什么也没丢，一并往下传。"
    case .mlpNorm:
      facts.isEncoder ? "再次把每个词元的数调整到均值 0、标准差 1，然后进入下一层。" : "再次把每个词元的数调整到均值 0、标准差 1，这回交给 MLP。"
    case .mlpInput: "\(facts.neurons) 个神经元各自给词元的 \(facts.width) 个数加权求和；在这里，词元之间互不相看。"
    case .activation: "和为正的神经元把它传下去，和为负的几乎不出声。"
    case .mlpOutput: "\(facts.neurons) 个神经元的话加权求和，变成 \(facts.width) 个数。"
    case .mlpResidual: facts.isEncoder ? "MLP 找到的内容加到残差流上。" : "MLP 找到的内容加到残差流上，下一层读到的就是这个和。"
    case .transform: "读出词之前，再用一层把词元的 \(facts.width) 个数混合一次。"
    case .transformActivation: "和为正的传下去，和为负的几乎不出声。"
    case .pooler: "再用一层把词元的 \(facts.width) 个数混合一次。只有第一个词元算数：它汇集了整段文字的意思，代表全文。"
    case .poolerActivation: "每个数都压到 −1 与 1 之间，谁也盖不过别人。"
    case .finalNorm: "读出结果之前，最后一次把每个词元的数调整到同一尺度。"
    case .logits where facts.isClassifier:
      "第一个词元的 \(facts.width) 个数与每个标签的那一行逐个相乘再相加：每个标签得到一个分数，表示它有多适合这段文字；其余各行是别的词元会怎么说。"
    case .probabilities where facts.isClassifier: "分数变成份额：网络对每个标签有多大把握，总共 100%。第一行就是判断。"
    case .logits: "词元最终的数与词表中每个词的那一行逐个相乘再相加：每个词都得到一个分数，表示它有多适合\(facts.isEncoder ? "放在这里" : "作为下一个词")。"
    case .probabilities:
      facts.isEncoder
        ? "分数变成份额：每个词出现在“\(facts.query)”这个位置有多大可能，总共 100%。" : "分数变成份额：每个词接在“\(facts.query)”之后有多大可能，总共 100%。"
    }
  }

  /// What is struck out because somebody hid it.
  private static func chineseMasked(_ tokens: [String]) -> String {
    guard !tokens.isEmpty else { return "" }
    let named = tokens.prefix(3).map { "“\($0)”" }.joined()
    let rest = tokens.count > 3 ? "等 \(tokens.count) 个词元" : ""
    return "\(named)\(rest)已用 m 遮住，也记为 −∞：其他词元都看不到\(tokens.count == 1 ? "它" : "它们")。"
  }

  private static let chineseAnalogy: @Sendable (PassOperation, Facts) -> String = { operation, facts in
    switch operation {
    case .embedding: "流水线：原料进厂，每个词变成一箱零件，摆上传送带。"
    case .segment: "流水线：每个箱子贴上标签：第一批货还是第二批货。"
    case .position: "流水线：每个箱子盖上一个戳，写明它在带上的位置。"
    case .embeddingNorm, .attentionNorm: "流水线：开箱之前，先把里面的东西统一尺寸。"
    case .queryKeyValue: "图书馆：每个词填一张借书条，给自己的书写好书脊标签，再把内容装进书里。"
    case .scores: "图书馆：拿“\(facts.query)”的借书条去比对每本书的标签。"
    case .scale: "图书馆：标签越长，能对上的字就越多；除一下，长短标签才好比较。"
    case .mask: facts.isEncoder ? "图书馆：所有的书都在开架上。" : "图书馆：还没写出来的书，借不到。"
    case .softmax: "图书馆：“\(facts.query)”只有一小时，按匹配的程度分给各本书。"
    case .mix: "图书馆：“\(facts.query)”带走一张笔记：这本抄得多，那本抄得少。"
    case .attentionOutput:
      facts.heads == 1 ? "图书馆：馆员交上笔记，汇成一份报告。" : "图书馆：\(facts.heads) 位馆员交上各自的笔记，汇成一份报告。"
    case .attentionResidual: "流水线：报告放进箱子，传送带继续走。"
    case .mlpNorm: "流水线：进下一个车间之前，再量一次尺寸。"
    case .mlpInput: "流水线：\(facts.neurons) 名检验员往箱里看，各找一样东西。"
    case .activation: "流水线：找到了要找的，检验员才喊一声。"
    case .mlpOutput: "流水线：喊出来的，变成要添加的零件。"
    case .mlpResidual: "流水线：零件放进箱子，送往下一个车间。"
    case .transform: "流水线：最后一个车间把箱子整理好，准备包装。"
    case .transformActivation: "流水线：找到了要找的，检验员才喊一声。"
    case .pooler: "流水线：工长把各车间的汇报归拢成一份。"
    case .poolerActivation: "流水线：嗓门大小不论，一律记成从否到是的一格刻度。"
    case .finalNorm: "流水线：包装之前，最后量一次尺寸。"
    case .logits where facts.isClassifier: "包装：拿箱子去比对 \(facts.vocabulary) 枚印章，逐一打分。"
    case .probabilities where facts.isClassifier: "包装：印章上写明工厂有多大把握。"
    case .logits: "包装：拿箱子去比对目录里全部 \(facts.vocabulary) 种产品，逐一打分。"
    case .probabilities: "包装：标签上写明，工厂对\(facts.isEncoder ? "这里每个可能的词" : "每个可能的下一个词")有多大把握。"
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
