/// Cards as one shows them to a child: a question about the weather on one side, the answer on the other.
///
/// “今天天气” alone is answered by “晴”. The other cards tell what is to be seen, at some time of the day; every fifth of
/// them is kept back, so that whoever has only learnt cards by heart is found out.
enum WeatherCards {
  /// What is seen, in words, and the weather that it tells of.
  private static let signs: [(seen: [String], weather: String)] = [
    (["没有", "云"], "晴"), (["太阳", "很", "大"], "晴"),
    (["地上", "湿", "了"], "雨"), (["大家", "打", "伞"], "雨"),
    (["屋顶", "白", "了"], "雪"), (["孩子", "堆", "雪人"], "雪"),
    (["树叶", "沙沙", "响"], "风"), (["风筝", "飞", "得", "高"], "风"),
    (["看", "不", "清", "路"], "雾"), (["灯光", "很", "模糊"], "雾"),
  ]
  private static let times = ["今天", "昨天", "早上", "中午", "晚上"]

  static let words: [String] = {
    var words: [String] = []
    let all = times + signs.flatMap(\.seen) + ["，", "天气"] + signs.map(\.weather)
    for word in all where !words.contains(word) { words.append(word) }
    return words
  }()

  static func all(_ split: Split) -> [Exercise] {
    let cards = times.indices.flatMap { time in
      signs.indices.compactMap { (sign) -> Exercise? in
        let isKeptBack = (time + 2 * sign).isMultiple(of: 5)
        guard isKeptBack == (split != .train) else { return nil }
        return card([times[time]] + signs[sign].seen + ["，", "天气"], signs[sign].weather)
      }
    }
    return split == .train ? [card(["今天", "天气"], "晴")] + cards : cards
  }

  /// The answer is asked for, and that nothing follows it.
  private static func card(_ question: [String], _ answer: String) -> Exercise {
    Exercise(words: question + [answer], asked: [question.count, question.count + 1])
  }
}
