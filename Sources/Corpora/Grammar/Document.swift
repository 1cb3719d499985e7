/// One to three sentences of the grammar, with all that can be read off them.
public struct Document: Sendable {
  /// The structure; words, labels and translation come from it.
  public let tree: Tree
  /// The English words and punctuation marks; sentences begin with a capital.
  public let tokens: [String]
  /// The natural logarithm of the probability of the choices that made this document.
  ///
  /// The probability of its words can be higher, where other choices make the same words.
  public let derivationLogProbability: Double

  init(tree: Tree, derivationLogProbability: Double) {
    self.tree = tree
    self.derivationLogProbability = derivationLogProbability
    tokens = tree.children.flatMap { sentence in
      sentence.words.enumerated().map { $0.offset == 0 ? capitalized($0.element.text) : $0.element.text }
    }
  }

  /// The English text: words joined by spaces, none before a punctuation mark.
  public var text: String { Document.text(of: tokens) }

  /// Words joined as English is written.
  public static func text(of tokens: some Sequence<String>) -> String {
    var text = ""
    for token in tokens {
      if !text.isEmpty, token != ".", token != ",", token != "?" { text += " " }
      text += token
    }
    return text
  }

  /// The pairs of words that stand in a relation, in the order of their later words.
  public var relations: [RelationPair] { LabelReader(LocatedTree(tree)).pairs }

  /// The structure with brackets: `(TEXT (S (NP (DT The) (NN cat)) (VP (VBD sat) …) (. .)))`.
  public var parse: String {
    var next = 0
    return bracketed(tree, &next)
  }

  private func bracketed(_ tree: Tree, _ next: inout Int) -> String {
    guard tree.word == nil else {
      next += 1
      return "(\(tree.label) \(tokens[next - 1]))"
    }
    var text = "(\(tree.label)"
    for child in tree.children { text += " " + bracketed(child, &next) }
    return text + ")"
  }
}
