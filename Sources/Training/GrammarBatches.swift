internal import Corpora
internal import Tensors

/// Turns documents into token ids.
public struct DocumentEncoder: Sendable {
  private let ids: [[UInt8]: Int32]
  private let begin: Int32
  private let end: Int32

  /// An encoder for a vocabulary, special tokens included, in the order of their ids.
  ///
  /// - Precondition: the vocabulary has `<s>` and `</s>`.
  public init(vocabulary: [String]) {
    // Compared by bytes: to a String, é and e with an accent are one word. Ids without a token have the empty one.
    let words = zip(vocabulary.map { Array($0.utf8) }, 0..<Int32(vocabulary.count)).filter { !$0.0.isEmpty }
    ids = Dictionary(words) { first, _ in first }
    guard let begin = ids[Array("<s>".utf8)], let end = ids[Array("</s>".utf8)] else {
      preconditionFailure("a vocabulary without <s> and </s>")
    }
    self.begin = begin
    self.end = end
  }

  /// `<s>`, the words, `</s>`.
  ///
  /// - Precondition: every word is in the vocabulary.
  public func encode(_ words: [String]) -> [Int32] { [begin] + words.map(id(of:)) + [end] }

  /// The id of a word.
  ///
  /// - Precondition: it is in the vocabulary.
  public func id(of word: String) -> Int32 {
    guard let id = ids[Array(word.utf8)] else { preconditionFailure("the word \(word) is not in the vocabulary") }
    return id
  }

  /// The grammar's words that a vocabulary lacks: with any of them, it can't be scored on the grammar.
  public static func missingWords(in vocabulary: some Sequence<String>) -> [String] {
    let known = Set(vocabulary)
    return (["<s>", "</s>"] + Grammar.english.vocabulary).filter { !known.contains($0) }
  }
}

/// The grammar's training batches: each step's is a function of the seed and the step alone, so a run can go on from
/// any step without a saved position.
public struct GrammarBatches: Sendable {
  private let encoder: DocumentEncoder
  private let count: Int
  private let length: Int
  private let seed: UInt64

  /// Batches of `count` sequences of `length` tokens.
  public init(encoder: DocumentEncoder, count: Int, length: Int, seed: UInt64) {
    self.encoder = encoder
    self.count = count
    self.length = length
    self.seed = seed
  }

  /// The batch of a step, counted from 1: rows filled with whole documents one after the other, the last one cut.
  public func batch(_ step: Int) -> Batch {
    // Mixed twice, so that neighbouring seeds don't share their batches shifted by a step.
    var ofSeed = SplitMix64(seed: seed)
    var ofStep = SplitMix64(seed: ofSeed.next() ^ UInt64(step))
    var corpus = GrammarCorpus(split: .train, seed: ofStep.next())
    return Batch(
      sequences: (0..<count).map { _ in
        var row: [Int32] = []
        while row.count <= length, let document = corpus.next() { row += encoder.encode(document.tokens) }
        return Array(row.prefix(length + 1))
      })
  }
}
