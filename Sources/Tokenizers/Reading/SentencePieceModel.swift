/// What stands in a `tokenizer.model`: pieces with scores and kinds, and how text is changed before.
///
/// - SeeAlso: `sentencepiece_model.proto` in Kudo and Richardson's code.
struct SentencePieceModel {
  typealias Problem = TokenizerError.Problem

  /// What a piece is for.
  enum Kind: UInt64 {
    case normal = 1
    case unknown, control, userDefined, unused, byte
  }

  struct Piece {
    var text = ""
    var score: Float = 0
    var kind = Kind.normal
  }

  private(set) var pieces: [Piece] = []
  /// 1 for Unigram, 2 for byte pairs.
  private(set) var type: UInt64 = 1
  private(set) var fallsBackToBytes = false
  /// The numbers of the pieces that play a part; beyond all pieces where none does.
  private(set) var (unknown, beginning, end, padding): (UInt64, UInt64, UInt64, UInt64) = (0, 1, 2, .max)
  private(set) var normalizer = SentencePieceNormalizer()

  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) throws(Problem) {
    self.bytes = bytes
    var reader = ProtobufReader(bytes, bytes.indices)
    while let (number, value, place) = try reader.next() {
      switch (number, value) {
      case (1, .bytes(let range)):
        guard pieces.count < Vocabulary.largest else { throw .tooManyTokens(limit: Vocabulary.largest) }
        pieces.append(try piece(range, at: place))
      case (2, .bytes(let range)): try readTrainer(range)
      case (3, .bytes(let range)): try readNormalizer(range)
      case (1...3, _): throw .protobuf(at: place, expected: "a message")
      default: break
      }
    }
    guard !pieces.isEmpty else { throw .protobuf(at: 0, expected: "pieces, found none") }
  }

  private func piece(_ range: Range<Int>, at start: Int) throws(Problem) -> Piece {
    var piece = Piece()
    var reader = ProtobufReader(bytes, range)
    while let (number, value, place) = try reader.next() {
      switch (number, value) {
      case (1, .bytes(let range)):
        guard let text = String(validating: bytes[range], as: UTF8.self), range.count <= AddedTokens.longest else {
          throw .protobuf(at: place, expected: "a piece in UTF-8 of at most \(AddedTokens.longest) bytes")
        }
        piece.text = text
      case (2, .float(let score)) where score.isFinite: piece.score = score
      case (3, .number(let number)):
        guard let kind = Kind(rawValue: number) else { throw .protobuf(at: place, expected: "a known kind of piece") }
        piece.kind = kind
      case (1...3, _): throw .protobuf(at: place, expected: "text, a finite score or a kind")
      default: break
      }
    }
    guard !piece.text.isEmpty else { throw .protobuf(at: start, expected: "a piece that is not empty") }
    return piece
  }

  private mutating func readTrainer(_ range: Range<Int>) throws(Problem) {
    var reader = ProtobufReader(bytes, range)
    while let (number, value, place) = try reader.next() {
      switch (number, value) {
      case (3, .number(let type)): self.type = type
      case (24, .number(let flag)): normalizer.endsWords = flag != 0
      case (35, .number(let flag)): fallsBackToBytes = flag != 0
      case (40, .number(let id)): unknown = id
      case (41, .number(let id)): beginning = id
      case (42, .number(let id)): end = id
      case (43, .number(let id)): padding = id
      case (3, _), (24, _), (35, _), (40...43, _): throw .protobuf(at: place, expected: "a number")
      default: break
      }
    }
  }

  private mutating func readNormalizer(_ range: Range<Int>) throws(Problem) {
    var reader = ProtobufReader(bytes, range)
    while let (number, value, place) = try reader.next() {
      switch (number, value) {
      case (2, .bytes(let range)):
        guard !range.isEmpty else { break }
        guard let charsmap = Charsmap(Array(bytes[range])) else {
          throw .invalidCharsmap(place: "normalizer_spec.precompiled_charsmap")
        }
        normalizer.charsmap = charsmap
      case (3, .number(let flag)): normalizer.addsSpace = flag != 0
      case (4, .number(let flag)): normalizer.removesExtraSpaces = flag != 0
      case (5, .number(let flag)): normalizer.escapesSpaces = flag != 0
      case (2...5, _): throw .protobuf(at: place, expected: "a table or a truth value")
      default: break
      }
    }
  }
}
