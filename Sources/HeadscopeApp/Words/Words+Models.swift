internal import Models

/// What is said in other words of a model that has no heads, or that sorts texts instead of writing them.
extension Words {
  /// The table of a language, in the words that are true of a model.
  static func table(for language: Language, of model: ModelConfiguration) -> Words {
    let isEnglish = language == .english
    if model.cell != nil { return isEnglish ? recurrentEnglish : recurrentChinese }
    if model.isClassifier { return isEnglish ? classifierEnglish : classifierChinese }
    return table(for: language)
  }

  /// The table with some words changed.
  private func with(_ change: (inout Words) -> Void) -> Words {
    var words = self
    change(&words)
    return words
  }

  private static let recurrentEnglish = english.with { words in
    words.readingLines = [
      "A recurrent network reads token after token; what it keeps in mind of them is its state.",
      "States: a row for each token, a column for each unit; ▁▂▃▄ are below 0, ░▒▓█ above.",
      "▐ ▌ mark what is selected, ▸ the panel that keys go to, ? an unknown word, ~0 what is nearly 0.",
      "Next token: what the model expects after the selected token; bars are probabilities.",
    ]
    words.frame.findHint = "part of a token"
    words.frame.nothingFound = "No token reads like this."
    words.key = { topic in
      switch topic {
      case .move: KeyWords("move", "Move inside the focused panel: token, unit, candidate")
      case .click: KeyWords("click", "Choose a token, unit, cell or panel")
      case .overviewPage: KeyWords("states", "What the network keeps in mind, token by token")
      case .ledgerPage: KeyWords("ledger", "What each token's step adds to a prediction")
      case .find: KeyWords("find", "Find a token")
      case .seek: KeyWords("search", "Part of a token; the screen follows")
      case .trainMove: KeyWords("move", "Move in the panel: crosshair and zoom, layer, knob")
      case .trainDashboardPage: KeyWords("dashboard", "Curves, states, samples")
      case .trainHeads: KeyWords("layers", "All layers, or one")
      default: english.key(topic)
      }
    }
  }

  private static let recurrentChinese = chinese.with { words in
    words.readingLines = [
      "循环网络逐个读入词元；它记住的内容就是它的状态。",
      "状态：每个词元一行，每个单元一列；▁▂▃▄ 小于 0，░▒▓█ 大于 0。",
      "▐ ▌ 标出所选，▸ 标出按键所在的面板，? 是生词，~0 接近但不等于 0。",
      "下一个词元：模型预计所选词元之后出现什么，条形为概率。",
    ]
    words.frame.findHint = "词元的一部分"
    words.frame.nothingFound = "没有这样的词元。"
    words.key = { topic in
      switch topic {
      case .move: KeyWords("移动", "在当前面板内移动：词元、单元、候选")
      case .click: KeyWords("单击", "选择词元、单元、单元格或面板")
      case .overviewPage: KeyWords("状态", "网络逐个词元记住了什么")
      case .ledgerPage: KeyWords("账本", "每个词元的那一步给预测添了什么")
      case .find: KeyWords("查找", "查找词元")
      case .seek: KeyWords("搜索", "词元的一部分；画面随之移动")
      case .trainMove: KeyWords("移动", "在面板中移动：读数线与缩放、层、旋钮")
      case .trainDashboardPage: KeyWords("总览", "曲线、状态、样句")
      case .trainHeads: KeyWords("层", "所有层，或一层")
      default: chinese.key(topic)
      }
    }
  }

  private static let classifierEnglish = english.with { words in
    words.train.panels.noSample = "Nothing judged yet: Space starts the training."
    words.train.taken.lossOfToken = "loss of the text"
    words.train.title = { panel in
      switch panel {
      case .samples: "It says"
      case .predictions: english.verdict
      default: english.train.title(panel)
      }
    }
    words.train.taken.sentence = { phase in
      switch phase {
      case .forward: "The model reads the text and says, at its first token, how sure it is of each label."
      case .loss:
        "The loss is −ln of the chance it gave the right label: 0 when sure and right, large when surprised."
      default: english.train.taken.sentence(phase)
      }
    }
    words.key = { topic in
      topic == .trainSample ? KeyWords("verdict", "Let the model judge the sentence now") : english.key(topic)
    }
  }

  private static let classifierChinese = chinese.with { words in
    words.train.panels.noSample = "还没有判断过：按空格开始训练。"
    words.train.taken.lossOfToken = "此文损失"
    words.train.title = { panel in
      switch panel {
      case .samples: "它的判断"
      case .predictions: chinese.verdict
      default: chinese.train.title(panel)
      }
    }
    words.train.taken.sentence = { phase in
      switch phase {
      case .forward: "模型读入整段文字，在第一个词元处说出对每个标签有多大把握。"
      case .loss: "损失是正确标签概率的 −ln：又准又有把握时为 0，越意外越大。"
      default: chinese.train.taken.sentence(phase)
      }
    }
    words.key = { topic in
      topic == .trainSample ? KeyWords("判断", "让模型现在判断观察句") : chinese.key(topic)
    }
  }
}
