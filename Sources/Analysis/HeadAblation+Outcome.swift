private import Glibc
internal import Models
internal import Tensors

extension HeadAblation.Outcome {
  /// What a pass's logits say of the sentence and of the chosen token. A classifier says nothing of the sentence's words.
  init(
    _ logits_TV: Tensor, _ ids: [Int32], _ sizes: ModelConfiguration, position: Int, token: Int32, against other: Int32?
  ) {
    let losses =
      sizes.isClassifier
      ? []
      : sizes.isCausal
        ? ids.indices.dropLast().map { -Self.logProbability(logits_TV, $0, ids[$0 + 1]) }
        : ids.indices.filter { $0 != position }.map { -Self.logProbability(logits_TV, $0, ids[$0]) }
    let chosen = HeadAblation.row(logits_TV, position)
    loss = losses.isEmpty ? .nan : Float(losses.reduce(0, +) / Double(losses.count))
    logit = chosen[chosen.startIndex + Int(token)] - (other.map { chosen[chosen.startIndex + Int($0)] } ?? 0)
    probability = Float(exp(Self.logProbability(logits_TV, position, token)))
  }

  /// ln softmax(logits)[token]; the largest logit is subtracted first, so that no power overflows.
  private static func logProbability(_ logits_TV: Tensor, _ position: Int, _ token: Int32) -> Double {
    HeadAblation.row(logits_TV, position).withUnsafeBufferPointer { logits in
      let largest = logits.max() ?? 0
      var sum = 0.0
      for logit in logits { sum += Double(exp(logit - largest)) }
      return Double(logits[Int(token)] - largest) - log(sum)
    }
  }
}
