/// What a model's folder asks for while the model writes, beyond its logits, by the names of `generation_config.json`.
///
/// The rules and their order are those of `transformers`' logits processors.
/// - SeeAlso: Keskar et al. 2019, "CTRL", section 4.1 (the penalty on repetition); Paulus et al. 2017, "A deep reinforced model for
///   abstractive summarization", section 2.5 (no stretch twice).
public struct WritingRules: Equatable, Sendable {
  /// `eos_token_id`: the tokens of which any ends a text.
  public var ends: Set<Int32>
  /// `forced_bos_token_id`: what comes after a single token, as an encoder–decoder's text begins, whatever the logits say; nil where
  /// it is free.
  public var forcedFirst: Int32?
  /// `forced_eos_token_id`: the tokens of which one takes a text's last place, where it comes to the most tokens allowed; any may
  /// where there are none.
  public var forcedEnds: [Int32] = []
  /// `repetition_penalty`: what logits above 0 are divided by, and others multiplied with, of tokens that stand in the text.
  public var repetitionPenalty: Float = 1
  /// `no_repeat_ngram_size`: how long a stretch of tokens is that doesn't come twice; any may where 0.
  public var unrepeatedStretch = 0
  /// `min_length`: the tokens, the prompt's included, before which no text ends.
  public var shortest = 0
  /// `min_new_tokens`: the tokens, the prompt's left out, before which no text ends; where it is given, ``shortest`` is of no
  /// account.
  public var fewestNew: Int?
  /// `suppress_tokens`: tokens that are never written.
  public var suppressed: [Int32] = []
  /// `begin_suppress_tokens`: tokens that are not written first.
  public var suppressedFirst: [Int32] = []
  /// What is asked for and not done here, as `name value`.
  public var unheeded: [String] = []

  /// Rules that say no more than which tokens end a text.
  public init(ends: Set<Int32> = [], forcedFirst: Int32? = nil) { (self.ends, self.forcedFirst) = (ends, forcedFirst) }

  /// Changes what the model says of the next token.
  ///
  /// - Parameters:
  ///   - logits: A number for each token of the vocabulary; what may not come gets −∞.
  ///   - ids: The text so far, its prompt included.
  ///   - promptLength: How many tokens of it are the prompt's.
  ///   - limit: How many tokens it comes to at most, the prompt's included; nil where that is no matter.
  public func apply(to logits: inout [Float], after ids: [Int32], promptLength: Int, limit: Int? = nil) {
    if repetitionPenalty != 1 {
      for id in Set(ids) {
        let logit = logits[Int(id)]
        logits[Int(id)] = logit < 0 ? logit * repetitionPenalty : logit / repetitionPenalty
      }
    }
    func forbid(_ tokens: some Sequence<Int32>) {
      for id in tokens { logits[Int(id)] = -.infinity }
    }
    forbid(repeating(ids))
    if ids.count < fewestNew.map({ promptLength + $0 }) ?? shortest { forbid(ends) }
    func allowNothing(but tokens: [Int32]) {
      for id in logits.indices { logits[id] = tokens.contains(Int32(id)) ? 0 : -.infinity }
    }
    if let forcedFirst, ids.count == 1 { allowNothing(but: [forcedFirst]) }
    if let limit, !forcedEnds.isEmpty, ids.count == limit - 1 { allowNothing(but: forcedEnds) }
    forbid(suppressed)
    if ids.count == (promptLength == 1 && forcedFirst != nil ? 2 : promptLength) { forbid(suppressedFirst) }
  }

  /// The tokens that would make a stretch come twice.
  private func repeating(_ ids: [Int32]) -> [Int32] {
    guard unrepeatedStretch > 0, ids.count + 1 >= unrepeatedStretch else { return [] }
    let known = unrepeatedStretch - 1
    let last = ids.suffix(known)
    return (known..<max(ids.count, known)).filter { ids[($0 - known)..<$0].elementsEqual(last) }.map { ids[$0] }
  }
}
