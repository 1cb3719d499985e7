/// The words of the page on which the sentence goes on.
struct GenerationWords: Sendable {
  let knob: @Sendable (GenerationState.Knob) -> String
  let greedy: String
  let all: String
  let start: String
  /// What the figure behind a continuation is.
  let pathProbability: String
  /// Candidates that the knobs leave, of all.
  let kept: @Sendable (_ count: Int, _ of: Int) -> String
  let beforeKnobs: String
  let branchCount: @Sendable (Int) -> String

  static let english = GenerationWords(
    knob: { knob in
      switch knob {
      case .temperature: "temperature"
      case .topK: "top-k"
      case .topP: "top-p"
      case .seed: "seed"
      }
    },
    greedy: "0 greedy", all: "all", start: "(the sentence as it was)",
    pathProbability: "p of the words added",
    kept: { "\($0) of \($1) tokens can be drawn" },
    beforeKnobs: "before the knobs",
    branchCount: { $0 == 1 ? "1 ending" : "\($0) endings" })

  static let chinese = GenerationWords(
    knob: { knob in
      switch knob {
      case .temperature: "温度"
      case .topK: "top-k"
      case .topP: "top-p"
      case .seed: "随机种子"
      }
    },
    greedy: "0 取最大", all: "全部", start: "（原来的句子）",
    pathProbability: "所加词元的概率",
    kept: { "共 \($1) 个词元，可抽取 \($0) 个" },
    beforeKnobs: "调节之前",
    branchCount: { "\($0) 条续写" })
}
