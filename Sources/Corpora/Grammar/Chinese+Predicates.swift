extension ChineseRenderer {
  func predicate(_ phrase: LocatedTree) -> [ChineseWord] {
    guard let leaf = phrase.first(.verb) else { return [] }
    guard case .verb(let verb)? = leaf.word?.entry else { return state(phrase) }
    let time = phrase.first(.time).map { [ChineseWord(Self.time($0.text), $0)] } ?? []
    return time + denial(phrase, verb) + deed(phrase, verb, leaf)
  }

  private static func time(_ text: String) -> String {
    switch text {
    case "yesterday": "昨天"
    case "today": "今天"
    case "often": "经常"
    case "always": "总是"
    default: "从不"
    }
  }

  /// 没有 for what didn't happen, 不 for what isn't liked; what isn't had is 没 有.
  private func denial(_ phrase: LocatedTree, _ verb: Verb) -> [ChineseWord] {
    guard let leaf = phrase.first(.negation) else { return [] }
    if verb.base == "have" { return [ChineseWord("没", leaf)] }
    return [ChineseWord(phrase.first(.auxiliary)?.text == "did" ? "没有" : "不", leaf)]
  }

  private func deed(_ phrase: LocatedTree, _ verb: Verb, _ leaf: LocatedTree) -> [ChineseWord] {
    let isDenied = phrase.first(.negation) != nil
    let isPast = leaf.text == verb.past && phrase.first(.auxiliary) == nil
    if verb.base == "give" { return giving(phrase, leaf, isDenied: isDenied) }
    guard let object = phrase.first(.object) else {
      return motion(phrase, verb, leaf, isDenied: isDenied, isPast: isPast)
    }
    if let place = phrase.first(.place) {
      return [ChineseWord("把")] + self.object(object) + [ChineseWord(verb.chinese, leaf)] + self.place(place)
    }
    var words = [ChineseWord(isDenied ? verb.chineseStem : verb.chinese, leaf)]
    if isPast, verb.aspect == .completed { words.append(ChineseWord("了")) }
    return words + self.object(object, isDenied: isDenied)
  }

  /// 给了老师一本书; what is known goes before: 把书给了老师.
  private func giving(_ phrase: LocatedTree, _ leaf: LocatedTree, isDenied: Bool) -> [ChineseWord] {
    guard let object = phrase.first(.object), let recipient = phrase.first(.recipient) else { return [] }
    let given = self.object(object, isDenied: isDenied)
    let verb = [ChineseWord("给", [leaf.begin] + (phrase.first(.preposition).map { [$0.begin] } ?? []))]
    let done = verb + (isDenied ? [] : [ChineseWord("了")])
    let new: Set<String> = ["a", "an", "some", "two", "three", "many"]
    let receiver = self.object(recipient)
    if new.contains(object.first(.determiner)?.text ?? "") { return done + receiver + given }
    return [ChineseWord("把")] + given + done + receiver
  }

  /// A verb without an object, its manner and its place.
  private func motion(
    _ phrase: LocatedTree, _ verb: Verb, _ leaf: LocatedTree, isDenied: Bool, isPast: Bool
  ) -> [ChineseWord] {
    let manner = phrase.first(.manner).flatMap { leaf -> [ChineseWord]? in
      if case .adverb(let adverb)? = leaf.word?.entry { [ChineseWord(adverb.chinese, leaf)] } else { nil }
    }
    guard let place = phrase.first(.place) else {
      let texts =
        isDenied
        ? [verb.intransitiveForms.base] : manner == nil ? verb.intransitiveForms.done : [verb.intransitiveForms.lasting]
      return (manner ?? [])
        + texts.enumerated().map { $0.offset == 0 ? ChineseWord($0.element, leaf) : ChineseWord($0.element) }
    }
    let preposition = place.first(.preposition)?.text
    let word = ChineseWord(preposition == "over" ? "飞过" : verb.chinese, leaf)
    if verb.takesPlaceBehind || preposition == "to" { return (manner ?? []) + [word] + self.place(place) }
    return self.place(place) + (manner ?? []) + [word]
  }

  /// What something is like, or where it is.
  private func state(_ phrase: LocatedTree) -> [ChineseWord] {
    let no = phrase.first(.negation)
    if let place = phrase.first(.place) {
      let words = self.place(place)
      guard let no else { return words }
      return [ChineseWord("不", no)] + words
    }
    guard let property = phrase.first(.complement) else { return [] }
    let subjectNoun = subjectNoun(of: phrase)
    if property.word != nil { return self.property(property, denied: no, of: subjectNoun) }
    let adjectives = property.all(.complement)
    if let conjunction = property.first(.conjunction), adjectives.count == 2 {
      let first = self.property(adjectives[0], denied: nil, of: subjectNoun)
      let second = self.property(adjectives[1], denied: nil, of: subjectNoun)
      if conjunction.text == "but" { return first + [ChineseWord("，"), ChineseWord("但是", conjunction)] + second }
      guard let one = plain(adjectives[0], subjectNoun), let other = plain(adjectives[1], subjectNoun) else {
        return first + [ChineseWord("，"), ChineseWord("而且", conjunction)] + second
      }
      return [ChineseWord("又", conjunction), one, ChineseWord("又", conjunction), other]
    }
    return adjectives.first.map { self.property($0, degree: property.first(.degree), denied: no, of: subjectNoun) }
      ?? []
  }

  /// An adjective that 很 or 又 can stand before, without either.
  func plain(_ leaf: LocatedTree, _ noun: Noun?) -> ChineseWord? {
    guard case .adjective(let adjective)? = leaf.word?.entry, !adjective.isIrregularInChinese else { return nil }
    return ChineseWord(noun.map { Self.age(adjective, of: $0) } ?? adjective.chinesePredicate, leaf)
  }

  /// 很累, 不累, 非常累; 是红色的; 生病了.
  func property(
    _ leaf: LocatedTree, degree: LocatedTree? = nil, denied no: LocatedTree?, of noun: Noun?
  ) -> [ChineseWord] {
    guard case .adjective(let adjective)? = leaf.word?.entry else { return [] }
    if adjective.english == "sick" {
      if let no { return [ChineseWord("没有", no), ChineseWord("生病", leaf)] }
      if let degree { return [ChineseWord("病", leaf), ChineseWord("得"), ChineseWord("很", degree), ChineseWord("重")] }
      return [ChineseWord("生病", leaf), ChineseWord("了")]
    }
    if adjective.isIrregularInChinese {
      let very = degree.map { [ChineseWord("完全", $0)] } ?? []
      return (no.map { [ChineseWord("不", $0)] } ?? []) + very
        + [ChineseWord("是"), ChineseWord(adjective.chineseAttribute, leaf), ChineseWord("的")]
    }
    let word = plain(leaf, noun) ?? ChineseWord(adjective.chinesePredicate, leaf)
    if let no { return [ChineseWord("不", no), word] }
    return [degree.map { ChineseWord("非常", $0) } ?? ChineseWord("很"), word]
  }

  /// The noun that a predicate is about, through its pronoun if need be.
  func subjectNoun(of predicate: LocatedTree) -> Noun? {
    for sentence in document.children {
      guard let place = sentence.children.firstIndex(where: { $0.begin == predicate.begin && $0.role == .predicate })
      else { continue }
      return sentence.children[..<place].last { $0.role == .subject }.flatMap(noun)
    }
    return nil
  }

  /// The noun of a noun phrase, or of what a pronoun takes up.
  func noun(_ part: LocatedTree) -> Noun? {
    part.word == nil ? part.noun : antecedents.antecedent(of: part)?.noun
  }
}

