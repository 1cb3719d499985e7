/// One to three sentences of the grammar.
public struct Document: Sendable {
  /// The structure; labels and translation come from it.
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
  public static func text(of tokens: [String]) -> String {
    var text = ""
    for token in tokens {
      if !text.isEmpty, token != ".", token != ",", token != "?" { text += " " }
      text += token
    }
    return text
  }
}
