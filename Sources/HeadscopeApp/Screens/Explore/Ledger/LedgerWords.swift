internal import Analysis
internal import Models

/// The words of the page on which a prediction is taken apart.
struct LedgerWords: Sendable {
  let part: @Sendable (Ledger.Part) -> String
  /// Above the list: which logit, and that the parts add up to it.
  let whole: @Sendable (_ token: String, _ value: String) -> String
  let difference: @Sendable (_ token: String, _ other: String, _ value: String) -> String
  /// The same where that has no room.
  let differenceShort: @Sendable (_ token: String, _ other: String, _ value: String) -> String
  let before: String
  let now: String
  let change: String
  let nothingOff: String
  let nothingOffShort: String
  /// In the same place where there is nothing to switch off: what a recurrent network's parts are.
  let steps: String
  let stepsShort: String
  /// Above changes of probabilities: percentage points.
  let points: String
  let bySizeBefore: String
  /// How the sum of the parts compares with what the model computed.
  let sum: @Sendable (_ parts: Int, _ sum: String) -> String
  let bySize: String
  let inOrder: String
  let rankingHint: String
  let rankingProgress: @Sendable (_ done: Int, _ all: Int) -> String
  let rankingOld: String
  let rankingAgain: String
  let rankingLegend: @Sendable (_ token: String) -> String
  /// The same where the ledger compares two tokens.
  let rankingLead: @Sendable (_ token: String, _ other: String) -> String
  let rankingLeadShort: String

  static let english = LedgerWords(
    part: { part in
      switch part {
      case .tokenEmbedding: "token embedding"
      case .segmentEmbedding: "segment embedding"
      case .positionEmbedding: "position embedding"
      case .head(let place):
        switch place.attention {
        case .source: "encoder L\(place.layer) · H\(place.head)"
        case .own: "L\(place.layer) · H\(place.head)"
        case .cross: "L\(place.layer) · cross H\(place.head)"
        }
      case .attentionBias(let layer, .cross): "L\(layer) · cross-attn bias"
      case .attentionBias(let layer, _): "L\(layer) · attention bias"
      case .mlp(let layer): "L\(layer) · MLP"
      case .finalNormBias: "final norm bias"
      case .biases: "norm and head biases"
      case .step(let position): "step \(position)"
      case .unembeddingBias: "unembedding bias"
      }
    },
    whole: { "logit of “\($0)” = \($1)" },
    difference: { "logit of “\($0)” − logit of “\($1)” = \($2)" },
    differenceShort: { "logits “\($0)” − “\($1)” = \($2)" },
    before: "before", now: "now", change: "change",
    nothingOff: "x switches the selected head off, X the layer's MLP, m hides a token: the change shows here.",
    nothingOffShort: "x: head off, X: MLP off, m: hide the token",
    steps: "A line is a step: what it wrote into the last layer's state, as far as the later steps kept it.",
    stepsShort: "a line: what a step wrote and the later ones kept",
    points: "± %", bySizeBefore: "largest before first",
    sum: { "\($0) parts add up to \($1)" },
    bySize: "largest first", inOrder: "in the model's order",
    rankingHint: "r switches every head off in turn and ranks them by what that does to the prediction.",
    rankingProgress: { "\($0) of \($1) heads tried" },
    rankingOld: "not of this token: r ranks again",
    rankingAgain: "ranking again…",
    rankingLegend: { "Δp(“\($0)”) without the head, ± %" },
    rankingLead: { "Δ(logit “\($0)” − “\($1)”) without the head" },
    rankingLeadShort: "Δ logit lead without the head")

  static let chinese = LedgerWords(
    part: { part in
      switch part {
      case .tokenEmbedding: "词元嵌入"
      case .segmentEmbedding: "句段嵌入"
      case .positionEmbedding: "位置嵌入"
      case .head(let place):
        switch place.attention {
        case .source: "编码器 L\(place.layer) · H\(place.head)"
        case .own: "L\(place.layer) · H\(place.head)"
        case .cross: "L\(place.layer) · 交叉 H\(place.head)"
        }
      case .attentionBias(let layer, .cross): "L\(layer) · 交叉注意力偏置"
      case .attentionBias(let layer, _): "L\(layer) · 注意力偏置"
      case .mlp(let layer): "L\(layer) · MLP"
      case .finalNormBias: "最终归一化偏置"
      case .biases: "归一化与输出头偏置"
      case .step(let position): "第 \(position) 步"
      case .unembeddingBias: "输出偏置"
      }
    },
    whole: { "“\($0)”的 logit = \($1)" },
    difference: { "“\($0)”与“\($1)”的 logit 之差 = \($2)" },
    differenceShort: { "“\($0)”−“\($1)” = \($2)" },
    before: "之前", now: "现在", change: "变化",
    nothingOff: "按 x 关闭所选的头，按 X 关闭本层 MLP，按 m 遮住词元：变化会显示在这里。",
    nothingOffShort: "x 关头，X 关 MLP，m 遮词元",
    steps: "每行是一步：它写进末层状态、又被后面各步留下的内容。", stepsShort: "每行：一步写进末层、后面各步留下的内容", points: "± %", bySizeBefore: "按原来大小排列",
    sum: { "\($0) 项之和为 \($1)" },
    bySize: "按大小排列", inOrder: "按模型顺序",
    rankingHint: "按 r 逐个关闭每个头，按对预测的影响排名。",
    rankingProgress: { "已试 \($0)/\($1) 个头" },
    rankingOld: "不是这个词元的：按 r 重排",
    rankingAgain: "正在重新排名…",
    rankingLegend: { "关闭该头后“\($0)”概率之差，± %" },
    rankingLead: { "关闭该头后“\($0)”−“\($1)”之差的变化" },
    rankingLeadShort: "关闭该头后 logit 差的变化")
}
