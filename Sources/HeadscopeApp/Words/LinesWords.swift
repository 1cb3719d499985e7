/// Words of the head view's own keys.
struct LinesWords: Sendable {
  let threshold: @Sendable (String) -> String
  let alone: @Sendable (String) -> String
  let heads: @Sendable (Int) -> String
  let more: @Sendable (Int) -> String
  let note: @Sendable (LinesNote) -> String

  static let english = LinesWords(
    threshold: { "from \($0)" },
    alone: { "“\($0)” alone" },
    heads: { $0 == 1 ? "1 head" : "\($0) heads" },
    more: { "+\($0)" },
    note: { note in
      switch note {
      case .pinned(let head): "\(head) stays in the head view, in a colour of its own."
      case .unpinned(let head): "\(head) no longer stays in the head view."
      case .noPins: "No head is pinned: b pins the focused one."
      case .unpinnedAll(let count): count == 1 ? "One head unpinned." : "\(count) heads unpinned."
      case .tooManyPins(let limit):
        "\(limit) heads are pinned, as many as there are colours: b on one of them frees its."
      case .lowestThreshold: "Everything above half a per cent is drawn already."
      case .highestThreshold: "The threshold goes no higher."
      case .alone(let token): "Only the lines of “\(token)”; i brings the others back."
      case .all: "The lines of all tokens."
      }
    })

  static let chinese = LinesWords(
    threshold: { "≥ \($0)" },
    alone: { "只看“\($0)”" },
    heads: { "\($0) 个头" },
    more: { "另 \($0)" },
    note: { note in
      switch note {
      case .pinned(let head): "已固定 \(head)，用单独的颜色画出。"
      case .unpinned(let head): "不再固定 \(head)。"
      case .noPins: "没有固定的头：按 b 固定当前的头。"
      case .unpinnedAll(let count): "已取消固定 \(count) 个头。"
      case .tooManyPins(let limit): "最多固定 \(limit) 个头，颜色已用完：先在某个头上按 b 取消。"
      case .lowestThreshold: "超过 0.5% 的连线都已画出。"
      case .highestThreshold: "阈值已到最高。"
      case .alone(let token): "只画“\(token)”的连线；按 i 恢复其他。"
      case .all: "画出所有词元的连线。"
      }
    })
}
