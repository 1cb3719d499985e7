extension Document {
  /// What the document feels like.
  public var sentiment: Sentiment {
    let judgement = tree.judgement
    return judgement > 0 ? .positive : judgement < 0 ? .negative : .neutral
  }
}

extension Tree {
  /// How good a document feels: the sum of what its words say, what is said *of* something counting double.
  ///
  /// A negation turns good into bad, and takes the edge off bad.
  var judgement: Int { answered + phrasesJudgement }

  /// Whether some word says good by itself, and whether some word says bad, whatever stands around them.
  var feelings: (good: Bool, bad: Bool) {
    if let word { return (word.feeling > 0, word.feeling < 0) }
    return children.reduce((false, false)) { found, child in
      let feelings = child.feelings
      return (found.0 || feelings.good, found.1 || feelings.bad)
    }
  }

  private func first(_ role: Role) -> Tree? { children.first { $0.role == role } }

  /// What the words of its phrases come to.
  private var phrasesJudgement: Int {
    var sum = children.reduce(0) { $0 + $1.phrasesJudgement }
    guard label == "VP" || label == "NP" else { return sum }
    let (isDenied, weight) = (first(.negation) != nil, label == "VP" ? 2 : 1)
    func add(_ leaf: Tree) {
      let value = leaf.word?.feeling ?? 0
      sum += (isDenied ? min(0, -value) : value) * weight
    }
    for child in children {
      if child.label == "ADJP" { child.children.forEach(add) } else { add(child) }
    }
    return sum
  }

  /// What a question about a property comes to by its answer.
  private var answered: Int {
    guard let question = children.first, question.label == "SQ", let asked = question.first(.complement),
      let answer = children.last
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
