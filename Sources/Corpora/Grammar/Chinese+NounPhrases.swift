extension ChineseRenderer {
  /// - Parameter isDenied: Whether it is said not to have been dealt with: *did not eat an apple* is 没有吃苹果.
  func nounPhrase(_ phrase: LocatedTree, isDenied: Bool = false) -> [ChineseWord] {
    if phrase.first(.conjunction) != nil { return pair(phrase) }
    let head = phrase.head
    if case .name(let name)? = head.word?.entry { return [ChineseWord(name.chinese, head)] }
    guard case .noun(let noun, let number)? = head.word?.entry else { return [] }
    let clause = phrase.children.first { $0.label == "SBAR" }
    let determiner = self.determiner(phrase, noun, number, isDenied: isDenied, hasClause: clause != nil)
    let before = (clause.map(relativeClause) ?? []) + (phrase.first(.place).map(placeAttribute) ?? [])
    let suffix = number == .plural && noun.meaning.isPerson && phrase.first(.determiner)?.text == "the" ? "们" : ""
    return before + determiner + attributes(phrase.all(.modifier).filter { $0.word != nil }, noun) + [
      ChineseWord(noun.chinese + suffix, head)
    ]
  }

  private func pair(_ phrase: LocatedTree) -> [ChineseWord] {
    phrase.children.flatMap { part in
      part.label == "NP" ? nounPhrase(part) : [ChineseWord("和", part)]
    }
  }

  private func determiner(
    _ phrase: LocatedTree, _ noun: Noun, _ number: GrammaticalNumber, isDenied: Bool, hasClause: Bool
  ) -> [ChineseWord] {
    guard let leaf = phrase.first(.determiner) else { return [] }
    if case .possessive? = leaf.word?.entry { return [ChineseWord(pronoun(leaf) + "的", leaf)] }
    switch leaf.text {
    case "the":
      if number == .singular { return hasClause ? [ChineseWord("那" + noun.measure, leaf)] : [] }
      return noun.meaning.isPerson ? [] : [ChineseWord("那些", leaf)]
    case "a", "an": return isDenied ? [] : [ChineseWord("一" + noun.measure, leaf)]
    case "this": return [ChineseWord("这" + noun.measure, leaf)]
    case "that": return [ChineseWord("那" + noun.measure, leaf)]
    case "these": return [ChineseWord("这些", leaf)]
    case "those": return [ChineseWord("那些", leaf)]
    case "some": return isDenied ? [] : [ChineseWord("一些", leaf)]
    case "two": return [ChineseWord("两" + noun.measure, leaf)]
    case "three": return [ChineseWord("三" + noun.measure, leaf)]
    case "many": return [ChineseWord("许多", leaf)]
    case "my": return [ChineseWord("我的", leaf)]
    case "our": return [ChineseWord("我们的", leaf)]
    default: return []
    }
  }

  /// Adjectives before a noun, in the order of Chinese: quality, colour, age, size.
  private func attributes(_ leaves: [LocatedTree], _ noun: Noun) -> [ChineseWord] {
    var found: [AdjectiveKind: (LocatedTree, Adjective)] = [:]
    for leaf in leaves {
      if case .adjective(let adjective)? = leaf.word?.entry { found[adjective.kind] = (leaf, adjective) }
    }
    var words: [ChineseWord] = []
    if let (leaf, quality) = found[.quality] {
      words.append(ChineseWord(quality.chineseAttribute, leaf))
      if quality.chineseAttribute.count > 1 || leaves.count > 1 { words.append(ChineseWord("的")) }
    }
    if let (leaf, colour) = found[.colour] {
      if leaves.count == 1, noun.chinese.count == 1, colour.english != "brown" {
        words.append(ChineseWord(colour.chinesePredicate, leaf))
      } else {
        words.append(ChineseWord(colour.chineseAttribute, leaf))
        if found[.quality] == nil || found.count == 2 && noun.chinese.count == 1 { words.append(ChineseWord("的")) }
      }
    }
    if let (sizeLeaf, size) = found[.size], let (ageLeaf, age) = found[.age] {
      return words + [
        ChineseWord("又"), ChineseWord(size.chinesePredicate, sizeLeaf), ChineseWord("又"),
        ChineseWord(Self.age(age, of: noun), ageLeaf), ChineseWord("的"),
      ]
    }
    if let (leaf, size) = found[.size] { words += Self.size(size, leaf, noun) }
    if let (leaf, age) = found[.age] {
      let isYearsOfPeople = age.english == "old" && (noun.meaning.isPerson || noun.chinese.hasPrefix("老"))
      let text = isYearsOfPeople ? "年老" : Self.age(age, of: noun)
      words.append(ChineseWord(text, leaf))
      if text.count > 1 { words.append(ChineseWord("的")) }
    }
    return words
  }

  private static func size(_ size: Adjective, _ leaf: LocatedTree, _ noun: Noun) -> [ChineseWord] {
    switch (size.english, noun.meaning.isPerson) {
    case ("tall", true): [ChineseWord("高个子", leaf)]
    case ("tall", false): [ChineseWord("高大", leaf), ChineseWord("的")]
    case ("long", _): [ChineseWord("长长", leaf), ChineseWord("的")]
    // 小学生 would be a pupil of a primary school.
    case ("small", true), ("little", true):
      noun.singular == "student" ? [ChineseWord("矮小", leaf), ChineseWord("的")] : [ChineseWord("小", leaf)]
    default: [ChineseWord(size.chinesePredicate, leaf)]
    }
  }

  /// Living things, and houses, grow 老; what is used grows 旧.
  static func age(_ adjective: Adjective, of noun: Noun) -> String {
    guard adjective.english == "old" else { return adjective.chinesePredicate }
    let livesOrLasts = noun.meaning.isAnimate || noun.meaning == .tree || noun.meaning == .building
    return livesOrLasts ? "老" : "旧"
  }

  /// 追赶猫的, 男孩看见的.
  private func relativeClause(_ clause: LocatedTree) -> [ChineseWord] {
    let link = ChineseWord("的", clause.first(.relative))
    if let inner = clause.first(.predicate) {
      var words = predicate(inner)
      if words.last?.text == "了" { words.removeLast() }
      return words + [link]
    }
    guard let subject = clause.first(.subject), let leaf = clause.first(.verb), case .verb(let verb)? = leaf.word?.entry
    else { return [link] }
    return self.subject(subject) + [ChineseWord(verb.chinese, leaf), link]
  }

  /// 桌子上的, 狗旁边的.
  private func placeAttribute(_ phrase: LocatedTree) -> [ChineseWord] {
    guard let object = phrase.first(.object), let leaf = phrase.first(.preposition) else { return [] }
    return nounPhrase(object) + [ChineseWord(Self.side(leaf, object), leaf), ChineseWord("的")]
  }

  /// Where in relation to the object: 上, 里, 下面, 旁边.
  static func side(_ leaf: LocatedTree, _ object: LocatedTree) -> String {
    guard case .preposition(let preposition)? = leaf.word?.entry else { return "" }
    if preposition.english == "near", object.noun?.meaning == .water { return "边" }
    return preposition.after ?? ""
  }

  /// 跑到河边, 跑到房子那里, 跑到公园.
  private static func vicinity(_ noun: Noun?) -> [ChineseWord] {
    if noun?.meaning == .water { return [ChineseWord("边")] }
    return noun?.singular == "house" ? [ChineseWord("那里")] : []
  }

  /// 在垫子上, 到公园, 和狗一起.
  func place(_ phrase: LocatedTree) -> [ChineseWord] {
    guard let object = phrase.first(.object), let leaf = phrase.first(.preposition),
      case .preposition(let preposition)? = leaf.word?.entry
    else { return [] }
    let before = ChineseWord(preposition.before, leaf)
    let noun = nounPhrase(object)
    switch preposition.english {
    case "to": return [before] + noun + Self.vicinity(object.noun)
    case "with": return [before] + noun + [ChineseWord("一起")]
    default: return [before] + noun + [ChineseWord(Self.side(leaf, object), leaf)]
    }
  }
}
