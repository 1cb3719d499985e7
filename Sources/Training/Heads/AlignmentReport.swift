public import Corpora
public import KernelTypes
public import Models

/// Whether an encoder–decoder's cross-attention looks at the word that is being translated.
///
/// Of each Chinese word that renders English ones, the row that says it (that reads the word before it) is asked: is the
/// English word that it attends to most one of those? Words that only one language has count for nothing.
public struct AlignmentReport: Sendable {
  /// A head's score.
  public struct Score: Equatable, Sendable {
    /// A head of the decoder.
    public let place: HeadPlace
    /// Share of the words for which the most attended English word is a right one.
    public let share: Double
  }

  /// Every head of the decoder.
  public let scores: [Score]
  /// The same of the mean attention of all heads of a block, by block.
  public let blocks: [Double]
  /// Words that were asked for.
  public let words: Int
  /// What the best fixed offset from a word's place to the English word's would score, and that offset.
  public let fixedOffset: (offset: Int, share: Double)
  /// What the best head scored before training.
  public let untrained: Double

  /// The best head; of equal ones the first.
  public var best: Score? { scores.max { ($0.share, $1.place) < ($1.share, $0.place) } }

  /// Measures a translator on documents of a split.
  public init(
    of model: LanguageModel, untrained: LanguageModel, on split: Split, count: Int = 300, encoder: DocumentEncoder,
    kernels: KernelSet
  ) {
    let longest = model.configuration.contextLength
    let texts = GrammarCorpus.documents(count, split: split, seed: 0xA116).compactMap { document -> Text? in
      let example = encoder.translation(of: document)
      guard max(example.ids.count, example.source.count) <= longest else { return nil }
      // The source begins with <s>.
      let pairs = document.alignment.map { (target: $0.chinese, source: $0.english + 1) }
      return Text(example: example, links: Dictionary(grouping: pairs, by: \.target).mapValues { $0.map(\.source) })
    }
    let own = Tally(model, texts, kernels)
    scores = zip(model.configuration.headPlaces, own.right).map {
      Score(place: $0, share: Double($1) / Double(max(own.words, 1)))
    }
    blocks = own.blocks.map { Double($0) / Double(max(own.words, 1)) }
    words = own.words
    self.untrained = Double(Tally(untrained, texts, kernels).right.max() ?? 0) / Double(max(own.words, 1))
    var offsets: [Int: Int] = [:]
    for text in texts {
      for (target, sources) in text.links { for source in Set(sources) { offsets[source - target, default: 0] += 1 } }
    }
    let commonest = offsets.max { ($0.value, $1.key) < ($1.value, $0.key) }
    fixedOffset = (commonest?.key ?? 0, Double(commonest?.value ?? 0) / Double(max(own.words, 1)))
  }

  /// A pair of texts, and for Chinese words the places of the English ones that they render.
  private struct Text {
    let example: Example
    let links: [Int: [Int]]
  }

  /// How many words a model's heads find.
  private struct Tally {
    var right: [Int]
    var blocks: [Int]
    var words = 0

    init(_ model: LanguageModel, _ texts: [Text], _ kernels: KernelSet) {
      let places = model.configuration.headPlaces
      right = [Int](repeating: 0, count: places.count)
      blocks = [Int](repeating: 0, count: model.configuration.layers)
      let session = TraceSession(model, kernels: kernels)
      for text in texts {
        let trace = session.trace(text.example.ids, source: text.example.source)
        for (word, sources) in text.links {
          words += 1
          var sums = [[Float]](
            repeating: [Float](repeating: 0, count: text.example.source.count), count: model.configuration.layers)
          for (index, place) in places.enumerated() {
            let row = Array(
              trace.values(at: [place.head, word], of: "decoder.blocks.\(place.layer).cross_attn.hook_pattern"))
            if sources.contains(Self.most(row)) { right[index] += 1 }
            for key in row.indices { sums[place.layer][key] += row[key] }
          }
          for (layer, sum) in sums.enumerated() where sources.contains(Self.most(sum)) { blocks[layer] += 1 }
        }
      }
    }

    /// The most attended word; what stands around the text is none.
    private static func most(_ row: [Float]) -> Int {
      row.indices.dropFirst().dropLast().max { row[$0] < row[$1] } ?? 0
    }
  }
}
