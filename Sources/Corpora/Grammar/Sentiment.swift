extension Document {
  /// What the document feels like.
  public var sentiment: Sentiment {
    let judgement = judgement
    return judgement > 0 ? .positive : judgement < 0 ? .negative : .neutral
  }

  /// How good it feels: the sum of what its words say, what is said *of* something counting double.
  ///
  /// A negation turns good into bad, and takes the edge off bad.
  var judgement: Int {
    let document = LocatedTree(tree)
    return answered(document)
      + document.all.filter { $0.label == "VP" || $0.label == "NP" }.reduce(0) { sum, phrase in
        let isDenied = phrase.first(.negation) != nil
        let own = phrase.children.flatMap { $0.label == "ADJP" ? $0.children : [$0] }
        return sum
          + own.reduce(0) { part, leaf in
            let value = leaf.word?.feeling ?? 0
            return part + (isDenied ? min(0, -value) : value) * (phrase.label == "VP" ? 2 : 1)
          }
      }
  }

  /// What its words say good or bad by themselves, whatever stands around them: 1 or −1 each.
  var feelings: [Int] { LocatedTree(tree).all.compactMap { $0.word?.feeling }.filter { $0 != 0 } }

  /// What a question about a property comes to by its answer.
  private func answered(_ document: LocatedTree) -> Int {
    guard let question = document.children.first, question.label == "SQ", let asked = question.first(.complement),
      let answer = document.children.last
    else { return 0 }
    let value = asked.word?.feeling ?? 0
    return 2 * (answer.first(.negation) == nil ? value : min(0, -value))
  }
}

extension Word {
  /// 1 for a word that says something good, −1 for one that says something bad, else 0.
  var feeling: Int {
    let sentiment: Sentiment
    switch entry {
    case .adjective(let adjective): sentiment = adjective.sentiment
    case .adverb(let adverb): sentiment = adverb.sentiment
    case .verb(let verb): sentiment = verb.sentiment
    default: return 0
    }
    return sentiment == .positive ? 1 : sentiment == .negative ? -1 : 0
  }
}
