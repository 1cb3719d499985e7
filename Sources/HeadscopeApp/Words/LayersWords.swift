/// Words of the layers page.
struct LayersWords: Sendable {
  let embedding: String
  let attention: String
  let cross: String
  let mlp: String
  let notCaptured: String
  /// Why there is no lens for an encoder–decoder's encoder.
  let saysNothing: String
  let stagesPart: @Sendable (_ stages: String, _ count: Int) -> String
  let tokensPart: @Sendable (_ tokens: String, _ count: Int) -> String
  let lensContext: String
  let lensContextShort: String
  let answerForms: @Sendable (String) -> String
  let answer: @Sendable (String) -> String
  let measure: @Sendable (ResidualMeasure) -> String
  let explains: @Sendable (ResidualMeasure) -> String
  let component: @Sendable (Int) -> String
  let componentsPart: @Sendable (_ components: String, _ count: Int) -> String
  let ofLargest: String
  let firing: @Sendable (_ count: Int, _ all: Int, _ threshold: String) -> String
  let byStrength: String
  let byNumber: String
  let neuronsAt: @Sendable (String) -> String
  let neuronFires: @Sendable (Int) -> String
  let note: @Sendable (LayersNote) -> String

  static let english = LayersWords(
    embedding: "embed",
    attention: "+attn",
    cross: "+cross",
    mlp: "+MLP",
    notCaptured: "This trace holds no stages of the residual stream.",
    saysNothing: "The encoder says no word: only the decoder's stream is read against the vocabulary, so there are no "
      + "logits here. What the encoder makes of the text, the decoder reads through cross-attention. T turns to the "
      + "decoder.",
    stagesPart: { "stages \($0) of \($1)" },
    tokensPart: { "tokens \($0) of \($1)" },
    lensContext: "what it would say if it stopped there",
    lensContextShort: "if it stopped there",
    answerForms: { "how “\($0)” forms" },
    answer: { "“\($0)”" },
    measure: { measure in
      switch measure {
      case .length: "length ‖h‖"
      case .cosine: "cosine to the stage before"
      case .components: "components"
      case .divisor: "norm's divisor σ"
      case .normed: "length after the norm"
      }
    },
    explains: { measure in
      switch measure {
      case .length: "how much has been written"
      case .cosine: "1: no change of direction"
      case .components: "a column a component"
      case .divisor: "what the next norm divides by"
      case .normed: "what attention and MLP read"
      }
    },
    component: { "component \($0)" },
    componentsPart: { "components \($0) of \($1)" },
    ofLargest: "of the row's largest",
    firing: { "\($0) of \($1) with |a| ≥ \($2)" },
    byStrength: "strongest first",
    byNumber: "by number",
    neuronsAt: { "at “\($0)”" },
    neuronFires: { "neuron \($0) over the sentence" },
    note: { note in
      switch note {
      case .firstStage: "This is the embedding, the first stage."
      case .lastStage: "This is the last stage: what the model says."
      case .firstComponent: "This is the first component."
      case .lastComponent: "This is the last component."
      case .firstNeuron: "The list begins here."
      case .lastNeuron: "The list ends here; < lists weaker neurons as well."
      case .byStrength: "Neurons by strength, whatever the sign."
      case .byNumber: "Neurons by number; w brings the strongest first again."
      case .lowestThreshold: "Every neuron is listed already."
      case .highestThreshold: "The threshold goes no higher."
      }
    })

  static let chinese = LayersWords(
    embedding: "嵌入",
    attention: "+注意力",
    cross: "+交叉",
    mlp: "+MLP",
    notCaptured: "这份记录里没有残差流的各个阶段。",
    saysNothing: "编码器不说出词：只有解码器的残差流才与词表相乘，所以这里没有 logits。编码器读完的内容，由解码器通过交叉注意力去读。"
      + "按 T 切换到解码器。",
    stagesPart: { "第 \($0) 个阶段，共 \($1) 个" },
    tokensPart: { "第 \($0) 个词元，共 \($1) 个" },
    lensContext: "若在此停下，模型会说什么",
    lensContextShort: "若在此停下",
    answerForms: { "“\($0)”逐层形成" },
    answer: { "“\($0)”" },
    measure: { measure in
      switch measure {
      case .length: "长度 ‖h‖"
      case .cosine: "与上一阶段的余弦"
      case .components: "各分量"
      case .divisor: "归一化的除数 σ"
      case .normed: "归一化后的长度"
      }
    },
    explains: { measure in
      switch measure {
      case .length: "累计写入了多少"
      case .cosine: "1 表示方向不变"
      case .components: "每列一个分量"
      case .divisor: "下一次归一化除以它"
      case .normed: "注意力和 MLP 读到的长度"
      }
    },
    component: { "第 \($0) 个分量" },
    componentsPart: { "第 \($0) 个分量，共 \($1) 个" },
    ofLargest: "相对本行最大值",
    firing: { "\($1) 个中有 \($0) 个 |a| ≥ \($2)" },
    byStrength: "由强到弱",
    byNumber: "按编号",
    neuronsAt: { "“\($0)”处的激活" },
    neuronFires: { "神经元 \($0) 在全句的激活" },
    note: { note in
      switch note {
      case .firstStage: "这是嵌入，第一个阶段。"
      case .lastStage: "这是最后一个阶段：模型的最终回答。"
      case .firstComponent: "已是第一个分量。"
      case .lastComponent: "已是最后一个分量。"
      case .firstNeuron: "列表由此开始。"
      case .lastNeuron: "列表到此为止；按 < 可列出更弱的神经元。"
      case .byStrength: "神经元按强弱排列，不论正负。"
      case .byNumber: "神经元按编号排列；按 w 恢复由强到弱。"
      case .lowestThreshold: "所有神经元都已列出。"
      case .highestThreshold: "阈值已到最高。"
      }
    })
}
