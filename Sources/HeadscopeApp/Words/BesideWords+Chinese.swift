private import Wording

extension TrainWords.BesideWords {
  static let chinese = TrainWords.BesideWords(
    title: "与哪些训练对比", isOn: "已画", isOff: "收起", elsewhere: "其他文件夹或日志…",
    about: "回车把一次训练的损失画在旁边，并让它的注意力头读同一句话（v），或再收起；d 列出设置的差异。",
    fieldTitle: "对比", fieldHint: "训练的文件夹，或日志：JSON Lines、CSV、trainer_state.json",
    headsTitle: "注意力头对照", thisRun: "本次训练", noModel: "没有存盘的模型", noHeads: "没有注意力头",
    moreHidden: { "+\($0) · 按 b 收起一些" }, differences: "设置的差异", setting: "设置",
    noDifferences: "已知的设置全都相同。", nothingBeside: "旁边还没有别的训练：按 b 选择。",
    logHasNoWeights: "日志里没有权重，所以没有注意力头可看，也写不出句子。", logHasNoSettings: "日志里没有训练的设置。",
    noWeightsYet: "还没有存盘的权重：第一个检查点写好后就会出现。",
    noTokenizer: "文件夹里没有 tokenizer.json，不知道模型如何读入文字。",
    noGradients: "日志和检查点里都没有各层的梯度。", watching: "◉ 只读观看",
    onlyLookedAt: "◉ 只供观看",
    readOnly: { name, isTrained in
      isTrained ? "只读观看 \(name)：训练在另一个进程里，设置不能从这里改动。" : "只读观看 \(name)：这里并不训练，设置不能改动。"
    }, skipped: { "跳过 \(grouped($0)) 行" })
}

extension TrainWords {
  static let chinesePhase: @Sendable (WatchPhase) -> String = { phase in
    switch phase {
    case .following: "◉ 跟随"
    case .training: "◉ 训练中"
    case .stopped: "◉ 已停止"
    case .ended: "◉ 已结束"
    case .gone: "◉ 已消失"
    case .closed: "◉ 管道已断"
    }
  }

  static func chineseBesideNote(_ note: TrainNote) -> String {
    switch note {
    case .isBeside(let name): "\(name) 已画在旁边；d 列出差异。"
    case .tooManyBeside(let most): "旁边已有 \(most) 次训练，再多就分不清了。"
    case .watches(let name): "只读观看 \(name)。"
    case .isWatched(let name, let isTrained):
      isTrained ? "只读观看 \(name)：训练在另一个进程里。" : "只读观看 \(name)：这里并不训练。"
    case .nothingToExplore: "没有权重可看：目前只有日志。"
    case .watchedGoesOn(let step): "训练从第 \(grouped(step)) 步之后继续。"
    case .watchedStopped(let step): "已没有进程在训练：停在第 \(grouped(step)) 步。"
    case .watchedEnded(let step): "训练已结束：\(grouped(step)) 步全部走完。"
    case .watchedWentBack(let step): "训练退回到第 \(grouped(step)) 步，从那里继续。"
    case .watchedGone(let name): "\(name) 已消失；读到的内容仍在。"
    case .watchedReturned(let name): "\(name) 又出现了。"
    case .watchedClosed(let step): "标准输入已结束，到第 \(grouped(step)) 步。"
    case .linesSkipped(let count, let line, let found): "日志有 \(grouped(count)) 行读不懂，已跳过；第 \(grouped(line)) 行：\(found)"
    default: ""
    }
  }
}
