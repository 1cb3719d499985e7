/// A tree with its words' places in the document, for reading off what belongs together.
struct LocatedTree: Sendable {
  let tree: Tree
  /// The place of its first word.
  let begin: Int
  let children: [LocatedTree]
  /// The place behind its last word.
  let end: Int

  init(_ tree: Tree, from begin: Int = 0) {
    self.tree = tree
    self.begin = begin
    var place = begin
    var children: [LocatedTree] = []
    for child in tree.children {
      let located = LocatedTree(child, from: place)
      children.append(located)
      place = located.end
    }
    self.children = children
    end = tree.word == nil ? place : begin + 1
  }

  var label: String { tree.label }
  var role: Role { tree.role }
  var word: Word? { tree.word }
  /// A leaf's text; empty for a phrase.
  var text: String { tree.word?.text ?? "" }

  func first(_ role: Role) -> LocatedTree? { children.first { $0.role == role } }
  func all(_ role: Role) -> [LocatedTree] { children.filter { $0.role == role } }

  /// The word that stands for the phrase: its noun, its verb; of a pair, the first one's.
  var head: LocatedTree {
    if tree.word != nil { return self }
    return (first(.head) ?? first(.verb) ?? children.first)?.head ?? self
  }

  /// The noun of a noun phrase's head.
  var noun: Noun? {
    if case .noun(let noun, _)? = head.word?.entry { noun } else { nil }
  }

  /// Every phrase and word, a phrase before its parts.
  var all: [LocatedTree] { [self] + children.flatMap(\.all) }

  /// What pronoun takes up this noun phrase; nil for one of unknown gender.
  var pronoun: Pronoun? {
    if first(.conjunction) != nil { return .they }
    switch head.word?.entry {
    case .noun(let noun, let number): return number == .plural ? .they : noun.pronoun
    case .name(let name): return name.pronoun
    default: return nil
    }
  }
}
