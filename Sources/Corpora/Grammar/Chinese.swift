/// A Chinese word and the English words it renders, by their places among the document's tokens.
struct ChineseWord: Hashable, Sendable {
  let text: String
  let sources: [Int]

  init(_ text: String, _ sources: [Int] = []) {
    self.text = text
    self.sources = sources
  }

  init(_ text: String, _ leaf: LocatedTree?) { self.init(text, leaf.map { [$0.begin] } ?? []) }
}

/// Says an English document in Chinese: a function of its tree, with no choices of its own.
///
/// One of something known is named bare (猫坐在垫子上), several with 那些, people with 们; what is new has its number and
/// measure word. What English says behind a noun, Chinese says before it with 的.
struct ChineseRenderer {
  let document: LocatedTree
  let antecedents: Antecedents

  init(_ tree: Tree) {
    document = LocatedTree(tree)
    antecedents = Antecedents(document)
  }

  var words: [ChineseWord] {
    var words: [ChineseWord] = []
    for (place, sentence) in document.children.enumerated() {
      words += self.sentence(sentence, after: place > 0 ? document.children[place - 1] : nil)
    }
    return words
  }

  private func sentence(_ sentence: LocatedTree, after before: LocatedTree?) -> [ChineseWord] {
    switch sentence.first(.question)?.text {
    case "yes", "no": reply(sentence, to: before)
    case "where": whereQuestion(sentence)
    case "who": whoQuestion(sentence)
    case "what": sentence.first(.auxiliary) == nil ? weatherQuestion(sentence) : whatQuestion(sentence)
    default: sentence.label == "SQ" ? yesNoQuestion(sentence) : statement(sentence)
    }
  }

  /// Clauses from left to right, with what joins them.
  private func statement(_ sentence: LocatedTree) -> [ChineseWord] {
    if case .weatherSubject? = sentence.first(.subject)?.word?.entry { return weather(sentence) }
    return sentence.children.flatMap { part -> [ChineseWord] in
      switch part.role {
      case .subject: subject(part)
      case .predicate: predicate(part)
      case .conjunction where part.text == "because": [ChineseWord("，"), ChineseWord("因为", part)]
      case .conjunction: [ChineseWord("但是", part)]
      case .mark: [mark(part)]
      default: []
      }
    }
  }

  func subject(_ part: LocatedTree) -> [ChineseWord] {
    part.word == nil ? nounPhrase(part) : [ChineseWord(pronoun(part), part)]
  }

  /// A noun phrase or pronoun that something is done to.
  func object(_ part: LocatedTree, isDenied: Bool = false) -> [ChineseWord] {
    part.word == nil ? nounPhrase(part, isDenied: isDenied) : [ChineseWord(pronoun(part), part)]
  }

  func mark(_ leaf: LocatedTree) -> ChineseWord {
    switch leaf.text {
    case ".": ChineseWord("。", leaf)
    case "?": ChineseWord("？", leaf)
    default: ChineseWord("，", leaf)
    }
  }

  /// 他, 她, 它 and their plurals: a group of women and girls is 她们, other people 他们, all else 它们.
  func pronoun(_ leaf: LocatedTree) -> String {
    let pronoun: Pronoun
    switch leaf.word?.entry {
    case .pronoun(let own), .possessive(let own): pronoun = own
    default: return ""
    }
    switch pronoun {
    case .he: return "他"
    case .she: return "她"
    case .it: return "它"
    case .they:
      guard let antecedent = antecedents.antecedent(of: leaf) else { return "他们" }
      let members =
        antecedent.first(.conjunction) == nil ? [antecedent] : antecedent.children.filter { $0.label == "NP" }
      guard members.contains(where: { $0.noun?.meaning.isPerson ?? true }) else { return "它们" }
      let areWomen = members.allSatisfy { member in
        if case .name(let name)? = member.head.word?.entry { return name.pronoun == .she }
        return member.noun?.pronoun == .she
      }
      return areWomen ? "她们" : "他们"
    }
  }
}

extension Document {
  private var chineseWords: [ChineseWord] { ChineseRenderer(tree).words }

  /// The document in Chinese: words and punctuation marks, to be joined without spaces.
  public var chinese: [String] { chineseWords.map(\.text) }

  /// The document in Chinese, as it is written.
  public var chineseText: String { chinese.joined() }

  /// Which Chinese word renders which English word, in the order of the Chinese words.
  ///
  /// Words that only one language has (的, 了, *the*) stand in no pair.
  public var alignment: [(english: Int, chinese: Int)] {
    chineseWords.enumerated().flatMap { place, word in word.sources.map { (english: $0, chinese: place) } }
  }
}
