internal import Analysis
internal import KernelTypes
internal import Models

/// What each operation does, in a sentence and by analogy.
extension StepWords {
  static let chineseSentence: @Sendable (PassOperation, Facts) -> String = { operation, facts in
    switch operation {
    case .embedding: "每个词元在表中取出自己的一行：一个词变成训练得来的 \(facts.width) 个数。"
    case .segment: "再加上句段表中的一行：同时读两句话时，用来区分甲句和乙句\(facts.readsPair ? "" : "；这里全是甲句")。"
    case .position: "再加上另一张表中对应位置的一行，同一个词在句首和句尾就有了区别。"
    case .embeddingNorm where facts.hasRMSNorms, .attentionNorm where facts.hasRMSNorms:
      "每个词元的数都除以它们的均方根，谁也不因为数值大而盖过别人，再乘以增益。"
    case .crossNorm where facts.hasRMSNorms, .mlpNorm where facts.hasRMSNorms: "再次把每个词元的数除以均方根，这回交给 MLP。"
    case .embeddingNorm, .attentionNorm: "把每个词元的数调整到均值 0、标准差 1，再乘以增益、加上偏置。"
    case .queryKeyValue:
      "三个矩阵把每个词元变成查询（我找什么）、键（我归在哪一类）和值（我有什么内容）。"
        + (facts.sharers > 1 ? "每 \(facts.sharers) 个头共用一份键和值。" : "")
    case .rotation: "查询和键像 \(facts.headWidth / 2) 个钟的指针一样转动，位置越靠后转得越多：分数由此知道两个词元相隔多远。"
    case .scores: "“\(facts.query)”来问，每个键来答：逐个数相乘再相加，和越大越匹配。"
    case .crossQuery: "一个矩阵把写出的每个词元变成查询：它要在原文里找什么。"
    case .crossKeyValue: "两个矩阵把编码器读完的原文，逐个词元变成键（我归在哪一类）和值（我有什么内容）。"
    case .crossScores: "写出的“\(facts.query)”来问，原文的每个键来答：逐个数相乘再相加，和越大越匹配。"
    case .crossMask:
      facts.masked.isEmpty ? "这里什么也不遮：原文从头到尾都在，“\(facts.query)”全都能看。" : chineseMasked(facts.masked, "记为")
    case .crossMix: "把原文各词元的值乘以“\(facts.query)”给它的份额，加在一起。"
    case .crossResidual: "在原文里找到的内容加到原有的数上：原来的什么也没丢，一并往下传。"
    case .scale where !facts.variant.scalesAttention && !facts.variant.scalesByLayer:
      "别的模型在这里除以 √\(facts.headWidth)；这个模型训练时没有除。"
    case .scale where facts.variant.scalesByLayer:
      "分数除以块的序号（从 1 数起）\(facts.variant.scalesAttention ? "，再除以 √\(facts.headWidth)" : "")：越往后的块看得越不尖锐。"
    case .scale, .crossScale: "\(facts.headWidth) 个乘积之和会随个数变大；除以 √\(facts.headWidth) 之后，无论头有多宽，都在同一量级。"
    case .mask:
      !facts.seesAll
        ? "“\(facts.query)”之后的词一律记为 −∞：下一个词要猜，不能偷看。"
          + (facts.masked.isEmpty ? "" : chineseMasked(facts.masked, "也记为"))
        : facts.masked.isEmpty
          ? "这里什么也不遮：前后所有的词，“\(facts.query)”都能看。" : chineseMasked(facts.masked, "记为")
    case .softmax, .crossSoftmax: "分数变成份额：各自取 e 的幂，再除以总和，于是每一行加起来正好是 100%。"
    case .mix: "把“\(facts.query)”看得到的各个值乘以各自的份额，加在一起。"
    case .attentionOutput, .crossOutput:
      facts.heads == 1
        ? "一个矩阵把这个头的结果变成 \(facts.width) 个数。"
        : "\(facts.heads) 个头的结果并排放好，由一个矩阵变成 \(facts.width) 个数。"
    case .attentionResidual: "注意力找到的内容加到原有的数上：原来的什么也没丢，一并往下传。"
    case .crossNorm where !facts.normsFollow: "再次把每个词元的数调整到均值 0、标准差 1，这回用来看原文。"
    case .crossNorm: "再次把每个词元的数调整到均值 0、标准差 1，这回交给 MLP。"
    case .mlpNorm:
      facts.normsFollow ? "再次把每个词元的数调整到均值 0、标准差 1，然后进入下一层。" : "再次把每个词元的数调整到均值 0、标准差 1，这回交给 MLP。"
    case .mlpInput: "\(facts.neurons) 个神经元各自给词元的 \(facts.width) 个数加权求和；在这里，词元之间互不相看。"
    case .mlpLinear: "同样这 \(facts.neurons) 个神经元再给词元加权求和一次：门若打开，要说的就是它。"
    case .activation where facts.activation == .swiGLU:
      "第一个和打开一扇门（SiLU）：为正开得大，为负几乎关上；神经元要说的数乘以门开的程度。"
    case .activation where facts.activation == .relu: "和为正的神经元把它传下去，和为负的不出声。"
    case .activation: "和为正的神经元把它传下去，和为负的几乎不出声。"
    case .mlpOutput: "\(facts.neurons) 个神经元的话加权求和，变成 \(facts.width) 个数。"
    case .mlpResidual: facts.normsFollow ? "MLP 找到的内容加到残差流上。" : "MLP 找到的内容加到残差流上，下一层读到的就是这个和。"
    case .gates:
      facts.cell == .gru
        ? "看着这个词和记住的内容，GRU 给 \(facts.width) 个单元各算出：过去的算多少（r）、保留多少（z）、新的候选是什么（n）。"
        : "看着这个词和记住的内容，LSTM 给 \(facts.width) 个单元各算出：写入多少（i）、保留多少（f）、要写什么（g）、露出多少（o）。"
    case .cell: "每个单元的记忆：原来的值乘以保留的份额，加上新内容乘以写入的份额。"
    case .hidden:
      switch facts.cell {
      case .lstm: "这一层露出来的记忆：细胞状态取 tanh，再乘以输出门开的程度。"
      case .gru: "新的状态：按 z 保留旧状态的一部分，其余换成候选值。"
      default: "这个词的数和上一个状态各乘一个矩阵，相加后取 tanh：它记得的就只有这些。"
      }
    case .transform: "读出词之前，再用一层把词元的 \(facts.width) 个数混合一次。"
    case .transformActivation: "和为正的传下去，和为负的几乎不出声。"
    case .pooler: "再用一层把词元的 \(facts.width) 个数混合一次。只有第一个词元算数：它汇集了整段文字的意思，代表全文。"
    case .poolerActivation: "每个数都压到 −1 与 1 之间，谁也盖不过别人。"
    case .finalNorm: "读出结果之前，最后一次把每个词元的数调整到同一尺度。"
    case .logits where facts.isClassifier:
      "第一个词元的 \(facts.width) 个数与每个标签的那一行逐个相乘再相加：每个标签得到一个分数，表示它有多适合这段文字；其余各行是别的词元会怎么说。"
    case .probabilities where facts.isClassifier: "分数变成份额：网络对每个标签有多大把握，总共 100%。第一行就是判断。"
    case .logits: "词元最终的数与词表中每个词的那一行逐个相乘再相加：每个词都得到一个分数，表示它有多适合\(facts.guessesPlace ? "放在这里" : "作为下一个词")。"
    case .probabilities:
      facts.guessesPlace
        ? "分数变成份额：每个词出现在“\(facts.query)”这个位置有多大可能，总共 100%。" : "分数变成份额：每个词接在“\(facts.query)”之后有多大可能，总共 100%。"
    }
  }

