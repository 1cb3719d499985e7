internal import KernelTypes

/// The words of the states page, in one language.
struct StatesWords: Sendable {
  /// The heading of the Train screen's panel.
  let title: String
  let quantity: @Sendable (StateQuantity) -> String
  let units: @Sendable (Int) -> String
  let unit: @Sendable (Int) -> String
  /// The heading of one unit's course.
  let course: @Sendable (Int) -> String

  /// How a cell's numbers hang together.
  func formula(_ cell: RecurrentCell) -> String {
    switch cell {
    case .elman: "h = tanh(W·x + U·h₋ + b)"
    case .gru: "h = (1 − z)·n + z·h₋"
    case .lstm: "c = f·c₋ + i·g   h = o·tanh c"
    }
  }

  static let english = StatesWords(
    title: "Hidden states",
    quantity: { quantity in
      switch quantity {
      case .hidden: "hidden state h"
      case .cell: "cell state c"
      case .input: "input gate i"
      case .forget: "forget gate f"
      case .written: "candidate g"
      case .output: "output gate o"
      case .reset: "reset gate r"
      case .update: "update gate z"
      case .candidate: "candidate n"
      }
    },
    units: { "\($0) units" },
    unit: { "unit \($0)" },
    course: { "Unit \($0), token by token" })

  static let chinese = StatesWords(
    title: "隐状态",
    quantity: { quantity in
      switch quantity {
      case .hidden: "隐状态 h"
      case .cell: "细胞状态 c"
      case .input: "输入门 i"
      case .forget: "遗忘门 f"
      case .written: "候选值 g"
      case .output: "输出门 o"
      case .reset: "重置门 r"
      case .update: "更新门 z"
      case .candidate: "候选值 n"
      }
    },
    units: { "\($0) 个单元" },
    unit: { "单元 \($0)" },
    course: { "单元 \($0)：逐个词元" })
}
