extension ChineseRenderer {
  /// 今天是晴天。很冷。
  func weather(_ sentence: LocatedTree) -> [ChineseWord] {
    var words = sentence.first(.time).map { [ChineseWord($0.text == "today" ? "今天" : "昨天", $0)] } ?? []
    if let phrase = sentence.first(.predicate)?.first(.complement) {
      let adjectives = phrase.all(.complement)
      for (place, leaf) in adjectives.enumerated() {
        if place > 0 { words += [ChineseWord("，"), ChineseWord("而且", phrase.first(.conjunction))] }
        words += weatherWord(leaf, degree: phrase.first(.degree))
      }
    }
    return words + sentence.all(.mark).map(mark)
  }

  private func weatherWord(_ leaf: LocatedTree, degree: LocatedTree?) -> [ChineseWord] {
    guard case .adjective(let adjective)? = leaf.word?.entry else { return [] }
    guard Lexicon.skies.contains(adjective) else {
      return [degree.map { ChineseWord("非常", $0) } ?? ChineseWord("很"), ChineseWord(adjective.chinesePredicate, leaf)]
    }
    guard let degree else { return [ChineseWord("是"), ChineseWord(adjective.chinesePredicate, leaf)] }
    let (subject, much): (String, String) =
      switch adjective.english {
      case "sunny": ("阳光", "好")
      case "rainy": ("雨", "大")
      case "cloudy": ("云", "多")
      default: ("风", "大")
      }
    return [ChineseWord(subject, leaf), ChineseWord("很", degree), ChineseWord(much)]
  }

  /// 今天天气怎么样？
  func weatherQuestion(_ sentence: LocatedTree) -> [ChineseWord] {
    let time = sentence.first(.time).map { [ChineseWord($0.text == "today" ? "今天" : "昨天", $0)] } ?? []
    let what = (sentence.first(.question)?.begin).map { [$0] } ?? []
    let like = (sentence.first(.part)?.begin).map { [$0] } ?? []
    return time + (sentence.first(.subject).map { nounPhrase($0) } ?? []) + [ChineseWord("怎么样", what + like)]
      + sentence.all(.mark).map(mark)
  }

  /// 猫在哪里？
  func whereQuestion(_ sentence: LocatedTree) -> [ChineseWord] {
    (sentence.first(.subject).map(subject) ?? []) + [
      ChineseWord("在", sentence.first(.verb)), ChineseWord("哪里", sentence.first(.question)),
    ] + sentence.all(.mark).map(mark)
  }

  /// 谁看见了猫？
  func whoQuestion(_ sentence: LocatedTree) -> [ChineseWord] {
    [ChineseWord("谁", sentence.first(.question))] + asked(sentence, isDone: true)
      + (sentence.first(.object).map { object($0) } ?? []) + sentence.all(.mark).map(mark)
  }

  /// 男孩吃了什么？
  func whatQuestion(_ sentence: LocatedTree) -> [ChineseWord] {
    (sentence.first(.subject).map(subject) ?? []) + asked(sentence, isDone: true) + [
      ChineseWord("什么", sentence.first(.question))
    ] + sentence.all(.mark).map(mark)
  }

  private func asked(_ sentence: LocatedTree, isDone: Bool) -> [ChineseWord] {
    guard let leaf = sentence.first(.verb), case .verb(let verb)? = leaf.word?.entry else { return [] }
    return [ChineseWord(verb.chinese, leaf)] + (isDone && verb.aspect == .completed ? [ChineseWord("了")] : [])
  }

  /// 狗饿吗？女孩看见狗了吗？
  func yesNoQuestion(_ sentence: LocatedTree) -> [ChineseWord] {
    let subject = sentence.first(.subject).map { self.subject($0) } ?? []
    let marks = [ChineseWord("吗")] + sentence.all(.mark).map(mark)
    if let leaf = sentence.first(.complement) {
      let noun = sentence.first(.subject).flatMap { self.noun($0) }
      return subject + (plain(leaf, noun).map { [$0] } ?? property(leaf, denied: nil, of: noun)) + marks
    }
    guard let object = sentence.first(.object) else { return subject + marks }
    return subject + asked(sentence, isDone: false) + self.object(object) + [ChineseWord("了")] + marks
  }

  /// 是的，它很饿。不，它不饿。没有，她没有看见。
  func reply(_ sentence: LocatedTree, to question: LocatedTree?) -> [ChineseWord] {
    guard let question, let subject = sentence.first(.subject) else { return [] }
    let no = sentence.first(.negation)
    let isDeed = question.first(.complement) == nil
    let word = no == nil ? "是的" : isDeed ? "没有" : "不"
    var words = [ChineseWord(word, sentence.first(.question)), ChineseWord("，", sentence.first(.mark))]
    words += self.subject(subject)
    if let leaf = question.first(.complement) {
      words += property(leaf, denied: no, of: noun(subject))
    } else if let leaf = question.first(.verb), case .verb(let verb)? = leaf.word?.entry {
      words += no.map { [ChineseWord("没有", $0)] } ?? []
      words.append(ChineseWord(no == nil ? verb.chinese : verb.chineseStem, leaf))
      if no == nil { words.append(ChineseWord("了")) }
    }
    return words + (sentence.all(.mark).last.map { [mark($0)] } ?? [])
  }
}
