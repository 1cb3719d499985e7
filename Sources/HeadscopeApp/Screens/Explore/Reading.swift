internal import Analysis
internal import Models
internal import Tensors

extension ExploreState {
  /// A sentence with its trace, as the pages look at it.
  struct Reading: Sendable {
    let sentence: Sentence
    let trace: Trace
    /// The whole model's pass over the same tokens, where parts of it were switched off in ``trace``.
    var intact: Trace?
    /// Of an encoder–decoder, both of its stacks: ``trace`` is the view of one, and ``sentence`` what it reads.
    var stacks: Stacks?

    /// What the model would have done with nothing switched off.
    var reference: Trace { intact ?? trace }
    var tokens: [Token] { sentence.tokens }
    /// The pass that the trace shows, or shows a part of; and the same with nothing switched off.
    var pass: Trace { stacks?.whole.trace ?? trace }
    var intactPass: Trace? { stacks == nil ? intact : stacks?.whole.intact }
  }

  /// Both stacks of an encoder–decoder, and the one that is in sight.
  struct Stacks: Sendable {
    let whole: Whole
    let stack: ModelStack
    let written: [Token]
  }

  /// What an encoder–decoder made of a source.
  struct Whole: Sendable {
    let sentence: Sentence
    let trace: Trace
    /// The same with nothing switched off, where parts are.
    let intact: Trace?
  }
}

extension ExploreState.Reading {
  /// A stack of an encoder–decoder's answer.
  init(_ whole: ExploreState.Whole, _ stack: ModelStack, tokenizer: any SubjectTokenizer) {
    func tokens(_ stack: ModelStack) -> Sentence {
      Sentence(whole.sentence, writing: whole.trace.ids, stack, tokenizer: tokenizer)
    }
    self.init(
      sentence: tokens(stack), trace: whole.trace.viewed(stack), intact: whole.intact?.viewed(stack),
      stacks: ExploreState.Stacks(whole: whole, stack: stack, written: tokens(.decoder).tokens))
  }

  /// The tokens of a stream.
  func tokens(of stream: Operation.Stream) -> [Token] {
    guard let stacks else { return tokens }
    return stream == .source ? stacks.whole.sentence.tokens : stacks.written
  }

  /// Where a stream's tokens stand among those in sight: what is written stands behind the source where both are.
  func places(of stream: Operation.Stream) -> Range<Int> {
    let count = tokens(of: stream).count
    let first = stacks?.stack == .cross && stream == .main ? tokens(of: .source).count : 0
    return first..<first + count
  }

  /// The stream that a token in sight belongs to.
  func stream(at place: Int) -> Operation.Stream {
    guard let stack = stacks?.stack else { return .main }
    return stack == .encoder || stack == .cross && place < tokens(of: .source).count ? .source : .main
  }

  /// The selection with its positions inside the sentence that was read.
  func clamped(_ selection: ExploreState.Selection) -> ExploreState.Selection {
    var clamped = selection
    clamped.query = min(selection.query, trace.length - 1)
    clamped.key = selection.key.flatMap { $0 < trace.length ? $0 : nil }
    return clamped
  }

  /// The position looked at: the selected one, or the strongest.
  func key(_ selection: ExploreState.Selection) -> Int {
    // A recurrent network looks at nothing but what comes.
    guard trace.configuration.heads > 0 else { return selection.query }
    if let key = selection.key { return key }
    let weights = trace.pattern(layer: selection.layer, head: selection.head, query: selection.query)
    return weights.indices.max { weights[$0] < weights[$1] }.map { $0 - weights.startIndex } ?? 0
  }

  /// Whether the selected query may look at a key.
  func isVisible(_ selection: ExploreState.Selection, key: Int) -> Bool {
    guard trace.configuration.heads > 0 else { return key <= selection.query }
    let scores = trace.scores(layer: selection.layer, head: selection.head, query: selection.query)
    return scores[scores.startIndex + key] > -.infinity
  }
}
