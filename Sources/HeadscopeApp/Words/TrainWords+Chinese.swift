internal import TerminalCanvas
internal import Training
private import Wording

extension TrainWords {
  static let chinese: TrainWords = TrainWords(
    screen: "训练",
    page: { page in
      switch page {
      case .dashboard: "总览"
      case .step: "一步"
      case .past: "过去"
      case .roles: "分工"
      }
    },
    part: { part in
      switch part {
      case .embeddings: "嵌入"
      case .sourceBlock(let layer): "编码 \(layer)"
      case .block(let layer): "第 \(layer) 层"
      case .finalNorm: "归一"
      case .unembedding: "去嵌入"
      case .classifier: "分类"
      }
    },
    componentNames: { component in
      switch component {
      case .tokenEmbedding: ("词元", "词")
      case .segmentEmbedding: ("句段", "段")
      case .positionEmbedding: ("位置", "位")
      case .embeddingNorm: ("归一", "归")
      case .transform: ("变换", "变")
      case .unembeddingBias: ("偏置", "偏")
      case .norm1: ("归一 1", "归1")
      case .query: ("查询", "q")
      case .key: ("键", "k")
      case .value: ("值", "v")
      case .attentionOutput: ("注意力出", "o")
      case .crossQuery: ("交叉查询", "叉q")
      case .crossKeyValue: ("交叉键值", "叉kv")
      case .crossOutput: ("交叉输出", "叉o")
      case .crossNorm: ("交叉归一", "叉归")
      case .recurrentInput: ("输入", "入")
      case .recurrentHidden: ("循环", "循")
      case .norm2: ("归一 2", "归2")
      case .mlpInput: ("MLP 入", "入")
      case .mlpLinear: ("MLP 入二", "入2")
      case .mlpOutput: ("MLP 出", "出")
      case .finalNorm: ("归一", "归")
      case .unembedding: ("去嵌入", "去")
      case .pooler: ("汇聚", "汇")
      case .classifier: ("分类", "类")
      }
    },
    phase: { phase in
      switch phase {
      case .forward: "前向"
      case .loss: "损失"
      case .backward: "反向"
      case .update: "更新"
      }
    },
    title: { panel in
      switch panel {
      case .loss: "损失"
      case .run: "进程"
      case .heads: "注意力"
      case .controls: "旋钮"
      case .samples: "它写出的句子"
      case .predictions: "它的预测"
      case .layers: "各层梯度"
      case .histograms: "分布"
      case .roles: "各个头的专长"
      case .roleHeads: "逐头"
      case .guess: "一 · 猜"
      case .distance: "二 · 比"
      case .blame: "三 · 追究"
      case .update: "四 · 改"
      }
    },
    step: { "第 \(grouped($0)) 步" },
    status: { status in
      switch status {
      case .preparing: "准备中…"
      case .paused: "‖ 暂停"
      case .running: "▸ 训练中"
      case .validating(let share): "验证 \(Figure.percent(Float(share)))"
      case .saving: "保存中…"
      case .finished(let reason):
        switch reason {
        case .steps: "✓ 步数已满"
        case .seconds: "✓ 时间已到"
        case .lossBelow: "✓ 损失达标"
        case .validationRises: "✓ 验证损失上升"
        }
      case .failed(let reason): reason
      }
    },
    control: { control in
      switch control {
      case .learningRate: "学习率"
      case .schedule: "学习率曲线"
      case .batch: "批大小"
      case .accumulation: "梯度累积"
      case .dropout: "随机丢弃"
      case .weightDecay: "权重衰减"
      case .clip: "梯度裁剪"
      case .optimizer: "优化器"
      case .frozen: "冻结层数"
      case .validationInterval: "验证间隔"
      case .temperature: "温度"
      case .steps: "停：步数"
      case .seconds: "停：时间"
      case .lossBelow: "停：损失低于"
      case .validationRises: "停：验证连升"
      case .layers: "↺ 层数"
      case .heads: "↺ 头数"
      case .width: "↺ 宽度"
      case .context: "↺ 上下文"
      case .documents: "↺ 文档数"
      case .seed: "↺ 种子"
      }
    },
    schedule: { shape in
      switch shape {
      case .constant: "不变"
      case .linear: "直线"
      case .cosine: "余弦"
      }
    },
    never: "关", allDocuments: "全部",
    panels: PanelWords(
      train: "训练", validation: "验证", entropy: "数据的熵", uniform: "瞎猜",
      stepOf: { "第 \($0) 步，共 \($1) 步" }, loss: "损失", validationLoss: "验证损失", perplexity: "困惑度",
      accuracy: "准确率", learningRate: "学习率", gradientNorm: "梯度", updateRatio: "更新 / 权重",
      tokensPerSecond: "词元/秒", elapsed: "已用", remaining: "还需", memory: "内存",
      needsNewStart: "↺ 需要重新开始", restartHint: "r 重新开始 · Esc 保留本次训练",
      atTemperature: { "温度 \($0)" }, after: { "“\($0)”之后" },
      noSample: "还没有写出句子：按空格开始训练。", notYet: "尚无", parameters: "参数",
      gradients: "梯度", logarithmic: "对数", nats: "奈特"),
    taken: TakenWords(
      invitation: "按 n：走一步学习，分四段讲。",
      sentence: { phase in
        switch phase {
        case .forward: "模型读入词元，在每个位置说出它预计的下一个词元。"
        case .loss: "损失是正确词元概率的 −ln：又准又有把握时为 0，越意外越大。"
        case .backward: "逐层往回走：每个权重若动一动，损失会变多少？"
        case .update: "每个权重逆着自己的梯度挪一小步。再看同一道题："
        }
      },
      analogy: { phase in
        switch phase {
        case .forward: "孩子看卡片的正面，猜背面是什么。"
        case .loss: "把卡片翻过来：猜的和答案差多远？"
        case .backward: "从答案往回想：是哪些念头带偏了？"
        case .update: "孩子只改一点点主意，不一下子全改；然后看下一张卡片。"
        }
      },
      lossOfToken: "此处损失", lossOfBatch: "整批平均",
      before: "之前", gradient: "梯度", after: "之后", clipped: { norm, scale in "梯度长 \(norm)，超过上限，缩为 \(scale) 倍" },
      notClipped: { norm in "梯度长 \(norm)，未超过上限" },
      better: { token, before, after in "“\(token)”：这一步之前 \(before)，之后 \(after)" }),
    questionTitle: "尚未存盘",
    question: { next, step, saved in
      let question =
        switch next {
        case .leave: "保存并退出吗？"
        case .begin: "保存并重新开始吗？"
        case .open(let folder): "保存并打开 \(folder) 吗？"
        }
      let loss = saved.map { "已存到\($0)；其后到\(step)的成果会丢失。" } ?? "本次训练尚未存盘：\(step)的成果会丢失。"
      return [loss, question]
    },
    menu: MenuWords(
      title: "预设与已存训练", saved: { step, loss in "已存 · \(step) · 损失 \(loss)" }, elsewhere: "其他文件夹…",
      aboutSaved: "已存的训练，供查看：曲线、注意力头，以及模型写出的句子。", aboutElsewhere: "输入存在别处的训练的文件夹。",
      folderTitle: "打开已存训练", folderHint: "其中应有 log.jsonl 和 model.safetensors"),
    roles: RoleWords(
      name: { role in
        switch role {
        case .previousToken: "前一词元"
        case .itself: "自身"
        case .sink(1): "首词元"
        case .sink(let count): "前 \(count) 个词元"
        case .duplicateToken: "相同的词"
        case .induction: "归纳"
        case .relation(_, let end): role.name + (end == .dependent ? " ←" : " →")
        }
      }, best: "最佳头", score: "得分", least: "须超过", appears: "出现于",
      measured: { "已测 \(grouped($0)) 次" },
      nothing: "训练语法或重复词语时才测量各个头。", nothingWatched: "训练在另一个进程里，各个头也在那里测量。", earned: "✓ 高于所有基线"),
    past: PastWords(
      name: "已留存", looking: { "◂ 第 \($0) 步" }, exact: { "◂ 正是第 \($0) 步" },
      other: { "◂ 第 \($0) 步，但文本已改动" },
      near: { "◂ 第 \($0) 步，接近第 \($1) 步" }, missing: { "重算 \($0) 步" },
      kept: { "\(grouped($0)) 个状态，\($1)/\($2)" }, forkTitle: "从这里分出一次训练",
      forkHint: "名称：字母、数字、- _ .  它有自己的文件夹，与其他分支并列。"),
    beside: .chinese, watchPhase: chinesePhase,
    key: { topic in
      switch topic {
      case .trainRolesPage: Words.KeyWords("分工", "各个头在训练中学会做什么")
      case .trainPastPage: Words.KeyWords("过去", "看任一步之后的训练；再按一次回到现在")
      case .pastStep: Words.KeyWords("步", "退一步，进一步；在曲线上 ←→ 移一列")
      case .pastEnds: Words.KeyWords("两端", "第一步之前，现在")
      case .pastPlay: Words.KeyWords("放映", "像电影一样放映过去，或停住")
      case .pastTurn: Words.KeyWords("倒放", "向另一个方向放映")
      case .pastSpeed: Words.KeyWords("速度", "放慢，加快")
      case .pastFork: Words.KeyWords("分支", "从这里用别的设置继续，成为另一次训练")
      case .trainPlay: Words.KeyWords("训练", "训练或暂停")
      case .trainStep: Words.KeyWords("一步", "走一步；在“一步”页上讲下一段")
      case .trainMove: Words.KeyWords("移动", "在面板内移动：读数线与缩放、头、旋钮")
      case .trainTurn: Words.KeyWords("旋转", "转动所选旋钮")
      case .trainType: Words.KeyWords("输入", "输入所选旋钮的准确数值")
      case .trainPresets: Words.KeyWords("预设", "可以训练什么，以及打开已存训练")
      case .trainSave: Words.KeyWords("保存", "把模型存入本次训练的文件夹")
      case .trainRestart: Words.KeyWords("重来", "按旋钮所示的大小和种子重新开始")
      case .trainKeep: Words.KeyWords("保留", "保留本次训练：放弃需要重新开始的改动")
      case .trainProbe: Words.KeyWords("观察句", "更换所观察的句子")
      case .trainDashboardPage: Words.KeyWords("总览", "曲线、注意力头、样句")
      case .trainStepPage: Words.KeyWords("一步", "拆开一步：猜、比、追究、改")
      case .trainLogarithmic: Words.KeyWords("对数", "损失用对数刻度或线性刻度")
      case .trainZoom: Words.KeyWords("缩放", "少看几步，多看几步")
      case .trainPan: Words.KeyWords("平移", "往前的步，往后的步")
      case .trainFollow: Words.KeyWords("跟随", "跟随最新一步，收起读数线")
      case .trainHeads: Words.KeyWords("头", "所有层缩略、一层、一个带数字的头")
      case .trainLayer: Words.KeyWords("层", "上一层，下一层")
      case .trainSample: Words.KeyWords("写", "让模型现在写一句")
      case .trainTellBack: Words.KeyWords("返回", "这一步里前面发生的事")
      case .trainFieldType: Words.KeyWords("输入", "数值或句子")
      case .trainFieldTake: Words.KeyWords("确定", "采用所输入的内容")
      case .trainBegin: Words.KeyWords("开始", "开始所选预设，或打开所选训练")
      case .trainBeside: Words.KeyWords("对比", "把别的训练或其他工具的日志画在旁边")
      case .trainDifferences: Words.KeyWords("差异", "各次训练的设置有何不同")
      case .besideTake: Words.KeyWords("开关", "把所选训练画在旁边，或再收起")
      case .trainYes: Words.KeyWords("保存", "先保存本次训练")
      case .trainNo: Words.KeyWords("不保存", "继续；所学的会丢失")
      default: Words.KeyWords("", "")
      }
    },
    note: { note in
      switch note {
      case .welcome: "空格暂停 · s 拆开一步 · ? 帮助"
      case .hasEnded: "已结束：调高“停：步数”可继续，m 换一个预设。"
      case .hasFailed: "本次训练无法继续：调低学习率，再按 r 重新开始。"
      case .skipped(let step, let what): "跳过了第 \(grouped(step)) 步：\(what) 不是有限数。"
      case .isStuck(_, let what): "已暂停，请调低学习率：连续五步不是有限数（\(what)）。"
      case .nothingToSave: "还什么都没学到：按空格开始训练。"
      case .isSaved(let folder): "已经存在 \(folder) 中。"
      case .saved(let folder, let step): "第 \(grouped(step)) 步已存入 \(folder)。"
      case .notSaved(let reason): "未能保存：\(reason)"
      case .needsRestart: "这一项需要重新开始：r 重新开始，Esc 保留本次训练。"
      case .turnInstead: "请用 ← → 选择。"
      case .badValue(let control, let text): "\(TrainWords.chinese.control(control))：这里不能用“\(text)”。"
      case .pastEnds: "过去到此为止。"
      case .stillMakingAgain: "这一步还在重算。"
      case .cantMakeAgain(let step): "第 \(grouped(step)) 步无法重算：没有通向它的留存。"
      case .isOtherStep(let step): "第 \(grouped(step)) 步已不是当时那一步：文本已改动。"
      case .nothingKept(let budget?, let state?) where budget < state:
        "没有留存过去：一个状态要 \(Figure.bytes(state))，--history 只有 \(Figure.bytes(budget))。"
      case .nothingKept: "没有留存本次训练的过去。"
      case .pastIsClosed: "看不了过去：这次训练不能在这里继续。"
      case .pastOnlyShows: "过去只供观看：按 R 回到现在。"
      case .knobsElsewhere: "旋钮在总览页：按 o。"
      case .filmLength(let seconds): "整次训练放映 \(seconds) 秒。"
      case .badForkName: "名称可用字母、数字、- _ 和 .，最多 40 个。"
      case .forked(let folder): "已分支：\(folder)"
      case .isOpened: "这是存盘的训练，只供观看：训练设置见其文件夹中的 README.md；m 另开一次训练。"
      case .goesOn(let step): "从第 \(grouped(step)) 步之后继续：按空格训练。"
      case .onlyLookedAt(let reason): "只供观看：\(reason)"
      case .outOfMemory(let needed, let budget):
        "内存不够：训练需要 \(Figure.bytes(needed))，最多可用 \(Figure.bytes(budget))。"
      case .trouble(let line): line
      case .opening(let folder): "正在打开 \(folder)…"
      case .notOpened(let reason): reason
      case .noFolder: "请输入已存训练的文件夹，例如 runs/cat。"
      case .zoomFirst: "所有步都在眼前：按 z 放大。"
      case .noStepYet: "还没有走过一步：按空格开始训练。"
      case .isBeside, .tooManyBeside, .watches, .isWatched, .nothingToExplore, .watchedGoesOn, .watchedStopped,
        .watchedEnded, .watchedWentBack, .watchedGone, .watchedReturned, .watchedClosed, .linesSkipped:
        chineseBesideNote(note)
      }
    })
}