  /// What is struck out because somebody hid it.
  private static func chineseMasked(_ tokens: [String], _ marked: String) -> String {
    let named = tokens.prefix(3).map { "“\($0)”" }.joined()
    let rest = tokens.count > 3 ? "等 \(tokens.count) 个词元" : ""
    return "\(named)\(rest)已用 m 遮住，\(marked) −∞：其他词元都看不到\(tokens.count == 1 ? "它" : "它们")。"
  }

  static let chineseAnalogy: @Sendable (PassOperation, Facts) -> String = { operation, facts in
    switch operation {
    case .embedding: "流水线：原料进厂，每个词变成一箱零件，摆上传送带。"
    case .segment: "流水线：每个箱子贴上标签：第一批货还是第二批货。"
    case .position: "流水线：每个箱子盖上一个戳，写明它在带上的位置。"
    case .embeddingNorm, .attentionNorm: "流水线：开箱之前，先把里面的东西统一尺寸。"
    case .queryKeyValue: "图书馆：每个词填一张借书条，给自己的书写好书脊标签，再把内容装进书里。"
    case .rotation: "图书馆：每张借书条、每个标签都盖上钟点，两个钟点一比，就知道相隔多远。"
    case .scores: "图书馆：拿“\(facts.query)”的借书条去比对每本书的标签。"
    case .crossQuery: "图书馆：写出的每个词填一张借书条，去借原文那一架上的书。"
    case .crossKeyValue: "图书馆：原文的每本书贴好书脊标签，内容装进书里。"
    case .crossScores: "图书馆：拿“\(facts.query)”的借书条去比对原文那一架上每本书的标签。"
    case .crossMask: "图书馆：原文那一架，从第一本到最后一本都开放。"
    case .scale, .crossScale: "图书馆：标签越长，能对上的字就越多；除一下，长短标签才好比较。"
    case .mask: facts.seesAll ? "图书馆：所有的书都在开架上。" : "图书馆：还没写出来的书，借不到。"
    case .softmax, .crossSoftmax: "图书馆：“\(facts.query)”只有一小时，按匹配的程度分给各本书。"
    case .mix, .crossMix: "图书馆：“\(facts.query)”带走一张笔记：这本抄得多，那本抄得少。"
    case .attentionOutput, .crossOutput:
      facts.heads == 1 ? "图书馆：馆员交上笔记，汇成一份报告。" : "图书馆：\(facts.heads) 位馆员交上各自的笔记，汇成一份报告。"
    case .attentionResidual, .crossResidual: "流水线：报告放进箱子，传送带继续走。"
    case .crossNorm, .mlpNorm: "流水线：进下一个车间之前，再量一次尺寸。"
    case .mlpInput: "流水线：\(facts.neurons) 名检验员往箱里看，各找一样东西。"
    case .mlpLinear: "流水线：检验员先写好要喊的话，喊不喊再说。"
    case .activation: "流水线：找到了要找的，检验员才喊一声。"
    case .mlpOutput: "流水线：喊出来的，变成要添加的零件。"
    case .mlpResidual: "流水线：零件放进箱子，送往下一个车间。"
    case .gates: "一位书记员只有一页笔记：每来一个词，就决定擦掉哪些、写上哪些、念出哪些。"
    case .cell: "那页笔记：没擦掉的旧内容留着，再添上新的。"
    case .hidden: "书记员念出声来：下一层和下一个词，听到的只有这些。"
    case .transform: "流水线：最后一个车间把箱子整理好，准备包装。"
    case .transformActivation: "流水线：找到了要找的，检验员才喊一声。"
    case .pooler: "流水线：工长把各车间的汇报归拢成一份。"
    case .poolerActivation: "流水线：嗓门大小不论，一律记成从否到是的一格刻度。"
    case .finalNorm: "流水线：包装之前，最后量一次尺寸。"
    case .logits where facts.isClassifier: "包装：拿箱子去比对 \(facts.vocabulary) 枚印章，逐一打分。"
    case .probabilities where facts.isClassifier: "包装：印章上写明工厂有多大把握。"
    case .logits: "包装：拿箱子去比对目录里全部 \(facts.vocabulary) 种产品，逐一打分。"
    case .probabilities: "包装：标签上写明，工厂对\(facts.guessesPlace ? "这里每个可能的词" : "每个可能的下一个词")有多大把握。"
    }
  }
}
