internal import KernelTypes
internal import Models

/// The words about the model itself.
struct InfoWords: Sendable {
  let title: String
  let kind: @Sendable (_ model: ModelConfiguration) -> String
  let sizes: @Sendable (_ width: String, _ headWidth: String, _ mlp: String) -> String
  let tokens: @Sendable (_ vocabulary: String, _ context: String) -> String
  let parameters: @Sendable (_ count: String) -> String
  let sharedKeys: @Sendable (_ groups: Int, _ sharers: Int) -> String
  let segments: @Sendable (_ count: Int) -> String
  let folder: @Sendable (_ path: String) -> String
  let otherTask: @Sendable (_ architecture: String) -> String
  let notFinite: @Sendable (_ count: String, _ tensor: String) -> String
  let unused: @Sendable (_ count: Int) -> String
  let noneUnused: String

  static let english = InfoWords(
    title: "The model",
    kind: { model in
      if let cell = model.cell { return "A recurrent network (\(cell.rawValue))" }
      if model.isClassifier { return "A classifier: it sorts texts by \(model.labels.count) labels" }
      if model.encoderLayers != nil { return "An encoder–decoder: it reads one text and writes another" }
      if model.isCausal { return "A decoder: it says what comes next" }
      return model.hasHead
        ? "An encoder: it guesses hidden words" : "An encoder without a head for words: it says which tokens are alike"
    },
    sizes: { "Width \($0), heads of \($1), MLP of \($2)" },
    tokens: { "Vocabulary of \($0), context of \($1) tokens" },
    parameters: { "\($0) parameters" },
    sharedKeys: { "Keys and values of \($0) heads: each serves \($1) heads side by side" },
    segments: {
      $0 == 1
        ? "Reads two texts as one: it tells no segments apart" : "Tells \($0) segments apart: two texts side by side"
    },
    folder: { "From \($0)" },
    otherTask: { "Saved as \($0), whose head is not read: its words are not what it was trained for last" },
    notFinite: { "\($0) weights are infinite or not a number, the first in \($1)" },
    unused: { "Tensors of the file that are not used: \($0)" },
    noneUnused: "Every tensor of the file is used."
  )

  static let chinese = InfoWords(
    title: "模型",
    kind: { model in
      if let cell = model.cell { return "循环网络（\(cell.rawValue)）" }
      if model.isClassifier { return "分类器：把文字分成 \(model.labels.count) 类" }
      if model.encoderLayers != nil { return "编码器–解码器：读一段文字，写另一段" }
      if model.isCausal { return "解码器：预测下一个词元" }
      return model.hasHead ? "编码器：猜被遮住的词" : "没有词输出头的编码器：看哪些词元相近"
    },
    sizes: { "宽度 \($0)，每头 \($1)，MLP \($2)" },
    tokens: { "词表 \($0)，上下文 \($1) 个词元" },
    parameters: { "\($0) 个参数" },
    sharedKeys: { "键和值有 \($0) 份，每份由相邻的 \($1) 个头共用" },
    segments: { $0 == 1 ? "两段文字当一段读：不区分段" : "区分 \($0) 段：两段文字并排读" },
    folder: { "来自 \($0)" },
    otherTask: { "存为 \($0)，没有读它的输出头：它最后学的不是预测词" },
    notFinite: { "有 \($0) 个权重为无穷或不是数，最先在 \($1)" },
    unused: { "文件中没有用到的张量：\($0) 个" },
    noneUnused: "文件中的张量全部用到。"
  )
}
