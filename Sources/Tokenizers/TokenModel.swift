/// What makes tokens of a word, by Hugging Face's names.
enum TokenModel: Equatable, Sendable {
  /// `WordLevel`: whole words.
  case words(WordLevel)
  /// `WordPiece`: the longest piece that is known, again and again.
  case pieces(WordPiece)
  /// `BPE`: the pairs that were learnt first are joined first.
  case pairs(BytePairs)

  /// A token of a word: its number, nil where nothing is known for this stretch, and the stretch as it stands in the word.
  struct Piece: Equatable {
    var id: Int?
    var text: Substring
  }

  /// Tokens and their numbers.
  var vocabulary: Vocabulary {
    switch self {
    case .words(let model): model.vocabulary
    case .pieces(let model): model.vocabulary
    case .pairs(let model): model.vocabulary
    }
  }

  /// The token that stands for what is unknown; nil where nothing is.
  var unknownToken: String? {
    switch self {
    case .words(let model): model.unknownToken
    case .pieces(let model): model.unknownToken
    case .pairs(let model): model.unknownToken
    }
  }

  /// Its number.
  var unknownId: Int? { unknownToken.flatMap { vocabulary.id(of: $0) } }

  /// The tokens of a word, which follow each other without gaps. What is unknown and has no token of its own falls away.
  func pieces(of word: String) -> [Piece] {
    switch self {
    case .words(let model): [Piece(id: model.id(of: word), text: word[...])]
    case .pieces(let model): model.pieces(of: word)
    case .pairs(let model): model.pieces(of: word)
    }
  }
}