extension Adjective {
  /// Whether it is said with 是…的, or as an event, not with 很.
  var isIrregularInChinese: Bool { kind == .colour || ["sick", "empty", "new"].contains(english) }
}

extension Verb {
  /// Without what says that it lasts: did *not* watch is 没有看.
  var chineseStem: String {
    switch base {
    case "watch": "看"
    case "carry": "拿"
    default: chinese
    }
  }

  /// How it is said without a place: as something done, as something that went on in some manner, and denied.
  var intransitiveForms: (done: [String], lasting: String, base: String) {
    switch (base, chinese) {
    case ("sit", "坐"): (["坐着"], "坐着", "坐下")
    case ("sit", _): (["停着"], "停着", "停下来")
    case ("sleep", _): (["睡着", "了"], "睡觉", "睡觉")
    case ("stand", _): (["站着"], "站着", "站起来")
    case ("hide", _): (["躲", "起来", "了"], "躲了起来", "躲起来")
    case ("play", _): (["玩", "了", "一会儿"], "玩耍", "玩")
    case ("run", _): (["跑", "了", "一会儿"], "跑着", "跑")
    case ("walk", _): (["走", "了", "一会儿"], "走着", "走")
    case ("swim", _): (["游", "了", "一会儿"], "游泳", "游泳")
    case ("fly", _): (["飞", "走", "了"], "飞着", "飞")
    case ("sing", _): (["唱", "了", "歌"], "唱歌", "唱歌")
    case ("work", _): (["工作", "了", "一会儿"], "工作", "工作")
    case ("cry", _): (["哭", "了"], "哭着", "哭")
    case ("wait", _): (["等", "了", "一会儿"], "等着", "等")
    default: ([chinese], chinese, chinese)
    }
  }
}
