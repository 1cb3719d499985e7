internal import Analysis
internal import Models

extension Words {
  static let chinese = Words(
    explore: "探索",
    page: { page in
      switch page {
      case .overview: "全部头"
      case .step: "逐步"
      case .neuron: "神经元"
      case .layers: "各层"
      case .ledger: "账本"
      case .generation: "续写"
      case .states: "状态"
      }
    },
    parameters: { "\($0) 个参数" },
    waiting: "计算中…",
    allZero: "全部为 0",
    nearZero: "~0：不足 .005",
    head: { place in
      switch place.attention {
      case .source: "编码器 L\(place.layer)H\(place.head)"
      case .own: "L\(place.layer)H\(place.head)"
      case .cross: "交叉 L\(place.layer)H\(place.head)"
      }
    },
    isOff: "× 已关闭",
    quoted: { "“\($0)”" },
    off: { "已关闭：\($0)" },
    tooSmall: { width, height in
      ["Headscope 需要 80 × 24 的窗口。", "当前窗口为 \(width) × \(height)。", "请放大窗口，或按 q 退出。"]
    },
    editing: "编辑",
    looksAt: { query, key, share in "“\(query)”关注“\(key)” \(share)" },
    shows: { lens, query, key, figure in "\(lens)：“\(query)”→“\(key)” \(figure)" },
    tokenCount: { "\($0)/\($1) 个词元" },
    unknown: "?",
    emptySentence: "还没有句子：按 e 输入一句话。",
    kept: { "保留第 \($0) 层，共 \($1) 层 · \($2)/\($3)" },
    title: { panel in
      switch panel {
      case .model: "模型总览"
      case .heatmap: "注意力"
      case .lines: "注意力连线"
      case .details: "详情"
      case .predictions: "下一个词元"
      case .activations: "激活值"
      case .strip: "步骤"
      case .operation: "运算"
      case .explanation: "说明"
      case .keys: "键"
      case .dimensions: "各维"
      case .residual: "残差流"
      case .neurons: "神经元"
      case .lens: "logit 透镜"
      case .ledger: "账本"
      case .effect: "前后对比"
      case .ranking: "头的影响排名"
      case .candidates: "下一个词元"
      case .knobs: "采样"
      case .branches: "续写分支"
      case .states: "状态"
      case .course: "一个单元"
      }
    },
    grid: { "\($0) 层" + ($1 > 0 ? " × \($1) 头" : "") },
    sharedKeys: { "，共用 \($0) 份键·值" },
    gridPart: { "第 \($0) 层，第 \($1) 头" },
    lens: { lens in
      switch lens {
      case .raw: ("注意力", "原始注意力：每行之和为 1。")
      case .log: ("−ln 注意力", "权重的 −ln：0 表示全部，7 约为千分之一。")
      case .sinkRemoved: ("去掉首个键", "去掉第一个键再归一：闲着的头常停在那里。")
      case .valueNorm: ("值范数", "权重 × 值向量的长度：真正到达的量。")
      case .rollout: ("逐层汇流", "到本层为止各词元汇入多少，所有头合计。")
      }
    },
    rowLooksAtColumn: "行关注列",
    rowToColumn: "行→列",
    part: { rows, columns, count in "行 \(rows)，列 \(columns)，共 \(count)" },
    pooled: "每块取最强", pooledShort: "每块取最强",
    pooledBy: { rows, columns in
      rows == "1" && columns == "1" ? ("每值一个像素", "1×1") : ("每 \(rows)×\(columns) 取最强", "\(rows)×\(columns) 最强")
    },
    percent: "单位 %",
    lines: "左侧关注右侧",
    query: { "查询“\($0)”" },
    after: { "在“\($0)”之后" },
    neuronColumn: { "\($0) 神经元" },
    neuronsPooled: { "\($0) 个取最强" },
    embedding: "入",
    residualLegend: "‖h‖",
    neuronLegend: "神经元",
    more: { "Tab：\($0)" },
    entropy: "熵",
    noChoice: "只能看到一个词元",
    distance: "距离",
    itself: "自身",
    tokenBefore: "前一个",
    firstToken: "第一个",
    headMean: { "均值 \($0)" },
    moreTokens: { above, below, share in
      let parts = [above > 0 ? "上面 \(above) 个" : nil, below > 0 ? "另有 \(below) 个" : nil].compactMap { $0 }
      return parts.joined(separator: "，") + (below > 0 ? share.map { "：\($0)" } ?? "" : "")
    },
    habits: { "自身 \($0) · 前一个 \($1) · 第一个 \($2)" },
    measuresOfWeights: "以上两项按原始注意力",
    nextInText: { token, rank, share in "原文是“\(token)”：第 \(rank) 名，\(share)" },
    nextIsOpen: "已到句末：一切皆有可能",
    inPlaceOf: { "“\($0)”的位置" }, wordHere: "此处的词", verdict: "判断",
    verdictAt: { "在“\($0)”处" }, verdictNote: "对整段文字的判断，从第一个词元读出", isHidden: "已遮住，要猜",
    sourcePredictsNothing: "原文只供阅读：接下来写什么由解码器决定。",
    alike: "相近", alikeTo: { "与“\($0)”" }, alikeNote: "末层输出的余弦",
    headView: .chinese,
    neuron: .chinese,
    layers: .chinese,
    states: .chinese,
    help: "帮助",
    helpSections: { section in
      switch section {
      case .page(.overview): "全部头"
      case .page(.step): "逐步"
      case .page(.neuron): "神经元"
      case .page(.layers): "各层"
      case .page(.ledger): "账本"
      case .page(.generation): "续写"
      case .page(.states): "状态（循环网络）"
      case .explore: "探索"
      case .editing: "编辑句子时"
      case .train: "训练"
      case .trainPage(.dashboard): "训练：总览"
      case .trainPage(.step): "训练：一步"
      case .trainPage(.roles): "训练：分工"
      case .trainPage(.past): "训练：过去"
      case .field: "输入数值时"
      case .presets: "选择预设时"
      case .beside: "选择对比的训练时"
      case .differences: "对照设置时"
      case .question: "训练成果会丢失时"
      case .playground: "游乐场"
      case .playgroundWalk: "游乐场：一个样本"
      case .tour: "选择导览的一站时"
      case .code: "显示屏幕代码时"
      case .palette: "在命令面板中"
      case .find: "查找时"
      case .help: "在帮助中"
      }
    },
    reading: "如何看这个屏幕",
    readingLines: [
      "注意力头像一盏小探照灯：对每个词元（行，即查询），它把 100% 的注意力分给能看到的词元（列，即键）。",
      "模型总览：每层每个头一张缩略图，配色同热力图。",
      "▐ ▌ 标出所选，▸ 标出按键所在的面板，? 是生词，· 是因果模型看不到的位置，~0 接近但不等于 0。",
      "熵：0 表示只看一个词元，1 表示一视同仁。距离：平均看多远（词元数）。",
      "下一个词元：模型预计所选词元之后出现什么，条形为概率。",
    ],
    key: chineseKey,
    gesture: { topic in
      switch topic {
      case .click, .place: "单击"
      case .wheel: "滚轮"
      case .pick: "单击"
      case .paste: "粘贴"
      default: "键入"
      }
    },
    keysDocument: ("按键", "本页由程序根据 Sources/HeadscopeApp/Keys 中的表生成。", "按键", "作用"),
    info: .chinese,
    ledger: .chinese,
    generation: .chinese,
    note: chineseNote,
    step: .chinese,
    frame: .chinese,
    train: .chinese,
    playground: .chinese
  )

