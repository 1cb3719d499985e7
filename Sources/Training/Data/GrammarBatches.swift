public import Corpora
internal import Tensors

/// Turns documents into token ids.
public struct DocumentEncoder: Sendable {
  private let ids: [[UInt8]: Int32]
  let begin: Int32
  let end: Int32
  /// Fills short sequences up.
  let padding: Int32
  /// What hides words for an encoder; nil for a decoder's vocabulary.
  public let hider: WordHider?

  /// An encoder for a vocabulary, special tokens included, in the order of their ids.
  ///
  /// - Precondition: the vocabulary has `<s>` and `</s>`, or `[CLS]`, `[SEP]` and `[MASK]`.
  public init(vocabulary: [String]) {
    // Compared by bytes: to a String, é and e with an accent are one word. Ids without a token have the empty one.
    let words = zip(vocabulary.map { Array($0.utf8) }, 0..<Int32(vocabulary.count)).filter { !$0.0.isEmpty }
    ids = Dictionary(words) { first, _ in first }
    let known = ids
    func id(_ token: String) -> Int32? { known[Array(token.utf8)] }
    if let begin = id("[CLS]"), let end = id("[SEP]"), let mask = id("[MASK]") {
      (self.begin, self.end, padding) = (begin, end, id("[PAD]") ?? end)
      hider = WordHider(mask: mask, words: Grammar.englishWords.compactMap(id).sorted())
    } else if let begin = id("<s>"), let end = id("</s>") {
      (self.begin, self.end, padding) = (begin, end, id("<pad>") ?? end)
      hider = nil
    } else {
      preconditionFailure("a vocabulary without the tokens that stand around a text")
    }
  }

  /// `<s>`, the words, `</s>`; for an encoder `[CLS]`, the words, `[SEP]`.
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

  /// The words of exercises, or of the grammar, that a vocabulary lacks: without any of them, it can't be scored there.
  public static func missingWords(
    in vocabulary: some Sequence<String>, of exercises: Exercises? = nil, translates: Bool = false
  ) -> [String] {
    let known = Set(vocabulary)
    let around = known.contains("[MASK]") ? ["[CLS]", "[SEP]"] : ["<s>", "</s>"]
    return (around + (exercises?.words ?? Grammar.englishWords) + (translates ? Grammar.chineseWords : [])).filter {
      !known.contains($0)
    }
  }
}

/// The grammar's training batches: each step's is a function of the seed and the step alone, so a run can go on from
/// any step without a saved position.
public struct GrammarBatches: Sendable {
  private let encoder: DocumentEncoder
  private let count: Int
  private let length: Int
  private let accumulation: Int
  private let seed: UInt64
  /// The only documents there are, or nil for all that the grammar makes.
  private let documents: [[Int32]]?

  /// Batches of `count` sequences of `length` tokens.
  ///
  /// - Parameters:
  ///   - accumulation: Batches of a step.
  ///   - documents: How many documents of the training split there are, the first of the seed's stream; nil for all
  ///     that the grammar makes.
  public init(
    encoder: DocumentEncoder, count: Int, length: Int, accumulation: Int = 1, seed: UInt64, documents: Int? = nil
  ) {
    self.encoder = encoder
    self.count = count
    self.length = length
    self.accumulation = accumulation
    self.seed = seed
    self.documents = documents.map { count in
      precondition(count > 0, "a corpus of \(count) documents")
      return GrammarCorpus.documents(count, split: .train, seed: seed).map { encoder.encode($0.tokens) }
    }
  }

  /// The batches of a preset.
  init(_ preset: Preset, encoder: DocumentEncoder) {
    self.init(
      encoder: encoder, count: preset.training.batch, length: preset.training.length,
      accumulation: preset.training.accumulation, seed: preset.training.seed, documents: preset.documents)
  }

  /// The batches of a step, counted from 1. Together they hold the sequences of one batch that is as large as all of
  /// them, in order.
  public func batches(_ step: Int) -> [Batch] {
    let rows = rows(step, count * accumulation)
    return (0..<accumulation).map { batch(step, Array(rows[$0 * count..<($0 + 1) * count]), number: $0) }
  }

  /// The first batch of a step, counted from 1.
  public func batch(_ step: Int) -> Batch { batch(step, rows(step, count), number: 0) }

  /// The batch of some rows.
  ///
  /// An encoder reads every other row only to the end of its first document, as it will read a single sentence later on.
  private func batch(_ step: Int, _ rows: [[Int32]], number: Int) -> Batch {
    guard let hider = encoder.hider else { return Batch(sequences: rows) }
    var generator = SplitMix64(seed: seed, step: step)
    for _ in 0...number { generator = SplitMix64(seed: generator.next() ^ 0x4D61_736B) }
    var lengths: [Int] = []
    let examples = rows.enumerated().map { index, row in
      var row = Array(row.prefix(length))
      let first = (row.firstIndex(of: encoder.end) ?? length - 1) + 1
      lengths.append(index.isMultiple(of: 2) ? length : first)
      for place in lengths[index]..<length { row[place] = encoder.padding }
      return hider.hide(row, using: &generator)
    }
    var batch = Batch(examples)
    batch.lengths = lengths
    return batch
  }

  /// Rows filled with whole documents one after the other, the last one cut.
  private func rows(_ step: Int, _ count: Int) -> [[Int32]] {
    var ofStep = SplitMix64(seed: seed, step: step)
    let seedOfStep = ofStep.next()
    var corpus = GrammarCorpus(split: .train, seed: seedOfStep)
    var choice = SplitMix64(seed: seedOfStep)
    return (0..<count).map { _ in
      var row: [Int32] = []
      while row.count <= length {
        if let documents {
          row += documents[Int.random(in: documents.indices, using: &choice)]
        } else if let document = corpus.next() {
          row += encoder.encode(document.tokens)
        }
      }
      return Array(row.prefix(length + 1))
    }
  }
}
