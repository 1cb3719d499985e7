private import Glibc
public import Tensors

/// How the next token is chosen from logits: the distribution that remains after temperature, top-k and top-p, in this
/// order, and a draw from it.
///
///     p = softmax(logits / temperature), cut to the k likeliest, cut to the nucleus, summing to 1 again
///
/// The order and the rules are those of `transformers`' warpers; where equal tokens stand at the nucleus's border, which
/// there depends on the sort, the lower id stays.
/// - SeeAlso: Holtzman et al. 2020, "The curious case of neural text degeneration", section 3 (nucleus: top-p).
public struct Sampler: Equatable, Sendable {
  /// What logits are divided by: above 1 evens the chances out, below 1 sharpens them; at 0 the likeliest token is certain.
  public var temperature: Double
  /// How many of the likeliest tokens stay, at least 1; tokens equal to the last of them stay too. All where nil.
  public var topK: Int?
  /// The share that the tokens must reach together, likeliest first, 0...1; the likeliest always stays. All stay at 1.
  public var topP: Double

  /// Always the likeliest token; of equal ones the lowest id.
  public static let greedy = Sampler(temperature: 0)

  /// The settings.
  ///
  /// - Precondition: a temperature of at least 0, a positive k, and a p from 0 to 1.
  public init(temperature: Double = 1, topK: Int? = nil, topP: Double = 1) {
    precondition(
      temperature >= 0 && temperature.isFinite && (topK ?? 1) > 0 && (0...1).contains(topP),
      "temperature \(temperature), top-k \(String(describing: topK)), top-p \(topP)")
    self.temperature = temperature
    self.topK = topK
    self.topP = topP
  }

  /// The probabilities from which a token is drawn: 0 for all that is cut off; their sum is 1.
  ///
  /// Logits that aren't numbers count as −∞; where no logit is more than that, all tokens are alike.
  ///
  /// - Parameter logits: A number for each token of the vocabulary.
  public func distribution(_ logits: some Collection<Float>) -> [Float] {
    let logits = logits.map { $0.isNaN ? -.infinity : Double($0) }
    let largest = logits.max() ?? 0
    if temperature == 0 {
      let likeliest = logits.firstIndex(of: largest)
      return logits.indices.map { $0 == likeliest ? 1 : 0 }
    }
    // Against the largest logit no power overflows; where that is itself infinite, its equals share everything.
    var weights = logits.map { logit in
      largest.isInfinite ? (logit == largest ? 1 : 0) : exp((logit - largest) / temperature)
    }
    if let topK { Self.keepLikeliest(topK, &weights) }
    if topP < 1 { Self.keepNucleus(topP, &weights) }
    let sum = weights.reduce(0, +)
    return weights.map { Float($0 / sum) }
  }

  /// Cuts off what is less likely than the k-th.
  private static func keepLikeliest(_ count: Int, _ weights: inout [Double]) {
    guard count < weights.count else { return }
    let least = weights.sorted(by: >)[count - 1]
    for index in weights.indices where weights[index] < least { weights[index] = 0 }
  }

  /// Keeps each token before which, likeliest first, the share p isn't reached.
  private static func keepNucleus(_ share: Double, _ weights: inout [Double]) {
    let whole = weights.reduce(0, +)
    let order = weights.indices.sorted { (weights[$0], $1) > (weights[$1], $0) }
    var before = 0.0
    for (place, index) in order.enumerated() {
      let weight = weights[index]
      if place > 0, before >= share * whole { weights[index] = 0 }
      before += weight
    }
  }

  /// Draws a token: the first at which the sum of the probabilities, by id, exceeds a random number in 0..<1.
  ///
  /// - Parameters:
  ///   - probabilities: At least one above 0, such as ``distribution(_:)`` gives.
  ///   - generator: Equal states draw equal tokens.
  public func draw(_ probabilities: [Float], using generator: inout SplitMix64) -> Int32 {
    precondition(probabilities.contains { $0 > 0 }, "a draw from \(probabilities.count) tokens without probability")
    let unit = generator.unit()
    var sum = 0.0
    for (id, probability) in probabilities.enumerated() where probability > 0 {
      sum += Double(probability)
      if sum > unit { return Int32(id) }
    }
    // Rounded probabilities may sum to a little less than 1; then the last one stands for what is missing.
    return Int32(probabilities.lastIndex { $0 > 0 } ?? 0)
  }

  /// The next token after logits.
  public func next(_ logits: some Collection<Float>, using generator: inout SplitMix64) -> Int32 {
    draw(distribution(logits), using: &generator)
  }
}
