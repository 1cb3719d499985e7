internal import Models

/// What the status line says.
extension Words {
  static let chineseNote: @Sendable (Note) -> String = { note in
    switch note {
    case .firstLayer: "已是第一层。"
    case .lastLayer: "已是最后一层。"
    case .firstHead: "已是本层第一个头。"
    case .lastHead: "已是本层最后一个头。"
    case .firstToken: "已是第一个词元。"
    case .lastToken: "已是最后一个词元。"
    case .firstCandidate: "这是最可能的词元。"
    case .lastCandidate: "列表到此为止。"
    case .hiddenKey(let query): "“\(query)”不能往后看：因果模型遮住了后面的词元。"
    case .unknownKey(let key): "\(key) 在这里没有作用，按 ? 查看按键。"
    case .lineStart: "已到句首。"
    case .lineEnd: "已到句尾。"
    case .lineFull(let limit, let dropped): "有 \(dropped) 个字符未输入：句子最多 \(limit) 个字符。"
    case .wholePattern: "整个图案；按 z 恢复数字。"
    case .numbers: "数字；视图跟随所选单元格。"
    case .largest: "已放到最大。"
    case .smallest: "已缩到最小。"
    case .patternFits: "整个图案连同数字已全部显示。"
    case .pairFilter(.all): "全部权重都显示。"
    case .pairFilter(let filter): "只显示 \(filter.name)；权重不变。"
    case .oneText: "只有一段文字：按 e 再按 Tab，输入第二段。"
    case .readsOneText: "这个模型只读一段文字。"
    case .needsAllLayers: "账本要把所有层加起来，内存只留得下一部分：请缩短文字。"
    case .emptySentence: "没有可看的词元：按 e 输入一句话。"
    case .waiting: "模型仍在计算。"
    case .weightsNotFinite(let count): "有 \(count) 个权重不是数：受其影响的写作 nan"
    case .unknownWords(let substitute): "? 生词，按 \(substitute) 读取"
    case .tokensDropped(let count, let limit): "多出 \(count) 个词元：只读 \(limit) 个。"
    case .alreadyOn(let screen): "已在“\(screen)”屏幕。"
    case .lines(let note): LinesWords.chinese.note(note)
    case .layers(let note): LayersWords.chinese.note(note)
    case .neuron(let note): NeuronWords.chinese.note(note)
    case .headOff(let head): "\(named(head))已关闭，不再输出；按 x 打开，按 u 全部打开。"
    case .headOn(let head): "\(named(head))已打开。"
    case .mlpOff(let layer): "第 \(layer) 层的 MLP 已关闭，不再输出；按 X 打开，按 u 全部打开。"
    case .mlpOn(let layer): "第 \(layer) 层的 MLP 已打开。"
    case .tokenMasked(let text): "其他词元看不到“\(text)”了；按 m 恢复。"
    case .tokenShown(let text): "“\(text)”又能被看到了。"
    case .stack(.encoder): "编码器：原文的词互相看。"
    case .stack(.decoder): "解码器：已写出的词回头看。"
    case .stack(.cross): "交叉注意力：原文下面，每个写出的词都看原文。"
    case .needsHead(let page): "没有“\(page)”页：这个编码器没有词输出头，它不预测词。"
    case .notOfRecurrent(let page): "循环网络没有“\(page)”页：它没有注意力头，也没有 MLP。"
    case .noParts: "循环网络没有可以关掉的头或 MLP，也没有可以遮住的键。"
    case .firstUnit: "这是第一个单元。"
    case .lastUnit: "这是最后一个单元。"
    case .noStacks: "这个模型只有一个部分；编码器–解码器才有几个。"
    case .writesByItself: "编码器–解码器已经写完了整段译文；按 e 可修改原文。"
    case .masksSource: "只能遮住原文的词；按 T 转到原文。"
    case .lastOfSource: "原文至少要留一个词：写出的词总得有处可看。"
    case .writesNothing: "编码器不续写，只填词：用 [MASK] 代替一个词。"
    case .nothingAdded: "还没有续写：Enter 加上所选词元，空格随机抽取。"
    case .textEnds(let token): "文本到此结束：抽到 \(token)。"
    case .contextFull(let limit): "模型最多读 \(limit) 个词元，放不下更多了。"
    case .knobEnd: "已调到尽头。"
    case .listStart: "列表从此开始。"
    case .listEnd: "列表到此为止。"
    case .notRanked: "还没有排名：按 r 生成。"
    case .lens(let lens): Words.chinese.lens(lens).meaning
    case .allOn: "所有的头、MLP 和词元都已恢复。"
    case .nothingIsOff: "没有关闭任何部分：x 关闭所选的头，X 关闭 MLP，m 遮住词元。"
    case .restored: "已恢复原来的句子。"
    case .step(let note): StepWords.chinese.note(note)
    case .frame(let note): FrameWords.chinese.note(note)
    case .train(let note): TrainWords.chinese.note(note)
    case .playground(let note): PlaygroundWords.chinese.note(note)
    }
  }

  /// A head in a sentence.
  private static func named(_ head: HeadPlace) -> String {
    let place = "第 \(head.layer) 层第 \(head.head) 头"
    return switch head.attention {
    case .source: "编码器\(place)"
    case .own: place
    case .cross: "交叉注意力\(place)"
    }
  }
}
