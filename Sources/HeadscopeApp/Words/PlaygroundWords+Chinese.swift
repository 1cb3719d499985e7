internal import Corpora
internal import Training

extension PlaygroundWords {
  static let chinese: PlaygroundWords = PlaygroundWords(
    screen: "游乐场",
    page: { $0 == .network ? "网络" : "样本" },
    title: { panel in
      switch panel {
      case .network: "网络"
      case .map: "输出"
      case .loss: "损失"
      case .neuron: "神经元"
      case .controls: "旋钮"
      }
    },
    dataset: { dataset in
      switch dataset {
      case .circle: "圆"
      case .exclusiveOr: "异或"
      case .gaussian: "高斯"
      case .spiral: "螺旋"
      case .plane: "平面"
      case .multiGaussian: "多高斯"
      }
    },
    ownPoints: "自己的点", problem: { $0 == .classification ? "分类" : "回归" },
    knob: { knob in
      switch knob {
      case .dataset: "数据"
      case .problem: "问题"
      case .noise: "噪声"
      case .share: "训练占比"
      case .batch: "批大小"
      case .learningRate: "学习率"
      case .rule: "优化器"
      case .regularization: "正则化"
      case .regularizationRate: "正则率"
      case .activation: "激活函数"
      case .dropout: "随机失活"
      case .seed: "种子"
      case .dataSeed: "数据种子"
      case .lastEpoch: "停：轮数"
      case .testLoss: "停：损失"
      case .pace: "速度"
      case .test: "测试点"
      case .discrete: "只用两色"
      }
    },
    allowed: { knob in
      switch knob {
      case .noise: "0 到 50 的整数（百分比）"
      case .share: "10 到 90 的整数（百分比）"
      case .batch: "1 到 30 的整数"
      case .learningRate: "1e-9 到 1000 的数"
      case .regularizationRate: "0 到 1000 的数"
      case .dropout: "0 到 0.8 的数"
      case .seed, .dataSeed: "不小于 0 的整数"
      case .lastEpoch: "整数；0 表示不停"
      case .testLoss: "数值；0 表示不停"
      default: ""
      }
    },
    ruleNames: { $0 == .sgd ? "SGD" : $0 == .momentum ? "动量" : "Adam" },
    regularizationNames: { $0 == .none ? "无" : $0 == .l1 ? "L1" : "L2" },
    mixed: "不一", never: "不停", full: "全速", on: "开", off: "关",
    features: "特征", output: "输出", bias: "偏置", weight: { "\($0) 的权重" }, dead: "已死",
    weightsLegend: "蓝色实线为正 · 橙色虚线为负",
    mapTitle: { $0 == "输出" ? "输出" : "\($0) 的输出" },
    brush: { brush in
      switch brush {
      case .none: ""
      case .positive: "画 ●"
      case .negative: "画 ○"
      case .eraser: "擦除"
      }
    },
    epoch: { "第 \($0) 轮" }, perSecond: { "\($0)/秒" }, training: "训练", test: "测试", confusion: "测试",
    neuronTitle: { "神经元 \($0)" },
    featureLine: { name, isUsed in
      isUsed ? "网络知道每个点的 \(name)。按 Enter 拿走它。" : "网络不知道 \(name)。按 Enter 交给网络，训练随之重新开始。"
    },
    walkTitle: "一个样本", exampleContext: { "样本 \($0) · , ." }, target: "目标", sum: "和 Σ", activationName: "激活",
    slope: "× 斜率", slopeOf: "f′",
    stageTitle: { stage, name in
      switch stage {
      case .forward: "向前：\(name)"
      case .loss: "损失"
      case .backward: "向后：\(name)"
      case .update: "更新"
      }
    },
    stageLine: { stage in
      switch stage {
      case .forward: "流水线上的一名工人：给送来的东西称重，加起来，再添上自己的习惯（偏置），把激活函数处理后的结果传下去。"
      case .loss: "把卡片翻过来：猜的和答案差多远？"
      case .backward: "责任沿着同样的权重往回走。δ 说明这个和该负多少责任；每个权重的责任，与从它进来的数成比例。"
      case .update: "每个权重朝着减少责任的方向让一小步：这里只对这一个样本做普通梯度下降，改动最大的排在最前。训练时还有批、优化器、L1 和 L2。"
      }
    },
    tourTitle: "游乐场导览",
    presetName: { preset in
      switch preset {
      case .first: "圆"
      case .line: "一条线就够"
      case .xorLine: "一条线不够"
      case .xorHidden: "加一个隐藏层"
      case .xorProduct: "合适的特征"
      case .circleSquares: "用平方画圆"
      case .spiralFeatures: "给螺旋的特征"
      case .spiralDepth: "用深度代替特征"
      case .sparse: "L1 做了什么"
      case .overfit: "死记硬背"
      case .regularized: "用 L2 对付它"
      case .plane: "每个点一个数值"
      case .hills: "山丘与山谷"
      }
    },
    presetLine: { preset in
      switch preset {
      case .first: "按空格开始。每个神经元画一条柔和的线，合起来就把中间围住。"
      case .line: "两团点：中间不需要神经元，输出自己就画出一条线。"
      case .xorLine: "没有一条线能分开这四个角：学多久，损失都居高不下。"
      case .xorHidden: "四个神经元画四条线，输出把它们拼起来。"
      case .xorProduct: "知道了 x₁x₂，就不需要隐藏层：它的正负就是答案。"
      case .circleSquares: "x₁² + x₂² 就是距离：两个权重加一个偏置就是一个圆。"
      case .spiralFeatures: "sin x₁ 和 sin x₂ 自带波浪：看两条旋臂如何分开。"
      case .spiralDepth: "只有 x₁ 和 x₂：三层神经元自己造出波浪。看看它们的小图。"
      case .sparse: "七个特征全给，L1 却把权重拉向 0：用不着的会死掉，连线也随之消失。"
      case .overfit: "有噪声，又只有 50 个点可学：训练损失下降，测试损失上升。按 T 看其余的点。"
      case .regularized: "同样的数据加上 L2：权重小，图面平滑，测试损失更低。"
      case .plane: "回归：输出是一个数值，一个平面只要两个权重和一个偏置。"
      case .hills: "三座山丘、三个山谷：十六个神经元用柔和的台阶把它们搭出来。"
      }
    },
    colon: "：", newValue: "新的数值", numberHint: "−1,000,000 到 1,000,000 之间的数",
    codeTitle: "这个屏幕的代码",
    codeHint: "复制它：headscope playground --state 代码 会显示同样的屏幕，也可以在这里粘贴（e）。w 写入文件。",
    codeTooLong: "窗口放不下：w 写入文件，再用 headscope playground --state @文件 打开。",
    pasteHint: "粘贴以 hs1- 开头的代码",
    running: "训练中", paused: "暂停", replaying: { "重算 \($0)" }, endedState: "已结束",
    key: { topic in
      switch topic {
      case .playgroundPlay: Words.KeyWords("训练", "训练或暂停")
      case .playgroundStep: Words.KeyWords("一轮", "训练一轮")
      case .playgroundMove: Words.KeyWords("移动", "移动：特征或神经元、图上的光标、旋钮")
      case .playgroundTour: Words.KeyWords("导览", "导览的上一站、下一站；全部列出")
      case .playgroundReset: Words.KeyWords("重来", "重新开始：用同样的初始权重，用别的")
      case .playgroundDataset: Words.KeyWords("数据", "下一个、上一个数据集")
      case .playgroundPart: Words.KeyWords("权重", "神经元的上一个、下一个权重，以及偏置")
      case .playgroundAct: Words.KeyWords("用，改", "用或不用一个特征；输入权重、偏置或旋钮的数值；画一个点")
      case .playgroundTurn: Words.KeyWords("减，加", "这一层少或多一个神经元；转动旋钮")
      case .playgroundLayers: Words.KeyWords("层", "少一个隐藏层，多一个")
      case .playgroundActivation: Words.KeyWords("激活", "所选层（或所有层）换下一个激活函数")
      case .playgroundRegenerate: Words.KeyWords("新点", "另抽一批点")
      case .playgroundPace: Words.KeyWords("速度", "慢些、快些：每秒 2、10、60、600 轮，或全速")
      case .playgroundTest: Words.KeyWords("测试点", "显示测试用的点")
      case .playgroundDiscrete: Words.KeyWords("两色", "只显示正负")
      case .playgroundBrush: Words.KeyWords("画", "换画笔，用于图上的单击和 Enter：●、○、橡皮、无")
      case .playgroundLogarithmic: Words.KeyWords("对数", "损失用对数刻度或线性刻度")
      case .playgroundKeep: Words.KeyWords("留曲线", "把这次的曲线留在旁边；忘掉所留的")
      case .playgroundCode: Words.KeyWords("代码", "把整个屏幕变成可发送的代码；打开收到的代码")
      case .playgroundCodeFile: Words.KeyWords("文件", "把代码写入当前文件夹")
      case .playgroundNetworkFile: Words.KeyWords("网络", "把网络以 JSON 写入当前文件夹")
      case .playgroundPointsFile: Words.KeyWords("点", "把点以 CSV 写入当前文件夹")
      case .playgroundNetworkPage: Words.KeyWords("网络", "整个网络")
      case .playgroundWalkPage: Words.KeyWords("一个样本", "一个样本走过网络，再走回来")
      case .playgroundWalkStep: Words.KeyWords("下一步", "这个样本接着发生什么")
      case .playgroundExample: Words.KeyWords("样本", "上一个、下一个样本")
      case .playgroundWalkBack: Words.KeyWords("返回", "这个样本前面发生的事")
      case .playgroundBegin: Words.KeyWords("开始", "开始所选的一站")
      default: Words.KeyWords("", "")
      }
    },
    note: { note in
      switch note {
      case .welcome: "空格训练 · > 导览下一站 · ? 帮助"
      case .ended(.lastEpoch): "已训练到所定的轮数。"
      case .ended(.testLoss): "测试损失已低于所定的数值。"
      case .ended(.diverged), .diverged: "权重无限增长：调低学习率，再按 r。"
      case .roundedOtherwise: "这台机器的舍入与代码的不同：末位数字会有差别。"
      case .brokenCode: "代码里的改动与它的网络不符：只能重现到这里。"
      case .badNumber: "请输入 −1,000,000 到 1,000,000 之间的数。"
      case .badKnob(let knob): "\(PlaygroundWords.chinese.knob(knob))：\(PlaygroundWords.chinese.allowed(knob))。"
      case .badCode(let reason): reason
      case .featuresHaveNoWeights: "特征没有权重：请选择一个神经元。"
      case .chooseWeight: "用 , 和 . 选择神经元的权重或偏置；Enter 输入数值。"
      case .chooseLayer: "请选择一个隐藏层：← → 在层间移动。"
      case .noLayers: "没有隐藏层：] 添加一个。"
      case .lastFeature: "至少要留一个特征。"
      case .lastPoint: "至少要留一个点。"
      case .chooseBrush: "x 选择画什么：●、○ 或橡皮。"
      case .noPointHere: "光标附近没有训练用的点。"
      case .ownHaveNoNoise: "自己的点没有噪声可调。"
      case .nothingToKeep: "还什么都没学到：按空格开始训练。"
      case .tooManyKept: "已留五条曲线：B 忘掉它们。"
      case .kept: "曲线已留下：改点什么，比一比。"
      }
    })
}