  private static let chineseKey: @Sendable (Keymap.Topic) -> KeyWords = { topic in
    switch topic {
    case .move: KeyWords("移动", "在当前面板内移动：头、单元格、词元、候选")
    case .tokenPage: KeyWords("十个词元", "后退、前进十个词元，在任何面板")
    case .zoom: KeyWords("缩放", "模型总览：更多更小或更少更大的缩略图；热图：整个图案或一部分")
    case .info: KeyWords("模型", "模型：规模、来源、没有用到的张量")
    case .ends: KeyWords("首尾", "第一个和最后一个词元")
    case .panel: KeyWords("面板", "下一个面板，上一个面板")
    case .token: KeyWords("词元", "上一个和下一个词元，任何面板都可用")
    case .edit: KeyWords("改句子", "编辑句子；每按一键都会重新计算")
    case .pairFilter: KeyWords("A/B", "两段文字：显示全部权重，或只看 A→A、A→B、B→A、B→B")
    case .otherText: KeyWords("另一段", "编辑两段文字中的另一段：B 与 A 一起交给模型")
    case .whole: KeyWords("全图", "热力图：显示数字，或长句的整个图案")
    case .ramp: KeyWords("配色", "下一种数值配色，并记住")
    case .help: KeyWords("帮助", "本帮助")
    case .quit: KeyWords("退出", "退出")
    case .suspend: KeyWords("挂起", "回到 shell，用 fg 返回")
    case .keep: KeyWords("保留", "保留新句子")
    case .restore: KeyWords("还原", "恢复原来的句子")
    case .type: KeyWords("键入", "在光标处输入字符")
    case .cursor: KeyWords("光标", "移动光标，查询随之移动")
    case .word: KeyWords("按词", "按词移动")
    case .lineEnds: KeyWords("首尾", "到开头，到结尾")
    case .erase: KeyWords("删除", "向左删除，向右删除")
    case .eraseWord: KeyWords("删词", "向左删除一个词（Ctrl-Del、Alt-D 向右）")
    case .eraseLine: KeyWords("删行", "删到开头，删到结尾")
    case .paste: KeyWords("粘贴", "插入粘贴的文字，换行变为空格")
    case .scroll: KeyWords("滚动", "滚动")
    case .closeHelp: KeyWords("关闭", "关闭帮助")
    case .screen: KeyWords("屏幕", "探索屏幕；训练屏幕；游乐场")
    case .click: KeyWords("单击", "选择头、单元格、词元或面板")
    case .place: KeyWords("单击", "把光标放到那里")
    case .pin: KeyWords("固定", "注意力连线：固定或放开当前的头，用单独的颜色画出")
    case .unpinAll: KeyWords("全部放开", "注意力连线：放开所有固定的头")
    case .threshold: KeyWords("阈值", "注意力连线：降低或提高画线的阈值")
    case .alone: KeyWords("只看一个", "注意力连线：只画所选词元的连线，或全部画出")
    case .measure: KeyWords("度量", "残差流：长度、余弦、分量、归一化的除数、归一化后的长度")
    case .layerSteps: KeyWords("层", "上一层、下一层")
    case .sortNeurons: KeyWords("排序", "神经元由强到弱，或按编号")
    case .neuronThreshold: KeyWords("阈值", "列出更弱的神经元，或只列更强的")
    case .headStep: KeyWords("头", "上一个头、下一个头；到层末进入下一层")
    case .layerStep: KeyWords("层", "上一层、下一层")
    case .sortRows: KeyWords("排序", "按强弱排列，或按原有次序")
    case .stateQuantity: KeyWords("显示", "隐状态、细胞状态、各个门")
    case .stateLayer: KeyWords("层", "上一层、下一层")
    case .strongestUnit: KeyWords("最强", "跟随隐状态离 0 最远的单元")
    case .switchOff: KeyWords("关闭", "关闭或打开所选的头（X：本层的 MLP）")
    case .stack: KeyWords("部分", "编码器–解码器：交叉注意力、编码器、解码器")
    case .mask: KeyWords("遮住", "让其他词元看不到所选词元，再按恢复")
    case .restoreModel: KeyWords("全部打开", "恢复所有被关闭的部分")
    case .appendToken: KeyWords("加上", "加上所选词元；在续写分支中：转到该处")
    case .drawToken: KeyWords("抽取", "按当前设置随机抽取一个词元")
    case .drawAll: KeyWords("写到底", "不断抽取，直到文本结束")
    case .stepBack: KeyWords("退回", "去掉最后加上的词元；其他分支仍在列表中")
    case .rankHeads: KeyWords("给头排名", "逐个关闭每个头，按影响排名")
    case .against: KeyWords("对比", "只看该 logit，或看它比第二名高多少")
    case .ledgerOrder: KeyWords("排序", "按大小，或按模型顺序")
    case .lens: KeyWords("透镜", "换一种透镜：原始、对数、去掉首个键、值范数、逐层汇流")
    case .overviewPage: KeyWords("全部头", "所有的头一览")
    case .stepPage: KeyWords("逐步", "一步一步走完前向计算")
    case .neuronPage: KeyWords("神经元", "一个查询的点积，逐维展开")
    case .layersPage: KeyWords("各层", "层的内部：残差流、神经元、logit 透镜")
    case .ledgerPage: KeyWords("账本", "预测由哪些部分构成；可关闭头")
    case .generationPage: KeyWords("续写", "让句子继续下去")
    case .palette: KeyWords("命令", "按名称查找并执行任何命令")
    case .find: KeyWords("查找", "查找词元，或用 L1H6 这样的名称查找头")
    case .theme: KeyWords("主题", "下一个主题，并记住")
    case .data: KeyWords("数据", "把当前面板的数据以 CSV 写入当前文件夹")
    case .picture: KeyWords("截图", "把屏幕以 SVG 写入当前文件夹")
    case .screenText: KeyWords("文本", "把屏幕以纯文本写入当前文件夹")
    case .record: KeyWords("录制", "录制屏幕到当前文件夹，可用 asciinema 播放；再按一次停止")
    case .curve: KeyWords("曲线", "把训练曲线以 CSV 写入当前文件夹")
    case .filter: KeyWords("筛选", "依次键入命令名称中的字，中间可以省略")
    case .seek: KeyWords("搜索", "词元的一部分，或 L1H6 这样的头；画面随之移动")
    case .run: KeyWords("执行", "执行所选命令")
    case .jump: KeyWords("跳转", "停留在找到的位置")
    case .close: KeyWords("关闭", "关闭，一切保持原样")
    case .choose: KeyWords("选择", "在列表中选择")
    case .pick: KeyWords("单击", "执行该行；单击框外则关闭")
    case .caret: KeyWords("光标", "移动光标")
    case .wheel: KeyWords("滚轮", "在指针所在面板中上下移动")
    case .stepOperation, .stepPlay, .stepFormula, .stepSources, .stepFollow, .stepReturn, .stepLayer, .stepDigit,
      .stepHead, .stepSpeed, .stepWhole, .stepEnds:
      StepWords.chinese.key(topic)
    case .trainPlay, .trainStep, .trainMove, .trainTurn, .trainType, .trainPresets, .trainSave, .trainRestart,
      .trainKeep,
      .trainProbe, .trainDashboardPage, .trainStepPage, .trainLogarithmic, .trainZoom, .trainPan, .trainFollow,
      .trainHeads, .trainLayer, .trainSample, .trainTellBack, .trainFieldType, .trainFieldTake, .trainBegin, .trainYes,
      .trainNo, .trainRolesPage, .trainPastPage, .pastStep, .pastEnds, .pastPlay, .pastTurn, .pastSpeed, .pastFork,
      .trainBeside, .trainDifferences, .besideTake:
      TrainWords.chinese.key(topic)
    case .playgroundPlay, .playgroundStep, .playgroundMove, .playgroundTour, .playgroundReset, .playgroundDataset,
      .playgroundPart, .playgroundAct, .playgroundTurn, .playgroundLayers, .playgroundActivation, .playgroundRegenerate,
      .playgroundPace, .playgroundTest, .playgroundDiscrete, .playgroundBrush, .playgroundLogarithmic, .playgroundKeep,
      .playgroundCode, .playgroundCodeFile, .playgroundNetworkFile, .playgroundPointsFile, .playgroundNetworkPage,
      .playgroundWalkPage,
      .playgroundWalkStep, .playgroundWalkBack, .playgroundExample, .playgroundBegin:
      PlaygroundWords.chinese.key(topic)
    }
  }
}
