/// What makes tokens of a word, by Hugging Face's names.
enum TokenModel: Equatable, Sendable {
  /// `WordLevel`: whole words.
  case words(WordLevel)
  /// `WordPiece`: the longest piece that is known, again and again.
  case pieces(WordPiece)
  /// `BPE`: the pairs that were learnt first are joined first.
  case pairs(BytePairs)
  /// `Unigram`: the pieces that together are likeliest.
  case likeliest(Unigram)

  /// A token of a word: its number, nil where nothing is known for this stretch, and the stretch.
  struct Piece: Equatable {
    var id: Int?
    /// By index of the word's slice.
    var range: Range<Int>
  }

  /// Tokens and their numbers.
  var vocabulary: Vocabulary {
    switch self {
    case .words(let model): model.vocabulary
    case .pieces(let model): model.vocabulary
    case .pairs(let model): model.vocabulary
    case .likeliest(let model): model.vocabulary
    }
  }

  /// The token that stands for what is unknown; nil where nothing is.
  var unknownToken: String? {
    switch self {
    case .words(let model): model.unknownToken
    case .pieces(let model): model.unknownToken
    case .pairs(let model): model.unknownToken
    case .likeliest(let model): model.unknownId.flatMap { model.vocabulary.token($0) }
    }
  }

  /// Its number.
  var unknownId: Int? {
    if case .likeliest(let model) = self { return model.unknownId }
    return unknownToken.flatMap { vocabulary.id(of: $0) }
  }

  /// Whether what is unknown stands among the tokens as the text writes it, rather than as the unknown token.
  var showsUnknown: Bool {
    switch self {
    case .words, .pieces: false
    case .pairs(let model): model.options.showsUnknown
    case .likeliest: true
    }
  }

  /// The tokens of a word, in order. What is unknown and has no token of its own falls away.
  func pieces(of word: ArraySlice<CodePoint>) -> [Piece] {
    switch self {
    case .words(let model): [Piece(id: model.id(of: word.text), range: word.indices)]
    case .pieces(let model): model.pieces(of: word)
    case .pairs(let model): model.pieces(of: word)
    case .likeliest(let model): model.pieces(of: word)
    }
  }
}
